#include "ingest/fetch_policy.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace chappe {
namespace {

/// The form to dial, or "refused".
std::string judged(std::string_view url, const FetchPolicy& policy = {}) {
    const auto target = judge_form(url, policy);
    return target ? target->url : "refused";
}

Resolver answering(const std::vector<std::string>& addresses) {
    std::vector<Address> parsed(addresses.size());
    std::transform(addresses.begin(), addresses.end(), parsed.begin(),
                   [](const std::string& text) { return parse_address(text).value(); });
    return [parsed](const std::string&) { return parsed; };
}

FetchPolicy allowing(const std::vector<std::string>& entries) {
    FetchPolicy policy;
    policy.allow = AllowList::parse(entries).value();
    return policy;
}

TEST(FetchPolicy, PagesComeOutInTheFormToDial) {
    EXPECT_EQ(judged("HTTPS://Example.ORG"), "https://example.org/");
    EXPECT_EQ(judged("http://example.org:80/a?b#c"), "http://example.org/a?b");
    EXPECT_EQ(judged("http://example.org:8080"), "http://example.org:8080/");
    EXPECT_EQ(judged("http://example.org?q=1"), "http://example.org/?q=1");
    EXPECT_EQ(judged("https://example.org./é b\"\\<%41"),
              "https://example.org/%C3%A9%20b%22%5C%3C%41");
    EXPECT_EQ(judged("http://8.8.8.8/"), "http://8.8.8.8/");
    EXPECT_EQ(judged("http://[2A00:1450:4007:0::200e]:8443/x"),
              "http://[2a00:1450:4007::200e]:8443/x");
    EXPECT_EQ(judged("https://пример.рф/д"), "https://xn--e1afmkfd.xn--p1ai/%D0%B4");
    EXPECT_EQ(judged("http://example.org/a@b:c//d"), "http://example.org/a@b:c//d");

    EXPECT_EQ(judged("http://example.org/100%?a[]=%zz%4"),
              "http://example.org/100%25?a%5B%5D=%25zz%254");
    EXPECT_EQ(judged("http://example.org/a[1]"), "http://example.org/a%5B1%5D");

    const auto target = judge_form("https://[2a00:1450::1]/", {}).value();
    EXPECT_EQ(target.host, "2a00:1450::1");
    EXPECT_EQ(target.port, 443);
    EXPECT_EQ(target.addresses, std::vector{parse_address("2a00:1450::1").value()});
}

TEST(FetchPolicy, OtherSchemesAndPortsAreRefused) {
    for (const std::string_view url : {"",
                                       "example.org",
                                       "/a",
                                       "//example.org/",
                                       "ftp://example.org/",
                                       "file:///etc/passwd",
                                       "javascript:alert(1)",
                                       "httpx://example.org/",
                                       "view-source:http://example.org/",
                                       "http:example.org",
                                       "http:/example.org",
                                       "http:///example.org",
                                       "http:\\\\example.org",
                                       "http//example.org",
                                       " http://example.org/",
                                       "http ://example.org/",
                                       "http://example.org:22/",
                                       "http://example.org:0/",
                                       "http://example.org:65616/",
                                       "http://example.org:4294967376/",
                                       "http://example.org:080/",
                                       "http://example.org:+80/",
                                       "http://example.org:80x/",
                                       "http://example.org: 80/",
                                       "http://example.org:/",
                                       "http://example.org:80:80/",
                                       "http://:80/",
                                       "http://example.org:８０/"})
        EXPECT_EQ(judged(url), "refused") << url;
    FetchPolicy policy;
    policy.ports = {8000};
    EXPECT_EQ(judged("http://example.org:8000/", policy), "http://example.org:8000/");
    EXPECT_EQ(judged("http://example.org/", policy), "refused");
}

TEST(FetchPolicy, HostsThatParsersReadDifferentlyAreRefused) {
    for (const std::string_view url : {"http://user@example.org/",
                                       "http://@example.org/",
                                       "http://a:b@example.org/",
                                       "http://example.org\\@10.0.0.1/",
                                       "http://10.0.0.1\\@example.org/",
                                       "http://example.org\\.evil.example/",
                                       "http://example.org#@10.0.0.1/",
                                       "http://example.org?@10.0.0.1/",
                                       "http://exam ple.org/",
                                       "http://exa\tmple.org/",
                                       "http://example.org\r\nHost: x/",
                                       "http://example.org/a\nb",
                                       "http://ex%61mple.org/",
                                       "http://%31%30.0.0.1/",
                                       "http://[8.8.8.8]/",
                                       "http://[::ffff:8.8.8.8]/",
                                       "http://[2a00::1/",
                                       "http://2a00::1/",
                                       "http://[2a00::1]x/",
                                       "http://[2a00::1%25eth0]/",
                                       "http://[]/",
                                       "http://[[2a00::1]]/",
                                       "http://8.8.8.8./",
                                       "http://08.8.8.8/",
                                       "http://0x8.8.8.8/",
                                       "http://8.8.2056/",
                                       "http://134744072/",
                                       "http://８.8.8.8/",
                                       "http://8。8。8。8/",
                                       "http://example.org,10.0.0.1/",
                                       "http://a..b/"})
        EXPECT_EQ(judged(url), "refused") << url;
    EXPECT_EQ(judged(std::string("http://example.org\0.evil/", 25)), "refused");
    EXPECT_EQ(judged("http://example.org/" + std::string(9000, 'a')), "refused");
}

TEST(FetchPolicy, EveryAddressOfANameMustBePublic) {
    const auto verdict = [](const std::vector<std::string>& addresses) {
        const auto target = judge("http://news.example.org/", {}, answering(addresses));
        return target ? "allowed" : target.error().message;
    };
    EXPECT_EQ(verdict({"93.184.216.34", "2606:4700:4700::1111"}), "allowed");
    EXPECT_EQ(
        verdict({"93.184.216.34", "10.0.0.5"}),
        "news.example.org is at 10.0.0.5, which is not a public address: private use, RFC 1918");
    EXPECT_NE(verdict({"2606:4700:4700::1111", "fd00::1"}), "allowed");
    EXPECT_NE(verdict({"::ffff:10.1.2.3"}), "allowed");
    EXPECT_EQ(verdict({}), "cannot find the host news.example.org");
    EXPECT_EQ(judge("http://news.example.org/", {}, answering({})).error().failure,
              Failure::absent);
}

TEST(FetchPolicy, LiteralAddressesAreNotResolved) {
    const Resolver never = [](const std::string& name) -> std::vector<Address> {
        ADD_FAILURE() << "resolved " << name;
        return {};
    };
    EXPECT_TRUE(judge("http://8.8.8.8/", {}, never));
    EXPECT_FALSE(judge("http://10.0.0.1/", {}, never));
    EXPECT_FALSE(judge("http://[::1]/", {}, never));
    EXPECT_FALSE(judge("http://localhost/", {}, never));
    EXPECT_FALSE(judge("http://intranet:8080/", {}, never));
}

TEST(FetchPolicy, TheOperatorMayAllowAnIntranet) {
    const FetchPolicy policy = allowing({"wiki", "News.Corp.", "10.1.0.0/16", "fd00:1::/32"});
    EXPECT_EQ(judged("http://10.1.2.3/", policy), "http://10.1.2.3/");
    EXPECT_EQ(judged("http://10.2.2.3/", policy), "refused");
    EXPECT_EQ(judged("http://[fd00:1::7]/", policy), "http://[fd00:1::7]/");
    EXPECT_EQ(judged("http://wiki/", policy), "http://wiki/");
    EXPECT_EQ(judged("http://wiki.local/", policy), "refused");
    EXPECT_TRUE(judge("http://news.corp/", policy, answering({"192.168.7.7"})));
    EXPECT_FALSE(judge("http://sub.news.corp/", policy, answering({"192.168.7.7"})));
    EXPECT_TRUE(judge("http://example.org/", policy, answering({"10.1.0.1", "8.8.8.8"})));
    EXPECT_FALSE(judge("http://example.org/", policy, answering({"10.1.0.1", "10.2.0.1"})));
    // The other rules stay.
    EXPECT_EQ(judged("http://wiki:22/", policy), "refused");
    EXPECT_EQ(judged("ftp://wiki/", policy), "refused");
    EXPECT_EQ(judged("http://a@wiki/", policy), "refused");
    for (const char* entry : {"", "10.1.0.5/16", "127.1", "*.corp", "a b", "http://wiki/"})
        EXPECT_FALSE(AllowList::parse({entry})) << entry;
}

TEST(FetchPolicy, ReasonsAreOnePrintableLine) {
    for (const std::string_view url :
         {"http://a\x1b[31m b/", "http://\xff\n/", "http://é\u202e\n.1/", "http://8.8.8.8:9\x01/",
          "x\n:", "http://[\x1b]/"}) {
        const auto target = judge_form(url, {});
        ASSERT_FALSE(target) << url;
        EXPECT_EQ(target.error().failure, Failure::refused);
        for (const char c : target.error().message) EXPECT_TRUE(c >= 0x20 && c <= 0x7e) << url;
    }
    EXPECT_EQ(printable("a\nb\xc3\xa9"), "a?b??");
    EXPECT_EQ(printable(std::string(100, 'x')), std::string(80, 'x') + "...");
}

TEST(FetchPolicy, AnAddressMustAlsoFitWhenItIsEncoded) {
    const std::string base = "http://agency.example/";
    const auto short_one = judge_form(base + std::string(2000, '\xA9'), FetchPolicy{});
    ASSERT_TRUE(short_one);
    EXPECT_TRUE(judge_form(short_one->url, FetchPolicy{}));
    EXPECT_FALSE(judge_form(base + std::string(4000, '\xA9'), FetchPolicy{}));
}

}  // namespace
}  // namespace chappe
