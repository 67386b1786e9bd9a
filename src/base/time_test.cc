#include "base/time.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

std::string iso(std::string_view text) {
    const auto date = parse_iso_date(text);
    return date ? to_string(*date) : "none";
}

std::string rfc(std::string_view text) {
    const auto date = parse_rfc2822_date(text);
    return date ? to_string(*date) : "none";
}

TEST(Time, ADayStaysADay) {
    const auto day = parse_iso_date("2024-04-03");
    ASSERT_TRUE(day);
    EXPECT_EQ(day->precision, Precision::day);
    EXPECT_FALSE(day->offset);
    EXPECT_EQ(to_string(*day), "2024-04-03");
    EXPECT_EQ(day->when.end - day->when.begin, std::chrono::days{1});
}

TEST(Time, TheOffsetOfTheSourceIsKept) {
    EXPECT_EQ(iso("2024-04-03T10:30:00+04:00"), "2024-04-03T10:30:00+04:00");
    EXPECT_EQ(iso("2024-04-03T23:30:00-0500"), "2024-04-03T23:30:00-05:00");
    EXPECT_EQ(iso("2024-04-03 10:30:00.123Z"), "2024-04-03T10:30:00Z");
    const auto date = parse_iso_date("2024-04-03T01:00:00+04:00");
    ASSERT_TRUE(date);
    EXPECT_EQ(to_string(date->when.begin), "2024-04-02T21:00:00Z");
    EXPECT_EQ(to_string(date->local_day()), "2024-04-03");
}

TEST(Time, AClockTimeWithoutZoneGetsNone) {
    EXPECT_EQ(iso("2024-04-03T10:30"), "2024-04-03T10:30:00");
    EXPECT_EQ(iso("20240403T103000Z"), "2024-04-03T10:30:00Z");
}

TEST(Time, WhatIsNoDateIsNone) {
    for (const char* text : {"", "2024", "2024-13-03", "2024-02-30", "0003-01-01",
                             "2024-04-03T25:00", "2024-04-03x", "2024-04-", "T10:30", "99999999"})
        EXPECT_EQ(iso(text), "none") << text;
}

TEST(Time, FeedsWriteRfc2822AndItsNeighbours) {
    EXPECT_EQ(rfc("Wed, 03 Apr 2024 10:30:00 +0400"), "2024-04-03T10:30:00+04:00");
    EXPECT_EQ(rfc("3 April 2024 10:30 GMT"), "2024-04-03T10:30:00Z");
    EXPECT_EQ(rfc("Wed, 3 Apr 24 10:30:00 EST"), "2024-04-03T10:30:00-05:00");
    EXPECT_EQ(rfc("Wed, 03 Apr 2024"), "2024-04-03");
    EXPECT_EQ(rfc("Wed, 33 Apr 2024 10:30:00 GMT"), "none");
    EXPECT_EQ(rfc("hello"), "none");
}

}  // namespace
}  // namespace chappe
