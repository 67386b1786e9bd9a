#pragma once
// Copy text: what a body is recognised by, and whether one is a near-copy of another.
//
//     keys        the 8 smallest shingles of the whole and the 4 smallest of its beginning
//     (MinHash,
//                 Broder 1997, a band a value): two texts that share much share some, in whatever
//                 order their paragraphs stand; and a portal that carries the lead alone shares
//                 that
//     shingles    all of them, to tell for certain

#include <cstdint>
#include <string_view>
#include <vector>

namespace chappe {

struct CopyText {
    std::vector<std::uint64_t> shingles;  // a set, sorted
    std::vector<std::int64_t> keys;       // 40 bits; empty: too short to be recognised
};

/// Of a body; the title is left to whoever rewrites it.
CopyText copy_text(std::string_view body);

enum class SameSource { no, yes };

/// The share of the smaller one's shingles that the larger one has: 0..1. What is in `small_print`
/// (a set, sorted) tells nothing of the text and is left out; 0 when too little is left.
double likeness(const CopyText&, const CopyText&, const std::vector<std::uint64_t>& small_print);

/// Whether texts of this likeness are near-copies.
bool are_copies(const CopyText&, const CopyText&, double likeness, SameSource);

}  // namespace chappe
