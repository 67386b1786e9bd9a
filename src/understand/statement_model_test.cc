#include "understand/statement_model.h"

#include <gtest/gtest.h>

#include "understand/train_statements.h"
#include "understand/understand.h"

namespace chappe {
namespace {

// Written for this test; offsets are code points.
constexpr std::string_view gold =
    R"({"text":"The mayor said that the bridge would close.","lang":"en","attributions":[)"
    R"({"source":[[0,9]],"cue":[[10,14]],"content":[[15,42]]}]})"
    "\n"
    R"({"text":"The river rose quickly on the plain.","lang":"en","attributions":[]})"
    "\n\n"
    R"({"text":"The judge said that the case was over.","lang":"en","attributions":[)"
    R"({"source":[[0,9]],"cue":[[10,14]],"content":[[15,37]]}]})";

StatementModel trained() {
    StatementSettings settings;
    settings.cue_rounds = 15;
    settings.role_rounds = 15;
    settings.least_seen = 0;
    return train_statements(*read_gold_texts(gold), settings, [](const std::string&) {});
}

TEST(StatementModel, LearnsFromMarkedTexts) {
    const StatementModel model = trained();
    const std::string_view text = "The mayor said that the river would close.";
    const Annotations all = understand({text, "en", std::nullopt}, {&model, {}});
    ASSERT_EQ(all.statements.size(), 1U);
    EXPECT_EQ(all.statements[0].cue->in(text), "said");
    EXPECT_EQ(all.statements[0].source->in(text), "The mayor");
    EXPECT_EQ(all.statements[0].content.at(0).in(text), "that the river would close");
}

TEST(StatementModel, TheSameTextsGiveTheSameBytes) {
    EXPECT_EQ(trained().to_bytes(), trained().to_bytes());
}

TEST(StatementModel, ComesBackFromItsBytes) {
    const StatementModel model = trained();
    const auto again = StatementModel::from_bytes(model.to_bytes());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->to_parts(), model.to_parts());
}

TEST(StatementModel, SaysWhatIsWrongWithAFile) {
    const std::string bytes = trained().to_bytes();
    for (const std::string& bad :
         {std::string(), std::string("CHAPPELM"), bytes.substr(0, bytes.size() / 2),
          bytes.substr(0, 8) + "\x7f" + bytes.substr(9)}) {
        const auto read = StatementModel::from_bytes(bad);
        ASSERT_FALSE(read);
        EXPECT_TRUE(read.error().message.starts_with("statement model: "));
    }
}

TEST(GoldTexts, AreRefusedWithTheirLine) {
    const auto read = read_gold_texts("{\"text\":\"a\",\"attributions\":[]}\n{\"text\":\"a\"}\n");
    ASSERT_FALSE(read);
    EXPECT_TRUE(read.error().message.starts_with("line 2"));
    EXPECT_FALSE(read_gold_texts(R"({"text":"a","attributions":[{"cue":[[0,9]]}]})"));
}

}  // namespace
}  // namespace chappe
