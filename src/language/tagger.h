#pragma once
// Tagger: two passes of an averaged perceptron, left to right. The first decides the UPOS from the
// words around and the tags before; the second decides the UPOS again, with the first's tags on
// both sides, and the features with it.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "language/feature_key.h"
#include "language/letters.h"
#include "language/lexicon.h"
#include "language/tag_set.h"
#include "language/weights.h"

namespace chappe {

/// A word on its way through the tagger and the parser.
struct TagWord {
    WordLook look;
    const LexiconClass* lexicon = nullptr;
    std::uint8_t first = 0;   // UPOS of the first pass
    std::uint8_t second = 0;  // the UPOS that came second there
    std::uint16_t tag = 0;    // of the TagSet
};

struct KeyList {
    std::array<std::uint32_t, 128> keys;
    std::size_t size = 0;
    /// The n-th call is the n-th template.
    void add(std::uint64_t value) {
        keys[size] = feature_key(size, value);
        ++size;
    }
    std::span<const std::uint32_t> all() const { return {keys.data(), size}; }
};

struct Tagger {
    TagSet tags;
    Weights first;   // outputs: UPOS
    Weights second;  // outputs: TagSet::outputs()

    /// Fills first, second and tag of each.
    void tag(std::span<TagWord> words) const;
    void tag_first(std::span<TagWord> words) const;
    void tag_second(std::span<TagWord> words) const;
};

/// What the passes look at for a word; tags left of it are taken from `words`.
void first_pass_keys(std::span<const TagWord> words, std::size_t at, KeyList&);
void second_pass_keys(std::span<const TagWord> words, std::size_t at, const TagSet&, KeyList&);

}  // namespace chappe
