#pragma once
// Address: of a machine, IPv4 or IPv6, and the networks that addresses stand in.

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
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
    friend constexpr auto operator<=>(const Address&, const Address&) = default;
};

/// All addresses that share the first `length` bits with `first`.
struct Subnet {
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
std::optional<Subnet> parse_subnet(std::string_view text);
/// Nothing when the socket address is neither IPv4 nor IPv6.
std::optional<Address> address_of(const sockaddr& socket_address);
std::string to_string(const Address&);

/// An IPv4 address in IPv6 clothes (::ffff:a.b.c.d; RFC 4291, 2.5.5.2) as the IPv4 address it is.
Address undressed(const Address&);
/// 127.0.0.0/8 and ::1.
bool is_loopback(const Address&);

}  // namespace chappe
