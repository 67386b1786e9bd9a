#include "read/words.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

TEST(Words, FoldingIsTheSameWholeAndLetterByLetter) {
    for (const std::string_view text : {"", "LU", "Déjà Vu", "ÉTÉ l’été", "ПРИВЕТ мир",
                                        "STRASSE İstanbul", "日本 ABC", "a\u00a0B"}) {
        const std::string folded = fold_case(text);
        EXPECT_TRUE(folds_to(text, folded)) << text;
        EXPECT_TRUE(folds_to_begin_with(std::string(text) + " und mehr", folded)) << text;
        EXPECT_FALSE(folds_to(std::string(text) + "x", folded)) << text;
        EXPECT_FALSE(folds_to(text, folded + "x")) << text;
    }
    EXPECT_EQ(fold_case("ÉTÉ L’Été"), "été l'été");
}

TEST(Words, FirstWordsOfASetRuleOutMostLines) {
    EXPECT_EQ(first_word("Agence France-Presse"), "Agence");
    EXPECT_EQ(first_word("Élysée."), "Élysée");
    EXPECT_EQ(first_word("(AFP)"), "");
    EXPECT_EQ(folded_first_word("OʼzA"), "o");
    const WordSet first = first_words({"agence france-presse", "afp", "(x)"});
    EXPECT_EQ(first, WordSet({"agence", "afp", ""}));
}

TEST(Words, ParagraphsKeepASpecialSpaceThatStandsAlone) {
    EXPECT_EQ(fold_paragraph(" a  b\n\tc "), "a b c");
    EXPECT_EQ(fold_paragraph("10\u00A0000 €\u2009\u2009et\u00A0 plus"), "10\u00A0000 € et plus");
    EXPECT_EQ(fold_paragraph("\x7F"), "");
}

}  // namespace
}  // namespace chappe
