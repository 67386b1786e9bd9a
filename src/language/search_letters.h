#pragma once
// What each character is to a search: part of a word or not, how it is written small, and what is
// left of it without accents. Looked up in pages of 256 characters, made from ICU when first met.

#include <cstdint>
#include <string>
#include <string_view>

namespace chappe {

enum class LetterKind : std::uint8_t {
    gap,         // ends a word
    letter,      // or digit
    mark,        // belongs to the letter before it
    apostrophe,  // parts an elided letter from its word, when letters stand on both sides
    inner,       // between letters it is nothing: the point of "col·lecció", the marks of צה"ל
    nothing,     // a soft hyphen, a joiner
    soft_gap,    // zero width space: ends a word, but not a run of a script without spaces
    piece,   // a letter of a script without spaces: Han, kana, Hangul, Thai, Khmer, Lao, Burmese
    lead,    // of such a script: belongs to the letter behind it (เ แ โ ใ ไ)
    follow,  // and to the one before it (ะ า)
    stack,   // puts the next letter under the one before it (Khmer coeng)
};

struct Letter {
    LetterKind kind = LetterKind::gap;
    bool latin = false;
    bool needs_composing = false;  // a mark that may make one character with the letter before it
    std::string_view lower;        // small, narrow, digits as 0-9; UTF-8
    std::string_view folded;       // that, without accents; of what is small already
};

/// Of any code point; the views live as long as the program.
Letter letter_of(char32_t c);

/// Each character of `lower` as its `folded`, added to `out`.
void append_folded(std::string& out, std::string_view lower);

/// One character where a letter and the marks behind it can be one (NFC).
std::string composed(std::string_view utf8);

}  // namespace chappe
