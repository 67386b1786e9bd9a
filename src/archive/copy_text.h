#pragma once
// Copy text: what a body is recognised by, and whether one is a near-copy of another.
//
//     keys        the 8 smallest shingles of the whole and the 4 smallest of its beginning
//     (MinHash,
//                 Broder 1997, a band a value): two texts that share much share some, in whatever
//                 order their paragraphs stand; and a portal that carries the lead alone shares
//                 that
//     sketch      the 48 smallest, to guess what two texts share without reading them
//     shingles    all of them, to tell for certain

#include <cstdint>
#include <string_view>
#include <vector>

namespace chappe {

using Sketch = std::vector<std::uint32_t>;  // the upper halves, sorted; all, when there are fewer

struct CopyText {
    std::vector<std::uint64_t> shingles;  // in the order of the text
    std::vector<std::int64_t> keys;       // 40 bits; empty: too short to be recognised
    Sketch sketch;
};

/// Of a body; the title is left to whoever rewrites it.
CopyText copy_text(std::string_view body);

/// False: they are no copies; one in some hundred that are is taken for none.
bool may_be_copies(const Sketch&, const Sketch&);

enum class SameSource { no, yes };

/// The share of the smaller one's shingles that the larger one has: 0..1. Of two texts of one
/// source that of the larger one's: what goes on where a first dispatch ended is the next one, and
/// no copy. All are sets (as_set). What is in `small_print` tells nothing of the text and is left
/// out; 0 when too little is left.
double likeness(const std::vector<std::uint64_t>&, const std::vector<std::uint64_t>&, SameSource,
                const std::vector<std::uint64_t>& small_print = {});

/// Whether texts of this likeness, the smaller of which has so many shingles, are near-copies.
bool are_copies(double likeness, std::size_t smaller, SameSource);

}  // namespace chappe
