#include "wire/audience.h"

#include <gtest/gtest.h>

#include <string>

namespace chappe {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view firefox =
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

Address address(std::string_view text) {
    return undressed(parse_address(text).value_or(Address()));
}

Instant at(int hour, int minute, int second = 0) {
    return std::chrono::sys_days(std::chrono::year(2024) / 4 / 3) + std::chrono::hours(hour) +
           std::chrono::minutes(minute) + std::chrono::seconds(second);
}

/// As the server does it.
bool counts(Audience& audience, std::string_view from, std::string_view agent, int dispatch,
            Instant time) {
    const auto view = audience.view_of(address(from), agent, DispatchId{dispatch}, time);
    if (audience.has_seen(view, time)) return false;
    audience.remember(view, time);
    return true;
}

TEST(Audience, BrowsersArePersons) {
    for (const std::string_view agent :
         {firefox,
          std::string_view("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, "
                           "like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0"),
          std::string_view("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) "
                           "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 "
                           "Safari/604.1"),
          std::string_view("Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 (KHTML, "
                           "like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36"),
          std::string_view("Opera/9.80 (Android; Opera Mini/36.2) Presto/2.12.423 Version/12.16"),
          std::string_view("Lynx/2.9.0dev.12 libwww-FM/2.14"),
          std::string_view("w3m/0.5.3+git20230121")})
        EXPECT_EQ(kind_of(agent), ClientKind::person) << agent;
}

TEST(Audience, BotsAndProgramsAreNot) {
    for (const char* agent :
         {"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
          "Mozilla/5.0 (compatible; bingbot/2.0)", "facebookexternalhit/1.1", "TelegramBot (like)",
          "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/126.0.0.0",
          "FreshRSS/1.24 (Linux; https://freshrss.org)", "CUBOT but also a crawler"})
        EXPECT_EQ(kind_of(agent), ClientKind::bot) << agent;
    for (const char* agent : {"", "curl/7.88.1", "Wget/1.21", "python-requests/2.31",
                              "Go-http-client/1.1", "okhttp/4.9", "PYTHON-URLLIB/3.11"})
        EXPECT_EQ(kind_of(agent), ClientKind::program) << agent;
    EXPECT_EQ(kind_of(std::string(600, 'x')), ClientKind::program);
}

TEST(Audience, PagesFetchedAheadAreNotViews) {
    for (const char* purpose : {"prefetch", "Prefetch;prerender", "prerender", "preview"})
        EXPECT_TRUE(is_ahead_of_time(purpose)) << purpose;
    EXPECT_FALSE(is_ahead_of_time(""));
    EXPECT_FALSE(is_ahead_of_time("navigate"));
}

TEST(Audience, TheSameReaderCountsAgainAfterThirtyMinutes) {
    Audience audience;
    EXPECT_TRUE(counts(audience, "203.0.113.9", firefox, 1, at(10, 0)));
    EXPECT_FALSE(counts(audience, "203.0.113.9", firefox, 1, at(10, 0)));
    EXPECT_FALSE(counts(audience, "203.0.113.9", firefox, 1, at(10, 29, 59)));
    EXPECT_TRUE(counts(audience, "203.0.113.9", firefox, 1, at(10, 30)));
    EXPECT_FALSE(counts(audience, "203.0.113.9", firefox, 1, at(10, 59, 59)));
}

TEST(Audience, OthersAndOtherDispatchesCount) {
    Audience audience;
    EXPECT_TRUE(counts(audience, "203.0.113.9", firefox, 1, at(10, 0)));
    EXPECT_TRUE(counts(audience, "203.0.113.8", firefox, 1, at(10, 0)));
    EXPECT_TRUE(counts(audience, "203.0.113.9", firefox, 2, at(10, 0)));
    EXPECT_TRUE(counts(audience, "203.0.113.9", "w3m/0.5.3", 1, at(10, 0)));
    EXPECT_TRUE(counts(audience, "2001:db8::1", firefox, 1, at(10, 0)));
    EXPECT_FALSE(counts(audience, "2001:db8::2", firefox, 1, at(10, 0)));  // the same network
    EXPECT_TRUE(counts(audience, "2001:db8:0:1::1", firefox, 1, at(10, 0)));
}

TEST(Audience, TheKeyDiesAtMidnightAndTheHalfHourDoesNot) {
    Audience audience;
    const Instant evening = at(23, 50);
    const auto before = audience.view_of(address("203.0.113.9"), firefox, DispatchId{1}, evening);
    audience.remember(before, evening);
    const Instant night = at(24, 10);
    const auto after = audience.view_of(address("203.0.113.9"), firefox, DispatchId{1}, night);
    EXPECT_NE(after.today, before.today);
    EXPECT_EQ(after.yesterday, before.today);
    EXPECT_TRUE(audience.has_seen(after, night));
    EXPECT_TRUE(counts(audience, "203.0.113.9", firefox, 1, at(24, 20)));
    audience.pass_time(at(24, 31));
    EXPECT_EQ(
        audience.view_of(address("203.0.113.9"), firefox, DispatchId{1}, at(24, 31)).yesterday, 0u);
}

TEST(SeenSet, ItsSizeHasAnEndAndTheNewestStay) {
    SeenSet seen(1 << 8);
    for (std::uint32_t i = 1; i <= 10000; ++i) {
        seen.add(i * 0x9E3779B97F4A7C15U, i, 0);
        ASSERT_LE(seen.slots(), 256u);
        ASSERT_TRUE(seen.holds(i * 0x9E3779B97F4A7C15U, 0));
    }
    for (std::uint32_t i = 9950; i <= 10000; ++i)
        EXPECT_TRUE(seen.holds(i * 0x9E3779B97F4A7C15U, 0)) << i;
    EXPECT_FALSE(seen.holds(1 * 0x9E3779B97F4A7C15U, 0));
    seen.trim(9999);
    EXPECT_EQ(seen.slots(), 256u);
    seen.trim(10000);
    EXPECT_EQ(seen.slots(), 0u);
}

TEST(SeenSet, ThePastIsLeftOutWhenItGrows) {
    SeenSet seen(1 << 14);
    for (std::uint32_t i = 1; i <= 100000; ++i)
        seen.add(i * 0x9E3779B97F4A7C15U, i, i - 100 > i ? 0 : i - 100);
    EXPECT_LE(seen.slots(), 1024u);
}

}  // namespace
}  // namespace chappe
