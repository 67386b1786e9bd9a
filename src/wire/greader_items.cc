// The items of a stream, as JSON and as Atom.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <map>

#include "base/text.h"
#include "wire/entry_html.h"
#include "wire/greader.h"
#include "wire/html_writer.h"

namespace chappe {
namespace {

std::string seconds_text(Instant at) {
    return std::to_string(at.time_since_epoch().count());
}

const ShelfFeed* feed_of(const std::vector<ShelfFeed>& feeds, SourceId id) {
    for (const ShelfFeed& feed : feeds)
        if (feed.id == id) return &feed;
    return nullptr;
}

void write_link(JsonWriter& json, std::string_view key, std::string_view href,
                std::string_view type) {
    json.key(key).begin_array().begin_object().key("href").string(href);
    if (!type.empty()) json.key("type").string(type);
    json.end_object().end_array();
}

void write_tags(JsonWriter& json, const ShelfEntry& entry, const ShelfFeed* feed) {
    json.key("categories").begin_array().string(reading_list_tag);
    if (entry.read) json.string(read_tag);
    if (entry.starred) json.string(starred_tag);
    if (feed) json.string(label_id(feed->category));
    json.end_array();
}

void write_item(JsonWriter& json, const FoundItem& item, const ShelfFeed* feed,
                std::string_view public_url) {
    const Dispatch& dispatch = item.stored.dispatch;
    const std::string own = own_address(public_url, item.entry.id);
    const std::string address = item_address(dispatch, own);
    json.begin_object().key("id").string(greader_item_tag(item.entry.id));
    write_tags(json, item.entry, feed);
    json.key("title").string(item_title(dispatch));
    json.key("crawlTimeMsec").string(seconds_text(item.entry.arrived) + "000");
    json.key("timestampUsec").string(seconds_text(item.entry.arrived) + "000000");
    json.key("published").number(item.entry.published.time_since_epoch().count());
    json.key("updated").number(item.stored.changed.time_since_epoch().count());
    write_link(json, "canonical", address, "");
    write_link(json, "alternate", address, "text/html");
    json.key("summary").begin_object().key("direction").string("ltr");
    json.key("content").string(entry_html(dispatch)).end_object();
    json.key("author").string(item_author(dispatch));
    json.key("origin").begin_object().key("streamId").string(feed_stream_id(item.entry.source));
    if (feed) {
        json.key("title").string(feed->title);
        json.key("htmlUrl").string(
            Text::repair(feed->site_url.empty() ? feed->address : feed->site_url));
    }
    json.end_object().end_object();
}

void write_label(HtmlWriter& xml, std::string_view tag, std::string_view label) {
    xml.raw("    <category").attribute("term", tag);
    xml.attribute("scheme", "http://www.google.com/reader/").attribute("label", label);
    xml.raw("/>\n");
}

void write_atom_entry(HtmlWriter& xml, const FoundItem& item, std::string_view public_url) {
    const Dispatch& dispatch = item.stored.dispatch;
    const std::string own = own_address(public_url, item.entry.id);
    xml.raw("  <entry");
    if (!dispatch.language.empty()) xml.attribute("xml:lang", dispatch.language);
    xml.raw(">\n    <id>").text(greader_item_tag(item.entry.id)).raw("</id>\n");
    write_label(xml, reading_list_tag, "reading-list");
    // "fresh" is what newsboat takes for unread, also of what it has seen read before.
    if (item.entry.read)
        write_label(xml, read_tag, "read");
    else
        write_label(xml, "user/-/state/com.google/fresh", "fresh");
    if (item.entry.starred) write_label(xml, starred_tag, "starred");
    xml.raw("    <title>").text(item_title(dispatch)).raw("</title>\n");
    xml.raw("    <published>").text(to_string(item.entry.published)).raw("</published>\n");
    xml.raw("    <updated>").text(to_string(item.stored.changed)).raw("</updated>\n");
    xml.raw("    <link rel=\"alternate\" type=\"text/html\"");
    xml.link("href", item_address(dispatch, own)).raw("/>\n");
    const std::string author = item_author(dispatch);
    xml.raw("    <author><name>").text(author.empty() ? item.stored.source : author);
    xml.raw("</name></author>\n    <content type=\"html\">").text(entry_html(dispatch));
    xml.raw("</content>\n  </entry>\n");
}

// ---- JSON as Google Reader's XML

namespace json = boost::json;

void write_value(HtmlWriter& xml, const json::value& value, const std::string* name);

void open(HtmlWriter& xml, Literal tag, const std::string* name) {
    xml.raw(tag);
    if (name) xml.attribute("name", *name);
    xml.raw(">");
}

void write_object(HtmlWriter& xml, const json::object& object, const std::string* name) {
    open(xml, "<object", name);
    for (const auto& [key, value] : object) {
        const std::string member(key);
        write_value(xml, value, &member);
    }
    xml.raw("</object>");
}

void write_value(HtmlWriter& xml, const json::value& value, const std::string* name) {
    if (value.is_object()) return write_object(xml, value.as_object(), name);
    if (value.is_array()) {
        open(xml, "<list", name);
        for (const json::value& one : value.as_array()) write_value(xml, one, nullptr);
        xml.raw("</list>");
    } else if (value.is_string()) {
        open(xml, "<string", name);
        xml.text(std::string_view(value.as_string().data(), value.as_string().size()));
        xml.raw("</string>");
    } else if (value.is_bool()) {
        open(xml, "<boolean", name);
        xml.text(value.as_bool() ? "true" : "false").raw("</boolean>");
    } else {
        open(xml, "<number", name);
        xml.text(json::serialize(value)).raw("</number>");
    }
}

}  // namespace

std::string greader_contents_json(const GreaderPage& page, const std::vector<ShelfFeed>& feeds,
                                  std::string_view public_url) {
    JsonWriter json;
    Instant updated{};
    for (const FoundItem& item : page.items) updated = std::max(updated, item.stored.changed);
    json.begin_object().key("direction").string("ltr").key("id").string(page.id);
    json.key("title").string(page.title);
    const std::string self = std::string(public_url) + "/reader/api/0/stream/contents/" + page.id;
    write_link(json, "self", self, "");
    json.key("updated").number(updated.time_since_epoch().count());
    json.key("items").begin_array();
    for (const FoundItem& item : page.items)
        write_item(json, item, feed_of(feeds, item.entry.source), public_url);
    json.end_array();
    if (!page.continuation.empty()) json.key("continuation").string(page.continuation);
    json.end_object();
    return json.take();
}

std::string greader_atom(const GreaderPage& page, const std::vector<ShelfFeed>& feeds,
                         std::string_view public_url) {
    const auto stream = greader_stream(page.id);
    std::string home = std::string(public_url) + "/";
    if (stream && stream->kind == GreaderStream::Kind::feed && !page.items.empty())
        if (const ShelfFeed* feed = feed_of(feeds, page.items.front().entry.source);
            feed && !feed->site_url.empty())
            home = feed->site_url;
    Instant updated{};
    for (const FoundItem& item : page.items) updated = std::max(updated, item.stored.changed);
    HtmlWriter xml;
    xml.raw(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" "
        "xmlns:gr=\"http://www.google.com/schemas/reader/atom/\">\n");
    xml.raw("  <id>").text("tag:google.com,2005:reader/" + page.id).raw("</id>\n");
    xml.raw("  <title>").text(page.title).raw("</title>\n");
    xml.raw("  <updated>").text(to_string(updated)).raw("</updated>\n");
    xml.raw("  <link rel=\"alternate\" type=\"text/html\"").link("href", home).raw("/>\n");
    if (!page.continuation.empty())
        xml.raw("  <gr:continuation>").text(page.continuation).raw("</gr:continuation>\n");
    for (const FoundItem& item : page.items) write_atom_entry(xml, item, public_url);
    xml.raw("</feed>\n");
    return xml.take();
}

std::string greader_xml(std::string_view text) {
    boost::system::error_code error;
    const json::value value = json::parse(json::string_view(text.data(), text.size()), error);
    HtmlWriter xml;
    xml.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    if (!error) write_value(xml, value, nullptr);
    return xml.take();
}

}  // namespace chappe
