#include "language/names.h"

#include <gtest/gtest.h>

#include "language/parse.h"

namespace chappe {
namespace {

/// "person Ilham Aliyev; place Bakou"
std::string names_in(std::string_view text, std::string_view language) {
    const LanguageModel& model = *find_language(language);
    std::string out;
    for (const Name& name : find_names(text, parse(text, model), model)) {
        if (!out.empty()) out += "; ";
        out += std::string(name_of(name.kind)) + " " + std::string(name.span.in(text));
    }
    return out;
}

TEST(Names, OfPeopleOrganisationsAndPlaces) {
    EXPECT_EQ(names_in("Le président Ilham Aliyev a reçu à Bakou une délégation de l’OTAN.", "fr"),
              "person Ilham Aliyev; place Bakou; organisation OTAN");
    EXPECT_EQ(names_in("President Ilham Aliyev received a NATO delegation in Baku.", "en"),
              "person Ilham Aliyev; organisation NATO; place Baku");
}

TEST(Names, LeaveArticlesContractionsAndPossessivesOut) {
    EXPECT_EQ(names_in("Il rentre du Caire.", "fr"), "place Caire");
    EXPECT_EQ(names_in("Russia's economy grew.", "en"), "place Russia");
}

TEST(Names, SaidInFullOnceAreKnownByTheirLastWord) {
    EXPECT_EQ(names_in("Macky Sall est à Dakar.\n\nSall partira mardi.", "fr"),
              "person Macky Sall; place Dakar; person Sall");
}

TEST(Names, HaveTheirWords) {
    const std::string_view text = "Berlin. Le pape François a salué Giorgia Meloni.";
    const LanguageModel& model = *find_language("fr");
    const ParsedText parsed = parse(text, model);
    const std::vector<Name> names = find_names(text, parsed, model);
    ASSERT_EQ(names.size(), 3U);
    const Name& last = names.back();
    const Sentence& sentence = parsed.sentences[last.sentence];
    EXPECT_EQ(last.words, 2U);
    EXPECT_EQ(sentence.words[last.first].form, "Giorgia");
}

TEST(Names, NoneWithoutAModelAndInNothing) {
    EXPECT_TRUE(find_names("Bakou", parse("Bakou", any_language()), any_language()).empty());
    EXPECT_EQ(names_in("", "fr"), "");
    EXPECT_EQ(names_in("\u2019 ’’ - . A", "en").size(), names_in("\u2019 ’’ - . A", "en").size());
}

}  // namespace
}  // namespace chappe
