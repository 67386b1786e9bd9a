#pragma once
// Names in a text: people, organisations, places.
//
//     Le président azerbaïdjanais Ilham Aliyev a reçu à Bakou le secrétaire général de l'ONU
//                                 person                place organisation
//
// A name is a name alone: no title before it, no article ("l'ONU"), one that is part of a longer
// one is not told apart ("Banque de France"). Countries and cities are places also when they stand
// for their governments. What counts as a name, with examples: eval/names/README.md.

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "language/language_model.h"
#include "language/parsed_text.h"

namespace chappe {

enum class NameKind : std::uint8_t { person, organisation, place };

/// "person", "organisation", "place".
std::string_view name_of(NameKind);

struct Name {
    Span span;  // in the text
    NameKind kind = NameKind::person;
    std::uint32_t sentence = 0;  // index in ParsedText::sentences
    std::uint32_t first = 0;     // index of its first word in the sentence
    std::uint32_t words = 1;
};

/// In text order; they do not overlap, and none runs over a sentence's end. `model` is the one that
/// parsed the text; one without a language that names are known for (en, fr) finds none. The
/// lexicons and the tagger (models/names, both inside the program) are unpacked on first use.
/// Linear in the text; any thread.
std::vector<Name> find_names(std::string_view text, const ParsedText&, const LanguageModel& model);

}  // namespace chappe
