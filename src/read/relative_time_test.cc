#include "read/relative_time.h"

#include <gtest/gtest.h>

#include <string>

namespace chappe {
namespace {

std::string ago(std::string_view line) {
    const auto fetched = parse_iso_date("2024-04-03T10:30:00+04:00");
    const auto found = find_ago(line, *fetched);
    return found ? to_string(*found) : "none";
}

TEST(RelativeTime, HoursAndMinutesAreCountedFromTheFetch) {
    for (const char* line :
         {"2 hours ago",       "il y a 2 heures", "vor 2 Stunden", "hace 2 horas",
          "2 ore fa",          "há 2 horas",      "2 uur geleden", "2 godziny temu",
          "2 часа назад",      "2 години тому",   "2 saat önce",   "2 saat əvvəl",
          "πριν από 2 ώρες",   "منذ 2 ساعات",     "לפני 2 שעות",   "2小时前",
          "2時間前",           "2시간 전",        "2 giờ trước",   "2 jam lalu",
          "for 2 timer siden", "2 tuntia sitten", "acum 2 ore",    "před 2 hodinami",
          "2 घंटे पहले"})
        EXPECT_EQ(ago(line), "2024-04-03T08:30:00+04:00") << line;
    EXPECT_EQ(ago("Published 45 minutes ago by the desk"), "2024-04-03T09:45:00+04:00");
    EXPECT_EQ(ago("an hour ago"), "2024-04-03T09:30:00+04:00");
}

TEST(RelativeTime, DaysGiveADay) {
    EXPECT_EQ(ago("3 days ago"), "2024-03-31");
    EXPECT_EQ(ago("hier"), "2024-04-02");
    EXPECT_EQ(ago("yesterday, 10:30"), "2024-04-02");
    EXPECT_EQ(ago("vor 1 Woche"), "2024-03-27");
}

TEST(RelativeTime, OtherNumbersAreNone) {
    for (const char* line : {"", "2 hours", "4 min read", "chapter 2 of 3",
                             "il a 2 heures de retard", "hours ago", "99999 hours ago"})
        EXPECT_EQ(ago(line), "none") << line;
}

}  // namespace
}  // namespace chappe
