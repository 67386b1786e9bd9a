#include "ingest/robots.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

using namespace std::chrono_literals;

RobotsRules robots(std::string_view text) {
    return RobotsRules::parse(text, "Chappe");
}

TEST(RobotsRules, TheExampleOfTheStandard) {
    // RFC 9309, 5.1
    const RobotsRules file = robots(
        "User-Agent: *\n"
        "Disallow: *.gif$\n"
        "Disallow: /example/\n"
        "Allow: /publications/\n"
        "\n"
        "User-Agent: foobot\n"
        "Disallow:/\n"
        "Allow:/example/page.html\n"
        "Allow:/example/allowed.gif\n"
        "\n"
        "User-Agent: barbot\n"
        "User-Agent: bazbot\n"
        "Disallow: /example/page.html\n"
        "\n"
        "User-Agent: quxbot\n");
    EXPECT_TRUE(file.allows("/"));
    EXPECT_FALSE(file.allows("/a.gif"));
    EXPECT_TRUE(file.allows("/a.gifs"));
    EXPECT_FALSE(file.allows("/example/page.html"));
    EXPECT_TRUE(file.allows("/publications/x"));
}

TEST(RobotsRules, TheLongestRuleDecides) {
    // RFC 9309, 5.2
    const RobotsRules file = robots(
        "User-Agent: chappe\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n");
    EXPECT_TRUE(file.allows("/example/page/"));
    EXPECT_FALSE(file.allows("/example/page/disallowed.gif"));
    const RobotsRules tie = robots("User-agent: *\nDisallow: /a\nAllow: /a\n");
    EXPECT_TRUE(tie.allows("/abc"));
    const RobotsRules other_order = robots("User-agent: *\nAllow: /a\nDisallow: /a\n");
    EXPECT_TRUE(other_order.allows("/abc"));
}

TEST(RobotsRules, AGroupThatNamesUsReplacesTheOneForEverybody) {
    const RobotsRules file = robots(
        "User-agent: *\nDisallow: /\n"
        "User-agent: otherbot\nUser-agent: CHAPPE/2.0\nDisallow: /private\n"
        "User-agent: chappe\nDisallow: /also\n");
    EXPECT_TRUE(file.allows("/news"));
    EXPECT_FALSE(file.allows("/private/x"));
    EXPECT_FALSE(file.allows("/also"));
    EXPECT_FALSE(robots("User-agent: *\nDisallow: /\n").allows("/news"));
    EXPECT_TRUE(robots("User-agent: chappelle\nDisallow: /\n").allows("/news"));
}

TEST(RobotsRules, WhatIsEmptyOrNonsenseForbidsNothing) {
    EXPECT_TRUE(robots("").allows("/x"));
    EXPECT_TRUE(robots("Disallow: /").allows("/x"));
    EXPECT_TRUE(robots("User-agent: *\nDisallow:\n").allows("/x"));
    EXPECT_TRUE(robots("User-agent: *\nDisallow: x\nno colon\n: :\n\0").allows("/x"));
    EXPECT_TRUE(robots("<html><body>Not found</body></html>").allows("/x"));
    EXPECT_TRUE(RobotsRules::open().allows("/x"));
    EXPECT_FALSE(RobotsRules::shut().allows("/x"));
    EXPECT_TRUE(RobotsRules::shut().allows("/robots.txt"));
}

TEST(RobotsRules, LinesEndAndCommentsBeginAsTheyLike) {
    const RobotsRules file =
        robots("\xEF\xBB\xBFuser-agent : * # everybody\r\nDISALLOW :/a # why\r\rdisallow:\t/b\r\n");
    EXPECT_FALSE(file.allows("/a"));
    EXPECT_FALSE(file.allows("/b"));
    EXPECT_TRUE(file.allows("/c"));
}

TEST(RobotsRules, StarsAndEnds) {
    const auto allows = [](std::string_view pattern, std::string_view path) {
        return robots("User-agent: *\nDisallow: " + std::string(pattern)).allows(path);
    };
    EXPECT_FALSE(allows("/a*c*e", "/abcde"));
    EXPECT_FALSE(allows("/a*c*e", "/ace/more"));
    EXPECT_TRUE(allows("/a*c*e", "/aec"));
    EXPECT_FALSE(allows("/*?print", "/d/1?print=1"));
    EXPECT_FALSE(allows("/x$", "/x"));
    EXPECT_TRUE(allows("/x$", "/xy"));
    EXPECT_FALSE(allows("/*.pdf$", "/a.pdf.pdf"));
    EXPECT_TRUE(allows("/*.pdf$", "/a.pdf?x"));
    EXPECT_FALSE(allows("*", "/"));
    EXPECT_FALSE(allows("/**$", "/x"));
    EXPECT_TRUE(allows("/ab*ab$", "/ab"));
}

TEST(RobotsRules, EscapesAreComparedByWhatTheyMean) {
    // RFC 9309, 2.2.2, its table
    const auto allows = [](std::string_view pattern, std::string_view path) {
        return robots("User-agent: *\nDisallow: " + std::string(pattern)).allows(path);
    };
    EXPECT_FALSE(allows("/foo/bar?baz=quz", "/foo/bar?baz=quz"));
    EXPECT_FALSE(allows("/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https://foo.bar"));
    EXPECT_FALSE(allows("/foo/bar/\xE3\x83\x84", "/foo/bar/%E3%83%84"));
    EXPECT_FALSE(allows("/foo/bar/%E3%83%84", "/foo/bar/%e3%83%84"));
    EXPECT_FALSE(allows("/foo/bar/%62%61%7A", "/foo/bar/baz"));
    EXPECT_TRUE(allows("/a%2Fb", "/a/b"));
    EXPECT_FALSE(allows("/a%", "/a%"));
}

TEST(RobotsRules, DelaysAndSitemaps) {
    const RobotsRules file = robots(
        "Sitemap: https://a.example/news.xml\n"
        "User-agent: *\nCrawl-delay: 2.5\nDisallow: /x\n"
        "User-agent: slowbot\nCrawl-delay: 50\n"
        "sitemap:https://a.example/2.xml\n");
    EXPECT_EQ(file.delay(), 3s);
    ASSERT_EQ(file.sitemaps().size(), 2U);
    EXPECT_EQ(file.sitemaps()[0], "https://a.example/news.xml");
    EXPECT_EQ(file.sitemaps()[1], "https://a.example/2.xml");
    EXPECT_EQ(robots("User-agent: *\nCrawl-delay: 1e300").delay(), 60s);
    EXPECT_EQ(robots("User-agent: *\nCrawl-delay: nan").delay(), 0s);
    EXPECT_EQ(robots("User-agent: *\nCrawl-delay: -3").delay(), 0s);
}

TEST(RobotsRules, AHostileFileCostsLittle) {
    std::string text = "User-agent: *\n";
    while (text.size() < 600'000) text += "Disallow: /*a*a*a*a*a*a*a*a*a*a*a*a*a*b\n";
    const RobotsRules file = robots(text);
    const std::string path = "/" + std::string(8000, 'a');
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_FALSE(file.allows(path));  // those behind the limit are cut at their first star: "/"
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
}

}  // namespace
}  // namespace chappe
