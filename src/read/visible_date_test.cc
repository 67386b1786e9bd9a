#include "read/visible_date.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

std::string date(std::string_view line, std::string_view language = "") {
    const auto found = find_date(line, language);
    return found ? to_string(found->date) : "none";
}

TEST(VisibleDate, ADayInManyLanguages) {
    for (const char* line : {"03 Avril 2024",      "3. April 2024",     "April 3, 2024",
                             "Apr. 3, 2024",       "3rd of April 2024", "3 de abril de 2024",
                             "3 aprile 2024",      "3 april 2024",      "3 kwietnia 2024",
                             "3. dubna 2024",      "2024. április 3.",  "3 aprilie 2024",
                             "3. huhtikuuta 2024", "3 апреля 2024 г.",  "3 квітня 2024",
                             "3 април 2024",       "3 Απριλίου 2024",   "3 Nisan 2024",
                             "3 NİSAN 2024",       "3 aprel 2024",      "3 أبريل 2024",
                             "٣ أبريل ٢٠٢٤",       "3 באפריל 2024",     "3 ապրիլի 2024",
                             "3 აპრილი 2024",      "2024年4月3日",      "2024년 4월 3일",
                             "2024-04-03",         "2024/4/3",          "03.04.2024",
                             "03/04/2024",         "03/04/24",          "2024 m. balandžio 3 d."})
        EXPECT_EQ(date(line), "2024-04-03") << line;
}

TEST(VisibleDate, ADayInLanguagesOfAsiaAndAfrica) {
    for (const char* line : {"৩ এপ্রিল ২০২৪", "3 April 2024", "3 اپریل 2024", "3 ஏப்ரல் 2024",
                             "3 ఏప్రిల్ 2024", "3 Aprili 2024", "3 prill 2024", "3. apríl 2024",
                             "ngày 3 tháng 4 năm 2024", "03 | 04 | 2024"})
        EXPECT_EQ(date(line), "2024-04-03") << line;
}

TEST(VisibleDate, OtherCalendarsAreConverted) {
    EXPECT_EQ(date("۲۵ دی ۱۴۰۲"), "2024-01-15");
    EXPECT_EQ(date("1 فروردین 1403"), "2024-03-20");
    EXPECT_EQ(date("۱۴۰۳/۱۲/۳۰", "fa"), "2025-03-20");
    EXPECT_EQ(date("1402/10/25"), "none");
    for (const char* line :
         {"3 เมษายน 2567", "3 เม.ย. 2567", "3 เม.ย. 67", "วันที่ 3 เมษายน พ.ศ. 2567"})
        EXPECT_EQ(date(line), "2024-04-03") << line;
    EXPECT_EQ(date("03/04/2567"), "2024-04-03");
}

TEST(VisibleDate, TwoElementsSideBySideAreNoYear) {
    EXPECT_EQ(date("28.09.1912:44"), "2019-09-28");
}

TEST(VisibleDate, AClockTimeIsKeptWithItsZone) {
    EXPECT_EQ(date("Publié le 03/04/2024 à 10h30"), "2024-04-03T10:30:00");
    EXPECT_EQ(date("April 3, 2024, 1:05 pm"), "2024-04-03T13:05:00");
    EXPECT_EQ(date("April 3, 2024 at 12:05 a.m. GMT"), "2024-04-03T00:05:00Z");
    EXPECT_EQ(date("3 апреля 2024, 10:30"), "2024-04-03T10:30:00");
    EXPECT_EQ(date("2024年4月3日 19時05分"), "2024-04-03T19:05:00");
    EXPECT_EQ(date("2024-04-03 10:30 +0400"), "2024-04-03T10:30:00+04:00");
    EXPECT_EQ(date("3 April 2024 | 99:99"), "2024-04-03");
}

TEST(VisibleDate, TheLanguageSettlesWhatIsAmbiguous) {
    EXPECT_EQ(date("04/03/2024", "en-US"), "2024-04-03");
    EXPECT_EQ(date("04/03/2024", "en-GB"), "2024-03-04");
    EXPECT_EQ(date("04/23/2024", "fr"), "2024-04-23");
    EXPECT_EQ(date("3 listopada 2024", "pl"), "2024-11-03");
    EXPECT_EQ(date("3. listopada 2024", "hr"), "2024-10-03");
}

TEST(VisibleDate, ALabelSaysThatItIsTheDateOfAChange) {
    const auto changed = find_date("Mis à jour le 3 avril 2024", "fr");
    ASSERT_TRUE(changed);
    EXPECT_TRUE(changed->modified);
    const auto published = find_date("Publié le 3 avril 2024", "fr");
    ASSERT_TRUE(published);
    EXPECT_FALSE(published->modified);
}

TEST(VisibleDate, WhatIsNoDateIsNone) {
    for (const char* line :
         {"", "3 avril", "avril 2024", "32 avril 2024", "30 février 2024", "1 2 3 4", "10:30",
          "Tel. 03 04 2024", "2024", "3.4", "99/99/9999", "3 avril 1024", "-", "年月日"})
        EXPECT_EQ(date(line), "none") << line;
}

}  // namespace
}  // namespace chappe
