#pragma once
// Lexicon: what is known of word forms from elsewhere than the treebank. Forms are kept as 32-bit
// hashes; a form has a class, the list of its readings, which many forms share.
//
//     chantait ─▶ class 731: VERB|Mood=Ind|Number=Sing|Person=3|Tense=Imp..., -ait +er

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "language/bytes.h"
#include "language/lemma_rule.h"

namespace chappe {

/// A form's readings, and hashes of them for the classifiers.
struct LexiconClass {
    struct Reading {
        std::uint32_t tag = 0;
        std::uint32_t rule = 0;
    };
    std::vector<Reading> readings;
    std::uint32_t upos = 0;   // of the set of their UPOS
    std::uint32_t morph = 0;  // of the set of their UPOS and UD features
    std::uint32_t noun = 0;   // what its noun means (Sense=) or whose name it is (Name=)
    std::uint32_t verb = 0;   // what its verb takes (Frame=) or means (Sense=)
};

class Lexicon {
 public:
    /// Lines of form, lemma and tag (tools/make_lexicon), tabs between.
    [[nodiscard]] static Result<Lexicon> from_lines(std::string_view lines);

    /// The class of a form as written, else in lower case; null when neither is known. The hashes
    /// are WordLook's.
    const LexiconClass* find(std::uint32_t form, std::uint32_t lower) const;

    /// The lemma of a form under a tag: the reading of that UPOS whose features agree best.
    const LemmaRule* lemma_rule(const LexiconClass&, std::string_view upos,
                                std::string_view feats) const;

    bool empty() const { return classes_.empty(); }
    void write(ByteWriter&) const;
    static Lexicon read(ByteReader&);
    const std::string& tag(std::uint32_t number) const { return tags_[number]; }

 private:
    struct Slot {
        std::uint32_t key = 0;
        std::uint32_t class_number = 0;
    };
    void index(std::size_t forms);
    void insert(std::uint32_t key, std::uint32_t class_number);
    const LexiconClass* find(std::uint32_t key) const;
    void describe(LexiconClass&) const;

    std::vector<std::string> tags_;
    std::vector<LemmaRule> rules_;
    std::vector<LexiconClass> classes_;
    std::vector<Slot> slots_;
    int shift_ = 0;
};

}  // namespace chappe
