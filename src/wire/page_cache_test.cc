#include "wire/page_cache.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

constexpr ChangeSeq seq(std::int64_t number) {
    return ChangeSeq{number};
}

Request asking(std::string target, std::string language = "") {
    Request request;
    request.method = "GET";
    request.target = std::move(target);
    request.accept_language = std::move(language);
    return request;
}

Response page(std::string body) {
    Response response;
    response.body = std::move(body);
    response.headers = {{"ETag", "W/\"1\""}};
    return response;
}

TEST(PageCache, APageIsGoodUntilTheWireChanges) {
    PageCache cache;
    EXPECT_FALSE(cache.find(asking("/"), seq(1)));
    cache.keep(asking("/"), seq(1), page("one"));
    ASSERT_TRUE(cache.find(asking("/"), seq(1)));
    EXPECT_EQ(cache.find(asking("/"), seq(1))->body, "one");
    EXPECT_FALSE(cache.find(asking("/"), seq(2)));
    cache.keep(asking("/"), seq(2), page("two"));
    cache.keep(asking("/feed.atom"), seq(1), page("made before the change"));
    EXPECT_FALSE(cache.find(asking("/feed.atom"), seq(2)));
    EXPECT_EQ(cache.find(asking("/"), seq(2))->body, "two");
}

TEST(PageCache, EveryLanguageAndAddressHasItsOwn) {
    PageCache cache;
    cache.keep(asking("/", "fr"), seq(1), page("le fil"));
    EXPECT_FALSE(cache.find(asking("/", "en"), seq(1)));
    EXPECT_FALSE(cache.find(asking("/?ui=fr", "fr"), seq(1)));
    EXPECT_TRUE(cache.find(asking("/", "fr-CA, en;q=0.5"), seq(1)));
}

TEST(PageCache, CountersAndErrorsAreNotKept) {
    PageCache cache;
    cache.keep(asking("/d/1"), seq(1), page("Lu : 7"));
    EXPECT_FALSE(cache.find(asking("/d/1"), seq(1)));
    Response error = page("busy");
    error.status = 503;
    cache.keep(asking("/"), seq(1), error);
    EXPECT_FALSE(cache.find(asking("/"), seq(1)));
    Request post = asking("/");
    post.method = "POST";
    cache.keep(post, seq(1), page("x"));
    EXPECT_FALSE(cache.find(post, seq(1)));
}

TEST(PageCache, WhoHasItHearsSo) {
    PageCache cache;
    cache.keep(asking("/"), seq(1), page("one"));
    Request request = asking("/");
    request.if_none_match = "W/\"1\"";
    const auto kept = cache.find(request, seq(1));
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->status, 304);
    EXPECT_EQ(kept->body, "");
    EXPECT_EQ(kept->headers.size(), 1u);
}

TEST(PageCache, ItsSizeHasAnEnd) {
    PageCache cache;
    for (const char* target : {"/?before=1", "/?x=1", "/?ui=xx", "/feed.atom?x", "/nothing"}) {
        cache.keep(asking(target), seq(1), page("x"));
        EXPECT_FALSE(cache.find(asking(target), seq(1))) << target;
    }
    cache.keep(asking("/"), seq(1), page(std::string(1 << 20, 'x')));
    EXPECT_FALSE(cache.find(asking("/"), seq(1)));
}

}  // namespace
}  // namespace chappe
