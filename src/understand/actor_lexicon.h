#pragma once
// The phrases of lexicons/actors.tsv in a text: states and what stands for them, blocs, roles of
// people, titles, bodies.

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "understand/node_text.h"

namespace chappe {

enum class ActorWord : std::uint8_t {
    state,      // "Azerbaïdjan"
    adjective,  // "azerbaïdjanais"
    seat,       // "Bakou", "la Maison-Blanche"
    bloc,       // "Union européenne"
    role,       // "ministre"; the value is its gender: m, f, x
    title,      // "Mme"
    same,       // roles with one value may be one person: "chef de l'État", "président"
    group,      // "gouvernement"
    country,    // "pays", as in "son pays"
};

struct ActorSense {
    ActorWord kind = ActorWord::state;
    std::string value;  // ISO code, gender, or group of roles
    std::string name;   // of a state or bloc
};

struct ActorPhrase {
    NodeRange words;
    NodeIndex head = 0;  // the one that the others hang on
    const std::vector<ActorSense>* senses = nullptr;

    const ActorSense* sense(ActorWord) const;
};

class ActorLexicon {
 public:
    /// That of a language; an empty one when there is none. Kept.
    static const ActorLexicon& of(std::string_view language);

    /// Longest first, in text order; they do not overlap. Names of states begin with a capital.
    std::vector<ActorPhrase> phrases(const NodeText&) const;
    /// Whether a role of a person ("président") may begin with this word, a hash as in TextNode.
    bool has_first_of_role(std::uint32_t word) const { return role_firsts_.contains(word); }

 private:
    void add(const std::vector<std::string_view>& row);
    void add(std::string_view phrase, const ActorSense&);
    void add(const std::vector<std::uint32_t>& words, const ActorSense&);

    struct Entry {
        std::vector<std::uint32_t> words;
        std::vector<ActorSense> senses;
    };
    std::unordered_map<std::uint32_t, std::vector<Entry>> by_first_;  // longest first
    std::unordered_set<std::uint32_t> role_firsts_;
};

}  // namespace chappe
