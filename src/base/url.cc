#include "base/url.h"

#include <algorithm>
#include <array>
#include <boost/url.hpp>
#include <utility>

#include "base/text.h"

namespace chappe {
namespace {

namespace urls = boost::urls;

constexpr std::size_t longest_url = 8192;  // what browsers and servers still agree on

/// Where the host stands in an absolute or scheme-relative address; elsewhere it is empty.
std::pair<std::size_t, std::size_t> authority_in(std::string_view text) {
    const std::size_t slashes = text.find_first_of("/?#");
    if (slashes == text.npos || text.substr(slashes, 2) != "//") return {0, 0};
    if (slashes > 0 && text[slashes - 1] != ':') return {0, 0};
    const std::size_t end = text.find_first_of("/?#", slashes + 2);
    return {slashes + 2, std::min(end, text.size())};
}

/// Characters that stand in an address as they are.
constexpr std::array<bool, 256> bare = [] {
    std::array<bool, 256> table{};
    for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = true;
    for (int c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = true;
    for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = true;
    for (const char c : std::string_view("-._~:/?#@!$&'()*+,;="))
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

bool is_bare(char c) {
    return bare[static_cast<unsigned char>(c)];
}

/// Percent-encodes what RFC 3986 does not allow bare but pages write: spaces, quotes, non-ASCII,
/// and the brackets of "?tag[]=1", which only an IPv6 host may have.
std::string encode_bare(std::string_view text) {
    if (std::all_of(text.begin(), text.end(), is_bare)) return std::string(text);
    const auto [host_begin, host_end] = authority_in(text);
    constexpr char hex[] = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size() + 30);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\t' || c == '\n' || c == '\r') continue;  // WHATWG URL, 4.4: removed
        const bool bracket = (c == '[' || c == ']') && i >= host_begin && i < host_end;
        const bool percent = c == '%' && i + 2 < text.size() &&
                             std::isxdigit(static_cast<unsigned char>(text[i + 1])) &&
                             std::isxdigit(static_cast<unsigned char>(text[i + 2]));
        if (is_bare(c) || bracket || percent) {
            out += c;
        } else {
            out += '%';
            out += hex[byte >> 4];
            out += hex[byte & 15];
        }
    }
    return out;
}

/// The host of an address that is already in the form that parse() gives, as most are: lower case,
/// plain characters, a path; nothing for all others.
std::optional<std::string_view> plain_host(std::string_view text) {
    const std::string_view scheme = text.starts_with("https://")  ? "https://"
                                    : text.starts_with("http://") ? "http://"
                                                                  : std::string_view{};
    if (scheme.empty()) return std::nullopt;
    const std::size_t end = text.find('/', scheme.size());
    if (end == text.npos || end == scheme.size()) return std::nullopt;
    const std::string_view host = text.substr(scheme.size(), end - scheme.size());
    const bool letters = std::all_of(host.begin(), host.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    });
    // A host of numbers may be an address in a form of its own.
    if (!letters || (host.back() >= '0' && host.back() <= '9')) return std::nullopt;
    std::size_t fragments = 0;
    for (const char c : text.substr(end)) {
        if (!is_bare(c)) return std::nullopt;
        fragments += c == '#';
    }
    if (fragments > 1) return std::nullopt;
    return host;
}

bool is_web(const urls::url_view_base& url) {
    return (url.scheme_id() == urls::scheme::http || url.scheme_id() == urls::scheme::https) &&
           !url.encoded_host().empty();
}

bool is_tracking(std::string_view key) {
    constexpr std::array<std::string_view, 10> known = {"fbclid", "gclid",  "dclid",  "msclkid",
                                                        "yclid",  "mc_cid", "mc_eid", "igshid",
                                                        "xtor",   "cmpid"};
    return lower_ascii(key).starts_with("utm_") ||
           std::any_of(known.begin(), known.end(),
                       [&](std::string_view name) { return equal_ignoring_ascii_case(key, name); });
}

}  // namespace

std::optional<Url> Url::parse(std::string_view text) {
    text = trim(text);
    if (text.empty() || text.size() > longest_url) return std::nullopt;
    if (const auto host = plain_host(text)) return Url(std::string(text), std::string(*host));
    const std::string encoded = encode_bare(text);
    if (!equal_ignoring_ascii_case(std::string_view(encoded).substr(0, 4), "http"))
        return std::nullopt;
    const auto parsed = urls::parse_uri(encoded);
    if (!parsed || !is_web(*parsed)) return std::nullopt;
    urls::url url(*parsed);
    url.normalize_scheme();
    url.normalize_authority();
    if (url.encoded_path().empty()) url.set_path_absolute(true);
    return Url(std::string(url.buffer()), std::string(url.encoded_host()));
}

std::optional<Url> Url::resolve(std::string_view reference) const {
    reference = trim(reference);
    if (reference.size() > longest_url) return std::nullopt;
    if (reference.find("/.") == reference.npos) {
        // Nothing of the base but its scheme and host takes part, and no dots are to be resolved.
        if (const auto host = plain_host(reference))
            return Url(std::string(reference), std::string(*host));
        if (reference.size() > 1 && reference[0] == '/' && is_bare(reference[1]) &&
            reference[1] != '/') {
            const std::size_t path = text_.find('/', text_.find("//") + 2);
            std::string whole = text_.substr(0, path);
            whole += reference;
            if (const auto host = plain_host(whole); host && whole.size() <= longest_url) {
                std::string name(*host);
                return Url(std::move(whole), std::move(name));
            }
        }
    }
    const std::string encoded = encode_bare(reference);
    const auto parsed = urls::parse_uri_reference(encoded);
    const auto base = urls::parse_uri(text_);
    if (!parsed || !base) return std::nullopt;
    urls::url url;
    if (!urls::resolve(*base, *parsed, url)) return std::nullopt;
    return parse(url.buffer());
}

std::string Url::identity() const {
    urls::url url(*urls::parse_uri(text_));
    url.remove_fragment();
    if ((url.port() == "80" && url.scheme_id() == urls::scheme::http) ||
        (url.port() == "443" && url.scheme_id() == urls::scheme::https) ||
        (url.has_port() && url.port().empty()))
        url.remove_port();
    auto parameters = url.encoded_params();
    for (auto it = parameters.begin(); it != parameters.end();)
        it = is_tracking((*it).key) ? parameters.erase(it) : std::next(it);
    if (url.encoded_query().empty()) url.remove_query();
    return std::string(url.buffer());
}

}  // namespace chappe
