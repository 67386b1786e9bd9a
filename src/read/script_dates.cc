// No JSON is parsed: what looks like a date, year first, behind a quotation mark is found, and the
// name before it is asked whether it speaks of publishing. Escaped quotation marks are skipped
// alike.

#include "read/script_dates.h"

#include <algorithm>
#include <optional>
#include <string>

#include "base/text.h"

namespace chappe {
namespace {

constexpr std::size_t most_dates = 100;
constexpr std::size_t longest_name = 40;  // bytes; "firstPublicationDate" is 20
constexpr std::size_t longest_date = 40;  // bytes, with fraction and zone

bool is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

/// The member's name before its value: "publishedAt" of `"publishedAt" : "`.
std::string_view name_before(std::string_view script, std::size_t value) {
    std::size_t end = value;
    bool parted = false;
    for (; end > 0; --end) {
        const char c = script[end - 1];
        parted |= c == ':' || c == '=';
        if (c != ' ' && c != ':' && c != '=' && c != '"' && c != '\'' && c != '\\') break;
    }
    std::size_t begin = end;
    while (begin > 0 && end - begin < longest_name && is_name(script[begin - 1])) --begin;
    return parted ? script.substr(begin, end - begin) : std::string_view{};
}

std::optional<ScriptDateKind> kind_of(std::string_view name) {
    const std::string folded = lower_ascii(name);
    const auto has = [&](std::string_view word) { return folded.find(word) != folded.npos; };
    if (has("modif") || has("updat") || has("redeploydt")) return ScriptDateKind::changed;
    if (has("publi") || has("pubdate") || has("pub_date") || has("issue") || has("deploydt"))
        return ScriptDateKind::published;
    return std::nullopt;
}

/// "2024-04-03 10:30" of "2024.04.03 10:30" and "2024/04/03 10:30"; empty when it begins with no
/// day.
std::string iso_form(std::string_view text) {
    constexpr std::string_view form = "0000-00-00";
    if (text.size() < form.size()) return {};
    std::string iso(text);
    for (std::size_t i = 0; i < form.size(); ++i) {
        const bool mark = text[i] == '-' || text[i] == '.' || text[i] == '/';
        if (form[i] == '-' ? !mark : text[i] < '0' || text[i] > '9') return {};
        if (mark) iso[i] = '-';
    }
    return iso;
}

}  // namespace

std::vector<ScriptDate> find_script_dates(const std::vector<std::string_view>& scripts) {
    constexpr std::string_view opening = "\"20";  // a quotation mark and this century
    std::vector<ScriptDate> found;
    for (const std::string_view script : scripts) {
        for (std::size_t at = script.find(opening); at != script.npos && found.size() < most_dates;
             at = script.find(opening, at + 1)) {
            const std::string_view rest = script.substr(at + 1, longest_date);
            std::string value(rest.substr(0, rest.find('"')));
            std::erase(value, '\\');  // "2024\/04\/03", and of the quotation mark behind
            value = iso_form(value);
            if (value.empty()) continue;
            const auto kind = kind_of(name_before(script, at));
            if (!kind) continue;
            if (const auto date = parse_iso_date(value)) found.push_back({*date, *kind});
        }
    }
    return found;
}

}  // namespace chappe
