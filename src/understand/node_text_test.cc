#include "understand/node_text.h"

#include <gtest/gtest.h>

#include "understand/test_text.h"

namespace chappe {
namespace {

std::vector<std::string> quoted(std::string_view text) {
    std::vector<std::string> found;
    for (const Quote& quote : quotes_of(text)) found.emplace_back(quote.span.in(text));
    return found;
}

TEST(NodeText, FindsWhatStandsInQuotationMarks) {
    EXPECT_EQ(quoted("Il dit : « Oui. » Puis \"non\"."),
              (std::vector<std::string>{"« Oui. »", "\"non\""}));
    EXPECT_EQ(quoted("“I came. I saw.” he said"), (std::vector<std::string>{"“I came. I saw.”"}));
}

TEST(NodeText, EndsAnOpenQuotationWithItsLine) {
    const auto quotes = quotes_of("“One.\n“Two.”");
    ASSERT_EQ(quotes.size(), 2U);
    EXPECT_FALSE(quotes[0].closed);
    EXPECT_TRUE(quotes[1].closed);
    EXPECT_EQ(quoted("» ” plain"), std::vector<std::string>{});
}

TEST(NodeText, KnowsWhoHangsOnWhom) {
    const TestText parsed("La ministre a dit que le train partirait.", "fr");
    const NodeText& text = parsed.nodes;
    NodeIndex said = 0;
    while (text.form(said) != "dit") ++said;
    EXPECT_EQ(text[said].upos, ud::VERB);
    const NodeIndex subject = text.child(said, ud::nsubj);
    ASSERT_LT(subject, text.size());
    EXPECT_EQ(parsed.words(text.extent(subject)), "La ministre");
    EXPECT_EQ(parsed.words(text.extent(said)), "La ministre a dit que le train partirait.");
    EXPECT_TRUE(text.is_under(subject, said));
}

TEST(NodeText, FindsTheNodesOfASpan) {
    const TestText parsed("One two, three.", "en");
    const NodeRange range = parsed.nodes.nodes_in({4, 14});
    EXPECT_EQ(parsed.words(range), "two, three");
    EXPECT_TRUE(parsed.nodes.nodes_in({3, 4}).empty());
}

}  // namespace
}  // namespace chappe
