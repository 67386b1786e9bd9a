#include "wire/feeds.h"

#include <fmt/format.h>

#include <array>

#include "base/json_writer.h"
#include "base/text.h"
#include "wire/api.h"
#include "wire/html_writer.h"
#include "wire/layout.h"

namespace chappe {
namespace {

using namespace std::chrono;

constexpr std::string_view untitled = "…";  // feeds need a title where the source had none

/// The address of a dispatch is its id in every feed: it does not change when the text does.
std::string address_of(const FeedHead& head, DispatchId id) {
    return fmt::format("{}/d/{}", head.public_url, number_of(id));
}

std::string title_of(const WireEntry& entry) {
    return entry.title.empty() ? std::string(untitled) : short_title(entry);
}

/// RFC 822 as RSS 2.0 wants it.
std::string rfc822(Instant instant) {
    constexpr std::array<std::string_view, 7> week = {"Sun", "Mon", "Tue", "Wed",
                                                      "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> year_parts = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto midnight = floor<days>(instant);
    const year_month_day date{midnight};
    const hh_mm_ss clock{instant - midnight};
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT",
                       week[weekday{midnight}.c_encoding()], static_cast<unsigned>(date.day()),
                       year_parts[static_cast<unsigned>(date.month()) - 1],
                       static_cast<int>(date.year()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count());
}

/// Nothing for a day: Atom and JSON Feed want an instant, and a day is none.
std::string instant_of(const std::optional<Date>& date) {
    if (!date || date->precision == Precision::day || !date->offset) return "";
    return to_string(*date);
}

/// The page that shows the same.
std::string page_of(const FeedHead& head) {
    const std::string base(head.public_url);
    return head.search.empty() ? base + "/" : base + "/search?" + query_of(head.search);
}

std::string title_of(const FeedHead& head) {
    std::string out(head.title);
    return head.search.empty() ? out : out + " — " + head.search;
}

void element(HtmlWriter& xml, Literal open, std::string_view text, Literal close) {
    xml.raw(open).text(text).raw(close);
}

void atom_entry(HtmlWriter& xml, const FeedHead& head, const WireEntry& entry) {
    const std::string address = address_of(head, entry.id);
    xml.raw("  <entry");
    if (!entry.language.empty()) xml.attribute("xml:lang", entry.language);
    xml.raw(">\n");
    element(xml, "    <id>", address, "</id>\n");
    element(xml, "    <title>", title_of(entry), "</title>\n");
    xml.raw("    <link rel=\"alternate\" type=\"text/html\"").attribute("href", address);
    xml.raw("/>\n");
    if (is_safe_link(entry.url))
        xml.raw("    <link rel=\"via\"").link("href", entry.url).raw("/>\n");
    element(xml, "    <updated>", to_string(changed_of(entry)), "</updated>\n");
    const std::string published = instant_of(entry.published);
    if (!published.empty()) element(xml, "    <published>", published, "</published>\n");
    const std::string_view author = !entry.agency.empty() ? std::string_view(entry.agency)
                                    : !entry.site.empty() ? entry.site.view()
                                                          : std::string_view(entry.source);
    element(xml, "    <author><name>", author, "</name></author>\n");
    if (!entry.summary.empty()) element(xml, "    <summary>", entry.summary, "</summary>\n");
    xml.raw("  </entry>\n");
}

void rss_item(HtmlWriter& xml, const FeedHead& head, const WireEntry& entry) {
    const std::string address = address_of(head, entry.id);
    xml.raw("    <item>\n");
    element(xml, "      <title>", title_of(entry), "</title>\n");
    element(xml, "      <link>", address, "</link>\n");
    element(xml, "      <guid isPermaLink=\"true\">", address, "</guid>\n");
    element(xml, "      <pubDate>", rfc822(entry.arrived), "</pubDate>\n");
    // RSS readers take a description for HTML (RSS 2.0, <description>): the text is escaped twice.
    if (!entry.summary.empty()) {
        HtmlWriter description;
        description.text(entry.summary);
        element(xml, "      <description>", description.str(), "</description>\n");
    }
    if (!entry.agency.empty()) element(xml, "      <dc:creator>", entry.agency, "</dc:creator>\n");
    if (!entry.language.empty())
        element(xml, "      <dc:language>", entry.language, "</dc:language>\n");
    xml.raw("    </item>\n");
}

}  // namespace

std::string self_of(const FeedHead& head, std::string_view path) {
    std::string url = std::string(head.public_url) + feed_address(path, head.search);
    if (head.each_copy) url += head.search.empty() ? "?copies=each" : "&copies=each";
    return url;
}

std::string atom_feed(const FeedHead& head, const std::vector<WireEntry>& entries) {
    const std::string home = page_of(head);
    HtmlWriter xml;
    xml.raw(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" "
        "xmlns:at=\"http://purl.org/atompub/tombstones/1.0\">\n");
    element(xml, "  <id>", home, "</id>\n");
    element(xml, "  <title>", title_of(head), "</title>\n");
    element(xml, "  <updated>", to_string(head.updated), "</updated>\n");
    xml.raw("  <link rel=\"alternate\" type=\"text/html\"").attribute("href", home).raw("/>\n");
    xml.raw("  <link rel=\"self\" type=\"application/atom+xml\"");
    xml.attribute("href", self_of(head, "/feed.atom")).raw("/>\n");
    if (!head.hub.empty()) xml.raw("  <link rel=\"hub\"").attribute("href", head.hub).raw("/>\n");
    xml.raw("  <generator version=\"" CHAPPE_VERSION "\">Chappe</generator>\n");
    for (const Withdrawn& gone : head.withdrawn) {
        xml.raw("  <at:deleted-entry").attribute("ref", address_of(head, gone.id));
        xml.attribute("when", to_string(gone.at)).raw("/>\n");
    }
    for (const WireEntry& entry : entries) atom_entry(xml, head, entry);
    xml.raw("</feed>\n");
    return xml.take();
}

std::string rss_feed(const FeedHead& head, const std::vector<WireEntry>& entries) {
    const std::string home = page_of(head);
    HtmlWriter xml;
    xml.raw(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n  <channel>\n");
    element(xml, "    <title>", title_of(head), "</title>\n");
    element(xml, "    <link>", home, "</link>\n");
    element(xml, "    <description>", title_of(head), "</description>\n");
    element(xml, "    <lastBuildDate>", rfc822(head.updated), "</lastBuildDate>\n");
    xml.raw("    <atom:link rel=\"self\" type=\"application/rss+xml\"");
    xml.attribute("href", self_of(head, "/feed.rss")).raw("/>\n");
    if (!head.hub.empty())
        xml.raw("    <atom:link rel=\"hub\"").attribute("href", head.hub).raw("/>\n");
    for (const WireEntry& entry : entries) rss_item(xml, head, entry);
    xml.raw("  </channel>\n</rss>\n");
    return xml.take();
}

std::string json_feed(const FeedHead& head, const std::vector<WireEntry>& entries) {
    const std::string home = page_of(head);
    JsonWriter json;
    json.begin_object().key("version").string("https://jsonfeed.org/version/1.1");
    json.key("title").string(title_of(head));
    json.key("home_page_url").string(home);
    json.key("feed_url").string(self_of(head, "/feed.json"));
    if (!head.hub.empty()) {
        json.key("hubs").begin_array().begin_object();
        json.key("type").string("WebSub").key("url").string(head.hub);
        json.end_object().end_array();
    }
    json.key("items").begin_array();
    for (const WireEntry& entry : entries) {
        const std::string address = address_of(head, entry.id);
        json.begin_object().key("id").string(address).key("url").string(address);
        if (is_safe_link(entry.url))
            json.key("external_url").string(Text::repair(entry.url).view());
        json.key("title").string(title_of(entry));
        json.key("content_text").string(entry.summary);
        const std::string published = instant_of(entry.published);
        json.key("date_published").string(published.empty() ? to_string(entry.arrived) : published);
        if (changed_of(entry) != entry.arrived)
            json.key("date_modified").string(to_string(changed_of(entry)));
        if (!entry.agency.empty()) {
            json.key("authors").begin_array().begin_object();
            json.key("name").string(Text::repair(entry.agency).view());
            json.end_object().end_array();
        }
        if (!entry.language.empty())
            json.key("language").string(Text::repair(entry.language).view());
        json.end_object();
    }
    json.end_array().end_object();
    return json.take() + "\n";
}

}  // namespace chappe
