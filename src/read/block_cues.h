#pragma once
// Block cues: words that a page uses to its readers rather than in the news.
//
//     "Sign up for our newsletter"  subscribe      "Foto: dpa"  photo      "Lees ook"  related

#include <cstdint>
#include <string_view>

namespace chappe {

/// Kinds of cues found in a block, one bit each, in the order in which they first stand in
/// lexicons/block_cues.tsv. Looks at the first 400 bytes.
std::uint32_t block_cues(std::string_view text);

}  // namespace chappe
