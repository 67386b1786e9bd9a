#pragma once
// The model of a language as one file (models/fr/fr.model), and what it holds.
//
//     "CHAPPELM"  version (1 byte)  32 bytes BLAKE2b-256 of the rest  zstd frame of the parts

#include <string>
#include <string_view>

#include "base/result.h"
#include "language/lemmatizer.h"
#include "language/lexicon.h"
#include "language/parsed_text.h"
#include "language/tagger.h"
#include "language/tokenizer.h"
#include "language/tree_parser.h"

namespace chappe {

struct LanguageModel {
    std::string language;  // "fr"
    Lexicon lexicon;
    Tokenizer tokenizer;
    Tagger tagger;
    Lemmatizer lemmatizer;
    TreeParser parser;

    /// The file's bytes.
    std::string to_bytes() const;
    /// `broken` with one line that says what is wrong: another kind, another version, damaged.
    [[nodiscard]] static Result<LanguageModel> from_bytes(std::string_view bytes);
    /// The parts alone, without the frame around them. Any bytes: a model or an error.
    [[nodiscard]] static Result<LanguageModel> from_parts(std::string_view parts);
    std::string to_parts() const;

    /// A word before it is tagged.
    TagWord look_up(std::string_view form) const;
    /// What the parser sees of a tagged word.
    TreeWord tree_word(const TagWord&, std::string_view lemma) const;
    /// Tags, lemmas and heads for words that have a form.
    void analyse(std::span<Word> words) const;
    /// The two halves of it, for words that are looked up already: tags and lemmas, also into
    /// `looks`; then heads.
    void tag(std::span<Word> words, std::span<TagWord> looks) const;
    void hang(std::span<Word> words, std::span<const TagWord> looks) const;
};

}  // namespace chappe
