#include "news/dispatch_json.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

std::string facts(const Dispatch& dispatch) {
    JsonWriter json;
    json.begin_object();
    write_facts(json, dispatch);
    json.end_object();
    return json.take();
}

TEST(DispatchJson, AnAbsentFactIsNull) {
    EXPECT_EQ(
        facts({}),
        R"({"title":null,"lead":null,"body":null,"published":null,"modified":null,"language":null,)"
        R"("authors":[],"credit":null,"reads":null,"tags":null,"site":null,"url":null,"notes":[]})");
}

TEST(DispatchJson, TellsNoTagsFromNoneDeclared) {
    Dispatch dispatch;
    dispatch.tags.emplace();
    EXPECT_NE(facts(dispatch).find(R"("tags":[])"), std::string::npos);
    dispatch.tags->push_back(Text::repair("paix"));
    EXPECT_NE(facts(dispatch).find(R"("tags":["paix"])"), std::string::npos);
}

TEST(DispatchJson, GivesTheSourcesWords) {
    Dispatch dispatch;
    dispatch.title = Text::repair("Titre");
    dispatch.body = Text::repair("Un chapeau.\n\nLa suite.");
    dispatch.lead = Span{0, 11};
    dispatch.published = parse_iso_date("2024-04-03");
    dispatch.credit = Credit{Text::repair("Azertac"), Credit::Place::tail};
    dispatch.reads = 362;
    const std::string json = facts(dispatch);
    for (const char* part :
         {R"("lead":"Un chapeau.")", R"("body":"Un chapeau.\n\nLa suite.")",
          R"("published":"2024-04-03")", R"("credit":"Azertac")", R"("reads":362)"})
        EXPECT_NE(json.find(part), std::string::npos) << part << " in " << json;
}

}  // namespace
}  // namespace chappe
