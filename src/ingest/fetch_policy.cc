#include "ingest/fetch_policy.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "ingest/host_name.h"

namespace chappe {
namespace {

constexpr std::size_t longest_url = 8192;  // as base/url.cc

/// The pieces of a URL, as written.
struct Pieces {
    bool https = false;
    std::string_view host;
    std::string_view port;
    std::string_view tail;  // path and query; empty, or from '/' or '?' on
};

std::unexpected<Error> refuse(std::string why) {
    return fail(Failure::refused, std::move(why));
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// The scheme and "//" off the front. WHATWG would repair "http:/host" and "http:\\host"; RFC 3986
/// reads no host there.
Result<bool> take_scheme(std::string_view& url) {
    const std::size_t colon = url.find(':');
    const std::string scheme = lower_ascii(url.substr(0, colon));
    if (colon == url.npos || (scheme != "http" && scheme != "https"))
        return refuse("only http:// and https:// addresses are fetched");
    url.remove_prefix(colon + 1);
    if (!url.starts_with("//") || url.starts_with("///")) return refuse("no host in the address");
    url.remove_prefix(2);
    return scheme == "https";
}

/// "[::1]:80" or "host:80" in two.
Result<std::pair<std::string_view, std::string_view>> split_port(std::string_view authority) {
    std::size_t colon = authority.find(':');
    if (authority.starts_with('[')) {
        const std::size_t close = authority.find(']');
        if (close == authority.npos) return refuse("a bracket is not closed in the host");
        colon = close + 1 == authority.size() ? authority.npos : close + 1;
        if (colon != authority.npos && authority[colon] != ':')
            return refuse("something stands between the host and its port");
    }
    if (colon == authority.npos) return std::pair{authority, std::string_view{}};
    const std::string_view port = authority.substr(colon + 1);
    if (port.empty()) return refuse("a colon without a port");
    return std::pair{authority.substr(0, colon), port};
}

Result<Pieces> take_apart(std::string_view url) {
    if (url.size() > longest_url) return refuse("the address is longer than 8192 bytes");
    // Some parsers drop tabs and line ends, others stop at them.
    if (std::any_of(url.begin(), url.end(), is_control))
        return refuse("the address holds control characters");

    Pieces pieces;
    pieces.https = TRY(take_scheme(url));
    const std::size_t end = std::min(url.find_first_of("/?#"), url.size());
    const std::string_view authority = url.substr(0, end);
    pieces.tail = url.substr(end);
    pieces.tail = pieces.tail.substr(0, pieces.tail.find('#'));

    if (authority.find('\\') != authority.npos)
        return refuse("a backslash in the host: some take it for a slash");
    if (authority.find('@') != authority.npos)
        return refuse("addresses with a user or a password are not fetched");
    // In "http://a?@b/" a careless parser sees a user and the host b.
    const std::string_view until_slash = url.substr(0, url.find('/'));
    if (until_slash.find('@') != until_slash.npos)
        return refuse("an at sign before the first slash: some take what follows for the host");

    const auto [host, port] = TRY(split_port(authority));
    if (host.empty()) return refuse("no host in the address");
    pieces.host = host;
    pieces.port = port;
    return pieces;
}

Result<std::uint16_t> read_port(const Pieces& pieces, const FetchPolicy& policy) {
    std::uint16_t port = pieces.https ? 443 : 80;
    if (!pieces.port.empty()) {
        const char* const begin = pieces.port.data();
        const char* const end = begin + pieces.port.size();
        const auto [stop, error] = std::from_chars(begin, end, port);
        if (error != std::errc{} || stop != end || pieces.port.front() == '0')
            return refuse("\"" + printable(pieces.port) + "\" is not a port");
    }
    if (std::find(policy.ports.begin(), policy.ports.end(), port) == policy.ports.end())
        return refuse("port " + std::to_string(port) + " is not one that pages are served on");
    return port;
}

/// Fills in host, literal and trusted.
Result<FetchTarget> read_host(std::string_view host, const FetchPolicy& policy) {
    FetchTarget target;
    if (host.starts_with('[')) {
        target.literal = parse_address(host.substr(1, host.size() - 2));
        if (!target.literal || target.literal->family != Address::Family::v6)
            return refuse("\"" + printable(host) + "\" is not an IPv6 address");
    } else if (host.find(':') == host.npos) {
        target.literal = parse_address(host);
    }
    if (target.literal) {
        target.host = to_string(*target.literal);
        return target;
    }
    // curl and browsers decode the host once, other parsers never or twice.
    if (host.find('%') != host.npos) return refuse("the host is percent-encoded");
    const auto name = ascii_name(host);
    if (!name) return refuse("\"" + printable(host) + "\" is not the name of a host");
    target.trusted = policy.allow.holds(*name);
    if (!target.trusted && is_local_name(*name))
        return refuse("\"" + printable(*name) + "\" is the name of a local machine");
    target.host = *name;
    return target;
}

bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Path and query as they may stand in a request: RFC 3986's characters, all else percent-encoded.
std::string encode_tail(std::string_view tail) {
    constexpr std::string_view plain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?@!$&'()*+,;=";
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out = tail.starts_with('/') ? "" : "/";
    for (std::size_t i = 0; i < tail.size(); ++i) {
        const char c = tail[i];
        const bool escape =
            c == '%' && i + 2 < tail.size() && is_hex(tail[i + 1]) && is_hex(tail[i + 2]);
        if (escape || plain.find(c) != plain.npos) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += hex[byte >> 4];
        out += hex[byte & 15];
    }
    return out;
}

std::string write_url(const Pieces& pieces, const FetchTarget& target) {
    std::string url = pieces.https ? "https://" : "http://";
    const bool brackets = target.literal && target.literal->family == Address::Family::v6;
    url += brackets ? "[" + target.host + "]" : target.host;
    if (target.port != (pieces.https ? 443 : 80)) url += ":" + std::to_string(target.port);
    return url + encode_tail(pieces.tail);
}

Result<void> check(const FetchTarget& target, const FetchPolicy& policy) {
    if (target.trusted) return {};
    for (const Address& address : target.addresses) {
        const std::string_view objection = policy.objection(address);
        if (objection.empty()) continue;
        const std::string where = to_string(address);
        return refuse((target.literal ? where : target.host + " is at " + where + ", which") +
                      " is not a public address: " + std::string(objection));
    }
    return {};
}

}  // namespace

Result<AllowList> AllowList::parse(const std::vector<std::string>& entries) {
    AllowList list;
    for (const std::string& entry : entries) {
        if (const auto network = parse_subnet(entry)) {
            list.networks_.push_back(*network);
        } else if (auto name = ascii_name(entry)) {
            list.names_.push_back(*std::move(name));
        } else {
            return refuse("\"" + printable(entry) +
                          "\" is neither a host name nor a network as 10.1.0.0/16");
        }
    }
    return list;
}

bool AllowList::holds(const Address& address) const {
    return std::any_of(networks_.begin(), networks_.end(),
                       [&](const Subnet& network) { return network.holds(address); });
}

bool AllowList::holds(std::string_view name) const {
    return std::find(names_.begin(), names_.end(), name) != names_.end();
}

std::string_view FetchPolicy::objection(const Address& address) const {
    return allow.holds(address) ? std::string_view{} : purpose_of(address);
}

Result<FetchTarget> judge_form(std::string_view url, const FetchPolicy& policy) {
    const Pieces pieces = TRY(take_apart(url));
    FetchTarget target = TRY(read_host(pieces.host, policy));
    target.port = TRY(read_port(pieces, policy));
    target.url = write_url(pieces, target);
    // Percent-encoding makes three bytes of one; what is dialled must itself pass the judge.
    if (target.url.size() > longest_url)
        return refuse("the address is longer than 8192 bytes when encoded");
    if (target.literal) target.addresses = {*target.literal};
    TRY(check(target, policy));
    return target;
}

Result<FetchTarget> judge(std::string_view url, const FetchPolicy& policy,
                          const Resolver& resolver) {
    FetchTarget target = TRY(judge_form(url, policy));
    if (target.literal) return target;
    target.addresses = resolver(target.host);
    if (target.addresses.empty())
        return fail(Failure::absent, "cannot find the host " + target.host);
    TRY(check(target, policy));
    return target;
}

std::string printable(std::string_view untrusted) {
    constexpr std::size_t longest = 80;
    std::string out(untrusted.substr(0, longest));
    for (char& c : out)
        if (c < 0x20 || c > 0x7e) c = '?';
    if (untrusted.size() > longest) out += "...";
    return out;
}

}  // namespace chappe
