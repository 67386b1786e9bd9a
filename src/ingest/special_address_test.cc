#include "ingest/special_address.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

std::string judged(std::string_view text) {
    const auto address = parse_address(text);
    if (!address) return "no address";
    return is_public(*address) ? "public" : "special";
}

// Written apart from the table that it tests: the first and the last address of every entry of
// IANA's registries, and the addresses just outside; empty where the neighbour is special as well.
struct Edges {
    const char* first;
    const char* last;
    const char* before;
    const char* behind;
};

void expect_edges(const Edges& range) {
    EXPECT_EQ(judged(range.first), "special") << range.first;
    EXPECT_EQ(judged(range.last), "special") << range.last;
    for (const std::string_view outside : {range.before, range.behind}) {
        if (outside.empty()) continue;
        EXPECT_EQ(judged(outside), "public") << outside;
    }
}

TEST(SpecialAddress, EveryIpv4RangeEndsWhereIanaSays) {
    const Edges ranges[] = {
        {"0.0.0.0", "0.255.255.255", "", "1.0.0.0"},
        {"10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"},
        {"100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0"},
        {"127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0"},
        {"169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0"},
        {"172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"},
        {"192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0"},
        {"192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0"},
        {"192.31.196.0", "192.31.196.255", "192.31.195.255", "192.31.197.0"},
        {"192.52.193.0", "192.52.193.255", "192.52.192.255", "192.52.194.0"},
        {"192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0"},
        {"192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0"},
        {"192.175.48.0", "192.175.48.255", "192.175.47.255", "192.175.49.0"},
        {"198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0"},
        {"198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0"},
        {"203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0"},
        {"224.0.0.0", "239.255.255.255", "223.255.255.255", ""},
        {"240.0.0.0", "255.255.255.255", "", ""},
    };
    for (const Edges& range : ranges) expect_edges(range);
}

TEST(SpecialAddress, EveryIpv6RangeEndsWhereIanaSays) {
    const Edges ranges[] = {
        {"::", "::", "", ""},
        {"::1", "::1", "", ""},
        {"::2", "::ffff:ffff", "", ""},
        {"::ffff:0:0", "::ffff:255.255.255.255", "", ""},
        {"64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "", ""},
        {"100::", "100::ffff:ffff:ffff:ffff", "", ""},
        {"100:0:0:1::", "100::1:ffff:ffff:ffff:ffff", "", ""},
        {"2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
         "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::"},
        {"2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
         "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::"},
        {"2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
         "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::"},
        {"2620:4f:8000::", "2620:4f:8000:ffff:ffff:ffff:ffff:ffff",
         "2620:4f:7fff:ffff:ffff:ffff:ffff:ffff", "2620:4f:8001::"},
        {"3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
         "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::"},
        {"4000::", "5eff:ffff::", "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ""},
        {"5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", ""},
        {"fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", ""},
        {"fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", ""},
        {"fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", ""},
        {"ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", ""},
        {"101::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", "2000::"},
    };
    for (const Edges& range : ranges) expect_edges(range);
}

TEST(SpecialAddress, EmbeddedIpv4IsJudgedForItself) {
    // NAT64 leads to the IPv4 address; so does ISATAP, under any prefix.
    EXPECT_EQ(judged("64:ff9b::8.8.8.8"), "public");
    EXPECT_EQ(judged("64:ff9b::169.254.169.254"), "special");
    EXPECT_EQ(judged("64:ff9b::127.0.0.1"), "special");
    EXPECT_EQ(judged("64:ff9b::1:8.8.8.8"), "special");  // outside of the /96: nobody's
    EXPECT_EQ(judged("2a00:1450::5efe:10.0.0.1"), "special");
    EXPECT_EQ(judged("2a00:1450::200:5efe:192.168.1.1"), "special");
    EXPECT_EQ(judged("2a00:1450::5efe:8.8.8.8"), "public");
    // Clothes that lead nowhere, whatever is inside.
    EXPECT_EQ(judged("::ffff:8.8.8.8"), "special");
    EXPECT_EQ(judged("::8.8.8.8"), "special");
    EXPECT_EQ(judged("2002:808:808::1"), "special");
    EXPECT_EQ(judged("2001:0:808:808::1"), "special");
}

TEST(SpecialAddress, PurposesNameTheNarrowestRange) {
    EXPECT_EQ(purpose_of(*parse_address("2001:0:1::")), "Teredo, RFC 4380");
    EXPECT_EQ(purpose_of(*parse_address("2001:db8::1")), "documentation, RFC 3849");
    EXPECT_EQ(purpose_of(*parse_address("::1")), "loopback, RFC 4291");
    EXPECT_EQ(purpose_of(*parse_address("64:ff9b::a00:1")), "private use, RFC 1918");
    EXPECT_EQ(purpose_of(*parse_address("8000::1")), "not global unicast, RFC 4291");
    EXPECT_EQ(purpose_of(*parse_address("8.8.8.8")), "");
}

}  // namespace
}  // namespace chappe
