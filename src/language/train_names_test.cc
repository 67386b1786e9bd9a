#include "language/train_names.h"

#include <gtest/gtest.h>

#include "language/parse.h"

namespace chappe {
namespace {

constexpr std::string_view treebank =
    "# text = President Daniel Bernoulli left the University of Basel.\n"
    "1\tPresident\tPresident\tPROPN\t_\t_\t2\tcompound\t_\tEntity=(1-person-new-s-cf1-2,3-sgl\n"
    "2\tDaniel\tDaniel\tPROPN\t_\t_\t4\tnsubj\t_\t_\n"
    "3\tBernoulli\tBernoulli\tPROPN\t_\t_\t2\tflat\t_\tEntity=1)\n"
    "4\tleft\tleave\tVERB\t_\t_\t0\troot\t_\t_\n"
    "5\tthe\tthe\tDET\t_\t_\t6\tdet\t_\tEntity=(2-organization-new-s-cf2-2-sgl\n"
    "6\tUniversity\tUniversity\tPROPN\t_\t_\t4\tobj\t_\t_\n"
    "7\tof\tof\tADP\t_\t_\t8\tcase\t_\t_\n"
    "8\tBasel\tBasel\tPROPN\t_\t_\t6\tnmod\t_\tSpaceAfter=No|Entity=(3-place-new-s-cf3-1-sgl)2)\n"
    "9\t.\t.\tPUNCT\t_\t_\t4\tpunct\t_\t_\n"
    "\n";

TEST(TrainNames, ProperMentionsAreNamesWithoutTitlesAndArticles) {
    const auto lines = read_conllu(treebank);
    ASSERT_TRUE(lines);
    const NamedSentence named =
        named_sentence(lines->front(), *find_language("en"), *NameLexicon::find("en"));
    const std::vector<NameTag> gold{0, 1, 2, 0, 0, 3, 4, 4, 0};
    EXPECT_EQ(named.gold, gold);
}

TEST(TrainNames, MarksAreTakenOutOfTheText) {
    const auto marked = read_marked("Le pape [person François] à [place La Haye].");
    ASSERT_TRUE(marked);
    EXPECT_EQ(marked->text, "Le pape François à La Haye.");
    ASSERT_EQ(marked->marks.size(), 2U);
    EXPECT_EQ(marked->marks[0].span.in(marked->text), "François");
    EXPECT_EQ(marked->marks[1].span.in(marked->text), "La Haye");
    EXPECT_EQ(marked->marks[1].kind, 2U);
    EXPECT_FALSE(read_marked("[person François"));
    EXPECT_FALSE(read_marked("[thing x]"));
    EXPECT_FALSE(read_marked("[]"));
}

TEST(TrainNames, SameSeedSameBytesAndWhatWasLearntIsFound) {
    const LanguageModel& model = *find_language("en");
    const NameLexicon& lexicon = *NameLexicon::find("en");
    std::vector<NamedSentence> sentences;
    for (const std::string_view line : {"The mayor of [place Baku] met [person Olaf Scholz].",
                                        "[org NATO] is based in [place Brussels].",
                                        "[person Maia Sandu] spoke to the [org UN] on Monday."}) {
        const auto marked = read_marked(line);
        ASSERT_TRUE(marked);
        for (NamedSentence& sentence : named_sentences(*marked, model, lexicon))
            sentences.push_back(std::move(sentence));
    }
    const NameTrainingSettings settings;
    const auto quiet = [](const std::string&) {};
    const NameModel names = train_names(sentences, settings, quiet);
    EXPECT_EQ(names.to_bytes(), train_names(sentences, settings, quiet).to_bytes());
    for (const NamedSentence& sentence : sentences) {
        std::vector<NameTag> found(sentence.gold.size());
        names.tag(sentence.seen, sentence.language, found);
        EXPECT_EQ(found, sentence.gold);
    }
}

}  // namespace
}  // namespace chappe
