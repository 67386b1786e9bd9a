#include "ingest/asked_wait.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

const Instant at{sys_days(year(2024) / April / 3) + 12h};

TEST(Freshness, IsMaxAgeLessTheAge) {
    EXPECT_EQ(freshness("public, Max-Age=600", "", "", at), 600s);
    EXPECT_EQ(freshness("max-age=\"600\"", "", "100", at), 500s);
    EXPECT_EQ(freshness("max-age=60", "", "100", at), 0s);
    EXPECT_EQ(freshness("s-maxage=900", "", "", at), 0s);  // of caches that many share
    EXPECT_EQ(freshness("max-age=600, no-cache", "", "", at), 0s);
    EXPECT_EQ(freshness("max-age=31536000", "", "", at), 24h);
    EXPECT_EQ(freshness("max-age=99999999999999999999", "", "", at), 24h);
    EXPECT_EQ(freshness("max-age=-1, max-age=x,,=", "", "", at), 0s);
    EXPECT_EQ(freshness("", "", "", at), 0s);
}

TEST(Freshness, IsElseUntilTheAnswerExpires) {
    EXPECT_EQ(freshness("", "Wed, 03 Apr 2024 12:10:00 GMT", "", at), 600s);
    EXPECT_EQ(freshness("max-age=5", "Wed, 03 Apr 2024 12:10:00 GMT", "", at), 5s);
    EXPECT_EQ(freshness("", "0", "", at), 0s);
    EXPECT_EQ(freshness("", "Wed, 03 Apr 2002 12:10:00 GMT", "", at), 0s);
}

TEST(RetryAfter, IsANumberOrADate) {
    EXPECT_EQ(retry_after("120", at), 120s);
    EXPECT_EQ(retry_after(" 120 ", at), 120s);
    EXPECT_EQ(retry_after("Wed, 03 Apr 2024 13:00:00 GMT", at), 1h);
    EXPECT_EQ(retry_after("Wed, 03 Apr 2002 13:00:00 GMT", at), 0s);
    EXPECT_EQ(retry_after("99999999999999999999", at), days(7));
    EXPECT_EQ(retry_after("soon", at), 0s);
    EXPECT_EQ(retry_after("", at), 0s);
}

}  // namespace
}  // namespace chappe
