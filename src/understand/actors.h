#pragma once
// Actors: who is there in a text, under all the words that stand for them.
//
//     Le président de la République d'Azerbaïdjan, Ilham Aliyev, ...     person, role, country AZ
//     Le chef de l'Etat ... M. Aliyev ... il ...                          the same one
//     Bakou a déclaré                                                     a state, by its capital

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "language/parsed_text.h"
#include "news/annotations.h"
#include "understand/actor_lexicon.h"
#include "understand/attribution.h"
#include "understand/node_text.h"

namespace chappe {

/// Someone the archive knows from elsewhere, so that a bare name can be told who it is.
struct GivenActor {
    std::string name;
    Actor::Kind kind = Actor::Kind::person;
    std::string role;     // "président de la République d'Azerbaïdjan"; empty: none
    std::string country;  // ISO 3166-1 alpha-2; empty: not known
};

/// A proper name in the text, found elsewhere.
struct NamedNodes {
    NodeRange nodes;
    Actor::Kind kind = Actor::Kind::person;
};

class Actors {
 public:
    /// Finds them all; `speakers` are the sources of statements: bodies and seats of government
    /// that speak are actors, others are not. Linear in the text but for the number of actors.
    Actors(const NodeText&, const ActorLexicon&, const std::vector<NamedNodes>& names,
           const std::vector<NodeRange>& speakers, const std::vector<GivenActor>& known);

    /// Who a range of words is; nothing when it would be a guess.
    std::optional<ActorId> who(NodeRange words) const;
    /// Who stands at this very node.
    std::optional<ActorId> at(NodeIndex node) const;
    /// A third person inside what somebody says: "qu'il considérait" is the speaker.
    bool is_pronoun(NodeRange words) const;
    /// "son pays": the state of `owner`, where it is an actor.
    std::optional<ActorId> country_of(NodeRange words, ActorId owner);
    /// Takes a pronoun or another mention in hand.
    void add_mention(ActorId, NodeRange words, Mention::How);
    bool is_person(ActorId) const;

    const NodeText& text() const { return text_; }
    /// In the order of their first mention, and where each went; ids change with it.
    std::vector<Actor> take(std::vector<ActorId>& places);

 private:
    struct Known {
        Actor actor;
        std::vector<std::uint32_t> words;  // of the name, lower case
        std::vector<std::string> same;     // groups of roles that it may be called by
        std::vector<std::uint32_t> role_words;
        char gender = 0;  // 'm', 'f'; 0: not known
        std::vector<NodeRange> mentions;
    };
    struct Subject {
        std::size_t sentence = 0;
        ActorId actor{};
    };

    void walk();
    ActorId person_named(NodeRange nodes);
    ActorId body_named(NodeRange nodes, Actor::Kind kind);
    std::optional<ActorId> find(Actor::Kind, const std::string& name) const;
    ActorId found(Actor::Kind, const std::string& name);
    ActorId state_of(const ActorSense&, Actor::Kind kind);
    NodeRange role_range(const ActorPhrase&) const;
    void give_role(ActorId, const ActorPhrase&, NodeRange role);
    bool attach_role(const ActorPhrase&, NodeRange role);
    void resolve_role(const ActorPhrase&, NodeRange role);
    void resolve_pronoun(NodeIndex);
    void note_subject(ActorId, NodeIndex head);
    std::string country_in(NodeRange) const;
    bool is_definite(NodeRange role) const;
    std::optional<ActorId> person_at_end(NodeRange words) const;
    bool speaks(NodeIndex) const;
    bool is_acronym(NodeIndex) const;
    bool is_subject(NodeIndex) const;
    std::optional<std::size_t> best_for_role(const ActorPhrase&, NodeRange role) const;
    std::string words_of(NodeRange) const;
    void set(ActorId id, NodeRange nodes);

    const NodeText& text_;
    std::vector<ActorPhrase> phrases_;
    std::vector<std::int32_t> phrase_at_;  // index by first node; -1
    std::vector<std::int32_t> actor_at_;   // index of an actor by node; -1
    std::vector<char> speaks_;
    std::vector<NamedNodes> names_;
    std::vector<Known> actors_;
    std::unordered_map<std::string, ActorId> by_name_;   // kind and name
    std::unordered_map<std::string, ActorId> state_of_;  // by country
    std::vector<ActorId> recent_;  // people in the order of mentions, the last last; few
    std::vector<Subject> subjects_;
    const std::vector<GivenActor>& known_;
};

}  // namespace chappe
