#include "read/opml.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

Opml opml_of(std::string_view text) {
    const auto opml = read_opml(Text::repair(text));
    EXPECT_TRUE(opml);
    return opml.value_or(Opml{});
}

TEST(Opml, FoldersAreTheOutlinesAround) {
    const Opml opml = opml_of(R"(<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Ma &eacute;quipe</title></head><body>
<outline text="Presse"><outline text="Europe / Asie">
<outline type="rss" text="court" title="Le fil" xmlUrl="https://agency.example/fil.xml" htmlUrl="https://agency.example/"/>
</outline><outline text="Radio" xmlUrl="http://radio.example/rss?a=1&amp;b=2"/></outline>
<outline text="Seule" xmlUrl="https://seule.example/f" category="/Dépêches/Mer,/Autre"/>
</body></opml>)");
    EXPECT_EQ(opml.title.view(), "Ma équipe");
    ASSERT_EQ(opml.sources.size(), 3u);
    EXPECT_EQ(opml.sources[0].title.view(), "Le fil");
    EXPECT_EQ(opml.sources[0].feed_url, "https://agency.example/fil.xml");
    EXPECT_EQ(opml.sources[0].site_url, "https://agency.example/");
    EXPECT_EQ(opml.sources[0].folder, "Presse/Europe - Asie");
    EXPECT_EQ(opml.sources[1].folder, "Presse");
    EXPECT_EQ(opml.sources[1].feed_url, "http://radio.example/rss?a=1&b=2");
    EXPECT_EQ(opml.sources[2].folder, "Dépêches/Mer");
    EXPECT_TRUE(opml.notes.empty());
}

TEST(Opml, EachFeedIsNamedOnceAndOtherAddressesAreNot) {
    const Opml opml = opml_of(R"(<opml><body>
<outline text="a" xmlUrl="https://a.example/f"/><outline text="b" xmlUrl="https://a.example/f"/>
<outline text="c" xmlUrl="javascript:x"/><outline text="d" XMLURL="https://d.example/f"/>
<outline type="include" text="e" url="https://e.example/list.opml"/></body></opml>)");
    ASSERT_EQ(opml.sources.size(), 2u);
    EXPECT_EQ(opml.sources[1].title.view(), "d");
    EXPECT_EQ(opml.notes.size(), 3u);
}

TEST(Opml, ALostEndDoesNotMakeASourceAFolder) {
    const Opml opml = opml_of(
        R"(<opml><head><title>x</head><body><outline text="F"><outline text="a" xmlUrl="https://a.example/?x=1&y=2">
<outline text="b" xmlUrl="https://b.example/">)");
    ASSERT_EQ(opml.sources.size(), 2u);
    EXPECT_EQ(opml.sources[0].feed_url, "https://a.example/?x=1&y=2");
    EXPECT_EQ(opml.sources[1].folder, "F");
    EXPECT_EQ(opml.notes.size(), 1u);
}

TEST(Opml, WhatIsNoListIsNone) {
    EXPECT_FALSE(read_opml(Text::repair("")));
    EXPECT_FALSE(read_opml(Text::repair("<rss><channel/></rss>")));
    EXPECT_FALSE(read_opml(Text::repair("opml")));
    EXPECT_EQ(opml_of("<opml/>").notes.size(), 1u);
}

TEST(Opml, DepthAndLengthAreBounded) {
    std::string deep = "<opml><body>";
    for (int i = 0; i < 50'000; ++i)
        deep += "<outline text='d' xmlUrl='https://a.example/" + std::to_string(i) + "'>";
    EXPECT_LE(opml_of(deep).sources.size(), 10'000u);
    std::string flat = "<opml><body>";
    for (int i = 0; i < 10'001; ++i)
        flat += "<outline xmlUrl='https://a.example/" + std::to_string(i) + "'/>";
    const Opml opml = opml_of(flat + "</body></opml>");
    EXPECT_EQ(opml.sources.size(), 10'000u);
    EXPECT_EQ(opml.notes.back(), "outlines cut: more than 10,000");
}

}  // namespace
}  // namespace chappe
