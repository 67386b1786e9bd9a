#pragma once
// Annotations: what Chappe understood of a dispatch. Stand-off: every span is in the text that was
// understood, which is never rewritten.
//
//     Antony Blinken   a souligné   que la réunion ... ne serait pas contre l'Azerbaïdjan
//     source           cue          content                      (names of the PARC/PolNeAR
//     corpora) actor 1          emphasise

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"

namespace chappe {

/// An actor of one document: the place in Annotations::actors.
enum class ActorId : std::uint32_t {};
constexpr std::size_t index_of(ActorId id) {
    return static_cast<std::size_t>(id);
}

/// Words that stand for an actor, and why they are taken to.
struct Mention {
    enum class How {
        name,     // "Antony Blinken"
        part,     // a later surname or a shorter form of the name: "Blinken", "Otan"
        role,     // "le secrétaire d'État"
        pronoun,  // "il"
        metonym,  // "Bakou", "la Maison-Blanche"
    };
    Span span;
    How how = How::name;
    friend bool operator==(const Mention&, const Mention&) = default;
};

struct Actor {
    enum class Kind { person, organisation, state, place, office, bloc };
    std::string name;  // the fullest form in the text; of an office its words
    Kind kind = Kind::person;
    std::vector<std::string> roles;  // as the text has them: "secrétaire d'État américain"
    std::string country;             // ISO 3166-1 alpha-2; empty: not known
    std::vector<Mention> mentions;   // in text order
    friend bool operator==(const Actor&, const Actor&) = default;
};

/// What somebody does by saying it.
enum class Stance {
    assert_,
    assure,
    deny,
    reject,
    accuse,
    criticise,
    promise,
    commit,
    intend,
    demand,
    ask,
    emphasise,
    recall,
    praise,
    agree,
    refuse,
    threaten,
    decline,  // to comment
    discuss,  // of topic mentions
};

/// The day of the saying itself, which need not be that of the report.
struct SaidOn {
    enum class How {
        named,      // by a date beside the cue: "a déclaré mardi que"
        event,      // by the call or meeting in which it was said
        published,  // nothing says otherwise
    };
    std::string value;  // TIMEX3: "2024-04-03"
    How how = How::published;
    friend bool operator==(const SaidOn&, const SaidOn&) = default;
};

/// Who said what.
struct Statement {
    enum class Class { speech, belief, other };
    enum class Form { direct, indirect, mixed };

    std::optional<Span> source;  // nothing when nobody is named: "il a été indiqué que"
    std::optional<Span> cue;
    std::vector<Span> content;  // in text order; two pieces when the cue stands in the middle
    Class kind = Class::speech;
    Form form = Form::indirect;
    std::optional<ActorId> speaker;  // nothing when the link would be a guess
    std::optional<ActorId> addressee;
    Stance stance = Stance::assert_;
    bool negated = false;  // "n'a pas dit que"
    std::optional<SaidOn> said_on;
    double confidence = 0;          // 0 to 1
    std::vector<Statement> nested;  // claims inside the content: "a dit que B avait menti"
    friend bool operator==(const Statement&, const Statement&) = default;
};

/// A date as the text has it, resolved against the dispatch's day.
struct Timex {
    Span span;
    std::string value;  // TIMEX3: "2024-04-05", "2024-02", "2022", "2024-W14", "P2D"
    friend bool operator==(const Timex&, const Timex&) = default;
};

/// A proposed subject. Codes are those of the IPTC Media Topics.
struct Topic {
    std::string code;   // "medtop:16000000"
    std::string label;  // in the text's language
    double confidence = 0;
    friend bool operator==(const Topic&, const Topic&) = default;
};

/// Talk of a subject without a proposition: "ont discuté de la paix". Not a statement.
struct TopicMention {
    Span span;
    std::vector<ActorId> actors;  // who talked
    friend bool operator==(const TopicMention&, const TopicMention&) = default;
};

struct Annotations {
    std::vector<Statement> statements;  // in the order of their cues
    std::vector<Actor> actors;          // in the order of their first mention
    std::vector<Timex> dates;           // in text order
    std::vector<Topic> topics;          // the surest first
    std::vector<TopicMention> topic_mentions;
    friend bool operator==(const Annotations&, const Annotations&) = default;
};

/// The names at the doors: "speech", "indirect", "assert", "decline to comment", "pronoun", ...
std::string_view name_of(Statement::Class);
std::string_view name_of(Statement::Form);
std::string_view name_of(Stance);
std::string_view name_of(Actor::Kind);
std::string_view name_of(Mention::How);
std::string_view name_of(SaidOn::How);
std::optional<Statement::Class> statement_class_named(std::string_view);
std::optional<Statement::Form> statement_form_named(std::string_view);
std::optional<Stance> stance_named(std::string_view);
std::optional<Actor::Kind> actor_kind_named(std::string_view);
std::optional<Mention::How> mention_how_named(std::string_view);
std::optional<SaidOn::How> said_on_how_named(std::string_view);

}  // namespace chappe
