#pragma once
// Treebanks as the trainers take them.

#include <string>
#include <vector>

#include "base/result.h"
#include "language/conllu.h"

namespace chappe {

struct GoldWord {
    std::string form, lemma, upos, feats, relation;
    std::uint32_t head = 0;
};

struct GoldToken {
    std::string form;
    std::uint32_t first = 0;
    std::uint32_t words = 1;
    bool space_after = true;
};

struct GoldSentence {
    std::vector<GoldToken> tokens;
    std::vector<GoldWord> words;
    bool starts_paragraph = false;
    std::size_t every = 1;  // the trainers see it in one of so many passes
};

/// Enhanced nodes left out; words without a head hang on the root.
GoldSentence gold_sentence(const ConlluSentence&);

/// Lifts arcs until no two cross (Nivre and Nilsson 2005), the shortest first: the parser's
/// transitions build projective trees only.
void make_projective(GoldSentence&);

}  // namespace chappe
