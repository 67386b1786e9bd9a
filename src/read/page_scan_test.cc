#include "read/page_scan.h"

#include <gtest/gtest.h>

#include <string>

#include "read/block_cues.h"

namespace chappe {
namespace {

TEST(PageScan, SpaceIsFoldedAcrossElements) {
    const HtmlDocument document =
        parse_html("<p> One <b>two</b>\n three\u00A0!  <i> four</i></p><p>\u3000日本\u3000語 </p>");
    const PageScan scan = scan_page(document);
    ASSERT_EQ(scan.blocks.size(), 2u);
    EXPECT_EQ(scan.blocks[0].text, "One two three\u00A0! four");
    EXPECT_EQ(scan.blocks[1].text, "日本\u3000語");
}

TEST(PageScan, ShareButtonsInsideAParagraphAreNoText) {
    const HtmlDocument document =
        parse_html("<p>The lock is open. <span class=share-button>Share <b>this</b></span></p>");
    const PageScan scan = scan_page(document);
    ASSERT_EQ(scan.blocks.size(), 1u);
    EXPECT_EQ(scan.blocks[0].text, "The lock is open.");
}

TEST(PageScan, NumbersSideBySideStayApart) {
    const HtmlDocument document = parse_html(
        "<p><span>15/01/2024</span><span>1.530 views</span></p><p>10<sup>2</sup> <b>1</b>2</p>");
    const PageScan scan = scan_page(document);
    ASSERT_EQ(scan.blocks.size(), 2u);
    EXPECT_EQ(scan.blocks[0].text, "15/01/2024 1.530 views");
    EXPECT_EQ(scan.blocks[1].text, "102 12");
}

TEST(PageScan, ALinkThatNobodyClosedIsNone) {
    std::string page = "<a href=/x>";
    for (int i = 0; i < 40; ++i)
        page += "<p>A paragraph of the article, which goes on for a while, number " +
                std::to_string(i) + ".</p>";
    const HtmlDocument document = parse_html(page);
    const PageScan scan = scan_page(document);
    ASSERT_EQ(scan.blocks.size(), 40u);
    EXPECT_EQ(scan.blocks[20].linked, 0);
}

TEST(PageScan, WhatLaterStepsLookForIsNoted) {
    const HtmlDocument document = parse_html(
        "<title>T</title><meta name=author content=x><h1>H</h1><time>1</time>"
        "<a rel=tag href=/t>t</a><span class=author-name>A</span><div itemprop=headline>B</div>"
        "<span class=view-count>12</span><aside>c</aside><p hidden>d</p>");
    const PageScan scan = scan_page(document);
    EXPECT_EQ(scan.head.size(), 2u);
    EXPECT_EQ(scan.headings.size(), 1u);
    EXPECT_EQ(scan.times.size(), 1u);
    EXPECT_EQ(scan.topics.size(), 1u);
    EXPECT_EQ(scan.bylines.size(), 1u);
    EXPECT_EQ(scan.properties.size(), 1u);
    EXPECT_EQ(scan.counters.size(), 1u);
}

TEST(PageScan, ClassAndIdSayWhatAPartIs) {
    EXPECT_NE(part_words("relatedArticles") & part_related, 0u);
    EXPECT_NE(part_words("article__body") & part_content, 0u);
    EXPECT_NE(part_words("read-more") & part_related, 0u);
    EXPECT_NE(part_words("ReadMore x") & part_related, 0u);
    EXPECT_NE(part_words("x newsletter-box_2") & part_subscribe, 0u);
    EXPECT_EQ(part_words("shareholder") & part_share, 0u);
    EXPECT_EQ(part_words(""), 0u);
}

TEST(PageScan, CuesAreWordsToTheReader) {
    EXPECT_EQ(block_cues("The lock was opened by ships."), 0u);
    EXPECT_NE(block_cues("Sign up for our newsletter"), 0u);
    EXPECT_EQ(block_cues("SIGN UP today"), block_cues("sign up"));
    EXPECT_NE(block_cues("Tous droits réservés."), 0u);
    EXPECT_NE(block_cues("关注我们"), 0u);
    EXPECT_EQ(block_cues(""), 0u);
}

}  // namespace
}  // namespace chappe
