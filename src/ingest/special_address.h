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

#include <string_view>

#include "base/address.h"

namespace chappe {

/// Why this is no public address: "private use, RFC 1918". Empty when it is public.
std::string_view purpose_of(const Address&);
inline bool is_public(const Address& address) {
    return purpose_of(address).empty();
}

}  // namespace chappe
