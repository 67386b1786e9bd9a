#include "language/conllu.h"

#include <gtest/gtest.h>

#include "language/treebank.h"

namespace chappe {
namespace {

constexpr std::string_view sample =
    "# newpar\n"
    "# text = Il vient du port.\n"
    "1\tIl\til\tPRON\t_\tPerson=3\t2\tnsubj\t_\t_\n"
    "2\tvient\tvenir\tVERB\t_\tMood=Ind\t0\troot\t_\t_\n"
    "3-4\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "3\tde\tde\tADP\t_\t_\t5\tcase\t_\t_\n"
    "4\tle\tle\tDET\t_\t_\t5\tdet\t_\t_\n"
    "5\tport\tport\tNOUN\t_\t_\t2\tobl:arg\t_\tSpaceAfter=No\n"
    "5.1\tvu\tvoir\tVERB\t_\t_\t_\t_\t2:x\t_\n"
    "6\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n"
    "\n";

TEST(Conllu, WritesWhatItRead) {
    const auto sentences = read_conllu(sample);
    ASSERT_TRUE(sentences);
    ASSERT_EQ(sentences->size(), 1U);
    std::string out;
    write_conllu(out, sentences->front());
    EXPECT_EQ(out, sample);
    EXPECT_TRUE(sentences->front().starts_paragraph());
}

TEST(Conllu, EndsLinesBeforeTheirCarriageReturns) {
    const std::string line = "1\tIl\til\tPRON\t_\t_\t0\troot\t_\t_";
    const auto sentences = read_conllu("# newpar\r\r\n" + line + "\r\n\r\n" + line + "\r\r\r\n");
    ASSERT_TRUE(sentences);
    ASSERT_EQ(sentences->size(), 2U);
    std::string out;
    for (const ConlluSentence& sentence : *sentences) write_conllu(out, sentence);
    EXPECT_EQ(out, "# newpar\n" + line + "\n\n" + line + "\n\n");
}

TEST(Conllu, GivesTokensAndWords) {
    const auto sentences = read_conllu(sample);
    ASSERT_TRUE(sentences);
    const GoldSentence gold = gold_sentence(sentences->front());
    ASSERT_EQ(gold.words.size(), 6U);
    ASSERT_EQ(gold.tokens.size(), 5U);
    EXPECT_EQ(gold.tokens[2].form, "du");
    EXPECT_EQ(gold.tokens[2].words, 2U);
    EXPECT_FALSE(gold.tokens[3].space_after);
    EXPECT_EQ(gold.words[4].relation, "obl:arg");
}

TEST(Conllu, RefusesWhatItIsNotAndNamesTheLine) {
    for (const std::string_view bad :
         {"1\tOui\n", "2\ta\ta\tX\t_\t_\t0\troot\t_\t_\n", "1\ta\ta\tX\t_\t_\t7\troot\t_\t_\n",
          "1\ta\ta\tX\t_\t_\tzero\troot\t_\t_\n",
          "1-3\ta\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\ta\tX\t_\t_\t0\troot\t_\t_\n",
          "1\t\ta\tX\t_\t_\t0\troot\t_\t_\n", "hello\n"}) {
        const auto sentences = read_conllu(bad);
        ASSERT_FALSE(sentences) << bad;
        EXPECT_TRUE(sentences.error().message.starts_with("CoNLL-U line "))
            << sentences.error().message;
    }
}

TEST(Treebank, LiftsArcsUntilNoneCross) {
    // 1 <- 3 and 2 <- 4 cross; the root is 3.
    GoldSentence sentence;
    for (const std::uint32_t head : {3U, 4U, 0U, 3U}) {
        GoldWord word;
        word.form = "x";
        word.head = head;
        sentence.words.push_back(word);
    }
    make_projective(sentence);
    EXPECT_EQ(sentence.words[0].head, 3U);
    EXPECT_EQ(sentence.words[1].head, 3U);
}

}  // namespace
}  // namespace chappe
