#include "read/newsml.h"

#include <gtest/gtest.h>

#include "read/check_reading.h"
#include "read/nitf.h"
#include "read/read.h"

namespace chappe {
namespace {

Reading xml_of(std::string_view xml) {
    Arrival arrival;
    arrival.bytes = xml;
    arrival.source = "test";
    arrival.media_type = "application/xml";
    Reading reading = read(arrival);
    EXPECT_EQ(broken_promise(reading), "");
    return reading;
}

constexpr std::string_view nitf =
    R"(<nitf><head><title>Short</title><docdata><doc-id id-string="a-1"/><date.issue norm="20240403T103000+0400"/>
<key-list><keyword key="Locks"/><keyword key="Canals"/></key-list></docdata></head>
<body><body.head><hedline><hl1>The <em>lock</em> opens</hl1></hedline><byline>By <person>Ada Lovelace</person><byttl>Desk</byttl></byline>
<dateline><location>PANAMA</location>, April 3 (Reuters)</dateline><abstract><p>Summary.</p></abstract></body.head>
<body.content><p>It opened on Tuesday.</p><media media-type="image"><media-caption>No</media-caption></media>
<hl2>Why</hl2><bq><block><p>It was time.</p></block><credit>Somebody</credit></bq><ul><li>One</li><li>Two</li></ul>
<table><tr><td>a</td><td>b</td></tr></table></body.content><body.end><tagline>Edited by Grace Hopper.</tagline></body.end></body></nitf>)";

TEST(Nitf, ItsPartsHaveNames) {
    const Reading reading = xml_of(nitf);
    EXPECT_FALSE(reading.is_container);
    const Dispatch& dispatch = reading.dispatches.at(0);
    EXPECT_EQ(dispatch.title.view(), "The lock opens");
    EXPECT_EQ(to_string(*dispatch.published), "2024-04-03T10:30:00+04:00");
    EXPECT_EQ(dispatch.guid, "a-1");
    EXPECT_EQ(dispatch.authors.at(0).view(), "Ada Lovelace");
    EXPECT_EQ(dispatch.credit->agency.view(), "Reuters");
    EXPECT_EQ(dispatch.tags->size(), 2u);
    EXPECT_EQ(dispatch.body.view(),
              "It opened on Tuesday.\n\nWhy\n\nIt was time.\n\nOne\n\nTwo\n\na b\n\nEdited by "
              "Grace Hopper.");
    EXPECT_EQ(dispatch.blocks.at(1).kind, Block::Kind::heading);
    EXPECT_EQ(dispatch.blocks.at(2).kind, Block::Kind::quote);
    EXPECT_EQ(dispatch.blocks.at(3).kind, Block::Kind::item);
}

std::string item(std::string_view guid, std::string_view kind, std::string_view content) {
    return "<newsItem guid=\"" + std::string(guid) +
           R"(" xml:lang="en"><itemMeta><itemClass qcode="ninat:)" + std::string(kind) +
           R"("/><provider qcode="nprov:x"/><versionCreated>2024-04-03T12:00:00Z</versionCreated>
<firstCreated>2024-04-03T10:30:00Z</firstCreated><pubStatus qcode="stat:usable"/></itemMeta>
<contentMeta><headline>The lock opens</headline><by>By Ada Lovelace</by><subject qcode="m:1"><name>Locks</name></subject><keyword>canals</keyword></contentMeta>
<assert qcode="nprov:x"><name>Reuters</name></assert><contentSet>)" +
           std::string(content) + "</contentSet></newsItem>";
}

TEST(Newsml, AnItemIsADispatch) {
    const Reading reading = xml_of(item(
        "urn:newsml:1", "text",
        R"(<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>One.</p><p>Two.</p></body></html></inlineXML>)"));
    EXPECT_FALSE(reading.is_container);
    const Dispatch& dispatch = reading.dispatches.at(0);
    EXPECT_EQ(dispatch.title.view(), "The lock opens");
    EXPECT_EQ(dispatch.body.view(), "One.\n\nTwo.");
    EXPECT_EQ(dispatch.credit->agency.view(), "Reuters");
    EXPECT_EQ(dispatch.authors.at(0).view(), "Ada Lovelace");
    EXPECT_EQ(to_string(*dispatch.published), "2024-04-03T10:30:00Z");
    EXPECT_EQ(to_string(*dispatch.modified), "2024-04-03T12:00:00Z");
    EXPECT_EQ(dispatch.tags->size(), 2u);
    EXPECT_EQ(dispatch.language, "en");
}

TEST(Newsml, NitfInsideAndPlainDataAreRead) {
    EXPECT_EQ(xml_of(item("1", "text", "<inlineXML>" + std::string(nitf) + "</inlineXML>"))
                  .dispatches.at(0)
                  .blocks.size(),
              7u);
    EXPECT_EQ(
        xml_of(item("1", "text", "<inlineData contenttype=\"text/plain\">One.\nTwo.</inlineData>"))
            .dispatches.at(0)
            .body.view(),
        "One.\n\nTwo.");
}

TEST(Newsml, AMessageHoldsItemsAndPackagesNameThem) {
    const std::string package =
        R"(<packageItem guid="p"><itemMeta><itemClass qcode="ninat:composite"/></itemMeta><contentMeta><headline>Top stories</headline></contentMeta>
<groupSet root="g"><group id="g"><itemRef residref="1"><title>The lock opens</title></itemRef><itemRef href="https://agency.example/2"><title>A bridge</title></itemRef></group></groupSet></packageItem>)";
    const std::string text = item("1", "text", "<inlineData>One.</inlineData>");
    Reading reading = xml_of("<newsMessage><header/><itemSet>" + text + item("2", "picture", "") +
                             package + "</itemSet></newsMessage>");
    EXPECT_TRUE(reading.is_container);
    ASSERT_EQ(reading.dispatches.size(), 1u);
    EXPECT_EQ(reading.links.at(0).url, "https://agency.example/2");
    EXPECT_EQ(reading.notes.at(0), "1 item without text left out (pictures, audio, video)");

    reading = xml_of(package);
    ASSERT_EQ(reading.dispatches.size(), 1u);
    EXPECT_EQ(reading.dispatches[0].body.view(), "The lock opens\n\nA bridge");
    EXPECT_EQ(reading.dispatches[0].blocks[0].kind, Block::Kind::item);
}

TEST(Newsml, WhatIsNotUsableSaysSo) {
    std::string withheld = item("1", "text", "<inlineData>One.</inlineData>");
    withheld.replace(withheld.find("stat:usable"), 11, "stat:withheld");
    withheld.insert(withheld.find("<pubStatus"), "<embargoed>2030-01-01T06:00:00Z</embargoed>");
    const Reading reading = xml_of(withheld);
    EXPECT_EQ(reading.dispatches.at(0).notes.at(0), "the source says: withheld");
    EXPECT_EQ(reading.dispatches.at(0).notes.at(1),
              "embargo of the source until 2030-01-01T06:00:00Z");
    EXPECT_EQ(to_string(reading.dispatches.at(0).embargo.value()), "2030-01-01T06:00:00Z");
}

TEST(Newsml, WhatIsNotWellFormedIsRepaired) {
    const std::string whole =
        item("1", "text",
             "<inlineXML><html><body><p>One & two.<br></p><p>Three</body></html></inlineXML>");
    const Reading reading = xml_of(whole);
    EXPECT_EQ(reading.dispatches.at(0).body.view(), "One & two.\n\nThree");
    EXPECT_TRUE(reading.notes.back().ends_with("repaired"));
}

}  // namespace
}  // namespace chappe
