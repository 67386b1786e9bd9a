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

}  // namespace
}  // namespace chappe
