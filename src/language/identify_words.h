#pragma once
// Words as the identifier sees them: runs of letters of one script, lower case. The trainer and the
// identifier read text through the same door, so that they count the same things.
//
//     "L'Azerbaïdjan (2024) и НАТО"   →   latin "l", latin "azerbaïdjan", cyrillic "и", cyrillic
//     "нато"

#include <unicode/uscript.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace chappe {

/// A run of letters. Han, kana and bopomofo are one script here (USCRIPT_HAN): Japanese mixes them
/// inside a word.
struct ScriptWord {
    UScriptCode script = USCRIPT_UNKNOWN;
    std::u32string letters;
};

/// Walks a text once. Addresses ("https://...", "www...", "a@b.c") are passed over: they are
/// English in every language. Ill-formed bytes are no letters.
class WordReader {
 public:
    explicit WordReader(std::string_view text) : text_(text) {}

    /// False at the end. Words longer than 40 letters come in pieces.
    bool next(ScriptWord& word);

 private:
    bool passes_address();

    std::string_view text_;
    std::size_t at_ = 0;
    bool after_space_ = true;
};

/// The features of a word: hashes of its character n-grams, 1 to `longest` letters, and of the word
/// as a whole. Scripts that part words with spaces are padded with one at both ends; Han is not.
template <typename Visit>
void visit_features(const ScriptWord& word, std::size_t longest, Visit visit) {
    const bool padded = word.script != USCRIPT_HAN;
    char32_t letters[44];
    std::size_t size = 0;
    if (padded) letters[size++] = U' ';
    for (const char32_t letter : word.letters) letters[size++] = letter;
    if (padded) letters[size++] = U' ';
    for (std::size_t begin = 0; begin + (padded ? 1 : 0) < size; ++begin) {
        std::uint64_t hash = 0x9E3779B97F4A7C15U;
        // From the first letter on to the last: the word as a whole.
        const std::size_t end = begin == 0 && padded ? size : std::min(size, begin + longest);
        for (std::size_t at = begin; at < end; ++at) {
            hash = (hash ^ letters[at]) * 0xFF51AFD7ED558CCDU;
            hash ^= hash >> 32;
            if (padded && at == 0) continue;  // a space alone says nothing
            if (at - begin < longest || at + 1 == size) visit(hash);
        }
    }
}

}  // namespace chappe
