#pragma once
// Word diff: what became of a text, word by word.
//
//     Le pont ferme [deux-]{+trois+} nuits.

#include <string_view>
#include <vector>

#include "base/span.h"

namespace chappe {

struct DiffPiece {
    enum class Kind { same, removed, added };
    Kind kind = Kind::same;
    Span before;  // in the old text; empty where something was added
    Span after;   // in the new one; empty where something was removed
    friend bool operator==(const DiffPiece&, const DiffPiece&) = default;
};

/// In the order of both texts; the pieces cover both. Where something was replaced, `removed`
/// stands before `added`. Words that only happen to stand in both are not held for what stayed.
/// Space of any kind is the same; a paragraph's end is not. Time is bounded whatever the texts:
/// where they differ too much to be compared, all is removed and added.
std::vector<DiffPiece> word_diff(std::string_view before, std::string_view after);

}  // namespace chappe
