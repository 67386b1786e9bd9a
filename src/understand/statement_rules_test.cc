#include "understand/statement_rules.h"

#include <gtest/gtest.h>

#include "understand/test_text.h"

namespace chappe {
namespace {

/// "source | cue | content" of each.
std::vector<std::string> rules(const char* words, std::string_view language) {
    const TestText parsed(words, language);
    std::vector<std::string> found;
    for (const Attribution& one : rule_statements(parsed.features, parsed.cues)) {
        std::string line = parsed.words(one.source) + " | " + parsed.words(one.cue) + " |";
        for (const NodeRange piece : one.content) line += " " + parsed.words(piece);
        found.push_back(line);
    }
    return found;
}

using Lines = std::vector<std::string>;

TEST(StatementRules, AClauseKeepsItsConjunctionAndLosesItsStop) {
    EXPECT_EQ(rules("Le ministre a déclaré que le pont serait fermé.", "fr"),
              Lines{"Le ministre | a déclaré | que le pont serait fermé"});
    EXPECT_EQ(rules("The minister said that the bridge would be closed.", "en"),
              Lines{"The minister | said | that the bridge would be closed"});
    EXPECT_EQ(rules("The minister said the bridge would be closed.", "en"),
              Lines{"The minister | said | the bridge would be closed"});
}

TEST(StatementRules, ASubjectIsShared) {
    EXPECT_EQ(
        rules("La mairesse a salué les secours et a souligné que le pont tiendrait.", "fr").back(),
        "La mairesse | a souligné | que le pont tiendrait");
}

TEST(StatementRules, AQuotationFollowsAColon) {
    EXPECT_EQ(rules("Le maire a déclaré : « Le pont tiendra. »", "fr"),
              Lines{"Le maire | a déclaré | « Le pont tiendra. »"});
}

TEST(StatementRules, TheCueMayStandBehind) {
    EXPECT_EQ(rules("Le pont tiendra, a déclaré le maire.", "fr"),
              Lines{"le maire | a déclaré | Le pont tiendra"});
    EXPECT_EQ(rules("“The bridge will hold,” the mayor said.", "en"),
              Lines{"the mayor | said | “The bridge will hold,”"});
}

TEST(StatementRules, PrepositionsNameTheSource) {
    EXPECT_EQ(rules("Selon la police, la route est coupée.", "fr"),
              Lines{"la police | Selon | la route est coupée"});
    EXPECT_EQ(rules("The road is closed, according to the police.", "en"),
              Lines{"the police | according to | The road is closed"});
}

TEST(StatementRules, APrepositionInsideASentenceNeedsSomeone) {
    EXPECT_EQ(rules("Le pont fut construit selon les plans de Paul Martin.", "fr"), Lines{});
}

TEST(StatementRules, AsSomebodySaidNamesTheSource) {
    EXPECT_EQ(rules("Le pont sera fermé demain, comme l’a annoncé la mairie.", "fr"),
              Lines{"la mairie | l’a annoncé | Le pont sera fermé demain"});
}

TEST(StatementRules, AVerbBehindTheClauseIsAnotherStatement) {
    EXPECT_EQ(rules("Le maire a déclaré que le pont tiendrait, et a annoncé que la route serait "
                    "coupée.",
                    "fr")
                  .front(),
              "Le maire | a déclaré | que le pont tiendrait");
}

TEST(StatementRules, NobodyIsNamedInThePassive) {
    EXPECT_EQ(rules("Il a été annoncé que la route serait coupée.", "fr"),
              Lines{" | a été annoncé | que la route serait coupée"});
}

TEST(StatementRules, PromisesTakeInfinitives) {
    EXPECT_EQ(rules("Le ministre a promis de rouvrir le pont.", "fr"),
              Lines{"Le ministre | a promis | de rouvrir le pont"});
}

TEST(StatementRules, ATopicIsNoStatement) {
    EXPECT_EQ(rules("Les ministres ont discuté de la paix.", "fr"), Lines{});
}

}  // namespace
}  // namespace chappe
