#include "read/page_dates.h"

#include <gtest/gtest.h>

#include <string>

#include "read/body_finder.h"
#include "read/headline.h"

namespace chappe {
namespace {

const std::string prose =
    "<p>The lock was opened in 1914, and ships of many countries have used it since then.</p>"
    "<p>Engineers repaired its gates last winter, which took eleven weeks, the authority said.</p>";

PageDates dates(std::string_view html, std::string_view url = {}, std::string_view fetched = {}) {
    const HtmlDocument document = parse_html(html);
    const PageScan scan = scan_page(document);
    const PageMetadata page = read_metadata(document, scan, url);
    const Headline headline = headline_of(document, scan, page);
    PageParts parts;
    parts.title = headline.node;
    parts.blocks = find_body(document, scan, page, headline.text, headline.node).blocks;
    parts.url = url;
    parts.fetched = parse_iso_date(fetched);
    return find_page_dates(document, scan, page, parts);
}

std::string published(std::string_view html, std::string_view url = {},
                      std::string_view fetched = {}) {
    const PageDates found = dates(html, url, fetched);
    return found.published ? to_string(*found.published) : "none";
}

TEST(PageDates, DeclaredShownOrInTheAddress) {
    EXPECT_EQ(published("<meta property=article:published_time content=2024-04-03T10:30:00+04:00>"
                        "<h1>The lock is open</h1>" +
                        prose),
              "2024-04-03T10:30:00+04:00");
    EXPECT_EQ(published("<h1>The lock is open</h1><div class=date>3 April 2024</div>" + prose),
              "2024-04-03");
    EXPECT_EQ(
        published("<h1>The lock is open</h1>" + prose, "https://wire.example/2024/04/03/lock"),
        "2024-04-03");
    EXPECT_EQ(published("<h1>The lock is open</h1>" + prose), "none");
}

TEST(PageDates, AShownClockTellsTheOffsetOfADeclaredInstant) {
    EXPECT_EQ(published("<meta property=article:published_time content=2024-04-04T02:30:15Z>"
                        "<h1>The lock is open</h1><time>3 April 2024, 22:30</time>" +
                            prose,
                        "https://wire.example/2024/04/03/lock"),
              "2024-04-03T22:30:15-04:00");
}

TEST(PageDates, WhatIsAmbiguousIsSettledByOtherSources) {
    const std::string shown = "<h1>The lock is open</h1><div class=date>03/02/2025</div>" + prose;
    EXPECT_EQ(published(shown), "2025-02-03");
    EXPECT_EQ(published("<meta property=article:published_time content=2025-03-02>" + shown),
              "2025-03-02");
}

TEST(PageDates, AChangeIsNoPublication) {
    const PageDates found = dates(
        "<h1>The lock is open</h1><p>Published 3 April 2024. Updated 5 April 2024.</p>" + prose);
    ASSERT_TRUE(found.published && found.modified);
    EXPECT_EQ(to_string(*found.published), "2024-04-03");
    EXPECT_EQ(to_string(*found.modified), "2024-04-05");
}

TEST(PageDates, RelativeTimesNeedTheHourOfTheFetch) {
    const std::string page = "<h1>The lock is open</h1><div class=date>2 hours ago</div>" + prose;
    EXPECT_EQ(published(page), "none");
    EXPECT_EQ(published(page, "https://wire.example/lock", "2024-04-03T10:30:00Z"),
              "2024-04-03T08:30:00Z");
}

TEST(PageDates, OtherPiecesDoNotVote) {
    EXPECT_EQ(
        published("<h1>The lock is open</h1><div class=date>3 April 2024</div>" + prose +
                  "<div class=related><h3>Latest news</h3><ul><li><a href=/1>A bridge is "
                  "closed</a> 5 April 2024<li><a href=/2>A road is wet</a> 5 April 2024<li><a "
                  "href=/3>A mill turns</a> 5 April 2024</ul></div>"),
        "2024-04-03");
}

TEST(PageDates, AScriptCountsWhereNothingElseIsGiven) {
    const std::string script =
        "<script>window.state = {\"article\": {\"publishedAt\": \"2024-04-03T10:30:00+04:00\", "
        "\"id\": 7}};</script>";
    EXPECT_EQ(published("<h1>The lock is open</h1>" + prose + script), "2024-04-03T10:30:00+04:00");
    EXPECT_EQ(published("<meta property=article:published_time content=2024-04-05T09:00:00Z>"
                        "<h1>The lock is open</h1>" +
                        prose + script),
              "2024-04-05T09:00:00Z");
}

TEST(PageDates, MetaNamesAreReadByTheirWords) {
    for (const char* name : {"cXenseParse:publishtime", "prism.publicationDate", "sw-pubdate",
                             "DC.date.created", "parsely-pub-date"})
        EXPECT_EQ(
            published("<meta name=" + std::string(name) +
                      " content='2024-04-03T10:30:00+04:00'><h1>The lock is open</h1>" + prose),
            "2024-04-03T10:30:00+04:00")
            << name;
    EXPECT_FALSE(dates("<meta name=article:expiration_time content=2024-04-03><h1>The lock is "
                       "open</h1>" +
                       prose)
                     .published);
}

}  // namespace
}  // namespace chappe
