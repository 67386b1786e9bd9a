#include "language/train_language.h"

#include <gtest/gtest.h>

#include "language/parse.h"

namespace chappe {
namespace {

/// "le chat dort ." in all combinations of a few words.
std::vector<GoldSentence> small_treebank() {
    std::vector<GoldSentence> sentences;
    for (const char* article : {"le", "un", "ce"}) {
        for (const char* noun : {"chat", "chien", "train", "ministre"}) {
            for (const char* verb : {"dort", "part", "vient"}) {
                GoldSentence& sentence = sentences.emplace_back();
                sentence.words = {{article, article, "DET", "", "det", 2},
                                  {noun, noun, "NOUN", "Number=Sing", "nsubj", 3},
                                  {verb, verb, "VERB", "Mood=Ind", "root", 0},
                                  {".", ".", "PUNCT", "", "punct", 3}};
                for (std::uint32_t i = 0; i < 4; ++i)
                    sentence.tokens.push_back({sentence.words[i].form, i, 1, i != 2});
            }
        }
    }
    return sentences;
}

TEST(TrainLanguage, LearnsAndGivesTheSameBytesAgain) {
    TrainingSettings settings;
    settings.language = "xx";
    settings.folds = 3;
    settings.tags.members = settings.trees.members = 2;
    std::vector<std::string> steps;
    const auto say = [&steps](const std::string& step) { steps.push_back(step); };
    const LanguageModel model = train_language(small_treebank(), {}, settings, say);
    EXPECT_FALSE(steps.empty());
    const std::string bytes = model.to_bytes();
    EXPECT_EQ(bytes, train_language(small_treebank(), {}, settings, say).to_bytes());

    const auto read = LanguageModel::from_bytes(bytes);
    ASSERT_TRUE(read);
    const ParsedText parsed = parse("un ministre part. le train vient.", *read);
    ASSERT_EQ(parsed.sentences.size(), 2U);
    const std::vector<Word>& words = parsed.sentences[1].words;
    ASSERT_EQ(words.size(), 4U);
    EXPECT_EQ(words[1].upos, "NOUN");
    EXPECT_EQ(words[1].feats, "Number=Sing");
    EXPECT_EQ(words[1].relation, "nsubj");
    EXPECT_EQ(words[1].head, 3U);
    EXPECT_EQ(words[2].head, 0U);
}

}  // namespace
}  // namespace chappe
