#include "read/feed.h"

#include <gtest/gtest.h>

#include <chrono>

#include "news/status.h"
#include "read/check_reading.h"
#include "read/read.h"
#include "read/xml_text.h"

namespace chappe {
namespace {

Reading read_feed(std::string_view bytes, std::string_view type = "application/rss+xml") {
    Arrival arrival;
    arrival.bytes = bytes;
    arrival.media_type = type;
    arrival.url = "https://wire.example/feed";
    arrival.source = "test";
    Reading reading = read(arrival);
    EXPECT_EQ(broken_promise(reading), "");
    return reading;
}

TEST(Feed, Rss2IsRead) {
    const Reading reading = read_feed(R"(<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Optical Wire</title><link>https://wire.example/</link><language>en-GB</language>
<atom:link rel="self" href="https://wire.example/feed.xml"/><atom:link rel="hub" href="https://hub.example/"/>
<item><title>Caf&amp;eacute; opens &lt;b&gt;again&lt;/b&gt;</title><link>/d/1</link><guid isPermaLink="false">w-1</guid>
<pubDate>Wed, 03 Apr 2024 10:30:00 +0400</pubDate><dc:creator>Reuters</dc:creator>
<category>canals</category><category><![CDATA[locks & gates]]></category>
<description>Short.</description>
<content:encoded><![CDATA[<p>The lock opened.</p><script>x()</script><p>It was built in 1914.</p>]]></content:encoded>
</item></channel></rss>)");
    ASSERT_TRUE(reading.feed);
    EXPECT_EQ(reading.feed->title.view(), "Optical Wire");
    EXPECT_EQ(reading.feed->hub, "https://hub.example/");
    EXPECT_EQ(reading.feed->url, "https://wire.example/feed.xml");
    EXPECT_EQ(reading.feed->language, "en");
    ASSERT_EQ(reading.dispatches.size(), 1u);
    const Dispatch& dispatch = reading.dispatches[0];
    EXPECT_EQ(dispatch.title.view(), "Café opens again");
    EXPECT_EQ(dispatch.url, "https://wire.example/d/1");
    EXPECT_EQ(dispatch.guid, "w-1");
    EXPECT_EQ(to_string(*dispatch.published), "2024-04-03T10:30:00+04:00");
    EXPECT_EQ(dispatch.body.view(), "The lock opened.\n\nIt was built in 1914.");
    ASSERT_TRUE(dispatch.tags);
    EXPECT_EQ(dispatch.tags->at(1).view(), "locks & gates");
    ASSERT_TRUE(dispatch.credit);
    EXPECT_EQ(dispatch.credit->agency.view(), "Reuters");
    ASSERT_EQ(reading.links.size(), 1u);
}

TEST(Feed, AtomIsReadWithItsBase) {
    const Reading reading = read_feed(
        R"(<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://wire.example/a/" xml:lang="fr">
<title type="html">S&amp;eacute;maphore</title>
<entry xml:base="b/"><title>1 &lt; 2 &amp; vrai</title><link href="c?x=1"/><id>urn:x:1</id>
<updated>2024-04-03T10:30:00Z</updated><author><name>Ada Lovelace</name></author>
<category term="t" label="Ponts"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Le pont <em>neuf</em>.</p><p>Il tient.</p></div></content></entry>
<entry><title>Brut</title><id>urn:x:2</id><published>2024-04-02</published><content type="text">a &lt;b&gt; c</content></entry>
</feed>)",
        "application/atom+xml");
    EXPECT_EQ(reading.feed->title.view(), "Sémaphore");
    ASSERT_EQ(reading.dispatches.size(), 2u);
    const Dispatch& dispatch = reading.dispatches[0];
    EXPECT_EQ(dispatch.title.view(), "1 < 2 & vrai");
    EXPECT_EQ(dispatch.url, "https://wire.example/a/b/c?x=1");
    EXPECT_EQ(dispatch.body.view(), "Le pont neuf.\n\nIl tient.");
    EXPECT_EQ(dispatch.authors.at(0).view(), "Ada Lovelace");
    EXPECT_EQ(dispatch.tags->at(0).view(), "Ponts");
    EXPECT_EQ(reading.dispatches[1].body.view(), "a <b> c");
    EXPECT_EQ(to_string(*reading.dispatches[1].published), "2024-04-02");
}

TEST(Feed, Rss1IsRead) {
    const Reading reading =
        read_feed(R"(<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://wire.example/"><title>Old wire</title><link>https://wire.example/</link></channel>
<item rdf:about="https://wire.example/1"><title>One</title><link>https://wire.example/1</link>
<description>Text of one.</description><dc:date>2024-04-03T10:30+04:00</dc:date></item></rdf:RDF>)",
                  "text/xml");
    ASSERT_EQ(reading.dispatches.size(), 1u);
    EXPECT_EQ(reading.feed->title.view(), "Old wire");
    EXPECT_EQ(reading.dispatches[0].guid, "https://wire.example/1");
    EXPECT_EQ(to_string(*reading.dispatches[0].published), "2024-04-03T10:30:00+04:00");
}

TEST(Feed, JsonFeedIsRead) {
    const std::string feed =
        R"({"version":"https://jsonfeed.org/version/1.1","title":"Wire","language":"en",
"home_page_url":"https://wire.example/","items":[
{"id":"1","url":"/d/1","title":"One","content_html":"<p>First.</p><p>Second.</p>","tags":[],
 "date_published":"2024-04-03T10:30:00+04:00","authors":[{"name":"Ada Lovelace"}]},
{"id":"2","content_text":"Only text.\n\nTwo paragraphs."}]})";
    Reading reading = read_feed(feed, "application/feed+json");
    ASSERT_EQ(reading.dispatches.size(), 2u);
    EXPECT_EQ(reading.dispatches[0].url, "https://wire.example/d/1");
    EXPECT_EQ(reading.dispatches[0].body.view(), "First.\n\nSecond.");
    ASSERT_TRUE(reading.dispatches[0].tags);
    EXPECT_TRUE(reading.dispatches[0].tags->empty());
    EXPECT_FALSE(reading.dispatches[1].tags);
    EXPECT_EQ(reading.dispatches[1].blocks.size(), 2u);

    reading = read_feed(feed.substr(0, feed.size() - 30), "application/feed+json");
    EXPECT_EQ(reading.dispatches.size(), 1u);
    EXPECT_EQ(reading.notes.front(), "JSON not well-formed");
}

TEST(Feed, DtdsAreInert) {
    const Reading reading = read_feed(R"(<?xml version="1.0"?><!DOCTYPE rss [
<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss><channel><title>&b;</title><item><title>t &x; &eacute;</title><description>&b;&b;</description></item></channel></rss>)");
    ASSERT_EQ(reading.dispatches.size(), 1u);
    EXPECT_EQ(reading.dispatches[0].title.view(), "t &x; é");
    EXPECT_EQ(reading.dispatches[0].body.view(), "&b;&b;");
}

TEST(Feed, WhatAVisitorMustKnowIsRead) {
    Reading reading =
        read_feed(R"(<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel>
<title>W</title><link>https://wire.example/</link><ttl>90</ttl>
<skipHours><hour>0</hour><hour>23</hour><hour>24</hour><hour>x</hour><hour>99</hour></skipHours>
<skipDays><day>Sunday</day><day>saturday</day></skipDays>
<a:link rel="next" href="?page=2"/><a:link rel="hub" href="https://hub.example/"/><a:link rel="hub" href="https://second.example/"/>
<item><title>One</title><description>Only its beginning...</description></item></channel></rss>)");
    EXPECT_EQ(reading.feed->wait, std::chrono::seconds(5400));
    EXPECT_EQ(reading.feed->skip_hours, 1u | 1u << 23);
    EXPECT_EQ(reading.feed->skip_days, 1u | 1u << 6);
    EXPECT_EQ(reading.feed->next, "https://wire.example/feed?page=2");
    EXPECT_EQ(reading.feed->hub, "https://hub.example/");
    EXPECT_EQ(reading.feed->summaries_only, std::optional(true));

    reading = read_feed(R"(<rdf:RDF xmlns:s="http://purl.org/rss/1.0/modules/syndication/"><channel>
<s:updatePeriod>daily</s:updatePeriod><s:updateFrequency>4</s:updateFrequency></channel></rdf:RDF>)");
    EXPECT_EQ(reading.feed->wait, std::chrono::seconds(21600));
    EXPECT_FALSE(reading.feed->summaries_only);

    reading = read_feed(
        R"({"version":"https://jsonfeed.org/version/1.1","title":"W","next_url":"/2","expired":true,"items":[]})",
        "application/feed+json");
    EXPECT_EQ(reading.feed->next, "https://wire.example/2");
    EXPECT_TRUE(reading.feed->ended);
}

TEST(Feed, AFeedOfWholeTextsSaysSo) {
    std::string text;
    for (int i = 0; i < 40; ++i) text += "The lock opened again. ";
    const Reading reading = read_feed("<rss><channel><item><title>One</title><description>" + text +
                                      "</description></item></channel></rss>");
    EXPECT_EQ(reading.feed->summaries_only, std::optional(false));
}

TEST(Feed, PrefixesAreTheFeedsChoice) {
    const Reading reading =
        read_feed(R"(<rss version="2.0" xmlns:d="http://purl.org/dc/elements/1.1/"
 xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel><title>W</title>
<item><title>One</title><d:creator>Ada Lovelace</d:creator><d:date>2024-04-03</d:date>
<c:encoded>&lt;p&gt;The whole text.&lt;/p&gt;</c:encoded><dc:subject>Locks</dc:subject></item></channel></rss>)");
    const Dispatch& dispatch = reading.dispatches.at(0);
    EXPECT_EQ(dispatch.authors.at(0).view(), "Ada Lovelace");
    EXPECT_EQ(to_string(*dispatch.published), "2024-04-03");
    EXPECT_EQ(dispatch.body.view(), "The whole text.");
    EXPECT_EQ(dispatch.tags->at(0).view(), "Locks");
}

TEST(Feed, WhatBlogSoftwareSetsBehindATextGoes) {
    const Reading reading = read_feed(R"(<rss version="2.0"><channel><title>The Wire</title>
<item><title>The lock opened</title><description>&lt;p&gt;It was built in 1914.&lt;/p&gt;
&lt;p&gt;The post &lt;a href="x"&gt;The lock opened&lt;/a&gt; appeared first on &lt;a href="y"&gt;The Wire&lt;/a&gt;.&lt;/p&gt;</description></item></channel></rss>)");
    EXPECT_EQ(reading.dispatches.at(0).body.view(), "It was built in 1914.");
}

TEST(Feed, TheFeedsAuthorSignsWhatNobodyElseDid) {
    const Reading reading = read_feed(R"(<feed xmlns="http://www.w3.org/2005/Atom"><title>W</title>
<author><name>Grace Hopper</name></author><entry><title>One</title><id>urn:1</id></entry>
<entry><title>Two</title><id>urn:2</id><author><name>Ada Lovelace</name></author></entry></feed>)");
    EXPECT_EQ(reading.dispatches.at(0).authors.at(0).view(), "Grace Hopper");
    EXPECT_EQ(reading.dispatches.at(1).authors.at(0).view(), "Ada Lovelace");
}

TEST(Feed, HtmlNamesAreResolvedOutsideOfCdata) {
    EXPECT_EQ(resolve_html_names("&eacute;&amp;&nope;<![CDATA[&eacute;]]>&nbsp;&"),
              "é&amp;&nope;<![CDATA[&eacute;]]>\u00A0&");
    EXPECT_EQ(resolve_html_names("<![CDATA[&eacute;"), "<![CDATA[&eacute;");
    EXPECT_EQ(resolve_html_names(""), "");
}

TEST(Feed, WhatIsNotWellFormedIsReadAsFarAsItGoes) {
    const Reading reading = read_feed(
        "<rss><channel><title>T</title><item><title>One</title><description>First "
        "one.</description>"
        "</item><item><title>Two</title><desc");
    ASSERT_GE(reading.dispatches.size(), 1u);
    EXPECT_EQ(reading.dispatches[0].title.view(), "One");
    EXPECT_TRUE(reading.notes.back().starts_with("feed not well-formed"));
}

TEST(Feed, ALongContainerIsCut) {
    std::string feed = "<rss><channel>";
    for (int i = 0; i < 10'050; ++i) feed += "<item><title>t</title></item>";
    feed += "</channel></rss>";
    const Reading reading = read_feed(feed);
    EXPECT_EQ(reading.dispatches.size(), 10'000u);
    EXPECT_EQ(reading.notes.back(), "items cut: more than 10,000");
}

TEST(Feed, DeepNestingIsBounded) {
    std::string feed = "<rss><channel><item><title>t</title><description>";
    for (int i = 0; i < 100'000; ++i) feed += "<a>";
    EXPECT_EQ(read_feed(feed).dispatches.size(), 1u);
    std::string json = "{\"items\":";
    for (int i = 0; i < 100'000; ++i) json += "[";
    EXPECT_FALSE(read_feed(json, "application/json").notes.empty());
}

TEST(Feed, OtherXmlIsReadAsAPage) {
    const Reading reading = read_feed("<?xml version='1.0'?><note><to>Ada</to></note>", "text/xml");
    EXPECT_FALSE(reading.feed);
    EXPECT_EQ(reading.notes.back(), "no feed in this XML");
}

TEST(Feed, JsonThatIsNoFeedIsADispatchAsTheDeskPostsIt) {
    const Reading posted = read_feed(
        R"({"title": "L’écluse rouvre", "text": "  L’écluse a rouvert mardi matin.\r\n \r\n\r\nElle était fermée depuis 2019.\n"})",
        "application/json");
    EXPECT_FALSE(posted.feed);
    ASSERT_EQ(posted.dispatches.size(), 1u);
    EXPECT_EQ(posted.dispatches[0].title.view(), "L’écluse rouvre");
    EXPECT_EQ(posted.dispatches[0].body.view(),
              "L’écluse a rouvert mardi matin.\n\nElle était fermée depuis 2019.");
    EXPECT_EQ(posted.dispatches[0].language, "fr");

    const Reading neither = read_feed(R"({"name": "x"})", "application/json");
    EXPECT_TRUE(neither.dispatches.empty());
    EXPECT_FALSE(neither.notes.empty());
}

TEST(Feed, OfAnEntryAndItsTombstoneTheNewerCounts) {
    const Reading reading = read_feed(
        R"(<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">
<at:deleted-entry ref="urn:1" when="2024-04-03T12:00:00Z"/><at:deleted-entry ref="urn:2" when="2024-04-03T12:00:00Z"/>
<entry><id>urn:1</id><title>Withdrawn</title><updated>2024-04-03T11:00:00Z</updated></entry>
<entry><id>urn:2</id><title>Back again</title><updated>2024-04-03T13:00:00Z</updated></entry>
<at:deleted-entry ref="urn:3"/><at:deleted-entry ref="urn:3"/><at:deleted-entry/></feed>)");
    ASSERT_EQ(reading.dispatches.size(), 3U);
    EXPECT_EQ(reading.dispatches[0].title.view(), "Back again");
    EXPECT_FALSE(is_taken_back(reading.dispatches[0]));
    EXPECT_EQ(reading.dispatches[1].guid, "urn:1");
    EXPECT_TRUE(is_taken_back(reading.dispatches[1]));
    EXPECT_EQ(reading.dispatches[2].guid, "urn:3");
    EXPECT_EQ(broken_promise(reading), "");
}

}  // namespace
}  // namespace chappe
