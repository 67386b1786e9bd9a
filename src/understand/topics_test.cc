#include "understand/topics.h"

#include <gtest/gtest.h>

#include "understand/test_text.h"

namespace chappe {
namespace {

TEST(Topics, AreThoseOfTheWords) {
    const TestText parsed(
        "Le traité de paix et le cessez-le-feu ont été signés à l'issue des pourparlers.", "fr");
    const auto topics = find_topics(parsed.nodes, "fr");
    ASSERT_FALSE(topics.empty());
    EXPECT_EQ(topics[0].code, "medtop:20000073");
    EXPECT_EQ(topics[0].label, "processus de paix");
}

TEST(Topics, AFewWordsSayNothing) {
    const TestText parsed("Bonjour à tous.", "fr");
    EXPECT_TRUE(find_topics(parsed.nodes, "fr").empty());
    EXPECT_TRUE(find_topics(parsed.nodes, "xx").empty());
}

}  // namespace
}  // namespace chappe
