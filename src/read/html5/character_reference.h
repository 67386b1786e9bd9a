#pragma once
// Character references: "&eacute;", "&#233;", "&#xE9;" (HTML standard, 13.2.5.72 to 13.2.5.80,
// https://html.spec.whatwg.org/multipage/parsing.html#character-reference-state).

#include <array>
#include <cstddef>
#include <string_view>

namespace chappe {

struct CharacterReference {
    std::size_t taken = 0;  // bytes of the reference, '&' included; 0 when it is none
    std::array<char, 8> bytes{};
    std::size_t size = 0;  // of what it stands for, UTF-8; one or two characters

    std::string_view characters() const { return {bytes.data(), size}; }
};

enum class ReferencePlace { text, attribute };

/// What stands at the beginning of `text`, which begins with '&'. Looks no farther than the
/// reference goes.
CharacterReference read_character_reference(std::string_view text, ReferencePlace place);

}  // namespace chappe
