#pragma once
// From sentences whose names are marked to the tagger of names. Deterministic: the same files and
// seed give the same bytes.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "language/conllu.h"
#include "language/name_tagger.h"

namespace chappe {

/// A sentence looked up as it will be when the tagger runs, and its right tags.
struct NamedSentence {
    NameSentence seen;
    std::vector<NameTag> gold;
    std::uint32_t language = 0;  // hash of its code
};

/// From a treebank whose MISC column has mentions of entities as GUM writes them
/// (`Entity=(1-person-new-sssss-cf1-1,2-coref`); of those, the ones whose head is a proper noun are
/// names: it and what belongs to it, without titles and articles.
NamedSentence named_sentence(const ConlluSentence&, const LanguageModel&, const NameLexicon&);

/// A text with its marks taken out: "[person Ilham Aliyev] a reçu ..." (eval/names/README.md).
struct MarkedText {
    struct Mark {
        Span span;
        std::size_t kind = 0;  // NameKind
    };
    std::string text;
    std::vector<Mark> marks;
};
/// `refused` for a mark of another kind and one that is not closed.
[[nodiscard]] Result<MarkedText> read_marked(std::string_view line);

/// The sentences of a marked line.
std::vector<NamedSentence> named_sentences(const MarkedText&, const LanguageModel&,
                                           const NameLexicon&);

struct NameTrainingSettings {
    std::uint64_t seed = 1;
    int members = 5;  // of a committee: one alone is right by chance in 2 of 100 names more or less
    int epochs = 10;
    std::size_t features = 150'000;
};

/// `say` hears one line for each pass.
NameModel train_names(std::vector<NamedSentence>, const NameTrainingSettings&,
                      const std::function<void(const std::string&)>& say);

}  // namespace chappe
