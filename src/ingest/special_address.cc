#include "ingest/special_address.h"

#include <algorithm>
#include <array>
#include <span>

namespace chappe {
namespace {

struct SpecialRange {
    Subnet network;
    std::string_view purpose;
};

constexpr Subnet v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, unsigned length) {
    return {Address::v4(a, b, c, 0), length};
}

/// `groups` are the first 16-bit groups of the address; the others are zero.
constexpr Subnet v6(std::array<std::uint16_t, 8> groups, unsigned length) {
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
constexpr Subnet global_unicast = v6({0x2000}, 3);
// RFC 6052, 2.1. Where DNS64 is at work every IPv4 site looks so; it leads to the IPv4 address.
constexpr Subnet nat64 = v6({0x64, 0xff9b}, 96);

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

std::string_view purpose_of(const Address& address) {
    if (address.family == Address::Family::v4) return purpose_in(special_v4, address);
    if (nat64.holds(address)) return purpose_in(special_v4, last_four(address));
    if (const auto purpose = purpose_in(special_v6, address); !purpose.empty()) return purpose;
    if (!global_unicast.holds(address)) return "not global unicast, RFC 4291";
    if (is_isatap(address)) return purpose_in(special_v4, last_four(address));
    return {};
}

}  // namespace chappe
