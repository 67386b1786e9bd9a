#include <fmt/format.h>

#include <cstdio>

#include "app/commands.h"
#include "app/existing_archive.h"
#include "app/report.h"
#include "base/json_writer.h"
#include "base/text.h"

namespace chappe {
namespace {

std::string day_of(Instant instant) {
    return to_string(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(instant)));
}

void print_json(const KnownActor& actor) {
    JsonWriter json;
    json.begin_object().key("slug").string(Text::repair(actor.name.slug).view());
    json.key("name").string(actor.name.name).key("kind").string(name_of(actor.kind));
    json.key("country").string_or_null(Text::repair(actor.country).view());
    json.key("statements").number(actor.statements).key("roles").begin_array();
    for (const Introduction& role : actor.introductions) json.string(role.role);
    json.end_array().key("corrections").number(static_cast<std::int64_t>(actor.corrections.size()));
    json.end_object();
    std::printf("%s\n", json.take().c_str());
}

void print_line(const KnownActor& actor) {
    const std::string_view role =
        actor.introductions.empty() ? std::string_view() : actor.introductions.front().role.view();
    std::printf("%s\t%s\t%s\t%s\t%lld\t%.*s\n", actor.name.slug.c_str(),
                actor.name.name.str().c_str(), std::string(name_of(actor.kind)).c_str(),
                actor.country.c_str(), static_cast<long long>(actor.statements),
                static_cast<int>(role.size()), role.data());
}

void print_whole(const KnownActor& actor) {
    std::printf("%s\n  kind        %s\n", actor.name.name.str().c_str(),
                std::string(name_of(actor.kind)).c_str());
    if (!actor.country.empty()) std::printf("  country     %s\n", actor.country.c_str());
    std::printf("  statements  %lld\n", static_cast<long long>(actor.statements));
    for (const Introduction& role : actor.introductions)
        std::printf("  role        %s  (%lld dispatches, %s to %s, example /d/%lld)\n",
                    role.role.str().c_str(), static_cast<long long>(role.dispatches),
                    day_of(role.first).c_str(), day_of(role.last).c_str(),
                    static_cast<long long>(number_of(role.example)));
    for (const ActorCorrection& said : actor.corrections)
        std::printf("  corrected   %s: %s  (%s, %s)\n", std::string(name_of(said.property)).c_str(),
                    said.value ? said.value->c_str() : "none",
                    said.by.empty() ? "console" : said.by.c_str(), day_of(said.at).c_str());
}

Result<void> list(Archive& archive, const ActorsCommand& command) {
    const auto actors =
        TRY(archive.actors(fmt::format("{}", fmt::join(command.words, " ")), command.limit));
    for (const KnownActor& actor : actors) command.json ? print_json(actor) : print_line(actor);
    if (actors.empty() && !command.json) std::fprintf(stderr, "Nobody was found.\n");
    return {};
}

Result<void> show(Archive& archive, const std::string& slug) {
    for (const KnownActor& actor : TRY(archive.actors(slug, 100))) {
        if (actor.name.slug != slug) continue;
        print_whole(actor);
        return {};
    }
    return fail(Failure::absent, "there is no actor \"" + slug + "\" (chappe actors list NAME)");
}

Result<void> set(Archive& archive, const ActorsCommand& command) {
    CorrectActor act{command.slug, *actor_property_named(command.property), command.value};
    const bool no_country = act.property == ActorProperty::country && command.value == "none";
    if (no_country) act.value.reset();
    TRY(archive.act_and_wait(std::move(act), console));
    return show(archive, command.slug);
}

Result<void> run_on(Archive& archive, const ActorsCommand& command) {
    switch (command.action) {
        case ActorsCommand::Action::list:
            return list(archive, command);
        case ActorsCommand::Action::show:
            return show(archive, command.slug);
        case ActorsCommand::Action::set:
            return set(archive, command);
        case ActorsCommand::Action::reset:
            break;
    }
    TRY(archive.act_and_wait(ForgetCorrections{command.slug}, console));
    return show(archive, command.slug);
}

}  // namespace

int run(const ActorsCommand& command) {
    const auto archive = open_existing(command.data);
    if (!archive) return report(archive.error());
    const auto done = run_on(**archive, command);
    return done ? 0 : report(done.error());
}

}  // namespace chappe
