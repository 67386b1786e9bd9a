#pragma once
// News of made-up words whose frequencies fall as those of a language do, so that searches find
// frequent, rare and very rare words as in a real archive. The n-th is always the same.

#include <cstdint>
#include <string>
#include <string_view>

#include "archive/archive.h"

namespace chappe::zipf {

inline constexpr std::uint64_t ranks = 200'000;  // different words of a language

/// The `rank`-th most frequent word of a language (0 to 7; 0 is French), rank 1 the first.
std::string word(std::size_t language, std::uint64_t rank);
std::string_view language_name(std::size_t language);

/// About 2.5 KB of text, published on a day of 2019 to 2025, from one of 200 sources, half of them
/// credited to one of 30 agencies.
Submission submission(std::uint64_t number);

}  // namespace chappe::zipf
