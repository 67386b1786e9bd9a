#pragma once
// Address: where a packet would go, and whether that is the public internet.
//
//     8.8.8.8                public
//     10.0.0.5               private use, RFC 1918
//     ::ffff:127.0.0.1       an IPv4 address in IPv6 clothes
//     64:ff9b::a9fe:a9fe     NAT64: judged as the 169.254.169.254 that it leads to
//
// Truth: IANA's IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, RFC 8190), the
// multicast registries and the IPv6 address space registry. Every entry of them is refused, the few
// that are "globally reachable" too: they are anycast services (PCP, TURN, AMT, AS112) that the
// nearest machine answers, which may stand inside our own network, and none holds news.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct sockaddr;

namespace chappe {

/// In network order. An IPv4 address uses the first four bytes; the others are zero.
struct Address {
    enum class Family : std::uint8_t { v4, v6 };
    Family family = Family::v4;
    std::array<std::uint8_t, 16> bytes{};

    static constexpr Address v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
        return {.family = Family::v4, .bytes = {a, b, c, d}};
    }
    constexpr unsigned bits() const { return family == Family::v4 ? 32 : 128; }
    friend constexpr bool operator==(const Address&, const Address&) = default;
};

/// All addresses that share the first `length` bits with `first`.
struct Network {
    Address first;
    unsigned length = 0;

    constexpr bool holds(const Address& address) const {
        if (address.family != first.family) return false;
        const std::size_t whole = length / 8;
        for (std::size_t i = 0; i < whole; ++i)
            if (address.bytes[i] != first.bytes[i]) return false;
        const unsigned rest = length % 8;
        return rest == 0 || (address.bytes[whole] ^ first.bytes[whole]) >> (8 - rest) == 0;
    }
};

/// Only the spelling that every parser reads alike: four decimal numbers without leading zeros, or
/// RFC 4291 text without brackets and zone. Nothing for all else ("127.1", "0x7f.0.0.1").
std::optional<Address> parse_address(std::string_view text);
/// "10.0.0.0/8", "fd00::/8", or a bare address, which is a network of one. Nothing when bits behind
/// the length are set: "10.0.0.5/8" is more likely a slip than a wish.
std::optional<Network> parse_network(std::string_view text);
/// Nothing when the socket address is neither IPv4 nor IPv6.
std::optional<Address> address_of(const sockaddr& socket_address);
std::string to_string(const Address&);

/// Why this is no public address: "private use, RFC 1918". Empty when it is public.
std::string_view purpose_of(const Address&);
inline bool is_public(const Address& address) {
    return purpose_of(address).empty();
}

}  // namespace chappe
