#include "base/text.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chappe {
namespace {

TEST(Text, RepairKeepsValidTextAndReplacesTheRest) {
    EXPECT_EQ(Text::repair("œuvre, 東京, 😀").view(), "œuvre, 東京, 😀");
    EXPECT_EQ(Text::repair("a\x80z").view(), "a\uFFFDz");
    EXPECT_EQ(Text::repair(std::string_view("a\0z", 3)).view(), "a\uFFFDz");
    // Maximal subparts: a truncated sequence is one replacement, an overlong one is one a byte.
    EXPECT_EQ(Text::repair("\xE6\x9D.").view(), "\uFFFD.");
    EXPECT_EQ(Text::repair("\xF0\x9F\x98.").view(), "\uFFFD.");  // three bytes, but not U+FFFD
    EXPECT_EQ(Text::repair("\xF0\x9F\x98").view(), "\uFFFD");
    EXPECT_EQ(Text::repair("\xC0\xAF").view(), "\uFFFD\uFFFD");
    EXPECT_EQ(Text::repair("\xED\xA0\x80").view(), "\uFFFD\uFFFD\uFFFD");
    EXPECT_EQ(Text::repair("\uFFFD").view(), "\uFFFD");
}

TEST(Text, RepairInPlaceKeepsWhatIsWellFormed) {
    std::string good = "the œuvre of a whole life, well-formed to its end";
    const char* const where = good.data();
    const Text kept = Text::repair_in_place(std::move(good));
    EXPECT_EQ(kept.view().data(), where);
    for (const std::string_view bytes :
         {std::string_view("a\x80z"), std::string_view("a\0z", 3), std::string_view("\xE6\x9D"),
          std::string_view("\uFFFD"), std::string_view()})
        EXPECT_EQ(Text::repair_in_place(std::string(bytes)), Text::repair(bytes));
}

TEST(Text, TrimTakesEverySpaceOffBothEnds) {
    EXPECT_EQ(trim("  a b\t\n"), "a b");
    EXPECT_EQ(trim("\u00A0 \u3000é\uFEFF \u2009\x7F"), "é");
    EXPECT_EQ(trim(" \u00A0\n "), "");
    EXPECT_EQ(trim(""), "");
    EXPECT_EQ(trim("\x80 a \x80"), "\x80 a \x80");  // ill-formed bytes are no space
}

TEST(Text, AsciiIsSkippedUpToWhatIsNone) {
    const std::string plain(75, 'a');
    for (std::size_t begin = 0; begin < 9; ++begin) {
        EXPECT_EQ(skip_ascii(plain, begin), plain.size());
        for (std::size_t at = begin; at < plain.size(); ++at)
            for (const char stop : {'\0', '\x80', '\xFF'}) {
                std::string text = plain;
                text[at] = stop;
                EXPECT_EQ(skip_ascii(text, begin), at) << begin << ' ' << int{stop};
            }
    }
    EXPECT_EQ(skip_ascii({}, 0), 0U);
}

TEST(Text, KnowsWhereCharactersBegin) {
    const std::string_view text = "aé€😀";
    const std::vector<std::size_t> starts = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10};
    for (std::size_t at = 0; at < starts.size(); ++at) {
        EXPECT_EQ(character_start(text, at), starts[at]) << at;
        EXPECT_EQ(starts_character(text, at), starts[at] == at) << at;
    }
    EXPECT_EQ(character_start("\x80\x80", 1), 0U);  // ill-formed: no further than the begin
}

TEST(Text, MapsLetters) {
    const auto copy = [](std::string& out, char32_t c) { append_utf8(out, c + 1); };
    EXPECT_EQ(map_letters("A-zÀ", copy), "a-zÁ");
}

TEST(Text, EveryCodePointSurvivesARoundTrip) {
    for (char32_t c = 1; c <= 0x10FFFF; c += 7) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        std::string out;
        append_utf8(out, c);
        const CodePoint back = code_point_at(out, 0);
        ASSERT_EQ(back.value, c);
        ASSERT_EQ(back.size, out.size());
    }
}

TEST(Text, SpaceIsWhatPeopleSeeAsSpace) {
    EXPECT_EQ(trim("\u00A0\u202F bonjour\u3000\n"), "bonjour");
    EXPECT_EQ(fold_space("  Lu :\t\u00A0 362\n"), "Lu : 362");
    EXPECT_EQ(trim(" \t "), "");
}

TEST(Text, ShortenCutsAtASpaceAndNeverInsideACharacter) {
    EXPECT_EQ(shorten("court", 10), "court");
    EXPECT_EQ(shorten("la réunion prévue le 5 avril", 22), "la réunion prévue le 5…");
    EXPECT_EQ(shorten("東京東京東京", 3), "東京東…");
}

TEST(Text, CountsCodePointsNotBytes) {
    EXPECT_EQ(code_points_before("été 2024", 5), 3u);
}

}  // namespace
}  // namespace chappe
