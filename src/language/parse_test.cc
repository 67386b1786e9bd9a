#include "language/parse.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

const Word* find_word(const ParsedText& parsed, std::string_view form) {
    for (const Sentence& sentence : parsed.sentences) {
        for (const Word& word : sentence.words) {
            if (word.form == form) return &word;
        }
    }
    return nullptr;
}

TEST(Parse, FindsWhoSaidWhatInFrench) {
    const std::string_view text = "Le ministre a déclaré que la réunion aurait lieu mardi.";
    const ParsedText parsed = parse(text, *find_language("fr"));
    ASSERT_EQ(parsed.sentences.size(), 1U);
    const Sentence& sentence = parsed.sentences[0];
    const Word& minister = *find_word(parsed, "ministre");
    const Word& said = *find_word(parsed, "déclaré");
    EXPECT_EQ(minister.relation, "nsubj");
    EXPECT_EQ(&sentence.words[minister.head - 1], &said);
    EXPECT_EQ(said.lemma, "déclarer");
    EXPECT_EQ(said.upos, "VERB");
    EXPECT_EQ(said.head, 0U);
    EXPECT_EQ(find_word(parsed, "aurait")->lemma, "avoir");
    EXPECT_EQ(find_word(parsed, "aurait")->relation, "ccomp");
    EXPECT_EQ(sentence.tokens[1].span.in(text), "ministre");
}

TEST(Parse, FindsWhoSaidWhatInEnglish) {
    const ParsedText parsed =
        parse("The minister said that the talks would start on Tuesday.", *find_language("en"));
    ASSERT_EQ(parsed.sentences.size(), 1U);
    EXPECT_EQ(find_word(parsed, "minister")->relation, "nsubj");
    EXPECT_EQ(find_word(parsed, "said")->lemma, "say");
    EXPECT_EQ(find_word(parsed, "start")->relation, "ccomp");
    EXPECT_EQ(find_word(parsed, "talks")->feats, "Number=Plur");
}

TEST(Parse, MakesTreesOnlyWhereTheyAreWanted) {
    const ParsedText parsed =
        parse("It rained. She left.", *find_language("en"),
              [](const Sentence& sentence) { return sentence.words[0].form == "She"; });
    ASSERT_EQ(parsed.sentences.size(), 2U);
    EXPECT_EQ(find_word(parsed, "rained")->upos, "VERB");
    EXPECT_EQ(find_word(parsed, "It")->relation, "");
    EXPECT_EQ(find_word(parsed, "She")->relation, "nsubj");
}

TEST(Parse, ALanguageWithoutAModelIsNull) {
    EXPECT_EQ(find_language("de"), nullptr);
    EXPECT_EQ(find_language("fr"), find_language("fr"));
    const ParsedText parsed = parse("Guten Tag.", any_language());
    ASSERT_EQ(parsed.sentences.size(), 1U);
    EXPECT_TRUE(parsed.sentences[0].words[0].upos.empty());
}

}  // namespace
}  // namespace chappe
