#pragma once
// Shingles: the runs of five words of a text, as numbers. Two texts that share most of them tell
// the same in the same words.
//
//     "... a reçu un coup de fil du ..."    a·recu·un·coup·de  recu·un·coup·de·fil
//     un·coup·de·fil·du 新华社北京十一月                        eight characters where a script has
//     no spaces
//
// The same in every language: letters small and without accents, no stems, no stop words. Five
// words (Broder 1997 has 4 to 10): a sentence that was moved breaks four runs on each side, a
// figure that was changed five; texts of one form but with other facts, a weather report of another
// day, break nearly all.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace chappe {

/// In the order of the text, repeated ones too. Linear in it. The same numbers in every version
/// until shingles_version changes: the archive keeps some of them.
std::vector<std::uint64_t> shingles_of(std::string_view text);

inline constexpr int shingles_version = 1;

/// Sorted, each once.
std::vector<std::uint64_t> as_set(std::vector<std::uint64_t> shingles);

/// How many are in both sets.
std::size_t in_common(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b);

}  // namespace chappe
