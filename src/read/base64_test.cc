#include "read/base64.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

TEST(Base64, IsReadAcrossLinesAndBeyondDamage) {
    EXPECT_EQ(decode_base64("U8OpbWFwaG9yZQ=="), "Sémaphore");
    EXPECT_EQ(decode_base64("U8Op\r\nbWFw aG9y!ZQ"), "Sémaphore");
    EXPECT_EQ(decode_base64("YQ==Yg=="), "ab");
    EXPECT_EQ(decode_base64("Pz8_"), "???");
    EXPECT_EQ(decode_base64("A"), "");
    EXPECT_EQ(decode_base64(""), "");
}

TEST(Base64, QuotedPrintableJoinsLinesAndKeepsWhatItIsNot) {
    EXPECT_EQ(decode_quoted_printable("d=C3=A9p=c3=aache  =\r\nlue=\nici"), "dépêche  lueici");
    EXPECT_EQ(decode_quoted_printable("1 = 2, =ZZ, a="), "1 = 2, =ZZ, a");
    EXPECT_EQ(decode_quoted_printable("a_b=5F", Underscore::space), "a b_");
    EXPECT_EQ(decode_quoted_printable("a_b"), "a_b");
    EXPECT_EQ(decode_quoted_printable("=E"), "=E");
}

}  // namespace
}  // namespace chappe
