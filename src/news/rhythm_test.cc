#include "news/rhythm.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

const Instant noon{sys_days(year(2024) / April / 3) + 12h};  // a Wednesday

Rhythm after_days_of(std::int64_t items_an_hour, int hours) {
    Rhythm rhythm;
    for (int i = 0; i < hours; ++i) rhythm = listened(rhythm, 1h, items_an_hour);
    return rhythm;
}

TEST(Rhythm, ABusySourceIsVisitedEveryMinuteAndASilentOneOnceADay) {
    EXPECT_EQ(interval_of(after_days_of(60, 200)), 60s);
    EXPECT_EQ(interval_of(after_days_of(0, 200)), 24h);
}

TEST(Rhythm, ANewSourceIsSeenAgainInHalfAnHour) {
    EXPECT_EQ(interval_of({}), 30min);
}

TEST(Rhythm, FourVisitsAreMadeForEachItem) {
    const seconds interval = interval_of(after_days_of(1, 1000));
    EXPECT_GE(interval, 14min);
    EXPECT_LE(interval, 16min);
}

TEST(Rhythm, ASourceThatWakesUpIsKnownForItWithinHours) {
    Rhythm rhythm = after_days_of(0, 1000);
    for (int i = 0; i < 6; ++i) rhythm = listened(rhythm, 1h, 20);
    EXPECT_LE(interval_of(rhythm), 10min);
}

TEST(Rhythm, NonsenseChangesNothingForTheWorse) {
    EXPECT_EQ(interval_of(listened({}, -5h, -3)), 30min);
    const seconds interval = interval_of(listened({}, hours(24 * 365 * 100), 0));
    EXPECT_EQ(interval, 24h);
}

TEST(NextVisit, IsNotSoonerThanTheSourceAsks) {
    const Rhythm busy = after_days_of(60, 200);
    EXPECT_EQ(next_visit(busy, {}, noon, 0.5), noon + 60s);
    EXPECT_EQ(next_visit(busy, {.wait = 10min}, noon, 0.5), noon + 10min);
    EXPECT_EQ(next_visit(busy, {.wait = hours(24 * 3)}, noon, 0.5), noon + hours(24 * 3));
    EXPECT_EQ(next_visit(busy, {.wait = hours(24 * 300)}, noon, 0.5), noon + days(7));
    EXPECT_EQ(next_visit(busy, {.wait = -5min}, noon, 0.5), noon + 60s);
}

TEST(NextVisit, LeavesOutHoursAndDaysOfRest) {
    const Rhythm busy = after_days_of(60, 200);
    EXPECT_EQ(next_visit(busy, {.skip_hours = 1U << 12 | 1U << 13}, noon, 0.5), noon + 2h);
    EXPECT_EQ(next_visit(busy, {.skip_days = 1U << 3 | 1U << 4}, noon, 0.5), noon + 36h);
    EXPECT_EQ(next_visit(busy, {.skip_hours = 0xFFFFFF}, noon, 0.5), noon + 60s);
}

TEST(NextVisit, IsSpreadByChance) {
    EXPECT_EQ(next_visit({}, {}, noon, 0), noon + 27min);
    EXPECT_EQ(next_visit({}, {}, noon, 0.5), noon + 30min);
    EXPECT_LE(next_visit(after_days_of(0, 200), {}, noon, 0.99), noon + 24h);
}

TEST(NextTry, WaitsTwiceAsLongEachTimeUpToADay) {
    const Rhythm busy = after_days_of(60, 200);
    EXPECT_EQ(next_try(busy, {}, 1, noon, 0.5), noon + 60s);
    EXPECT_EQ(next_try(busy, {}, 2, noon, 0.5), noon + 120s);
    EXPECT_EQ(next_try(busy, {}, 5, noon, 0.5), noon + 16min);
    EXPECT_EQ(next_try(busy, {}, 50, noon, 0.5), noon + 24h);
    EXPECT_EQ(next_try({}, {}, 1, noon, 0.5), noon + 5min);
    EXPECT_EQ(next_try(busy, {.wait = 2h}, 1, noon, 0.5), noon + 2h);
    EXPECT_LT(next_try({}, {}, 1, noon, 0), next_try({}, {}, 1, noon, 0.9));
}

}  // namespace
}  // namespace chappe
