#include "base/word_diff.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace chappe {
namespace {

/// "Le pont ferme [-deux-]{+trois+} nuits."
std::string marked(std::string_view before, std::string_view after) {
    std::string out;
    for (const DiffPiece& piece : word_diff(before, after)) switch (piece.kind) {
            case DiffPiece::Kind::same:
                out += piece.after.in(after);
                break;
            case DiffPiece::Kind::removed:
                (out += "[-").append(piece.before.in(before)) += "-]";
                break;
            case DiffPiece::Kind::added:
                (out += "{+").append(piece.after.in(after)) += "+}";
                break;
        }
    return out;
}

/// The pieces put together again are the texts.
void expect_whole(std::string_view before, std::string_view after) {
    std::string old_text, new_text;
    std::uint32_t x = 0, y = 0;
    for (const DiffPiece& piece : word_diff(before, after)) {
        EXPECT_EQ(piece.before.begin, x);
        EXPECT_EQ(piece.after.begin, y);
        if (piece.kind != DiffPiece::Kind::added) old_text += piece.before.in(before);
        if (piece.kind != DiffPiece::Kind::removed) new_text += piece.after.in(after);
        x = piece.before.end;
        y = piece.after.end;
    }
    EXPECT_EQ(old_text, before);
    EXPECT_EQ(new_text, after);
}

TEST(WordDiff, ShowsTheWordsThatChanged) {
    EXPECT_EQ(marked("Le pont ferme deux nuits.", "Le pont ferme trois nuits."),
              "Le pont ferme [-deux-]{+trois+} nuits.");
    EXPECT_EQ(marked("The toll rose to 12 on Monday.", "The toll rose to 14 on Tuesday."),
              "The toll rose to [-12-]{+14+} on [-Monday-]{+Tuesday+}.");
    EXPECT_EQ(marked("a b c", "a b c"), "a b c");
    EXPECT_EQ(marked("", ""), "");
    EXPECT_EQ(marked("", "neu"), "{+neu+}");
    EXPECT_EQ(marked("alt", ""), "[-alt-]");
}

TEST(WordDiff, ShowsWhatWasAddedAndWhatIsGone) {
    EXPECT_EQ(marked("First.\n\nThird.", "First.\n\nSecond.\n\nThird."),
              "First.\n\n{+Second.\n\n+}Third.");
    EXPECT_EQ(marked("One, two and three.", "One and three."), "One[-, two-] and three.");
}

TEST(WordDiff, ShowsWholeParagraphsWhereItCan) {
    EXPECT_EQ(marked("First one.\n\nA second one.\n\nThird.", "First one.\n\nThird."),
              "First one.\n\n[-A second one.\n\n-]Third.");
    EXPECT_EQ(marked("Il pleut. Fin.", "Il pleut. Il vente. Fin."), "Il pleut. {+Il vente. +}Fin.");
}

TEST(WordDiff, DoesNotKeepWhatStandsInBothByChance) {
    EXPECT_EQ(marked("Kept. The small white cat sleeps on the roof. End.",
                     "Kept. Every ship leaves the harbour at noon. End.")
                  .find("the{+"),
              std::string::npos);
    EXPECT_EQ(marked("red green", "blue yellow"), "[-red green-]{+blue yellow+}");
}

TEST(WordDiff, ComparesScriptsWithoutSpacesByCharacter) {
    EXPECT_EQ(marked("双方讨论了贸易合作。", "双方讨论了能源合作。"),
              "双方讨论了[-贸易-]{+能源+}合作。");
}

TEST(WordDiff, CoversBothTexts) {
    std::uint32_t seed = 7;
    const auto next = [&seed] { return seed = seed * 1664525 + 1013904223; };
    for (int round = 0; round < 300; ++round) {
        std::string before, after;
        for (int i = 0; i < 40; ++i) {
            const std::string word(1, static_cast<char>('a' + next() / 65536 % 6));
            if (next() / 65536 % 4 != 0) before += word + " ";
            if (next() / 65536 % 4 != 0) after += word + (i % 9 == 0 ? ".\n\n" : "  ");
        }
        expect_whole(before, after);
    }
}

TEST(WordDiff, TakesBoundedTimeOnAnyTexts) {
    std::string before, after;
    for (int i = 0; i < 200'000; ++i) {
        before += static_cast<char>('a' + i % 7);
        before += ' ';
        after += static_cast<char>('a' + i * 3 % 11);
        after += ' ';
    }
    const auto begin = std::chrono::steady_clock::now();
    expect_whole(before, after);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

}  // namespace
}  // namespace chappe
