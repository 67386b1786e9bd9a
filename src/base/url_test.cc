#include "base/url.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

std::string parsed(std::string_view text) {
    const auto url = Url::parse(text);
    return url ? url->str() : "none";
}

TEST(Url, OnlyWebAddressesAreAddresses) {
    EXPECT_EQ(parsed(" HTTPS://Example.ORG/a b?q=é#x "), "https://example.org/a%20b?q=%C3%A9#x");
    EXPECT_EQ(parsed("http://example.org"), "http://example.org/");
    for (const char* text :
         {"", "example.org", "javascript:alert(1)", "mailto:a@b.c", "http://", "http:///x",
          "data:text/html,x", "ftp://example.org/", "java\nscript:alert(1)"})
        EXPECT_EQ(parsed(text), "none") << text;
}

TEST(Url, BracketsBelongToHosts) {
    EXPECT_EQ(parsed("http://[2a00:1450::1]:8080/a[1]?tag[]=1#[x]"),
              "http://[2a00:1450::1]:8080/a%5B1%5D?tag%5B%5D=1#%5Bx%5D");
    EXPECT_EQ(parsed("http://exa[mple.org/"), "none");
    EXPECT_EQ(Url::parse("http://example.org/a")->resolve("?tag[]=//x")->str(),
              "http://example.org/a?tag%5B%5D=//x");
    EXPECT_EQ(Url::parse("http://example.org/a")->resolve("b//[c]")->str(),
              "http://example.org/b//%5Bc%5D");
    EXPECT_EQ(Url::parse("http://example.org/a")->resolve("//[2a00::1]/[b]")->str(),
              "http://[2a00::1]/%5Bb%5D");
}

TEST(Url, AddressesThatAreInOrderStayAsTheyAre) {
    for (const char* text : {"https://wire.example/", "http://a-b.example/x//y?z=(1)&t='#part",
                             "https://wire.example/~a/b;c=1,2!*@:$+"}) {
        EXPECT_EQ(parsed(text), text);
        EXPECT_EQ(Url::parse(text)->host(),
                  std::string_view(text).starts_with("http://") ? "a-b.example" : "wire.example");
        EXPECT_EQ(Url::parse("https://other.example/a")->resolve(text)->str(), text);
    }
    EXPECT_EQ(parsed("https://wire.example/a%zz"), "https://wire.example/a%25zz");
    EXPECT_EQ(parsed("https://wire.example/a#b#c"), "none");
    EXPECT_EQ(parsed("https://Wire.example?a=/b"), "https://wire.example/?a=/b");
    const auto page = Url::parse("https://wire.example:8080/news/a.html");
    EXPECT_EQ(page->resolve("/x/../y")->str(), "https://wire.example:8080/y");
    EXPECT_EQ(Url::parse("https://wire.example/a")->resolve("/x/../y")->str(),
              "https://wire.example/y");
    EXPECT_EQ(Url::parse("https://wire.example/a")->resolve("/x?y#z")->str(),
              "https://wire.example/x?y#z");
    EXPECT_EQ(Url::parse("https://wire.example/a")->resolve("https://w.example/x/../y")->str(),
              "https://w.example/y");
}

TEST(Url, ReferencesResolveAgainstTheirPage) {
    const auto page = Url::parse("https://example.org/news/2024/a.html?x=1");
    ASSERT_TRUE(page);
    EXPECT_EQ(page->resolve("../b.html")->str(), "https://example.org/news/b.html");
    EXPECT_EQ(page->resolve("//cdn.example/x")->str(), "https://cdn.example/x");
    EXPECT_EQ(page->resolve("?p=2")->str(), "https://example.org/news/2024/a.html?p=2");
    EXPECT_FALSE(page->resolve("javascript:alert(1)"));
    EXPECT_FALSE(page->resolve("mailto:desk@example.org"));
}

TEST(Url, IdentityForgetsWhatDoesNotNameThePage) {
    EXPECT_EQ(Url::parse("https://example.org:443/a?utm_source=x&id=7&fbclid=y#top")->identity(),
              "https://example.org/a?id=7");
    EXPECT_EQ(Url::parse("http://example.org/?utm_medium=rss")->identity(), "http://example.org/");
}

TEST(Url, NeverFailsOnOddBytes) {
    for (int c = 0; c < 256; ++c)
        (void)Url::parse(std::string("http://example.org/") + static_cast<char>(c) + "%" +
                         static_cast<char>(c));
}

}  // namespace
}  // namespace chappe
