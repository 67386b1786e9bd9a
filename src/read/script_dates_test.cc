#include "read/script_dates.h"

#include <gtest/gtest.h>

#include <string>

namespace chappe {
namespace {

TEST(ScriptDates, NamesThatSpeakOfPublishing) {
    const auto found = find_script_dates(
        {"var a = {\"id\": \"2024-04-01\", \"published_at\" : \"2024-04-03T10:30:00Z\"};",
         "{\\\"dateModified\\\":\\\"2024-04-05\\\"}", "{\"createdAt\":\"2024-04-06\"}"});
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(to_string(found[0].date), "2024-04-03T10:30:00Z");
    EXPECT_EQ(found[0].kind, ScriptDateKind::published);
    EXPECT_EQ(to_string(found[1].date), "2024-04-05");
    EXPECT_EQ(found[1].kind, ScriptDateKind::changed);
}

TEST(ScriptDates, TakeDotsAndStrokes) {
    const auto found = find_script_dates(
        {R"({"deployDt":"2024.04.03 18:40","reDeployDt":"2024.04.03 18:49","pubDate":"2024\/04\/05"})"});
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(to_string(found[0].date), "2024-04-03T18:40:00");
    EXPECT_EQ(found[1].kind, ScriptDateKind::changed);
    EXPECT_EQ(to_string(found[2].date), "2024-04-05");
}

TEST(ScriptDates, WhatIsNoMemberOrNoDateIsNone) {
    EXPECT_TRUE(find_script_dates({"published \"2024-04-03\"", "\"published\": \"2024-13-03\"",
                                   "\"published\":\"20", "\"20", ""})
                    .empty());
}

TEST(ScriptDates, AreBounded) {
    std::string many;
    for (int i = 0; i < 500; ++i) many += "\"published\":\"2024-04-03\",";
    EXPECT_EQ(find_script_dates({many}).size(), 100U);
}

}  // namespace
}  // namespace chappe
