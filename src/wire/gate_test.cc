#include "wire/gate.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

Gate gate_of(const ServerOptions& options) {
    auto made = Gate::make(options);
    EXPECT_TRUE(made);
    return made ? std::move(*made) : Gate();
}

Address address(std::string_view text) {
    return undressed(parse_address(text).value_or(Address()));
}

std::string sender(const Gate& gate, std::string_view peer, std::string chain,
                   std::string protocol = "") {
    const auto sent = gate.sender_of(address(peer), {std::move(chain), std::move(protocol)});
    return to_string(sent.address) + (sent.secure ? " https" : "");
}

TEST(Gate, OurNamesAndAllAddressesAreKnown) {
    ServerOptions options;
    options.public_url = "https://Wire.Example:8443/";
    options.hosts = {"press.example"};
    const Gate gate = gate_of(options);
    for (const char* host :
         {"", "localhost", "LOCALHOST:8710", "wire.example", "wire.example.:443", "press.example",
          "127.0.0.1:8710", "192.168.1.7", "[::1]:8710", "[2001:db8::1]"})
        EXPECT_TRUE(gate.knows(host)) << host;
    for (const char* host : {"evil.example", "wire.example.evil.example", "localhost.evil", "[x]",
                             "1.2.3", "[::1", "0x7f000001", "wire", "evil:80"})
        EXPECT_FALSE(gate.knows(host)) << host;
}

TEST(Gate, ForwardedAddressesAreBelievedOfTrustedProxiesOnly) {
    ServerOptions options;
    options.trusted_proxies = {"127.0.0.1", "10.0.0.0/9", "2001:db8::/33"};
    const Gate gate = gate_of(options);
    EXPECT_EQ(sender(gate, "127.0.0.1", "203.0.113.9"), "203.0.113.9");
    EXPECT_EQ(sender(gate, "127.0.0.1", "6.6.6.6, 203.0.113.9"), "203.0.113.9");
    EXPECT_EQ(sender(gate, "127.0.0.1", "6.6.6.6, 203.0.113.9 ,10.1.2.3"), "203.0.113.9");
    EXPECT_EQ(sender(gate, "127.0.0.1", "10.1.2.3"), "10.1.2.3");
    EXPECT_EQ(sender(gate, "127.0.0.1", "203.0.113.9:5555"), "203.0.113.9");
    EXPECT_EQ(sender(gate, "127.0.0.1", "[2001:db9::1]:5555"), "2001:db9::1");
    EXPECT_EQ(sender(gate, "127.0.0.1", ""), "127.0.0.1");
    EXPECT_EQ(sender(gate, "127.0.0.1", "6.6.6.6, unknown"), "127.0.0.1");
    EXPECT_EQ(sender(gate, "192.0.2.1", "203.0.113.9", "https"), "192.0.2.1");
    EXPECT_TRUE(gate.trusts(address("10.127.255.255")));
    EXPECT_FALSE(gate.trusts(address("10.128.0.0")));
    EXPECT_TRUE(gate.trusts(address("2001:db8:7fff::1")));
    EXPECT_FALSE(gate.trusts(address("2001:db8:8000::1")));
}

TEST(Gate, WhoCameOverHttpsIsSaidByTheProxyElseByThePublicAddress) {
    ServerOptions options;
    options.trusted_proxies = {"127.0.0.1"};
    EXPECT_EQ(sender(gate_of(options), "127.0.0.1", "", "https"), "127.0.0.1 https");
    EXPECT_EQ(sender(gate_of(options), "127.0.0.1", ""), "127.0.0.1");
    EXPECT_EQ(sender(gate_of(options), "192.0.2.1", "", "https"), "192.0.2.1");
    options.public_url = "https://wire.example";
    EXPECT_EQ(sender(gate_of(options), "192.0.2.1", ""), "192.0.2.1 https");
    EXPECT_EQ(sender(gate_of(options), "127.0.0.1", "", "http"), "127.0.0.1");
}

TEST(Gate, AProxyThatIsNoAddressIsRefused) {
    for (const char* wrong : {"", "proxy", "10.0.0.0/33", "10.0.0.0/0", "10.0.0.0/", "::1/129"}) {
        ServerOptions options;
        options.trusted_proxies = {wrong};
        EXPECT_FALSE(Gate::make(options)) << wrong;
    }
}

TEST(Gate, AddressesPrintAsTheyAreWritten) {
    for (const char* text : {"127.0.0.1", "203.0.113.9", "::1", "2001:db8::7"})
        EXPECT_EQ(to_string(address(text)), text);
    EXPECT_EQ(to_string(address("::ffff:1.2.3.4")), "1.2.3.4");
    EXPECT_TRUE(is_loopback(address("127.9.9.9")));
    EXPECT_TRUE(is_loopback(address("::1")));
    EXPECT_TRUE(is_loopback(address("::ffff:127.0.0.1")));
    EXPECT_FALSE(is_loopback(address("128.0.0.1")));
}

}  // namespace
}  // namespace chappe
