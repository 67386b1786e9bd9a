#include "news/annotations_json.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

// "Aliyé a dit que oui." with a two-byte é: bytes 0..6 are the name, "a dit" 7..12, content 13..20.
constexpr std::string_view text = "Aliyé a dit que oui.";

Annotations example() {
    Annotations all;
    all.actors.push_back({"Aliyé", Actor::Kind::person, {"ministre"}, "", {{{0, 6}}}});
    Statement said;
    said.source = Span{0, 6};
    said.cue = Span{7, 12};
    said.content = {{13, 20}};
    said.speaker = ActorId{0};
    said.said_on = SaidOn{"2024-04-03", SaidOn::How::named};
    said.confidence = 0.9;
    all.statements.push_back(said);
    all.dates.push_back({{17, 20}, "2024-04"});
    all.topics.push_back({"medtop:16000000", "conflits", 0.5});
    all.topic_mentions.push_back({{13, 20}, {ActorId{0}}});
    return all;
}

std::string json_of(SpanUnit unit) {
    JsonWriter json;
    json.begin_object();
    write_annotations(json, example(), text, unit);
    json.end_object();
    return json.take();
}

TEST(AnnotationsJson, HasTheMembersOfTheDoor) {
    EXPECT_EQ(json_of(SpanUnit::code_points),
              R"({"attributions":[{"source":[0,5],"cue":[6,11],"content":[[12,19]],)"
              R"("class":"speech","form":"indirect","speaker":"a1","addressee":null,)"
              R"("stance":"assert","negated":false,)"
              R"("said_on":{"value":"2024-04-03","how":"named"},"confidence":0.90,"nested":[]}],)"
              R"("actors":[{"id":"a1","name":"Aliyé","kind":"person","roles":["ministre"],)"
              R"("country":null,"mentions":[{"span":[0,5],"how":"name"}]}],)"
              R"("dates":[{"span":[16,19],"value":"2024-04"}],)"
              R"("topics":[{"code":"medtop:16000000","label":"conflits","confidence":0.50}],)"
              R"("topic_mentions":[{"span":[12,19],"actors":["a1"]}],"events":[]})");
}

TEST(AnnotationsJson, CountsBytesWhenAsked) {
    EXPECT_NE(json_of(SpanUnit::bytes).find(R"("cue":[7,12])"), std::string::npos);
}

TEST(AnnotationsJson, CountsCodePointsInLongTexts) {
    const std::string hundred(200, 'a');
    const std::string long_text = "é" + hundred + "é" + hundred;
    Annotations all;
    all.dates.push_back({{202, 204}, "2024"});
    all.dates.push_back({{404, 404}, "2025"});
    JsonWriter json;
    json.begin_object();
    write_annotations(json, all, long_text, SpanUnit::code_points);
    EXPECT_NE(json.str().find("[201,202]"), std::string::npos);
    EXPECT_NE(json.str().find("[402,402]"), std::string::npos);
}

TEST(AnnotationsJson, NamesLeadBack) {
    for (int i = 0; i <= static_cast<int>(Stance::discuss); ++i) {
        const auto stance = static_cast<Stance>(i);
        EXPECT_EQ(stance_named(name_of(stance)), stance);
    }
    EXPECT_EQ(stance_named("shout"), std::nullopt);
    EXPECT_EQ(actor_kind_named("bloc"), Actor::Kind::bloc);
    EXPECT_EQ(mention_how_named("metonym"), Mention::How::metonym);
    EXPECT_EQ(said_on_how_named("event"), SaidOn::How::event);
    EXPECT_EQ(statement_class_named("belief"), Statement::Class::belief);
    EXPECT_EQ(statement_form_named("mixed"), Statement::Form::mixed);
}

}  // namespace
}  // namespace chappe
