#include "read/xml_text.h"

#include <algorithm>
#include <array>

#include "read/html5/character_reference.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t longest_name = 32;  // "CounterClockwiseContourIntegral" is 31
constexpr std::size_t most_names = 500;   // different ones in one feed; HTML has 2,231

bool is_xml_name(std::string_view name) {
    constexpr std::array<std::string_view, 5> names = {"amp", "lt", "gt", "quot", "apos"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// What HTML knows by that name; empty when it does not.
std::string character_named(std::string_view reference) {
    const CharacterReference found = read_character_reference(reference, ReferencePlace::text);
    return found.taken == reference.size() ? std::string(found.characters()) : std::string();
}

/// The length of `&name;` at the beginning of the text; 0 when there is none.
std::size_t reference_size(std::string_view text) {
    std::size_t at = 1;
    while (at < text.size() && at <= longest_name && text[at] != '#' &&
           is_word_character(static_cast<unsigned char>(text[at])) &&
           static_cast<unsigned char>(text[at]) < 0x80)
        ++at;
    return at > 1 && at < text.size() && text[at] == ';' ? at + 1 : 0;
}

}  // namespace

std::string resolve_html_names(std::string_view xml) {
    std::string out;
    out.reserve(xml.size());
    WordMap<std::string> known;
    for (std::size_t at = 0; at < xml.size();) {
        const std::size_t next = std::min(xml.find_first_of("&<", at), xml.size());
        out.append(xml, at, next - at);
        at = next;
        if (at == xml.size()) break;
        const std::string_view rest = xml.substr(at);
        if (rest.starts_with("<![CDATA[")) {
            const std::size_t end = std::min(xml.find("]]>", at), xml.size());
            out.append(xml, at, end - at);
            at = end;
            continue;
        }
        const std::size_t size = rest.front() == '&' ? reference_size(rest) : 0;
        if (size == 0 || is_xml_name(rest.substr(1, size - 2))) {
            out += rest.front();
            ++at;
            continue;
        }
        const std::string_view reference = rest.substr(0, size);
        auto found = known.find(reference);
        if (found == known.end() && known.size() < most_names)
            found = known.emplace(reference, character_named(reference)).first;
        const bool resolved = found != known.end() && !found->second.empty();
        out += resolved ? std::string_view(found->second) : reference;
        at += size;
    }
    return out;
}

}  // namespace chappe
