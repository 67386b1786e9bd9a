#include "language/shingles.h"

#include <gtest/gtest.h>

#include <string>

namespace chappe {
namespace {

double shared(std::string_view a, std::string_view b) {
    const auto left = as_set(shingles_of(a)), right = as_set(shingles_of(b));
    const std::size_t fewer = std::min(left.size(), right.size());
    return fewer == 0 ? 0
                      : static_cast<double>(in_common(left, right)) / static_cast<double>(fewer);
}

TEST(Shingles, AreOneForEachRunOfFiveWords) {
    EXPECT_EQ(shingles_of("Le pont de Tancarville ferme").size(), 1U);
    EXPECT_EQ(shingles_of("Le pont de Tancarville ferme deux nuits.").size(), 3U);
    EXPECT_TRUE(shingles_of("Le pont de Tancarville").empty());
    EXPECT_TRUE(shingles_of("").empty());
    EXPECT_TRUE(shingles_of(" \n … — !").empty());
}

TEST(Shingles, DoNotDependOnCaseAccentsPunctuationOrLines) {
    EXPECT_EQ(shingles_of("L’élève a réussi l'examen d'État"),
              shingles_of("l'ELEVE a reussi\n\n« l’examen » ; d’etat !"));
}

TEST(Shingles, TellTheOrderOfWords) {
    EXPECT_NE(shingles_of("un deux trois quatre cinq"), shingles_of("un deux trois cinq quatre"));
}

TEST(Shingles, SurviveThatSentencesAreMoved) {
    const std::string a =
        "The bridge over the river was closed on Monday after inspectors found cracks in two of "
        "its piers. ";
    const std::string b =
        "Drivers were asked to take the tunnel until engineers have looked at every part of it. ";
    EXPECT_GE(shared(a + b, b + a), 0.8);
    EXPECT_EQ(shared(a, a + b), 1);
    EXPECT_EQ(shared(a, b), 0);
}

TEST(Shingles, OfScriptsWithoutSpacesAreEightCharacters) {
    EXPECT_EQ(shingles_of("国务院总理星期三").size(), 1U);
    EXPECT_EQ(shingles_of("国务院总理星期三,在北京会见").size(), 6U);
    EXPECT_EQ(shingles_of("国务院总理").size(), 0U);
    EXPECT_GE(shared("国务院总理星期三在北京会见了来访的代表团。双方讨论了贸易和能源合作。",
                     "双方讨论了贸易和能源合作。国务院总理星期三在北京会见了来访的代表团。"),
              0.5);
}

TEST(Shingles, TakeAnyBytes) {
    std::string bytes;
    for (int i = 0; i < 4096; ++i) bytes += static_cast<char>(i * 37 + i / 256);
    EXPECT_LE(shingles_of(bytes).size(), bytes.size());
}

}  // namespace
}  // namespace chappe
