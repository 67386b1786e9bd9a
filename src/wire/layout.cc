#include "wire/layout.h"

#include <fmt/format.h>

#include <array>

#include "base/percent.h"
#include "wire/assets.h"
#include "wire/desk_pages.h"
#include "wire/target.h"

namespace chappe {
namespace {

constexpr Literal other_ending = " — Chappe";

std::string_view address_of(std::string_view asset) {
    const Asset* found = find_asset(asset);
    return found ? std::string_view(found->address) : std::string_view();
}

/// `path` with `ui` behind its query.
std::string in_language(std::string_view path, Ui ui) {
    std::string out(path);
    out += path.find('?') == path.npos ? "?ui=" : "&ui=";
    return out.append(code_of(ui));
}

void meta(HtmlWriter& html, Literal kind, std::string_view name, std::string_view content) {
    html.raw("<meta").attribute(kind, name).attribute("content", content).raw(">\n");
}

void alternate(HtmlWriter& html, std::string_view language, std::string_view address) {
    html.raw("<link rel=\"alternate\"").attribute("hreflang", language).link("href", address);
    html.raw(">\n");
}

/// Where the page is for the world, in each language of ours.
void write_addresses(HtmlWriter& html, const Reader& reader, const PageHead& head) {
    if (head.path.empty() || reader.public_url.empty()) return;
    const std::string plain = reader.public_url + head.path;
    const std::string own =
        reader.choice == UiChoice::by_link ? in_language(plain, reader.ui) : plain;
    html.raw("<link rel=\"canonical\"").link("href", own).raw(">\n");
    alternate(html, "fr", in_language(plain, Ui::fr));
    alternate(html, "en", in_language(plain, Ui::en));
    alternate(html, "x-default", plain);
    meta(html, "property", "og:url", own);
}

void write_feeds(HtmlWriter& html, std::string_view search) {
    const auto feed = [&](Literal type, std::string_view title, std::string_view path) {
        html.raw("<link rel=\"alternate\"").attribute("type", type.view());
        html.attribute("title", title).link("href", feed_address(path, search)).raw(">\n");
    };
    feed("application/atom+xml", "Atom", "/feed.atom");
    feed("application/rss+xml", "RSS", "/feed.rss");
    feed("application/feed+json", "JSON Feed", "/feed.json");
}

void write_head(HtmlWriter& html, const Reader& reader, const PageHead& head) {
    const std::string_view description = head.description.empty()
                                             ? say(reader.ui, Message::site_description)
                                             : std::string_view(head.description);
    html.raw("<!doctype html>\n<html").attribute("lang", code_of(reader.ui));
    html.raw(">\n<head>\n<meta charset=\"utf-8\">\n<title>").text(head.title);
    if (head.section != Section::wire) html.raw(other_ending);
    html.raw("</title>\n");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    html.raw("<link rel=\"stylesheet\"").link("href", address_of("wire.css")).raw(">\n");
    if (reader.user || reader.at_desk) {
        html.raw("<link rel=\"stylesheet\"").link("href", address_of("desk.css")).raw(">\n");
        html.raw("<script defer").link("src", address_of("desk.js")).raw("></script>\n");
    }
    if (head.said == SaidStyle::yes)
        html.raw("<link rel=\"stylesheet\"").link("href", address_of("said.css")).raw(">\n");
    html.raw("<link rel=\"icon\" type=\"image/svg+xml\"").link("href", address_of("favicon.svg"));
    html.raw(">\n<script defer").link("src", address_of("wire.js")).raw("></script>\n");
    if (head.said == SaidStyle::yes)
        html.raw("<script defer").link("src", address_of("said.js")).raw("></script>\n");
    if (head.robots == Robots::stay_out) meta(html, "name", "robots", "noindex");
    meta(html, "name", "description", description);
    meta(html, "property", "og:site_name", "Chappe");
    meta(html, "property", "og:type", head.kind);
    meta(html, "property", "og:title", head.title);
    meta(html, "property", "og:description", description);
    write_addresses(html, reader, head);
    write_feeds(html, head.search);
    if (!head.facts.str().empty())
        html.raw("<script type=\"application/ld+json\">").data(head.facts).raw("</script>\n");
    html.raw("</head>\n");
}

void write_language_switch(HtmlWriter& html, const Reader& reader) {
    const Ui other = reader.ui == Ui::fr ? Ui::en : Ui::fr;
    const std::string target = reader.path + (reader.query.empty() ? "" : "?") + reader.query;
    html.raw("<a class=\"switch\"").link("href", in_language(target, other));
    html.attribute("lang", code_of(other)).attribute("hreflang", code_of(other)).raw(">");
    html.text(say(reader.ui, Message::other_language)).raw("</a>\n");
}

struct Place {
    Section section;
    std::string_view path;
    Message words;
    std::string_view keys;  // of web/wire.js
};

constexpr std::array<Place, 5> places = {{
    {Section::wire, "/", Message::wire_nav, "g u"},
    {Section::archive, "/archive", Message::archive_title, "g h"},
    {Section::sources, "/sources", Message::sources_title, "g f"},
    {Section::agencies, "/agencies", Message::agencies_title, "g c"},
    {Section::help, "/help", Message::help_link, "g ?"},
}};

void write_sections(HtmlWriter& html, const Reader& reader, Section here) {
    html.raw("<nav class=\"sections\"")
        .attribute("aria-label", say(reader.ui, Message::sections_label));
    html.raw(">\n<ul>\n");
    for (const Place& place : places) {
        html.raw("<li><a").link("href", own_path(reader, place.path));
        html.attribute("data-keys", place.keys);
        if (place.section == here) html.raw(" aria-current=\"page\"");
        html.raw(">").text(say(reader.ui, place.words)).raw("</a></li>\n");
    }
    html.raw("</ul>\n</nav>\n");
}

}  // namespace

std::string own_path(const Reader& reader, std::string_view path, std::string_view query) {
    std::string out(path);
    if (!query.empty()) out.append("?").append(query);
    return reader.choice == UiChoice::by_link ? in_language(out, reader.ui) : out;
}

std::string dispatch_address(DispatchId id) {
    return "/d/" + std::to_string(number_of(id));
}
std::string source_address(std::string_view source) {
    return "/source/" + percent_encoded(source);
}
std::string statement_address(StatementId id) {
    return "/s/" + std::to_string(number_of(id));
}

std::string actor_address(std::string_view slug) {
    return "/actor/" + percent_encoded(slug);
}

std::string agency_address(std::string_view agency) {
    return "/agency/" + percent_encoded(agency);
}
std::string day_address(std::chrono::year_month_day day) {
    return "/day/" + to_string(day);
}
std::string query_of(std::string_view search) {
    return search.empty() ? "" : "q=" + percent_encoded(search);
}
std::string feed_address(std::string_view path, std::string_view search) {
    std::string out(path);
    return search.empty() ? out : out + "?" + query_of(search);
}

void begin_page(HtmlWriter& html, const Reader& reader, const PageHead& head) {
    write_head(html, reader, head);
    html.raw("<body>\n<a class=\"skip\" href=\"#content\">");
    html.text(say(reader.ui, Message::skip_to_content)).raw("</a>\n");
    html.raw("<header class=\"masthead\">\n<div class=\"banner\">\n<a class=\"name\"");
    html.link("href", own_path(reader, "/")).raw("><img alt=\"\" width=\"34\" height=\"34\"");
    html.link("src", address_of("favicon.svg")).raw(">Chappe</a>\n<p class=\"tagline\">");
    html.text(say(reader.ui, Message::tagline)).raw("</p>\n");
    if (head.live == Live::yes) {
        html.raw("<p id=\"live\" class=\"live\" hidden");
        html.attribute("data-live", say(reader.ui, Message::live));
        html.attribute("data-lost", say(reader.ui, Message::reconnecting)).raw("></p>\n");
    }
    write_language_switch(html, reader);
    html.raw("</div>\n<div class=\"ways\">\n");
    write_sections(html, reader, head.section);
    if (head.finder == Finder::shown) write_finder(html, reader, {});
    html.raw("</div>\n");
    write_desk_menu(html, reader);
    html.raw("</header>\n");
}

void begin_page(HtmlWriter& html, const Reader& reader, std::string_view title, Live live) {
    PageHead head;
    head.title = title;
    head.live = live;
    head.robots = Robots::stay_out;
    begin_page(html, reader, head);
}

void end_page(HtmlWriter& html, const Reader& reader) {
    html.raw("<footer class=\"colophon\">\n<p>");
    write_feed_links(html, reader);
    html.raw("</p>\n<p id=\"clock-zone\"")
        .attribute("data-local", say(reader.ui, Message::local_note));
    html.raw(">").text(say(reader.ui, Message::utc_note)).raw("</p>\n<p>");
    own_link(html, reader, "/help", say(reader.ui, Message::help_link));
    html.raw(" ");
    own_link(html, reader, "/about", say(reader.ui, Message::about_link));
    html.raw("</p>\n</footer>\n</body>\n</html>\n");
}

void write_feed_links(HtmlWriter& html, const Reader& reader, std::string_view search) {
    const auto feed = [&](std::string_view path, std::string_view words) {
        html.raw(" <a").link("href", feed_address(path, search)).raw(">").text(words).raw("</a>");
    };
    html.text(say(reader.ui, search.empty() ? Message::feeds : Message::feeds_of_search));
    feed("/feed.atom", "Atom");
    feed("/feed.rss", "RSS");
    feed("/feed.json", "JSON");
}

void write_finder(HtmlWriter& html, const Reader& reader, std::string_view query,
                  std::string_view order) {
    html.raw("<form class=\"finder\" role=\"search\" action=\"/search\">\n");
    html.raw("<label class=\"said\" for=\"q\">").text(say(reader.ui, Message::query_label));
    html.raw("</label>\n<input id=\"q\" name=\"q\" type=\"search\" dir=\"auto\"");
    html.attribute("value", query).attribute("placeholder", say(reader.ui, Message::search_hint));
    html.raw(" autocomplete=\"off\" autocapitalize=\"none\" spellcheck=\"false\">\n");
    if (!order.empty())
        html.raw("<input type=\"hidden\" name=\"order\"").attribute("value", order).raw(">\n");
    if (reader.choice == UiChoice::by_link)
        html.raw("<input type=\"hidden\" name=\"ui\"")
            .attribute("value", code_of(reader.ui))
            .raw(">\n");
    html.raw("<button>").text(say(reader.ui, Message::search_button)).raw("</button>\n</form>\n");
}

void own_link(HtmlWriter& html, const Reader& reader, std::string_view path,
              std::string_view words) {
    html.raw("<a").link("href", own_path(reader, path)).raw(">").text(words).raw("</a>");
}

void foreign(HtmlWriter& html, std::string_view language) {
    if (!language.empty()) html.attribute("lang", language);
    html.raw(" dir=\"auto\"");
}

void time_element(HtmlWriter& html, Instant instant, std::string_view words, Shown shown) {
    constexpr std::array<std::string_view, 3> names = {"clock", "day", "full"};
    html.raw("<time").attribute("datetime", to_string(instant));
    html.attribute("data-show", names[static_cast<std::size_t>(shown)]).raw(">").text(words);
    html.raw("</time>");
}

}  // namespace chappe
