#include "language/tokenizer.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.h"
#include "language/letters.h"
#include "language/parse.h"

namespace chappe {
namespace {

/// "l' | homme | a | dit"; words of a multi-word token with + between.
std::string cut(std::string_view text, std::string_view language) {
    const LanguageModel* model = find_language(language);
    std::string out;
    for (const Sentence& sentence : parse(text, model ? *model : any_language()).sentences) {
        if (!out.empty()) out += " || ";
        for (const Token& token : sentence.tokens) {
            if (&token != &sentence.tokens.front()) out += " | ";
            for (std::uint32_t w = 0; w < token.words; ++w)
                out += (w > 0 ? "+" : "") + sentence.words[token.first + w].form;
        }
    }
    return out;
}

TEST(Tokenizer, CutsFrenchElisionWithBothApostrophes) {
    EXPECT_EQ(cut("L'homme qu’elle attend vient aujourd'hui.", "fr"),
              "L' | homme | qu’ | elle | attend | vient | aujourd'hui | .");
}

TEST(Tokenizer, AnApostropheIsAnApostrophe) {
    for (const char* text : {"L%opposition a vu l%occupation de l%Opéra d%Oslo.",
                             "Qu%est-ce qu%il y a aujourd%hui à l%aéroport ?"}) {
        std::string straight_text = text, curly_text;
        std::ranges::replace(straight_text, '%', '\'');
        for (const char* c = text; *c != 0; ++c) curly_text += *c == '%' ? "’" : std::string(1, *c);
        EXPECT_EQ(straight(cut(curly_text, "fr")), cut(straight_text, "fr"));
    }
}

TEST(Tokenizer, QuotationMarksAreTokens) {
    EXPECT_EQ(cut("Le “port libre” et «la mer», dit-il.", "fr"),
              "Le | “ | port | libre | ” | et | « | la | mer | » | , | dit | -il | .");
    EXPECT_EQ(cut("The “old port” is open.", "en"), "The | “ | old | port | ” | is | open | .");
}

TEST(Tokenizer, CutsFrenchClitics) {
    EXPECT_EQ(cut("« Oui », dit-elle, « répond-il ? »", "fr"),
              "« | Oui | » | , | dit | -elle | , | « | répond | -il | ? | »");
    EXPECT_EQ(cut("Le rendez-vous est peut-être à Marche-en-Famenne.", "fr"),
              "Le | rendez-vous | est | peut-être | à | Marche-en-Famenne | .");
    EXPECT_EQ(cut("Viendra-t-il demain ?", "fr"), "Viendra | -t-il | demain | ?");
    EXPECT_EQ(cut("Le ministre, a-t-elle dit, est parti.", "fr"),
              "Le | ministre | , | a | -t-elle | dit | , | est | parti | .");
}

TEST(Tokenizer, OpensContractions) {
    EXPECT_EQ(cut("Le président du conseil parle aux députés.", "fr"),
              "Le | président | de+le | conseil | parle | à+les | députés | .");
    EXPECT_EQ(cut("Du port au centre.", "fr"), "De+le | port | à+le | centre | .");
    EXPECT_EQ(cut("They don't think it's Ann’s.", "en"),
              "They | do+n't | think | it+'s | Ann+’s | .");
}

TEST(Tokenizer, ReadsDesAsArticleOrPreposition) {
    EXPECT_EQ(cut("Des enfants jouent.", "fr"), "Des | enfants | jouent | .");
    EXPECT_EQ(cut("Le rapport des experts est attendu.", "fr"),
              "Le | rapport | de+les | experts | est | attendu | .");
}

TEST(Tokenizer, WhatClosesStaysWithItsSentence) {
    EXPECT_EQ(cut("« Quand ? » Personne ne le sait.", "fr"),
              "« | Quand | ? | » || Personne | ne | le | sait | .");
    EXPECT_EQ(cut("He left. (He came back.) Nobody saw him.", "en"),
              "He | left | . || ( | He | came | back | . | ) || Nobody | saw | him | .");
}

TEST(Tokenizer, AbbreviationsEndNoSentence) {
    EXPECT_EQ(cut("M. Dupont a rencontré Mme Martin. Ils ont parlé.", "fr"),
              "M. | Dupont | a | rencontré | Mme | Martin | . || Ils | ont | parlé | .");
    EXPECT_EQ(cut("Mr. Smith met Dr. Jones. They talked.", "en"),
              "Mr. | Smith | met | Dr. | Jones | . || They | talked | .");
}

TEST(Tokenizer, NumbersKeepTheirMarks) {
    EXPECT_EQ(cut("Il a payé 12 000 euros, soit 3,5 % de plus.", "fr"),
              "Il | a | payé | 12 000 | euros | , | soit | 3,5 | % | de | plus | .");
}

TEST(Tokenizer, ABlankLineEndsASentence) {
    EXPECT_EQ(cut("Visite du ministre à Paris\n\nLe ministre est arrivé.", "fr"),
              "Visite | de+le | ministre | à | Paris || Le | ministre | est | arrivé | .");
}

TEST(Tokenizer, ALanguageWithoutAModelGetsTokensAndSentences) {
    EXPECT_EQ(
        cut("Der Minister sagte: \"Ja.\" Er fuhr nach Baden-Baden.", "de"),
        "Der | Minister | sagte | : | \" | Ja | . | \" || Er | fuhr | nach | Baden-Baden | .");
}

TEST(Tokenizer, OddTextsStayLinearAndWhole) {
    std::string marks = "e";
    for (int i = 0; i < 100'000; ++i) marks += "\u0301";
    for (const std::string& text :
         {std::string(1 << 20, 'a'), marks, std::string(), std::string("\n\n \n"),
          std::string(200'000, '.'), std::string("привет мир. 你好世界。 hello")}) {
        for (const std::string_view language : {"fr", "de"}) {
            const LanguageModel* model = find_language(language);
            const ParsedText parsed = parse(text, model ? *model : any_language());
            std::size_t covered = 0;
            for (const Sentence& sentence : parsed.sentences) {
                for (const Token& token : sentence.tokens) covered += token.span.size();
            }
            std::size_t solid = 0;
            for (std::size_t at = 0; at < text.size();) {
                const CodePoint c = code_point_at(text, at);
                if (sign_of(c.value) != Sign::space) solid += c.size;
                at += c.size;
            }
            EXPECT_EQ(covered, solid);
        }
    }
}

}  // namespace
}  // namespace chappe
