#include "wire/gate.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "base/url.h"
#include "wire/target.h"

namespace chappe {
namespace {

constexpr std::size_t most_hops = 32;  // of X-Forwarded-For; what is further away is not ours
constexpr AddressBytes mapped_prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0};

/// "name:80", "name.", "[::1]:80" without port and last dot.
std::string_view name_in(std::string_view host) {
    if (host.starts_with('[')) {
        const std::size_t end = host.find(']');
        return end == host.npos ? host : host.substr(0, end + 1);
    }
    host = host.substr(0, host.find(':'));
    if (host.ends_with('.')) host.remove_suffix(1);
    return host;
}

/// One hop of X-Forwarded-For: an address, perhaps with a port.
std::optional<AddressBytes> parse_hop(std::string_view hop) {
    if (hop.starts_with('[')) {
        const std::size_t end = hop.find(']');
        return end == hop.npos ? std::nullopt : parse_peer_address(hop.substr(1, end - 1));
    }
    if (std::count(hop.begin(), hop.end(), ':') == 1) hop = hop.substr(0, hop.find(':'));
    return parse_peer_address(hop);
}

}  // namespace

std::optional<AddressBytes> parse_peer_address(std::string_view text) {
    std::array<char, INET6_ADDRSTRLEN> plain{};
    if (text.empty() || text.size() >= plain.size()) return std::nullopt;
    std::copy(text.begin(), text.end(), plain.begin());
    AddressBytes out = mapped_prefix;
    if (inet_pton(AF_INET, plain.data(), out.data() + 12) == 1) return out;
    if (inet_pton(AF_INET6, plain.data(), out.data()) == 1) return out;
    return std::nullopt;
}

std::string to_string(const AddressBytes& address) {
    std::array<char, INET6_ADDRSTRLEN> out{};
    const bool four = is_four(address);
    inet_ntop(four ? AF_INET : AF_INET6, address.data() + (four ? 12 : 0), out.data(), out.size());
    return out.data();
}

bool is_four(const AddressBytes& address) {
    return std::equal(mapped_prefix.begin(), mapped_prefix.begin() + 12, address.begin());
}

bool is_loopback(const AddressBytes& address) {
    if (is_four(address)) return address[12] == 127;
    AddressBytes one{};
    one[15] = 1;
    return address == one;
}

std::optional<Gate::Block> Gate::parse_block(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto address = parse_peer_address(text.substr(0, slash));
    if (!address) return std::nullopt;
    if (slash == text.npos) return Block{*address, 128};
    const auto bits = parse_number(text.substr(slash + 1));
    const unsigned whole = is_four(*address) ? 32 : 128;
    if (!bits || *bits < 1 || *bits > whole) return std::nullopt;
    return Block{*address, static_cast<unsigned>(*bits) + 128 - whole};
}

Result<Gate> Gate::make(const ServerOptions& options) {
    Gate gate;
    for (const std::string& proxy : options.trusted_proxies) {
        const auto block = parse_block(proxy);
        if (!block)
            return fail(Failure::refused,
                        "--trusted-proxy needs an address or a network, as 10.0.0.1 or "
                        "10.0.0.0/8, not \"" +
                            proxy + "\"");
        gate.proxies_.push_back(*block);
    }
    gate.hosts_ = {"localhost", lower_ascii(name_in(options.host))};
    for (const std::string& host : options.hosts) gate.hosts_.push_back(lower_ascii(name_in(host)));
    if (const auto url = Url::parse(options.public_url))
        gate.hosts_.push_back(lower_ascii(name_in(url->host())));
    gate.secure_ = lower_ascii(options.public_url).starts_with("https://");
    return gate;
}

bool Gate::knows(std::string_view host) const {
    if (host.empty()) return true;
    const std::string_view name = name_in(host);
    for (const std::string& known : hosts_)
        if (equal_ignoring_ascii_case(known, name)) return true;
    if (name.starts_with('['))
        return name.ends_with(']') && parse_peer_address(name.substr(1, name.size() - 2));
    return parse_peer_address(name).has_value();
}

bool Gate::trusts(const AddressBytes& peer) const {
    return std::any_of(proxies_.begin(), proxies_.end(), [&](const Block& block) {
        const unsigned bytes = block.bits / 8;
        const unsigned rest = block.bits % 8;
        if (!std::equal(peer.begin(), peer.begin() + bytes, block.first.begin())) return false;
        const auto mask = static_cast<std::uint8_t>(0xFF << (8 - rest));
        return rest == 0 || ((peer[bytes] ^ block.first[bytes]) & mask) == 0;
    });
}

/// From the nearest hop outwards: each was written by the one before, so the first that is not
/// trusted is the last that is known.
Gate::Sender Gate::sender_of(const AddressBytes& peer, const Forwarded& forwarded) const {
    Sender sender{peer, secure_};
    if (proxies_.empty() || !trusts(peer)) return sender;
    if (!forwarded.protocol.empty())
        sender.secure = equal_ignoring_ascii_case(forwarded.protocol, "https");
    std::string_view chain = forwarded.chain;
    for (std::size_t hops = 0; !chain.empty() && hops < most_hops; ++hops) {
        const std::size_t comma = chain.rfind(',');
        const auto hop = parse_hop(trim(comma == chain.npos ? chain : chain.substr(comma + 1)));
        if (!hop) break;
        sender.address = *hop;
        if (comma == chain.npos || !trusts(*hop)) break;
        chain = chain.substr(0, comma);
    }
    return sender;
}

}  // namespace chappe
