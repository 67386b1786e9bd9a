#include "language/name_lexicon.h"

#include <gtest/gtest.h>
#include <unicode/locid.h>

#include "language/feature_key.h"

namespace chappe {
namespace {

std::uint32_t classes(std::string_view language, std::string_view word) {
    return NameLexicon::find(language)->classes(hash_of(folded_name(word)));
}

NameLexicon::Found phrase(std::string_view language, std::string_view words) {
    return NameLexicon::find(language)->phrase(
        NameLexicon::extend(NameLexicon::empty_phrase, words),
        NameLexicon::extend(NameLexicon::empty_phrase, folded_name(words)));
}

TEST(NameLexicon, FoldsCaseAccentsAndApostrophes) {
    EXPECT_EQ(folded_name("Érévan"), "erevan");
    EXPECT_EQ(folded_name("N\u2019Djamena"), "n'djamena");
    EXPECT_EQ(folded_name("ÖZGÜR"), "ozgur");
    EXPECT_EQ(folded_name("Баку"), "баку");
    EXPECT_EQ(folded_name(""), "");
}

TEST(NameLexicon, KnowsTheClassesOfWords) {
    EXPECT_TRUE(classes("fr", "Présidente") & title_word);
    EXPECT_TRUE(classes("en", "Mr.") & title_word);
    EXPECT_TRUE(classes("fr", "ministère") & body_word);
    EXPECT_TRUE(classes("en", "İlham") & given_name);
    EXPECT_TRUE(classes("fr", "azerbaïdjanaises") & people_word);
    EXPECT_TRUE(classes("fr", "souligner") & say_word);
    EXPECT_EQ(classes("en", "azerbaïdjanaises"), 0U);
    EXPECT_EQ(NameLexicon::find("de"), nullptr);
}

TEST(NameLexicon, FindsPhrasesHoweverTheyAreCut) {
    EXPECT_EQ(phrase("fr", "Bakou").kinds, place_start);
    EXPECT_EQ(phrase("en", "Bakou").kinds, 0U);
    EXPECT_EQ(phrase("en", "Port-au-Prince").kinds, place_start);
    EXPECT_TRUE(phrase("en", "Port-").goes_on);
    EXPECT_TRUE(phrase("en", "Port").goes_on);
    EXPECT_EQ(phrase("fr", "Côte d'Ivoire").kinds, place_start | country_start);
    EXPECT_EQ(phrase("fr", "COTE D’IVOIRE").kinds, place_start | country_start);
    EXPECT_EQ(phrase("en", "UN").kinds, body_start);
    EXPECT_EQ(phrase("en", "un").kinds, 0U) << "capitals count in names of organisations";
}

TEST(NameLexicon, FamilyNamesEndAsTheyDo) {
    EXPECT_TRUE(NameLexicon::find("fr")->ends_like_family("mammadov"));
    EXPECT_TRUE(NameLexicon::find("fr")->ends_like_family("pachinian"));
    EXPECT_FALSE(NameLexicon::find("fr")->ends_like_family("ov"));
    EXPECT_FALSE(NameLexicon::find("fr")->ends_like_family(""));
}

TEST(NameLexicon, HasEveryCountryThatIcuKnows) {
    int countries = 0;
    for (const char* const* code = icu::Locale::getISOCountries(); *code; ++code, ++countries) {
        for (const char* language : {"en", "fr"}) {
            icu::UnicodeString name;
            std::string utf8;
            icu::Locale("", *code)
                .getDisplayCountry(icu::Locale(language), name)
                .toUTF8String(utf8);
            EXPECT_TRUE(phrase(language, utf8).kinds & country_start) << *code << " " << utf8;
        }
    }
    EXPECT_GT(countries, 240);
}

}  // namespace
}  // namespace chappe
