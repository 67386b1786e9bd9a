#pragma once
// Letters and words as the classifiers see them.

#include <cstdint>
#include <string>
#include <string_view>

namespace chappe {

/// Unicode's simple lower case of every character.
std::string lower_case(std::string_view word);

/// An apostrophe is an apostrophe: "l’" as "l'".
std::string straight(std::string_view word);

/// What characters are to a tokenizer.
enum class Sign : std::uint8_t { space, upper, lower, digit, mark, other };
Sign sign_of(char32_t code_point);

/// True when the first character is an upper-case letter.
bool starts_upper(std::string_view word);

/// Hashes of a word and its pieces, made once a word and combined into keys many times.
struct WordLook {
    std::uint32_t form = 0;
    std::uint32_t lower = 0;
    std::uint32_t prefix[3] = {};  // of 1 to 3 letters, lower case
    std::uint32_t suffix[5] = {};  // of 1 to 5 letters; the whole word when it is shorter
    std::uint32_t shape = 0;       // "Xx", "X.X.", "dd,d": runs are at most two long
    bool capital = false;
};
WordLook look_at(std::string_view form);

}  // namespace chappe
