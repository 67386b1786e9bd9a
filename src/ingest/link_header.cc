#include "ingest/link_header.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "base/url.h"

namespace chappe {
namespace {

/// Takes what stands before the first of `ends` that is not in a quoted string.
std::string_view take_until(std::string_view& rest, std::string_view ends) {
    bool quoted = false;
    std::size_t i = 0;
    for (; i < rest.size(); ++i) {
        if (quoted && rest[i] == '\\')
            ++i;
        else if (rest[i] == '"')
            quoted = !quoted;
        else if (!quoted && ends.find(rest[i]) != ends.npos)
            break;
    }
    i = std::min(i, rest.size());
    const std::string_view taken = rest.substr(0, i);
    rest.remove_prefix(i);
    return taken;
}

bool has_word(std::string_view words, std::string_view wanted) {
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(' '), words.size());
        if (equal_ignoring_ascii_case(words.substr(0, end), wanted)) return true;
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return false;
}

/// The value of this parameter when it is a rel: of `rel="hub self"` the words.
std::optional<std::string_view> relations_in(std::string_view parameter) {
    const std::size_t equals = parameter.find('=');
    if (equals == parameter.npos) return std::nullopt;
    if (!equal_ignoring_ascii_case(trim(parameter.substr(0, equals)), "rel")) return std::nullopt;
    std::string_view value = trim(parameter.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
        value = value.substr(1, value.size() - 2);
    return value;
}

}  // namespace

std::string link_with(std::string_view relation, std::string_view header, std::string_view base) {
    const auto from = Url::parse(base);
    if (!from) return {};
    while (!header.empty()) {
        header.remove_prefix(std::min(header.find('<'), header.size()));
        if (header.empty()) return {};
        header.remove_prefix(1);
        const std::size_t end = header.find('>');
        if (end == header.npos) return {};
        const std::string_view target = header.substr(0, end);
        header.remove_prefix(end + 1);
        std::optional<std::string_view> relations;  // of several the first counts (3.3)
        while (!header.empty() && header.front() != ',') {
            const std::string_view parameter = take_until(header, ";,");
            if (!relations) relations = relations_in(parameter);
            if (!header.empty() && header.front() == ';') header.remove_prefix(1);
        }
        if (!relations || !has_word(*relations, relation)) continue;
        const auto url = from->resolve(target);
        if (url) return url->str();
    }
    return {};
}

}  // namespace chappe
