#include "wire/feeds.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <pugixml.hpp>

#include "base/text.h"

namespace chappe {
namespace {

const Instant arrived{std::chrono::seconds{1795595700}};  // 2026-11-25T08:35:00Z

WireEntry hostile_entry() {
    WireEntry entry;
    entry.id = DispatchId{7};
    entry.position = ChangeSeq{9};
    entry.arrived = arrived;
    entry.source = "desk";
    entry.title = Text::repair("]]><script>alert(1)</script> & \"été\" \x01\xFF");
    entry.summary = Text::repair("<b>gras</b> & co");
    entry.language = "fr\" onload=\"x";
    entry.published = parse_iso_date("2024-04-03T10:30:00+04:00");
    entry.agency = "A & B <c>";
    entry.url = "javascript:alert(1)";
    return entry;
}

WireEntry bare_entry() {
    WireEntry entry;
    entry.id = DispatchId{6};
    entry.arrived = arrived - std::chrono::hours{1};
    entry.published = parse_iso_date("2024-04-03");
    entry.url = "https://presse.example/a?b=1&c=2";
    return entry;
}

const FeedHead head{"https://wire.example", "Chappe", arrived};
const std::vector<WireEntry> entries = {hostile_entry(), bare_entry()};

pugi::xml_document parsed(const std::string& xml) {
    pugi::xml_document document;
    const auto result = document.load_buffer(xml.data(), xml.size(), pugi::parse_full);
    EXPECT_TRUE(result) << result.description();
    EXPECT_EQ(Text::repair(xml).str(), xml);
    return document;
}

TEST(Feeds, AtomIsWellFormedWithStableIds) {
    const auto document = parsed(atom_feed(head, entries));
    const auto feed = document.child("feed");
    EXPECT_STREQ(feed.child_value("updated"), "2026-11-25T08:35:00Z");
    const auto first = feed.child("entry");
    EXPECT_STREQ(first.child_value("id"), "https://wire.example/d/7");
    EXPECT_STREQ(first.child_value("published"), "2024-04-03T10:30:00+04:00");
    EXPECT_STREQ(first.child_value("title"), "]]><script>alert(1)</script> & \"été\" \uFFFD\uFFFD");
    EXPECT_STREQ(first.child("author").child_value("name"), "A & B <c>");
    EXPECT_FALSE(first.find_child_by_attribute("link", "rel", "via"));
    EXPECT_STREQ(first.attribute("xml:lang").value(), "fr\" onload=\"x");

    const auto second = first.next_sibling("entry");
    EXPECT_FALSE(second.child("published"));  // a day is no instant
    EXPECT_STRNE(second.child_value("title"), "");
    EXPECT_STREQ(second.find_child_by_attribute("link", "rel", "via").attribute("href").value(),
                 "https://presse.example/a?b=1&c=2");
}

TEST(Feeds, RssIsWellFormedAndItsDescriptionsAreText) {
    const auto document = parsed(rss_feed(head, entries));
    const auto item = document.child("rss").child("channel").child("item");
    EXPECT_STREQ(item.child_value("guid"), "https://wire.example/d/7");
    EXPECT_STREQ(item.child_value("pubDate"), "Wed, 25 Nov 2026 08:35:00 GMT");
    EXPECT_STREQ(item.child_value("description"), "&lt;b&gt;gras&lt;/b&gt; &amp; co");
}

TEST(Feeds, JsonFeedIsJson) {
    const std::string text = json_feed(head, entries);
    const auto feed = boost::json::parse(text).as_object();
    EXPECT_EQ(feed.at("version").as_string(), "https://jsonfeed.org/version/1.1");
    const auto& items = feed.at("items").as_array();
    ASSERT_EQ(items.size(), 2u);
    EXPECT_EQ(items[0].at("id").as_string(), "https://wire.example/d/7");
    EXPECT_EQ(items[0].at("date_published").as_string(), "2024-04-03T10:30:00+04:00");
    EXPECT_FALSE(items[0].as_object().contains("external_url"));
    EXPECT_EQ(items[1].at("date_published").as_string(), "2026-11-25T07:35:00Z");
}

}  // namespace
}  // namespace chappe
