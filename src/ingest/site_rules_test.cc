#include "ingest/site_rules.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

const Instant noon{sys_days(year(2024) / April / 3) + 12h};
constexpr const char* origin = "https://agence.example";

Answer answer(int status, std::string body = {}) {
    Answer made;
    made.status = status;
    made.body = std::move(body);
    return made;
}
Origin after(const Result<Answer>& said, const std::optional<Origin>& known = {}) {
    return origin_after(origin, known, said, noon);
}
const Result<Answer> silence = fail(Failure::busy, "no answer");

TEST(SiteRules, AddressesComeApart) {
    EXPECT_EQ(origin_of("https://a.example:8443/d/1?x"), "https://a.example:8443");
    EXPECT_EQ(origin_of("http://a.example/"), "http://a.example");
    EXPECT_EQ(tail_of("https://a.example:8443/d/1?x"), "/d/1?x");
    EXPECT_EQ(tail_of("http://[2001:db8::1]/"), "/");
}

TEST(SiteRules, HoldForADay) {
    const Origin fetched = after(answer(200, "User-agent: *\nDisallow: /x"));
    ASSERT_TRUE(rules_of(fetched, noon + 23h));
    EXPECT_FALSE(rules_of(fetched, noon + 23h)->robots.allows("/x"));
    EXPECT_TRUE(rules_of(fetched, noon + 23h)->robots.allows("/y"));
    EXPECT_FALSE(rules_of(fetched, noon + 24h));
    EXPECT_FALSE(rules_of(fetched, noon - 1h));  // fetched in the future
    EXPECT_FALSE(rules_of(Origin{}, noon));
}

TEST(SiteRules, WithoutAFileAllIsOpen) {
    for (const int status : {400, 401, 403, 404, 410}) {
        const auto rules = rules_of(after(answer(status, "User-agent: *\nDisallow: /")), noon);
        ASSERT_TRUE(rules);
        EXPECT_TRUE(rules->robots.allows("/x"));
        EXPECT_EQ(rules->unreachable, "");
    }
}

TEST(SiteRules, AFileThatCannotBeHadShutsTheSiteForAWhile) {
    const std::vector<Result<Answer>> said = {answer(500), answer(503), answer(429), silence};
    for (const Result<Answer>& one : said) {
        const auto rules = rules_of(after(one), noon);
        ASSERT_TRUE(rules);
        EXPECT_FALSE(rules->robots.allows("/x"));
        EXPECT_NE(rules->unreachable, "");
        EXPECT_FALSE(rules_of(after(one), noon + 10min));
    }
}

TEST(SiteRules, TheRulesOfYesterdayHoldWhileNothingElseCanBeHad) {
    Origin known = after(answer(200, "User-agent: *\nDisallow: /x"));
    known.robots_fetched = noon - 48h;
    const auto rules = rules_of(after(silence, known), noon);
    ASSERT_TRUE(rules);
    EXPECT_FALSE(rules->robots.allows("/x"));
    EXPECT_TRUE(rules->robots.allows("/y"));
    EXPECT_EQ(rules->unreachable, "");
    EXPECT_FALSE(rules_of(after(silence, known), noon + 10min));
    known.robots_fetched = noon - days(31);
    EXPECT_NE(rules_of(after(silence, known), noon)->unreachable, "");
}

TEST(SiteRules, RetryAfterIsRemembered) {
    Answer busy = answer(503);
    busy.retry_after = "3600";
    const Origin asked = after(busy);
    EXPECT_EQ(asked.not_before, noon + 1h);
    EXPECT_EQ(after(answer(200), asked).not_before, noon + 1h);
}

}  // namespace
}  // namespace chappe
