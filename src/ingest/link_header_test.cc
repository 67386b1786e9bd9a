#include "ingest/link_header.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

constexpr std::string_view base = "https://news.example/feeds/all";

TEST(LinkHeader, FindsTheRelation) {
    const std::string_view header =
        R"(<https://hub.example/>; rel="hub", </feed.xml>; rel=self; title="a, <b>; c")";
    EXPECT_EQ(link_with("hub", header, base), "https://hub.example/");
    EXPECT_EQ(link_with("self", header, base), "https://news.example/feed.xml");
    EXPECT_EQ(link_with("next", header, base), "");
}

TEST(LinkHeader, RelationsAreWordsInAnyCase) {
    EXPECT_EQ(link_with("hub", R"(<https://h.example/>; REL="alternate HUB")", base),
              "https://h.example/");
    EXPECT_EQ(link_with("hub", R"(<https://h.example/>; rel="hubs")", base), "");
    EXPECT_EQ(link_with("hub", R"(<https://h.example/>; title="x; rel=hub")", base), "");
    // RFC 8288, 3.3: rel must not appear twice; the first counts.
    EXPECT_EQ(link_with("hub", R"(<https://h.example/>; rel=self; rel=hub)", base), "");
}

TEST(LinkHeader, AnyBytesGiveAnAnswer) {
    for (const std::string_view header :
         {"", "<", "<>", "<>; rel", "<>; rel=", "<a", "a>; rel=hub", R"(<a>; rel=")", R"(<a>; "\)",
          ",,,", "<a>,<b>", "<javascript:alert(1)>; rel=hub", "<a>; rel=\"hub", ";;;<x>;;=;"})
        EXPECT_EQ(link_with("hub", header, base), "") << header;
    EXPECT_EQ(link_with("hub", "<a>; rel=hub", "no base"), "");
    EXPECT_EQ(link_with("hub", "<a>; rel=hub, <b>; rel=hub", base), "https://news.example/feeds/a");
}

}  // namespace
}  // namespace chappe
