#include "wire/gate.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "base/url.h"

namespace chappe {
namespace {

constexpr std::size_t most_hops = 32;  // of X-Forwarded-For; what is further away is not ours

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

/// An address as a reader's, undressed.
std::optional<Address> address_in(std::string_view text) {
    const auto address = parse_address(text);
    return address ? std::optional(undressed(*address)) : std::nullopt;
}

/// One hop of X-Forwarded-For: an address, perhaps with a port.
std::optional<Address> parse_hop(std::string_view hop) {
    if (hop.starts_with('[')) {
        const std::size_t end = hop.find(']');
        return end == hop.npos ? std::nullopt : address_in(hop.substr(1, end - 1));
    }
    if (std::count(hop.begin(), hop.end(), ':') == 1) hop = hop.substr(0, hop.find(':'));
    return address_in(hop);
}

}  // namespace

Result<Gate> Gate::make(const ServerOptions& options) {
    Gate gate;
    for (const std::string& proxy : options.trusted_proxies) {
        const auto network = parse_subnet(proxy);
        if (!network || network->length == 0)  // all the world
            return fail(Failure::refused,
                        "--trusted-proxy needs an address or a network, as 10.0.0.1 or "
                        "10.0.0.0/8, not \"" +
                            proxy + "\"");
        gate.proxies_.push_back(*network);
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
        return name.ends_with(']') && parse_address(name.substr(1, name.size() - 2));
    return parse_address(name).has_value();
}

bool Gate::trusts(const Address& peer) const {
    return std::any_of(proxies_.begin(), proxies_.end(),
                       [&](const Subnet& network) { return network.holds(peer); });
}

/// From the nearest hop outwards: each was written by the one before, so the first that is not
/// trusted is the last that is known.
Gate::Sender Gate::sender_of(const Address& peer, const Forwarded& forwarded) const {
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
