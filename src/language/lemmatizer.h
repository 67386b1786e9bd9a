#pragma once
// Lemmatizer: what the treebank says of a form under its tag where the rest would be wrong, else
// the lexicon's reading, else the rule that a perceptron finds by the form's ends.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "language/lemma_rule.h"
#include "language/tagger.h"
#include "language/weights.h"

namespace chappe {

class Lemmatizer {
 public:
    std::string lemma(std::string_view form, const TagWord&, const TagSet&, const Lexicon&) const;

    /// What the perceptron looks at.
    static void keys(const WordLook&, std::uint32_t tag, std::uint32_t upos, KeyList&);
    static std::uint32_t exception_key(const WordLook&, std::uint32_t tag, std::uint32_t upos,
                                       bool whole_tag);

    void write(ByteWriter&) const;
    static Lemmatizer read(ByteReader&);

    /// A rule without its exception; null when none is known.
    const LemmaRule* learned(std::string_view form, std::string_view lower, const TagWord&,
                             const TagSet&, const Lexicon&) const;

    struct Exception {
        std::uint32_t key = 0;
        std::uint32_t rule = 0;
    };
    std::vector<LemmaRule> rules;  // the outputs of `weights`
    Weights weights;
    std::vector<Exception> exceptions;  // sorted by key
};

}  // namespace chappe
