#include "app/source_list.h"

#include <fmt/format.h>

#include <cstdio>

#include "base/json_writer.h"

namespace chappe {
namespace {

std::string instant(const std::optional<Instant>& at) {
    return at ? to_string(*at) : "-";
}

/// What is expected of its rhythm.
double per_day(const Rhythm& rhythm) {
    return rhythm.hours > 0 ? rhythm.items / rhythm.hours * 24 : 0;
}

std::string_view state_of(const WatchedSource& source) {
    return source.paused ? "paused" : name_of(source.health);
}

/// Tabs and line ends part the list; they are not in titles.
std::string one_line(std::string_view text) {
    return fold_space(text);
}

void print_line(const WatchedSource& source) {
    std::string line =
        fmt::format("{}\t{}\t{}\t{}\t{}\t{:.1f}\t{}\t{}", number_of(source.id), state_of(source),
                    name_of(source.kind), instant(source.last_success), instant(source.next_visit),
                    per_day(source.rhythm), source.title.empty() ? "-" : one_line(source.title),
                    one_line(source.address));
    if (!source.trouble.empty()) line += "\t" + one_line(source.trouble);
    std::printf("%s\n", line.c_str());
}

void print_json(const WatchedSource& source) {
    JsonWriter json;
    const auto when = [&](const char* key, const std::optional<Instant>& at) {
        json.key(key);
        if (at)
            json.string(to_string(*at));
        else
            json.null();
    };
    json.begin_object();
    json.key("id").number(number_of(source.id));
    json.key("name").string(source.name);
    json.key("address").string(source.address);
    json.key("kind").string(name_of(source.kind));
    json.key("title").string(source.title);
    json.key("category").string(source.category);
    json.key("full_text").string(name_of(source.full_text));
    json.key("paused").boolean(source.paused);
    json.key("health").string(name_of(source.health));
    json.key("trouble").string(source.trouble);
    json.key("failures").number(source.failures);
    when("last_visit", source.last_visit);
    when("last_success", source.last_success);
    when("next_visit", source.next_visit);
    when("pushed_until", source.pushed_until);
    json.key("hub_trouble").string(source.hub_trouble);
    json.key("interval").number(interval_of(source.rhythm).count());
    json.key("dispatches").number(source.dispatches);
    json.key("pages_waiting").number(source.pages_waiting);
    json.key("pages_failed").number(source.pages_failed);
    json.end_object();
    std::printf("%s\n", json.str().c_str());
}

}  // namespace

void print_list(const std::vector<WatchedSource>& sources, bool json) {
    for (const WatchedSource& source : sources) json ? print_json(source) : print_line(source);
}

}  // namespace chappe
