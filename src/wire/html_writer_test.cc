#include "wire/html_writer.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace chappe {
namespace {

std::string escaped(std::string_view text) {
    HtmlWriter html;
    return html.text(text).take();
}

std::string linked(std::string_view url) {
    HtmlWriter html;
    return html.raw("<a").link("href", url).raw(">").take();
}

TEST(HtmlWriter, TextCannotBecomeMarkup) {
    EXPECT_EQ(escaped("<script>alert('x' & \"y\")</script>"),
              "&lt;script&gt;alert(&#39;x&#39; &amp; &quot;y&quot;)&lt;/script&gt;");
    EXPECT_EQ(escaped("été 東京 😀"), "été 東京 😀");
    EXPECT_EQ(escaped("&lt;"), "&amp;lt;");
}

TEST(HtmlWriter, WhatIsNoCharacterOfXmlIsReplaced) {
    EXPECT_EQ(escaped("a\x01z\x1F\uFFFE\uFFFF"), "a\uFFFDz\uFFFD\uFFFD\uFFFD");
    EXPECT_EQ(escaped("a\xC3z\xF0\x9F\x98"), "a\uFFFDz\uFFFD");
    EXPECT_EQ(escaped("a\tb\nc\r"), "a\tb\nc&#13;");
}

TEST(HtmlWriter, EveryByteGivesValidUtf8) {
    for (int a = 0; a < 256; ++a)
        for (int b = 0; b < 256; b += 3) {
            const std::string out =
                escaped(std::string{static_cast<char>(a), static_cast<char>(b), 'x'});
            ASSERT_EQ(Text::repair(out).str(), out);
        }
}

TEST(HtmlWriter, AttributesStayInTheirQuotes) {
    HtmlWriter html;
    html.raw("<p").attribute("title", "\" onclick=\"x").raw(">");
    EXPECT_EQ(html.str(), "<p title=\"&quot; onclick=&quot;x\">");
}

TEST(HtmlWriter, LinksLeadToTheWebOrToThisSite) {
    EXPECT_EQ(linked("https://example.org/?a=1&b=2"),
              "<a href=\"https://example.org/?a=1&amp;b=2\">");
    EXPECT_EQ(linked("/d/1?ui=fr"), "<a href=\"/d/1?ui=fr\">");
    for (const char* url : {"javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)",
                            "data:text/html,x", "vbscript:x", "//evil.example/", "/\\evil.example/",
                            "\\\\evil.example", "/\t/evil.example", " /d/1", "", "d/1", "http:evil",
                            "https://", "mailto:a@b.c", "/a\x7F"})
        EXPECT_EQ(linked(url), "<a>") << url;
}

}  // namespace
}  // namespace chappe
