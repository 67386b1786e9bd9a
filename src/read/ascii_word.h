#pragma once
// ASCII words: the part of is_word_character that most bytes of a page need, in place.

#include <array>

namespace chappe {

inline constexpr std::array<unsigned char, 256> ascii_word_letters = [] {
    std::array<unsigned char, 256> letters{};
    for (unsigned char c = '0'; c <= '9'; ++c) letters[c] = c;
    for (unsigned char c = 'a'; c <= 'z'; ++c) letters[c] = letters[c - 32U] = c;
    return letters;
}();

/// A letter or digit of ASCII, in lower case; 0 for every other byte.
constexpr unsigned char ascii_word_letter(unsigned char byte) {
    return ascii_word_letters[byte];
}

}  // namespace chappe
