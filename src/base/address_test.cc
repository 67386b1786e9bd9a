#include "base/address.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <bit>

namespace chappe {
namespace {

TEST(Address, OnlyThePlainSpellingIsRead) {
    for (const std::string_view text : {"",
                                        "1",
                                        "127.1",
                                        "127.0.1",
                                        "0177.0.0.1",
                                        "127.0.0.01",
                                        "0x7f.0.0.1",
                                        "2130706433",
                                        "127.0.0.1.",
                                        " 127.0.0.1",
                                        "127.0.0.1 ",
                                        "256.0.0.1",
                                        "1.2.3.4.5",
                                        "1..2.3",
                                        "[::1]",
                                        "fe80::1%eth0",
                                        ":::",
                                        "1:2:3:4:5:6:7",
                                        "1:2:3:4:5:6:7:8:9",
                                        "::12345",
                                        "::1.2.3",
                                        "::ffff:127.0.0.01",
                                        "１.1.1.1"})
        EXPECT_FALSE(parse_address(text)) << text;
    EXPECT_FALSE(parse_address(std::string_view("8.8.8.8\0.example", 16)));
    EXPECT_FALSE(parse_address(std::string(1000, '1')));
    for (const std::string_view text : {"8.8.8.8", "::", "2a00:1450:4007::200e"})
        EXPECT_EQ(to_string(parse_address(text).value()), text);
    EXPECT_EQ(to_string(parse_address("2606:4700:0000::0001").value()), "2606:4700::1");
}

TEST(Address, SubnetsHoldWhatSharesTheirPrefix) {
    const auto holds = [](std::string_view network, std::string_view address) {
        return parse_subnet(network).value().holds(parse_address(address).value());
    };
    EXPECT_TRUE(holds("10.0.0.0/8", "10.255.0.1"));
    EXPECT_FALSE(holds("10.0.0.0/8", "11.0.0.0"));
    EXPECT_TRUE(holds("100.64.0.0/10", "100.127.255.255"));
    EXPECT_FALSE(holds("100.64.0.0/10", "100.128.0.0"));
    EXPECT_TRUE(holds("0.0.0.0/0", "255.255.255.255"));
    EXPECT_FALSE(holds("0.0.0.0/0", "::"));
    EXPECT_TRUE(holds("127.0.0.1", "127.0.0.1"));
    EXPECT_FALSE(holds("127.0.0.1", "127.0.0.2"));
    EXPECT_TRUE(holds("fd00::/8", "fdff::1"));
    EXPECT_FALSE(holds("fd00::1/128", "fd00::2"));
    for (const std::string_view text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.5/8", "10/8",
                                        "::/129", "10.0.0.0/-1", "10.0.0.0/8x", "10.0.0.0/+8"})
        EXPECT_FALSE(parse_subnet(text)) << text;
}

TEST(Address, SocketAddressesAreReadBack) {
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_addr.s_addr = std::endian::native == std::endian::little ? 0x0100007fU : 0x7f000001U;
    EXPECT_EQ(address_of(reinterpret_cast<const sockaddr&>(in)), Address::v4(127, 0, 0, 1));

    sockaddr_in6 in6{};
    in6.sin6_family = AF_INET6;
    in6.sin6_addr.s6_addr[15] = 1;
    EXPECT_EQ(address_of(reinterpret_cast<const sockaddr&>(in6)), parse_address("::1"));

    sockaddr_un un{};
    un.sun_family = AF_UNIX;
    EXPECT_FALSE(address_of(reinterpret_cast<const sockaddr&>(un)));
}

TEST(Address, Ipv4InIpv6ClothesIsUndressed) {
    EXPECT_EQ(to_string(undressed(*parse_address("::ffff:192.0.2.7"))), "192.0.2.7");
    for (const char* plain : {"192.0.2.7", "2001:db8::1", "::1", "::fffe:192.0.2.7"})
        EXPECT_EQ(undressed(*parse_address(plain)), *parse_address(plain)) << plain;
}

TEST(Address, LoopbackIsThisMachine) {
    for (const char* here : {"127.0.0.1", "127.255.0.3", "::1"})
        EXPECT_TRUE(is_loopback(*parse_address(here))) << here;
    for (const char* elsewhere : {"126.0.0.1", "128.0.0.1", "::2", "::", "7f00::1"})
        EXPECT_FALSE(is_loopback(*parse_address(elsewhere))) << elsewhere;
}

}  // namespace
}  // namespace chappe
