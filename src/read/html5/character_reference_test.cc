#include "read/html5/character_reference.h"

#include <gtest/gtest.h>

#include <string>

namespace chappe {
namespace {

std::string read_in(ReferencePlace place, std::string_view text) {
    const CharacterReference reference = read_character_reference(text, place);
    return std::string(reference.characters()) + "|" + std::string(text.substr(reference.taken));
}

TEST(CharacterReference, TheLongestNameWins) {
    EXPECT_EQ(read_in(ReferencePlace::text, "&eacute;t"), "é|t");
    EXPECT_EQ(read_in(ReferencePlace::text, "&notin;"), "∉|");
    EXPECT_EQ(read_in(ReferencePlace::text, "&notit;"), "¬|it;");  // "&not" needs no semicolon
    EXPECT_EQ(read_in(ReferencePlace::text, "&nGt;"), "≫⃒|");
    EXPECT_EQ(read_in(ReferencePlace::text, "&NoSuchName;"), "|&NoSuchName;");
    EXPECT_EQ(read_in(ReferencePlace::text, "&hellip"), "|&hellip");
    EXPECT_EQ(read_in(ReferencePlace::text, "&"), "|&");
    EXPECT_EQ(read_in(ReferencePlace::text, "&\xC3\xA9"), "|&\xC3\xA9");
}

TEST(CharacterReference, AnAddressInAnAttributeKeepsItsParts) {
    EXPECT_EQ(read_in(ReferencePlace::attribute, "&copy=2"), "|&copy=2");
    EXPECT_EQ(read_in(ReferencePlace::attribute, "&copyright"), "|&copyright");
    EXPECT_EQ(read_in(ReferencePlace::attribute, "&copy;=2"), "©|=2");
    EXPECT_EQ(read_in(ReferencePlace::text, "&copy=2"), "©|=2");
}

TEST(CharacterReference, NumbersOutsideOfTextAreReplaced) {
    EXPECT_EQ(read_in(ReferencePlace::text, "&#233;"), "é|");
    EXPECT_EQ(read_in(ReferencePlace::text, "&#xE9g"), "é|g");
    EXPECT_EQ(read_in(ReferencePlace::text, "&#x80;"), "€|");  // windows-1252
    EXPECT_EQ(read_in(ReferencePlace::text, "&#0;"), "\uFFFD|");
    EXPECT_EQ(read_in(ReferencePlace::text, "&#xD800;"), "\uFFFD|");
    EXPECT_EQ(read_in(ReferencePlace::text, "&#99999999999999999999;"), "\uFFFD|");
    EXPECT_EQ(read_in(ReferencePlace::text, "&#x;"), "|&#x;");
    EXPECT_EQ(read_in(ReferencePlace::text, "&#"), "|&#");
}

}  // namespace
}  // namespace chappe
