#include "wire/messages.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

using namespace std::chrono;

constexpr year_month_day day{year{2026}, month{11}, std::chrono::day{25}};

TEST(Messages, DaysAreWrittenAsPeopleWriteThem) {
    EXPECT_EQ(long_day(Ui::fr, day), "mercredi 25 novembre 2026");
    EXPECT_EQ(long_day(Ui::en, day), "Wednesday 25 November 2026");
    EXPECT_EQ(short_day(Ui::fr, year_month_day{year{2024}, May, std::chrono::day{1}}),
              "1er mai 2024");
    EXPECT_EQ(short_day(Ui::en, year_month_day{year{2024}, May, std::chrono::day{1}}),
              "1 May 2024");
}

TEST(Messages, ADayStaysADayAndATimeKeepsItsOffset) {
    EXPECT_EQ(date_words(Ui::fr, *parse_iso_date("2024-04-03")), "3 avril 2024");
    EXPECT_EQ(date_words(Ui::fr, *parse_iso_date("2024-04-03T01:00+04:00")),
              "3 avril 2024 à 01:00 (UTC+4)");
    EXPECT_EQ(date_words(Ui::en, *parse_iso_date("2024-04-03T10:30-03:30")),
              "3 April 2024 at 10:30 (UTC\u22123:30)");
    EXPECT_EQ(date_words(Ui::en, *parse_iso_date("2024-04-03T10:30")), "3 April 2024 at 10:30");
}

TEST(Messages, FrenchPutsANarrowSpaceBeforeTheColon) {
    EXPECT_EQ(say(Ui::fr, Message::reads_at_source, {"362"}), "Lu à la source\u202F: 362, vu le ");
    EXPECT_EQ(say(Ui::fr, Message::reads_here, {"7"}), "Lu\u202F: 7");
    EXPECT_EQ(number_words(Ui::fr, 1234567), "1\u202F234\u202F567");
    EXPECT_EQ(number_words(Ui::en, 1234567), "1,234,567");
    EXPECT_EQ(number_words(Ui::en, 362), "362");
}

TEST(Messages, EveryMessageHasBothLanguages) {
    for (int i = 0; i <= static_cast<int>(Message::wrong_request_title); ++i) {
        EXPECT_FALSE(say(Ui::fr, static_cast<Message>(i)).empty()) << i;
        EXPECT_FALSE(say(Ui::en, static_cast<Message>(i)).empty()) << i;
    }
}

TEST(Messages, TheBrowserChoosesUnlessALinkDid) {
    EXPECT_EQ(choose_ui("", "fr-CA,fr;q=0.9,en;q=0.8"), Ui::fr);
    EXPECT_EQ(choose_ui("", "en;q=0.7, fr;q=0.8"), Ui::fr);
    EXPECT_EQ(choose_ui("", "fr;q=0, en;q=0.1"), Ui::en);
    EXPECT_EQ(choose_ui("", "de, fr;q=0.5"), Ui::fr);
    EXPECT_EQ(choose_ui("", ""), Ui::en);
    EXPECT_EQ(choose_ui("", ";;,,q=;fr;q=x"), Ui::en);
    EXPECT_EQ(choose_ui("en", "fr"), Ui::en);
    EXPECT_EQ(choose_ui("xx", "fr"), Ui::fr);
}

}  // namespace
}  // namespace chappe
