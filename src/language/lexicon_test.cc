#include "language/lexicon.h"

#include <gtest/gtest.h>

#include "language/letters.h"

namespace chappe {
namespace {

const LexiconClass* look_up(const Lexicon& lexicon, std::string_view form) {
    const WordLook look = look_at(form);
    return lexicon.find(look.form, look.lower);
}

constexpr std::string_view lines =
    "porte\tporte\tNOUN|Gender=Fem|Number=Sing\n"
    "porte\tporter\tVERB|Frame=t|Mood=Ind|Number=Sing|Person=3|VerbForm=Fin\n"
    "chevaux\tcheval\tNOUN|Gender=Masc|Number=Plur\n"
    "Jean\tJean\tPROPN|Gender=Masc|Name=Given\n";

TEST(Lexicon, FindsAFormAsWrittenElseInLowerCase) {
    const auto lexicon = Lexicon::from_lines(lines);
    ASSERT_TRUE(lexicon);
    EXPECT_TRUE(look_up(*lexicon, "Chevaux"));
    EXPECT_TRUE(look_up(*lexicon, "Jean"));
    EXPECT_FALSE(look_up(*lexicon, "jean"));
    EXPECT_FALSE(look_up(*lexicon, "maison"));
}

TEST(Lexicon, LemmaFollowsTheTag) {
    const auto lexicon = Lexicon::from_lines(lines);
    ASSERT_TRUE(lexicon);
    const LexiconClass& porte = *look_up(*lexicon, "porte");
    EXPECT_EQ(lexicon->lemma_rule(porte, "NOUN", "Gender=Fem|Number=Sing")->apply("porte", "porte"),
              "porte");
    EXPECT_EQ(lexicon->lemma_rule(porte, "VERB", "Mood=Ind")->apply("Porte", "porte"), "porter");
    EXPECT_EQ(lexicon->lemma_rule(porte, "ADJ", ""), nullptr);
}

TEST(Lexicon, ComesBackFromBytes) {
    const auto lexicon = Lexicon::from_lines(lines);
    ASSERT_TRUE(lexicon);
    ByteWriter out;
    lexicon->write(out);
    const std::string bytes = out.take();
    ByteReader in(bytes);
    const Lexicon again = Lexicon::read(in);
    ASSERT_FALSE(in.failed());
    ASSERT_TRUE(look_up(again, "chevaux"));
    EXPECT_EQ(again.lemma_rule(*look_up(again, "chevaux"), "NOUN", "")->apply("chevaux", "chevaux"),
              "cheval");
}

TEST(Lexicon, RefusesLinesThatAreNone) {
    EXPECT_FALSE(Lexicon::from_lines("porte\tporte\n"));
    EXPECT_FALSE(Lexicon::from_lines("a\tb\tc\td\n"));
}

TEST(LemmaRule, IsShortAndFitsOthers) {
    const LemmaRule rule = LemmaRule::between("Chantaient", "chanter");
    EXPECT_EQ(rule.cut, "aient");
    EXPECT_EQ(rule.add, "er");
    EXPECT_EQ(rule.apply("parlaient", "parlaient"), "parler");
    EXPECT_FALSE(rule.fits("parle", "parle"));
    EXPECT_EQ(LemmaRule::between("Paris", "Paris").apply("Paris", "paris"), "Paris");
    EXPECT_EQ(LemmaRule::between("œil", "œil").cut, "");
    EXPECT_EQ(LemmaRule::between("à", "â").apply("à", "à"), "â");  // never half a character
}

}  // namespace
}  // namespace chappe
