#include "wire/session.h"

#include <algorithm>

#include "base/text.h"
#include "wire/target.h"

namespace chappe {
namespace {

constexpr std::size_t session_digits = 64;
constexpr std::size_t longest_place = 500;
std::string name_for(const Request& request) {
    return (request.secure ? "__Host-" : "") + std::string(session_cookie);
}

bool is_session(std::string_view text) {
    return text.size() == session_digits && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

std::string cookie(const Request& request, std::string_view value) {
    std::string out = name_for(request);
    out.append("=").append(value).append("; Path=/; HttpOnly; SameSite=Lax");
    if (request.secure) out += "; Secure";
    return out;
}

struct Origin {
    bool https = false;
    std::string authority;  // lower case, without the scheme's own port
};

std::string authority_of(std::string_view text, bool https) {
    std::string out = lower_ascii(text);
    const std::string_view port = https ? ":443" : ":80";
    if (out.ends_with(port)) out.resize(out.size() - port.size());
    return out;
}

/// Of "https://host:port" (RFC 6454, 6.2); nothing in it for anything else.
Origin origin_of(std::string_view text) {
    constexpr std::string_view safe = "https://";
    constexpr std::string_view plain = "http://";
    const bool https = equal_ignoring_ascii_case(text.substr(0, safe.size()), safe);
    const bool http = equal_ignoring_ascii_case(text.substr(0, plain.size()), plain);
    if (!https && !http) return {};
    const std::string_view rest = text.substr(https ? safe.size() : plain.size());
    return {https, authority_of(rest.substr(0, rest.find('/')), https)};
}

}  // namespace

std::string_view session_in(const Request& request) {
    std::string_view rest = request.cookie;
    if (rest.empty()) return {};
    const std::string wanted = name_for(request);
    while (!rest.empty()) {
        const std::string_view item = rest.substr(0, rest.find(';'));
        rest.remove_prefix(std::min(rest.size(), item.size() + 1));
        const std::string_view pair = trim(item);
        const std::size_t equals = pair.find('=');
        if (equals == pair.npos || pair.substr(0, equals) != wanted) continue;
        const std::string_view value = pair.substr(equals + 1);
        if (is_session(value)) return value;
    }
    return {};
}

Header session_header(const Request& request, std::string_view session) {
    return {"Set-Cookie", cookie(request, session)};
}

Header no_session_header(const Request& request) {
    return {"Set-Cookie", cookie(request, "") + "; Max-Age=0"};
}

bool comes_from_own_page(const Request& request, std::string_view public_url) {
    if (request.origin.empty()) return request.fetch_site == "same-origin";
    const Origin sent = origin_of(request.origin);
    if (sent.authority.empty()) return false;
    const Origin open = origin_of(public_url);
    if (sent.authority == open.authority && sent.https == open.https) return true;
    if (request.secure && !sent.https) return false;
    return !request.host.empty() && sent.authority == authority_of(request.host, sent.https);
}

std::string own_place(std::string_view wanted) {
    const bool plain = std::all_of(wanted.begin(), wanted.end(),
                                   [](char c) { return c > 0x20 && c < 0x7F && c != '\\'; });
    if (!plain || wanted.size() > longest_place || !wanted.starts_with('/') ||
        wanted.starts_with("//") || !parse_target(wanted))
        return {};
    return std::string(wanted);
}

}  // namespace chappe
