#include "understand/layout.h"

#include <gtest/gtest.h>

#include "understand/test_text.h"

namespace chappe {
namespace {

/// "source | content" of each.
std::vector<std::string> shown(const char* words) {
    const TestText parsed(words, "en");
    std::vector<std::string> lines;
    for (const Attribution& one : layout_statements(parsed.nodes))
        lines.push_back(parsed.words(one.source) + " | " + parsed.words(one.content.at(0)));
    return lines;
}

using Lines = std::vector<std::string>;

TEST(Layout, ATranscriptNamesWhoSpeaks) {
    EXPECT_EQ(shown("MARTIN: Will the bridge hold?\nLEE: It will. We looked.\n\n"
                    "MARTIN: And the road?\n\nLEE: That too."),
              (Lines{"MARTIN | Will the bridge hold", "LEE | It will. We looked",
                     "MARTIN | And the road", "LEE | That too"}));
}

TEST(Layout, LabelsThatDoNotComeBackAreNone) {
    EXPECT_EQ(shown("RELATED: The bridge is closed.\n\nUPDATE: It is open.\n\nRELATED: It rains."),
              Lines{});
}

TEST(Layout, AQuotationMayBeSigned) {
    EXPECT_EQ(shown("“The bridge will hold.” ― Ann Lee\n“The road will not.” — Paul Martin"),
              (Lines{"Ann Lee | “The bridge will hold.”", "Paul Martin | “The road will not.”"}));
    EXPECT_EQ(shown("“The bridge will hold” — she said it twice."), Lines{});
}

}  // namespace
}  // namespace chappe
