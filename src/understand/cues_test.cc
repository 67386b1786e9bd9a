#include "understand/cues.h"

#include <gtest/gtest.h>

#include "understand/test_text.h"
#include "understand/verb_group.h"

namespace chappe {
namespace {

/// The cues of a text with their stances: "mis en garde: threaten".
std::vector<std::string> cues_of(const char* words, std::string_view language) {
    const TestText parsed(words, language);
    std::vector<std::string> found;
    for (const CueMatch& cue : parsed.cues)
        found.push_back(parsed.words(cue.words) + ": " + std::string(name_of(cue.entry->stance)));
    return found;
}

std::string group_of(const char* words, std::string_view language) {
    const TestText parsed(words, language);
    return parsed.cues.empty() ? "" : parsed.words(verb_group(parsed.nodes, parsed.cues.front()));
}

TEST(Cues, AreFoundByTheirLemmas) {
    EXPECT_EQ(cues_of("Le maire a déclaré que le pont fermerait.", "fr"),
              std::vector<std::string>{"déclaré: assert"});
    EXPECT_EQ(cues_of("The mayor denies that the bridge will close.", "en"),
              std::vector<std::string>{"denies: deny"});
}

TEST(Cues, MayHaveSeveralWords) {
    EXPECT_EQ(cues_of("Il a mis en garde les habitants.", "fr"),
              std::vector<std::string>{"mis en garde: threaten"});
    EXPECT_EQ(cues_of("According to the police, the road is closed.", "en"),
              std::vector<std::string>{"According to: assert"});
}

TEST(Cues, TakeAuxiliariesNegationAndAdverbs) {
    EXPECT_EQ(group_of("Elle a toutefois précisé que le musée rouvrirait.", "fr"),
              "a toutefois précisé");
    EXPECT_EQ(group_of("Il n'a pas dit que le musée rouvrirait.", "fr"), "n'a pas dit");
    EXPECT_EQ(group_of("The mayor has also said that it would close.", "en"), "has also said");
}

TEST(Cues, EveryLineOfTheLexiconIsRead) {
    EXPECT_FALSE(CueLexicon::of("fr").empty());
    EXPECT_FALSE(CueLexicon::of("en").empty());
    EXPECT_TRUE(CueLexicon::of("xx").empty());
}

}  // namespace
}  // namespace chappe
