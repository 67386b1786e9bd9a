#include "ingest/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace chappe {
namespace {

struct SpecialRange {
    Network network;
    std::string_view purpose;
};

constexpr Network v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, unsigned length) {
    return {Address::v4(a, b, c, 0), length};
}

/// `groups` are the first 16-bit groups of the address; the others are zero.
constexpr Network v6(std::array<std::uint16_t, 8> groups, unsigned length) {
    Address address{.family = Address::Family::v6, .bytes = {}};
    for (std::size_t i = 0; i < groups.size(); ++i) {
        address.bytes[2 * i] = static_cast<std::uint8_t>(groups[i] >> 8);
        address.bytes[2 * i + 1] = static_cast<std::uint8_t>(groups[i] & 0xff);
    }
    return {address, length};
}

// https://www.iana.org/assignments/iana-ipv4-special-registry
// https://www.iana.org/assignments/multicast-addresses
constexpr auto special_v4 = std::to_array<SpecialRange>({
    {v4(0, 0, 0, 8), "this network, RFC 791"},
    {v4(10, 0, 0, 8), "private use, RFC 1918"},
    {v4(100, 64, 0, 10), "shared by a carrier, RFC 6598"},
    {v4(127, 0, 0, 8), "loopback, RFC 1122"},
    {v4(169, 254, 0, 16), "link-local, RFC 3927"},
    {v4(172, 16, 0, 12), "private use, RFC 1918"},
    // Holds DS-Lite (RFC 7335), the dummy address (RFC 7600), PCP and TURN anycast (RFC 7723, RFC
    // 8155) and NAT64 discovery (RFC 7050, RFC 8880).
    {v4(192, 0, 0, 24), "protocol assignments, RFC 6890"},
    {v4(192, 0, 2, 24), "documentation, RFC 5737"},
    {v4(192, 31, 196, 24), "AS112, RFC 7535"},
    {v4(192, 52, 193, 24), "multicast relays, RFC 7450"},
    {v4(192, 88, 99, 24), "6to4 relays, RFC 7526"},
    {v4(192, 168, 0, 16), "private use, RFC 1918"},
    {v4(192, 175, 48, 24), "AS112, RFC 7534"},
    {v4(198, 18, 0, 15), "benchmarks, RFC 2544"},
    {v4(198, 51, 100, 24), "documentation, RFC 5737"},
    {v4(203, 0, 113, 24), "documentation, RFC 5737"},
    {v4(224, 0, 0, 4), "multicast, RFC 5771"},
    {v4(240, 0, 0, 4), "reserved, RFC 1112"},  // and limited broadcast, RFC 919
});

// https://www.iana.org/assignments/iana-ipv6-special-registry
// https://www.iana.org/assignments/ipv6-address-space
// In order of search: a range inside another stands before it, for its better name.
constexpr auto special_v6 = std::to_array<SpecialRange>({
    {v6({}, 128), "unspecified, RFC 4291"},
    {v6({0, 0, 0, 0, 0, 0, 0, 1}, 128), "loopback, RFC 4291"},
    {v6({}, 96), "IPv4-compatible, RFC 4291"},
    {v6({0, 0, 0, 0, 0, 0xffff}, 96), "IPv4-mapped, RFC 4291"},
    {v6({0x64, 0xff9b, 1}, 48), "local NAT64, RFC 8215"},
    {v6({0x100}, 64), "discard, RFC 6666"},
    {v6({0x100, 0, 0, 1}, 64), "dummy prefix, RFC 9780"},
    {v6({0x2001}, 32), "Teredo, RFC 4380"},
    {v6({0x2001, 2}, 48), "benchmarks, RFC 5180"},
    {v6({0x2001, 3}, 32), "multicast relays, RFC 7450"},
    {v6({0x2001, 4, 0x112}, 48), "AS112, RFC 7535"},
    {v6({0x2001, 0x10}, 28), "ORCHID, RFC 4843"},
    {v6({0x2001, 0x20}, 28), "ORCHIDv2, RFC 7343"},
    {v6({0x2001, 0x30}, 28), "drone identities, RFC 9374"},
    {v6({0x2001}, 23), "protocol assignments, RFC 2928"},
    {v6({0x2001, 0xdb8}, 32), "documentation, RFC 3849"},
    {v6({0x2002}, 16), "6to4, RFC 3056"},
    {v6({0x2620, 0x4f, 0x8000}, 48), "AS112, RFC 7534"},
    {v6({0x3fff}, 20), "documentation, RFC 9637"},
    {v6({0x5f00}, 16), "segment routing, RFC 9602"},
    {v6({0xfc00}, 7), "unique local, RFC 4193"},
    {v6({0xfe80}, 10), "link-local, RFC 4291"},
    {v6({0xfec0}, 10), "site-local, RFC 3879"},
    {v6({0xff00}, 8), "multicast, RFC 4291"},
});

// RFC 4291, 2.4 and the address space registry: what is outside of it is not assigned to anybody.
constexpr Network global_unicast = v6({0x2000}, 3);
// RFC 6052, 2.1. Where DNS64 is at work every IPv4 site looks so; it leads to the IPv4 address.
constexpr Network nat64 = v6({0x64, 0xff9b}, 96);

std::string_view purpose_in(std::span<const SpecialRange> ranges, const Address& address) {
    const auto found = std::find_if(ranges.begin(), ranges.end(), [&](const SpecialRange& range) {
        return range.network.holds(address);
    });
    return found == ranges.end() ? std::string_view{} : found->purpose;
}

/// ISATAP (RFC 5214, 6.1): under any prefix, the interface 0:5efe or 200:5efe, then an IPv4 address
/// to which a router that speaks it would tunnel.
bool is_isatap(const Address& address) {
    const auto& b = address.bytes;
    return (b[8] & 0xfd) == 0 && b[9] == 0 && b[10] == 0x5e && b[11] == 0xfe;
}

Address last_four(const Address& address) {
    const auto& b = address.bytes;
    return Address::v4(b[12], b[13], b[14], b[15]);
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
    // inet_pton reads what stands before a NUL; more text than INET6_ADDRSTRLEN is no address.
    if (text.size() >= INET6_ADDRSTRLEN || text.find('\0') != text.npos) return std::nullopt;
    char zero_ended[INET6_ADDRSTRLEN] = {};
    text.copy(zero_ended, sizeof zero_ended - 1);

    Address address;
    if (inet_pton(AF_INET, zero_ended, address.bytes.data()) == 1) return address;
    address.family = Address::Family::v6;
    if (inet_pton(AF_INET6, zero_ended, address.bytes.data()) == 1) return address;
    return std::nullopt;
}

std::optional<Network> parse_network(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto first = parse_address(text.substr(0, slash));
    if (!first) return std::nullopt;
    if (slash == text.npos) return Network{*first, first->bits()};

    const std::string_view digits = text.substr(slash + 1);
    unsigned length = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (error != std::errc{} || end != digits.data() + digits.size() || length > first->bits())
        return std::nullopt;
    for (unsigned bit = length; bit < first->bits(); ++bit)
        if ((first->bytes[bit / 8] >> (7 - bit % 8) & 1) != 0) return std::nullopt;
    return Network{*first, length};
}

std::optional<Address> address_of(const sockaddr& socket_address) {
    Address address;
    if (socket_address.sa_family == AF_INET) {
        sockaddr_in in{};
        std::memcpy(&in, &socket_address, sizeof in);
        std::memcpy(address.bytes.data(), &in.sin_addr, 4);
        return address;
    }
    if (socket_address.sa_family == AF_INET6) {
        sockaddr_in6 in6{};
        std::memcpy(&in6, &socket_address, sizeof in6);
        address.family = Address::Family::v6;
        std::memcpy(address.bytes.data(), &in6.sin6_addr, 16);
        return address;
    }
    return std::nullopt;
}

std::string to_string(const Address& address) {
    char text[INET6_ADDRSTRLEN] = {};
    const int family = address.family == Address::Family::v4 ? AF_INET : AF_INET6;
    inet_ntop(family, address.bytes.data(), text, sizeof text);
    return text;
}

std::string_view purpose_of(const Address& address) {
    if (address.family == Address::Family::v4) return purpose_in(special_v4, address);
    if (nat64.holds(address)) return purpose_in(special_v4, last_four(address));
    if (const auto purpose = purpose_in(special_v6, address); !purpose.empty()) return purpose;
    if (!global_unicast.holds(address)) return "not global unicast, RFC 4291";
    if (is_isatap(address)) return purpose_in(special_v4, last_four(address));
    return {};
}

}  // namespace chappe
