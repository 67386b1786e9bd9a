// What a visitor learns from a page or a sitemap before anybody reads it.
#include <gtest/gtest.h>

#include "ingest/declared_feeds.h"
#include "ingest/markup_tag.h"
#include "ingest/sitemap.h"

namespace chappe {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

TEST(MarkupTags, AreFoundInAnyCaseWithTheirAttributes) {
    constexpr std::string_view html =
        "<LINK REL='alternate' href = \"/a?x=1&amp;y=2\" title=\"a > b\"/><linked href=no>"
        "<link\nhref=bare checked>";
    MarkupTags tags(html, "link");
    const auto first = tags.next();
    ASSERT_TRUE(first);
    EXPECT_EQ(first->attribute("rel"), "alternate");
    EXPECT_EQ(first->attribute("href"), "/a?x=1&y=2");
    EXPECT_EQ(first->attribute("title"), "a > b");
    EXPECT_EQ(first->attribute("class"), "");
    const auto second = tags.next();
    ASSERT_TRUE(second);
    EXPECT_EQ(second->attribute("href"), "bare");
    EXPECT_FALSE(tags.next());
}

TEST(MarkupTags, NonsenseEndsQuietly) {
    for (const char* html : {"", "<", "<link", "<link href=\"", "<link <link", "<<<link"}) {
        MarkupTags tags(html, "link");
        EXPECT_FALSE(tags.next()) << html;
    }
    EXPECT_EQ(without_entities("&amp;lt; &#233;&#xE9; &nbsp; & &#xD800; &#99999999;"),
              "&lt; éé &nbsp; & &#xD800; &#99999999;");
}

TEST(DeclaredFeeds, AreThoseOfTheHead) {
    constexpr std::string_view html =
        "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"Comments\" href=\"/c\">"
        "<link rel=\"Alternate nofollow\" type=\"application/rss+xml; charset=utf-8\" "
        "href=\"/rss\">"
        "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"//cdn.example/a\">"
        "<link rel=\"alternate\" hreflang=\"fr\" href=\"/fr\">"
        "<link rel=\"stylesheet\" type=\"text/css\" href=\"/x.css\">"
        "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"/rss\">"
        "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"javascript:x\">";
    EXPECT_EQ(declared_feeds(html, "https://agence.example/une"),
              (std::vector<std::string>{"https://agence.example/rss", "https://cdn.example/a",
                                        "https://agence.example/c"}));
}

constexpr std::string_view news_sitemap =
    "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
    "<url><loc> https://agence.example/d/1?a=1&amp;b=2 </loc><lastmod>2024-04-01</lastmod></url>"
    "<url><loc><![CDATA[https://agence.example/d/2]]></loc>"
    "<news:news><news:publication_date>2024-04-03T10:00:00+02:00</news:publication_date>"
    "</news:news></url>"
    "<url><loc>https://agence.example/old</loc><lastmod>2020-01-01</lastmod></url>"
    "<url><loc>mailto:x</loc></url><url></url></urlset>";

TEST(Sitemap, GivesItsNewestPagesFirst) {
    const auto sitemap = read_sitemap(news_sitemap);
    ASSERT_TRUE(sitemap);
    EXPECT_FALSE(sitemap->is_index);
    ASSERT_EQ(sitemap->entries.size(), 3U);
    EXPECT_EQ(sitemap->entries[1].newest, Instant{sys_days(2024y / 4 / 3) + 8h});
    const Instant since{sys_days(2024y / 3 / 30)};
    EXPECT_EQ(newest_of(*sitemap, since, 10),
              (std::vector<std::string>{"https://agence.example/d/2",
                                        "https://agence.example/d/1?a=1&b=2"}));
    EXPECT_EQ(newest_of(*sitemap, since, 1).size(), 1U);
}

TEST(Sitemap, WithoutDatesTheFirstOnesCount) {
    const auto sitemap = read_sitemap(
        "<urlset><url><loc>https://a.example/1</loc></url>"
        "<url><loc>https://a.example/2</loc></url></urlset>");
    EXPECT_EQ(newest_of(*sitemap, Instant{sys_days(2024y / 4 / 3)}, 1),
              std::vector<std::string>{"https://a.example/1"});
}

TEST(Sitemap, IsToldFromAListOfSitemapsAndFromOtherFiles) {
    const auto index = read_sitemap(
        "<sitemapindex><sitemap><loc>https://a.example/news.xml</loc></sitemap></sitemapindex>");
    ASSERT_TRUE(index);
    EXPECT_TRUE(index->is_index);
    EXPECT_EQ(index->entries.size(), 1U);
    EXPECT_FALSE(read_sitemap("<rss><channel/></rss>"));
    EXPECT_FALSE(read_sitemap("<html><a href=x>urlset</a>"));
    EXPECT_FALSE(read_sitemap(""));
}

}  // namespace
}  // namespace chappe
