#include "app/source_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "base/json_writer.h"
#include "wire/html_writer.h"

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

std::string_view title_of(const WatchedSource& source) {
    return source.title.empty() ? std::string_view(source.address) : source.title.view();
}

/// "Presse/Europe": an outline in an outline.
std::vector<std::string_view> parts_of(std::string_view category) {
    std::vector<std::string_view> parts;
    while (!category.empty()) {
        const std::size_t end = std::min(category.find('/'), category.size());
        if (end > 0) parts.push_back(category.substr(0, end));
        category.remove_prefix(std::min(end + 1, category.size()));
    }
    return parts;
}

void write_outline(HtmlWriter& xml, const WatchedSource& source) {
    xml.raw("<outline type=\"rss\"").attribute("text", title_of(source));
    xml.attribute("title", title_of(source)).attribute("xmlUrl", source.address).raw("/>\n");
}

}  // namespace

void print_list(const std::vector<WatchedSource>& sources, bool json) {
    for (const WatchedSource& source : sources) json ? print_json(source) : print_line(source);
}

std::string opml_of(const std::vector<WatchedSource>& sources) {
    std::map<std::string, std::vector<const WatchedSource*>> categories;
    for (const WatchedSource& source : sources)
        if (source.kind != SourceKind::folder && source.kind != SourceKind::warc)
            categories[source.category].push_back(&source);
    HtmlWriter xml;
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n");
    xml.raw("<head><title>Sources of Chappe</title></head>\n<body>\n");
    for (const auto& [category, members] : categories) {
        const auto parts = parts_of(category);
        for (const auto& part : parts) xml.raw("<outline").attribute("text", part).raw(">\n");
        for (const WatchedSource* source : members) write_outline(xml, *source);
        for (std::size_t i = 0; i < parts.size(); ++i) xml.raw("</outline>\n");
    }
    xml.raw("</body>\n</opml>\n");
    return xml.take();
}

}  // namespace chappe
