#include "read/html.h"

#include <gtest/gtest.h>

#include <chrono>

#include "read/draft.h"
#include "read/page_blocks.h"
#include "read/page_scan.h"

namespace chappe {
namespace {

std::string repeated(std::string_view piece, std::size_t times) {
    std::string out;
    out.reserve(piece.size() * times);
    for (std::size_t i = 0; i < times; ++i) out += piece;
    return out;
}

std::size_t depth_of(const HtmlDocument& document) {
    std::size_t deepest = 0;
    std::vector<std::size_t> depth(document.nodes.size(), 0);
    for (NodeId i = 1; i < document.nodes.size(); ++i) {
        depth[i] = depth[document.nodes[i].parent] + 1;
        deepest = std::max(deepest, depth[i]);
    }
    return deepest;
}

TEST(Html, NodesLieInDocumentOrder) {
    const HtmlDocument document = parse_html("<div id=a><p>One <b>two</b></p></div><p>three");
    for (NodeId i = 1; i < document.nodes.size(); ++i) {
        const Node& node = document.nodes[i];
        EXPECT_LT(node.parent, i);
        EXPECT_GT(node.end, i);
        EXPECT_LE(node.end, document.nodes[node.parent].end);
    }
    EXPECT_EQ(document.text_of(0), "One twothree");
}

TEST(Html, EntitiesAreResolvedAndCharactersKept) {
    const HtmlDocument document =
        parse_html("<p>caf&eacute; &amp; th&#233;&nbsp;! co&shy;op &unknown;");
    EXPECT_EQ(document.text_of(0), "café & thé\u00A0! co\u00ADop &unknown;");
}

TEST(Html, ScriptsStylesAndCommentsAreNoText) {
    const HtmlDocument document = parse_html(
        "<title>A <script>alert(1)</script></title><style>p{}</style><!-- no "
        "--><p>yes<script>\"</p>\""
        "</script><script type='application/ld+json'>{\"a\":1}</script>");
    EXPECT_EQ(document.json_ld, std::vector<std::string>{"{\"a\":1}"});
    const PageScan scan = scan_page(document);
    const auto& blocks = scan.blocks;
    ASSERT_EQ(blocks.size(), 1u);
    EXPECT_EQ(blocks[0].text, "yes");
}

// Each of these once made a parser crash, hang or fill the memory.
TEST(Html, HostilePagesStaySmall) {
    const auto begin = std::chrono::steady_clock::now();
    std::string many_attributes = "<p";
    for (int i = 0; i < 50'000; ++i) many_attributes += " a" + std::to_string(i);
    std::string nested_bold;
    for (int i = 0; i < 5'000; ++i) nested_bold += "<b a=" + std::to_string(i) + ">";
    for (const std::string& page :
         {repeated("<div>", 100'000) + "text", repeated("<b>", 100'000) + "text",
          repeated("<svg><td>", 50'000) + "<p>text", repeated("<rt>", 100'000) + "text",
          repeated("<table><tr><td>", 30'000) + "text", repeated("<a><p>", 50'000) + "text",
          repeated("<math><mi>", 50'000) + "text", repeated("<title>", 100'000) + "text",
          repeated("<textarea>", 100'000) + "text", repeated("</div>", 100'000) + "text",
          nested_bold + repeated("<p>x", 20'000) + "text", many_attributes + ">text",
          repeated("<select><option>", 50'000) + "</select>text",
          repeated("<form>", 100'000) + "text", repeated("<template>", 20'000) + "text",
          repeated("<ul><li>", 50'000) + "text"}) {
        const HtmlDocument document = parse_html(page);
        EXPECT_LE(depth_of(document), 513u) << page.substr(0, 20);
        EXPECT_LT(document.nodes.size(), 2'000'000u) << page.substr(0, 20);
        EXPECT_NE(document.text_of(0).find("text"), std::string::npos) << page.substr(0, 20);
    }
    // Under sanitizers, on a busy machine; quadratic work takes minutes.
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{60});
}

TEST(Html, BlocksAreParagraphsHeadingsQuotesAndItems) {
    const HtmlDocument document = parse_html(
        "<h2>Head</h2><p>One<br>line<br><br>Two</p><blockquote><p>Said</p></blockquote>"
        "<ul><li>First<li>Second</ul><div>loose <a href=x>link</a></div><p hidden>no</p>");
    const PageScan scan = scan_page(document);
    const auto& blocks = scan.blocks;
    ASSERT_EQ(blocks.size(), 8u);
    EXPECT_EQ(blocks[0].kind, Block::Kind::heading);
    EXPECT_EQ(blocks[1].text, "One line");
    EXPECT_EQ(blocks[2].text, "Two");
    EXPECT_EQ(blocks[3].kind, Block::Kind::quote);
    EXPECT_EQ(blocks[4].kind, Block::Kind::item);
    EXPECT_EQ(blocks[6].text, "loose link");
    EXPECT_NEAR(blocks[6].linked, 0.44, 0.1);
    ASSERT_EQ(scan.marks.size(), 1u);
    EXPECT_TRUE(scan.marks[0].hidden);
}

TEST(Html, AFragmentWithoutMarkupIsText) {
    EXPECT_EQ(paragraphs_of_fragment("One\nline\n\nTwo").size(), 2u);
    EXPECT_EQ(paragraphs_of_fragment("").size(), 0u);
    EXPECT_EQ(plain_text_of("Fish &amp; <b>chips</b>"), "Fish & chips");
    EXPECT_EQ(plain_text_of(" Fish &amp;&#32;chips&eacute &unknown; & &"),
              "Fish & chipsé &unknown; & &");
}

}  // namespace
}  // namespace chappe
