#include "news/posted_dispatch.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/url.h"

namespace chappe {
namespace {

namespace json = boost::json;

constexpr std::size_t longest_line = 500;  // code points of an agency, an author, a tag
constexpr std::size_t most_items = 100;    // authors or tags

constexpr std::array<std::string_view, 8> members = {"title",     "text",   "url",     "language",
                                                     "published", "credit", "authors", "tags"};

struct Posted {
    std::string title;
    std::string text;
    std::string url;
    std::string language;
    std::optional<Date> published;
    std::string credit;
    std::vector<Text> authors;
    std::optional<std::vector<Text>> tags;
};

/// Paragraphs part at blank lines; a line of nothing but space is blank. Lines of one paragraph are
/// joined by a space, inside a line nothing changes.
std::vector<std::string> paragraphs_of(std::string_view text) {
    std::vector<std::string> paragraphs;
    bool open = false;
    while (!text.empty()) {
        const std::size_t size = std::min(text.find('\n'), text.size());
        const std::string_view line = trim(text.substr(0, size));
        text.remove_prefix(std::min(size + 1, text.size()));
        if (!line.empty() && open)
            paragraphs.back().append(" ").append(line);
        else if (!line.empty())
            paragraphs.emplace_back(line);
        open = !line.empty();
    }
    return paragraphs;
}

Result<std::string> take_string(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    if (!value || value->is_null()) return std::string();
    const json::string* text = value->if_string();
    if (!text)
        return fail(Failure::refused, "\"" + std::string(name) + "\" must be a string of text");
    return std::string(text->data(), text->size());
}

std::unexpected<Error> refuse(std::string_view name, std::string_view what) {
    return fail(Failure::refused, "\"" + std::string(name) + "\" " + std::string(what));
}

Result<std::string> take_line(const json::object& object, std::string_view name) {
    std::string line = fold_space(Text::repair(TRY(take_string(object, name))).view());
    if (code_points_before(line, line.size()) > longest_line)
        return refuse(name, "may have 500 characters");
    return line;
}

Result<std::optional<std::vector<Text>>> take_lines(const json::object& object,
                                                    std::string_view name) {
    const json::value* value = object.if_contains(name);
    if (!value || value->is_null()) return std::nullopt;
    const json::array* items = value->if_array();
    if (!items || items->size() > most_items)
        return refuse(name, "must be a list of at most 100 strings");
    std::vector<Text> lines;
    for (const json::value& item : *items) {
        const json::string* text = item.if_string();
        if (!text) return refuse(name, "must be a list of strings");
        std::string line = fold_space(Text::repair({text->data(), text->size()}).view());
        if (code_points_before(line, line.size()) > longest_line)
            return refuse(name, "has an item of more than 500 characters");
        if (!line.empty()) lines.push_back(Text::trusted(std::move(line)));
    }
    return lines;
}

/// "fr-CA" -> "fr"; empty when none is given.
Result<std::string> take_language(const json::object& object) {
    const std::string tag = lower_ascii(trim(TRY(take_string(object, "language"))));
    std::string primary = tag.substr(0, tag.find('-'));
    const bool letters =
        std::all_of(primary.begin(), primary.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!tag.empty() && (!letters || primary.size() < 2 || primary.size() > 3))
        return refuse("language", "must be a language tag, as \"fr\"");
    return primary;
}

Result<std::optional<Date>> take_date(const json::object& object) {
    const std::string text = TRY(take_string(object, "published"));
    if (trim(text).empty()) return std::nullopt;
    const auto date = parse_iso_date(trim(text));
    if (!date) return refuse("published", "must be a day or a time, as \"2026-11-25\"");
    return date;
}

Result<std::string> take_address(const json::object& object) {
    const std::string text = TRY(take_string(object, "url"));
    if (text.empty()) return text;
    const auto url = Url::parse(text);
    if (!url) return refuse("url", "must be a whole http or https address");
    return url->str();
}

Result<Posted> posted_of(const json::object& object) {
    for (const auto& member : object)
        if (std::find(members.begin(), members.end(), member.key()) == members.end())
            return fail(Failure::refused,
                        "unknown member \"" + shorten(std::string_view(member.key()), 40) +
                            "\": a dispatch has \"title\", \"text\" and, if you like, \"url\", "
                            "\"language\", \"published\", \"credit\", \"authors\", \"tags\"");
    Posted posted;
    posted.title = TRY(take_string(object, "title"));
    posted.text = TRY(take_string(object, "text"));
    if (trim(posted.title).empty()) return refuse("title", "is missing or empty");
    if (trim(posted.text).empty()) return refuse("text", "is missing or empty");
    posted.url = TRY(take_address(object));
    posted.language = TRY(take_language(object));
    posted.published = TRY(take_date(object));
    posted.credit = TRY(take_line(object, "credit"));
    posted.authors = TRY(take_lines(object, "authors")).value_or(std::vector<Text>{});
    posted.tags = TRY(take_lines(object, "tags"));
    return posted;
}

Dispatch dispatch_of(const Posted& posted) {
    Dispatch dispatch;
    dispatch.title = Text::repair(fold_space(posted.title));
    std::string body;
    for (const std::string& paragraph : paragraphs_of(Text::repair(posted.text).view())) {
        if (!body.empty()) body += "\n\n";
        const auto begin = static_cast<std::uint32_t>(body.size());
        body += paragraph;
        dispatch.blocks.push_back(
            {Block::Kind::paragraph, Span{begin, static_cast<std::uint32_t>(body.size())}});
    }
    dispatch.body = Text::trusted(std::move(body));
    if (!dispatch.blocks.empty()) dispatch.lead = dispatch.blocks.front().span;
    dispatch.url = posted.url;
    dispatch.language = posted.language;
    dispatch.published = posted.published;
    if (!posted.credit.empty())
        dispatch.credit = Credit{Text::trusted(posted.credit), Credit::Place::metadata};
    dispatch.authors = posted.authors;
    dispatch.tags = posted.tags;
    return dispatch;
}

Result<json::value> parse(std::string_view bytes) {
    boost::system::error_code error;
    json::value value = json::parse({bytes.data(), bytes.size()}, error);
    if (error) return fail(Failure::refused, "this is no JSON: " + error.message());
    return value;
}

}  // namespace

Result<Dispatch> posted_dispatch(std::string_view bytes) {
    const json::value value = TRY(parse(bytes));
    const json::object* object = value.if_object();
    if (!object) return fail(Failure::refused, "a dispatch is a JSON object");
    return dispatch_of(TRY(posted_of(*object)));
}

}  // namespace chappe
