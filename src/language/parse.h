#pragma once
// Text to trees: the door of this module for whoever wants to know what a text says.
//
//     const Language* french = find_language("fr");
//     ParsedText parsed = parse(body, *french);
//     parsed.sentences[0].words[2].relation        "nsubj"

#include <functional>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "language/language_model.h"
#include "language/parsed_text.h"

namespace chappe {

/// Whether a tree is wanted for a sentence that has its tags and lemmas; trees take half the time.
/// Without one, words hang nowhere and have no relation.
using WantsTree = std::function<bool(const Sentence&)>;
inline bool every_sentence(const Sentence&) {
    return true;
}

/// Sentences, tokens and words of a text, each with its span; with tags, lemmas and heads where the
/// model has them. Linear in the text; no state, any thread. Any bytes are taken.
ParsedText parse(std::string_view text, const LanguageModel& model,
                 const WantsTree& wants_tree = every_sentence);

/// One paragraph of it (paragraphs_of), appended; for texts too long to be held whole.
void parse_paragraph(std::string_view text, Span paragraph, const LanguageModel& model,
                     ParsedText& out, const WantsTree& wants_tree = every_sentence);

/// The model inside this program for a BCP 47 primary subtag, unpacked on first use and kept; null
/// when there is none. Any thread.
const LanguageModel* find_language(std::string_view language);

/// For a language without a model: sentences and tokens by general rules (a model that has learnt
/// nothing but marks).
const LanguageModel& any_language();

}  // namespace chappe
