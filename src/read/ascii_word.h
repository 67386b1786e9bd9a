#pragma once
// ASCII words: the part of is_word_character that most bytes of a page need, in place.

namespace chappe {

/// A letter or digit of ASCII, in lower case; 0 for every other byte.
constexpr unsigned char ascii_word_letter(unsigned char byte) {
    if (byte >= '0' && byte <= '9') return byte;
    const auto lower = static_cast<unsigned char>(byte | 32);
    return lower >= 'a' && lower <= 'z' && byte < 0x80 ? lower : 0;
}

}  // namespace chappe
