#pragma once
// Cues: the words of lexicons/cues.tsv, by which people are said to say something, in a text.
//
//     s'est félicité de      verb, reflexive; its head is "félicité"
//     a mis en garde         verb of several words; its head is "mis"
//     is convinced           adjective behind "to be"
//     selon, according to    preposition: the source stands behind it

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "news/annotations.h"
#include "understand/node_text.h"

namespace chappe {

/// One line of the lexicon.
struct CueEntry {
    enum class Kind : std::uint8_t { verb, noun, preposition, adverb };
    enum class Addressee : std::uint8_t { none, to, object, with };

    std::vector<std::uint32_t> words;  // hashes of lemmas or forms; without "se" and "be"
    Kind kind = Kind::verb;
    Statement::Class speech = Statement::Class::speech;
    Stance stance = Stance::assert_;
    bool reflexive = false;         // French "se"
    bool copular = false;           // behind "être", "be"
    bool takes_clause = false;      // "que", "that"
    bool takes_infinitive = false;  // "de", "to"
    bool takes_quote = false;
    bool takes_thing = false;  // a noun: "calls for restraint"
    Addressee addressee = Addressee::none;
    std::uint32_t code = 0;  // a number for the taggers: kind, class, stance and what it takes
};

/// A cue of the lexicon in a text. `words` are the fixed ones; auxiliaries come later.
struct CueMatch {
    const CueEntry* entry = nullptr;
    NodeIndex head = 0;
    NodeRange words;
};

class CueLexicon {
 public:
    /// That of a language inside the program ("fr"); an empty one when there is none. Kept.
    static const CueLexicon& of(std::string_view language);

    /// The longest cue at each node that has one, in text order.
    std::vector<CueMatch> matches(const NodeText&) const;

    bool empty() const { return by_first_.empty(); }
    /// Whether a sentence without a tree may have a cue; never false where matches() finds one.
    bool may_match(const Sentence&) const;

 private:
    void add(std::string_view language, const std::vector<std::string_view>& row);
    bool may_begin(const Sentence&, std::size_t at) const;
    bool fits(const CueEntry&, const NodeText&, NodeIndex at, CueMatch&) const;

    std::unordered_map<std::uint32_t, std::vector<CueEntry>> by_first_;
};

}  // namespace chappe
