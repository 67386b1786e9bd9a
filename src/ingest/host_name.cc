#include "ingest/host_name.h"

#include <unicode/bytestream.h>
#include <unicode/idna.h>

#include <algorithm>
#include <array>
#include <memory>

namespace chappe {
namespace {

constexpr std::size_t longest_name = 253;  // RFC 1035, 2.3.4, without the length bytes
constexpr std::size_t longest_label = 63;
// UTS 46 may shorten a name, so the input may be longer than a name; this bounds the work.
constexpr std::size_t longest_input = 1024;

// Top labels that never leave a site: RFC 6761 (localhost), RFC 6762 and its appendix G, RFC 7686
// (onion), RFC 8375 (home.arpa), RFC 9476 (alt), ICANN's resolution 2024.07.29.06 (internal); and
// localdomain, which Linux installers give out.
constexpr std::array<std::string_view, 12> local_tops = {
    "localhost", "localdomain", "local", "internal", "intranet", "private",
    "corp",      "home",        "lan",   "onion",    "alt",      "home.arpa"};

bool is_letter(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= longest_label && label.front() != '-' &&
           label.back() != '-' && std::all_of(label.begin(), label.end(), [](char c) {
               return is_letter(c) || is_digit(c) || c == '-' || c == '_';
           });
}

/// Null when ICU has no data, which makes every name refused.
const icu::IDNA* mapping() {
    static const std::unique_ptr<const icu::IDNA> idna = [] {
        UErrorCode error = U_ZERO_ERROR;
        std::unique_ptr<const icu::IDNA> made(icu::IDNA::createUTS46Instance(
            UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII, error));
        if (U_FAILURE(error)) made.reset();
        return made;
    }();
    return idna.get();
}

std::optional<std::string> map_to_ascii(std::string_view host) {
    if (mapping() == nullptr) return std::nullopt;
    std::string name;
    icu::StringByteSink<std::string> sink(&name);
    icu::IDNAInfo facts;
    UErrorCode error = U_ZERO_ERROR;
    mapping()->nameToASCII_UTF8({host.data(), static_cast<std::int32_t>(host.size())}, sink, facts,
                                error);
    // Hyphens as "r3---sn-5hne" of video hosts are in use (WHATWG URL, 3.3: CheckHyphens false).
    // A dot at the end and lengths are judged below.
    constexpr std::uint32_t tolerated = UIDNA_ERROR_HYPHEN_3_4 | UIDNA_ERROR_EMPTY_LABEL;
    if (U_FAILURE(error) || (facts.getErrors() & ~tolerated) != 0) return std::nullopt;
    return name;
}

}  // namespace

std::optional<std::string> ascii_name(std::string_view host) {
    if (host.empty() || host.size() > longest_input) return std::nullopt;
    std::optional<std::string> name = map_to_ascii(host);
    if (!name) return std::nullopt;
    if (name->ends_with('.')) name->pop_back();
    if (name->empty() || name->size() > longest_name) return std::nullopt;

    std::string_view rest = *name;
    std::string_view label;
    for (bool more = true; more;) {
        const std::size_t dot = rest.find('.');
        label = rest.substr(0, dot);
        if (!is_label(label)) return std::nullopt;
        more = dot != rest.npos;
        if (more) rest.remove_prefix(dot + 1);
    }
    if (!is_letter(label.front())) return std::nullopt;
    return name;
}

bool is_local_name(std::string_view name) {
    if (name.find('.') == name.npos) return true;
    return std::any_of(local_tops.begin(), local_tops.end(), [&](std::string_view top) {
        return name.ends_with(top) &&
               (name.size() == top.size() || name[name.size() - top.size() - 1] == '.');
    });
}

}  // namespace chappe
