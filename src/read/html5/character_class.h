#pragma once
// Classes of bytes that the tokenizer asks for, as one table.

#include <array>
#include <cstdint>

namespace chappe {

enum CharacterClass : std::uint8_t {
    ends_tag_name = 1,        // space, '/', '>', NUL
    ends_attribute_name = 2,  // those and '='
    ends_unquoted_value = 4,  // space, '>', NUL, '&'
    html_space = 8,           // tab, LF, FF, CR, space
    upper_letter = 16,
    any_letter = 32,
};

inline constexpr std::array<std::uint8_t, 256> character_classes = [] {
    std::array<std::uint8_t, 256> table{};
    for (const char c : {'\t', '\n', '\f', '\r', ' '})
        table[static_cast<unsigned char>(c)] =
            html_space | ends_tag_name | ends_attribute_name | ends_unquoted_value;
    table[0] = ends_tag_name | ends_attribute_name | ends_unquoted_value;
    table['/'] = ends_tag_name | ends_attribute_name;
    table['>'] = ends_tag_name | ends_attribute_name | ends_unquoted_value;
    table['='] = ends_attribute_name;
    table['&'] = ends_unquoted_value;
    for (unsigned c = 'A'; c <= 'Z'; ++c) table[c] = upper_letter | any_letter;
    for (unsigned c = 'a'; c <= 'z'; ++c) table[c] = any_letter;
    return table;
}();

inline bool is_class(char c, unsigned classes) {
    return (character_classes[static_cast<unsigned char>(c)] & classes) != 0;
}
inline bool is_html_space(char c) {
    return is_class(c, html_space);
}
inline bool is_ascii_letter(char c) {
    return is_class(c, any_letter);
}
/// Space, '/' or '>': what the standard lets follow a tag's name.
inline bool is_tag_name_end(char c) {
    return c != '\0' && is_class(c, ends_tag_name);
}

}  // namespace chappe
