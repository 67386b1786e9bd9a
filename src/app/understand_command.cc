#include <boost/json.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>

#include "app/commands.h"
#include "app/report.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "base/time.h"
#include "language/identify.h"
#include "news/annotations_json.h"
#include "understand/understand.h"

namespace chappe {
namespace {

namespace json = boost::json;

std::unexpected<Error> refuse_line(std::size_t number, const std::string& what) {
    return fail(Failure::refused, "line " + std::to_string(number) + ": " + what);
}

std::string string_member(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    if (!value || !value->is_string()) return {};
    return std::string(value->get_string());
}

std::string first_member(const json::object& object, std::string_view one, std::string_view other) {
    std::string found = string_member(object, one);
    return found.empty() ? string_member(object, other) : found;
}

/// "text", else the title and the body, which are then parted by a blank line.
std::string text_of(const json::object& object) {
    const std::string text = string_member(object, "text");
    if (!text.empty() || object.contains("text")) return text;
    const std::string title = string_member(object, "title"), body = string_member(object, "body");
    return title.empty() || body.empty() ? title + body : title + "\n\n" + body;
}

/// Lines of {"name", "kind", "role" or "roles", "country"}; only the name must be there.
Result<std::vector<GivenActor>> known_actors(const std::string& path) {
    std::ifstream in(path);
    if (!in) return fail(Failure::absent, "cannot read " + path);
    std::vector<GivenActor> known;
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        if (trim(line).empty()) continue;
        boost::system::error_code error;
        const json::value value = json::parse(line, error);
        GivenActor actor;
        if (!error && value.is_object()) actor.name = string_member(value.get_object(), "name");
        if (actor.name.empty())
            return fail(Failure::refused,
                        path + ": line " + std::to_string(number) + ": not an actor with a name");
        const json::object& object = value.get_object();
        actor.kind = actor_kind_named(string_member(object, "kind")).value_or(Actor::Kind::person);
        actor.role = string_member(object, "role");
        const json::value* roles = object.if_contains("roles");
        if (actor.role.empty() && roles && roles->is_array() && !roles->get_array().empty() &&
            roles->get_array().front().is_string())
            actor.role = roles->get_array().front().get_string();
        actor.country = string_member(object, "country");
        known.push_back(std::move(actor));
    }
    return known;
}

Result<UnderstandSettings> settings_of(const UnderstandCommand& command, StatementModel& model) {
    UnderstandSettings settings;
    if (!command.model.empty()) {
        std::ifstream in(command.model, std::ios::binary);
        std::stringstream bytes;
        bytes << in.rdbuf();
        if (!in) return fail(Failure::absent, "cannot read " + command.model);
        auto read = StatementModel::from_bytes(bytes.view());
        if (!read) return fail(read.error().failure, command.model + ": " + read.error().message);
        model = std::move(*read);
        settings.model = &model;
    }
    if (command.rules_only) settings.model = nullptr;
    if (!command.actors.empty()) settings.known = TRY(known_actors(command.actors));
    return settings;
}

Result<std::string> answer(const std::string& line, std::size_t number,
                           const UnderstandSettings& settings, SpanUnit unit) {
    boost::system::error_code error;
    const json::value value = json::parse(line, error);
    if (error || !value.is_object()) return refuse_line(number, "not a JSON object");
    const json::object& object = value.get_object();
    const Text text = Text::repair(text_of(object));
    std::string language = first_member(object, "language", "lang");
    if (language.empty()) language = std::string(identify_language(text).language);
    language = language.substr(0, language.find_first_of("-_"));
    Understandable dispatch{text, language, std::nullopt};
    std::string date = first_member(object, "published", "date");
    // A date with its place in a text, as gold files have it.
    const json::value* published = object.if_contains("published");
    if (published && published->is_object()) date = string_member(published->get_object(), "value");
    if (const auto day = parse_iso_date(date)) dispatch.day = day->local_day();
    JsonWriter json;
    json.begin_object().key("id").string(Text::repair(string_member(object, "id")));
    write_annotations(json, understand(dispatch, settings), text, unit);
    json.end_object();
    return json.take() + "\n";
}

Result<void> understand_lines(const UnderstandCommand& command) {
    StatementModel model;
    const UnderstandSettings settings = TRY(settings_of(command, model));
    const SpanUnit unit = command.bytes ? SpanUnit::bytes : SpanUnit::code_points;
    std::string line;
    for (std::size_t number = 1; std::getline(std::cin, line); ++number) {
        if (trim(line).empty()) continue;
        const std::string out = TRY(answer(line, number, settings, unit));
        if (std::fwrite(out.data(), 1, out.size(), stdout) != out.size())
            return fail(Failure::broken, "cannot write to standard output");
    }
    if (std::cin.bad()) return fail(Failure::broken, "cannot read standard input");
    if (std::fflush(stdout) != 0) return fail(Failure::broken, "cannot write to standard output");
    return {};
}

}  // namespace

int run(const UnderstandCommand& command) {
    std::ios::sync_with_stdio(false);
    const auto done = understand_lines(command);
    return done ? 0 : report(done.error());
}

}  // namespace chappe
