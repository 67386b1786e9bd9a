#include "ingest/host_name.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

std::string named(std::string_view host) {
    return ascii_name(host).value_or("nothing");
}

TEST(HostName, NamesComeOutInOneForm) {
    EXPECT_EQ(named("Example.ORG"), "example.org");
    EXPECT_EQ(named("example.org."), "example.org");
    EXPECT_EQ(named("Пример.РФ"), "xn--e1afmkfd.xn--p1ai");
    EXPECT_EQ(named("xn--e1afmkfd.xn--p1ai"), "xn--e1afmkfd.xn--p1ai");
    EXPECT_EQ(named("straße.de"), "xn--strae-oqa.de");
    EXPECT_EQ(named("例え。テスト"), "xn--r8jz45g.xn--zckzah");
    EXPECT_EQ(named("ｅｘａｍｐｌｅ.org"), "example.org");
    EXPECT_EQ(named("1.fm"), "1.fm");
    EXPECT_EQ(named("r3---sn-5hne.example.org"), "r3---sn-5hne.example.org");
    EXPECT_EQ(named("a_b.example.org"), "a_b.example.org");
}

TEST(HostName, WhatSomeParserTakesForANumberIsNoName) {
    for (const std::string_view host :
         {"1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "a.0x7f", "a.1", "1.1.1.1.1", "0x",
          "a.0x", "256.256.256.256", "127.0.0.1.", "１２７.0.0.1", "①②⑦.0.0.①", "127。0。0。1",
          "١٢٧.0.0.1", "1.2.3.4..", "example.1a"})
        EXPECT_EQ(named(host), "nothing") << host;
}

TEST(HostName, MalformedNamesAreNone) {
    for (const std::string_view host : {"",
                                        ".",
                                        "..",
                                        "a..b",
                                        ".a",
                                        "-a.org",
                                        "a-.org",
                                        "a b.org",
                                        "a%2eb.org",
                                        "a/b",
                                        "a:b",
                                        "a\tb.org",
                                        "[::1]",
                                        "a@b.org",
                                        "\xff\xfe.org",
                                        "xn--a.org",
                                        "xn--.org",
                                        "a\u2024b.org..",
                                        "ex\u00adample\uFFFD.org",
                                        "℀.example.org",
                                        "\u202eexample.org",
                                        "a＠b.org",
                                        "a／b.org"})
        EXPECT_EQ(named(host), "nothing") << host;
    EXPECT_EQ(named(std::string("a\0b.org", 7)), "nothing");
    EXPECT_EQ(named(std::string(64, 'a') + ".org"), "nothing");
    EXPECT_NE(named(std::string(63, 'a') + ".org"), "nothing");
    std::string longest;
    while (longest.size() < 250) longest += "a.";
    EXPECT_EQ(named(longest + "org"), longest + "org");
    EXPECT_EQ(named(longest + "info"), "nothing");
    EXPECT_EQ(named(std::string(1 << 20, 'a')), "nothing");
}

TEST(HostName, LocalNamesAreKnown) {
    for (const std::string_view name :
         {"intranet", "localhost", "a.localhost", "printer.local", "x.internal", "db.corp",
          "router.home.arpa", "nas.lan", "hidden.onion"})
        EXPECT_TRUE(is_local_name(name)) << name;
    for (const std::string_view name : {"example.org", "local.example.org", "notlocal.fr",
                                        "mylocalhost.com", "home.example", "1.fm"})
        EXPECT_FALSE(is_local_name(name)) << name;
}

}  // namespace
}  // namespace chappe
