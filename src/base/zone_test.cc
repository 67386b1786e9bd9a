#include "base/zone.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace chappe {
namespace {

std::string utc_of(std::string_view zone, std::string_view local) {
    const auto date = parse_iso_date(local);
    const auto instant =
        instant_in(zone, std::chrono::local_seconds{date->when.begin.time_since_epoch()});
    return instant ? to_string(*instant) : "none";
}

TEST(Zone, SummerAndWinterHaveTheirOffsets) {
    EXPECT_EQ(utc_of("Europe/Paris", "2026-11-25T18:00"), "2026-11-25T17:00:00Z");
    EXPECT_EQ(utc_of("Europe/Paris", "2026-07-01T18:00"), "2026-07-01T16:00:00Z");
    EXPECT_EQ(utc_of("Asia/Kathmandu", "2026-07-01T18:00"), "2026-07-01T12:15:00Z");
    EXPECT_EQ(utc_of("UTC", "2026-07-01T18:00"), "2026-07-01T18:00:00Z");
    EXPECT_EQ(utc_of("Asia/Kolkata", "2026-07-01T18:00"), "2026-07-01T12:30:00Z");
}

TEST(Zone, AnHourThatIsSkippedOrComesTwiceIsTheLaterOne) {
    EXPECT_EQ(utc_of("Europe/Paris", "2026-03-29T02:30"), "2026-03-29T01:30:00Z");
    EXPECT_EQ(utc_of("Europe/Paris", "2026-10-25T02:30"), "2026-10-25T01:30:00Z");
}

TEST(Zone, ClocksShowWhatInstantsWere) {
    const Instant instant{std::chrono::seconds{1795608000}};  // 2026-11-25T12:00:00Z
    const auto shown = clock_in("Asia/Baku", instant);
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown->time_since_epoch() - instant.time_since_epoch(), std::chrono::hours{4});
    EXPECT_EQ(instant_in("Asia/Baku", *shown), instant);
}

TEST(Zone, WhatIsNoZoneGivesNothing) {
    for (const char* name : {"", "Mars/Olympus", "Europe/Pari", "\xFF", "Etc/Unknown"})
        EXPECT_EQ(utc_of(name, "2026-07-01T18:00"), "none") << name;
    EXPECT_EQ(utc_of(std::string(1000, 'A'), "2026-07-01T18:00"), "none");
}

TEST(Zone, NamesAreInOrder) {
    const auto& names = zone_names();
    ASSERT_GT(names.size(), 300u);
    EXPECT_EQ(names.front(), "UTC");
    EXPECT_TRUE(std::is_sorted(names.begin() + 1, names.end()));
    EXPECT_TRUE(std::find(names.begin(), names.end(), "Europe/Paris") != names.end());
}

}  // namespace
}  // namespace chappe
