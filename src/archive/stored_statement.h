#pragma once
// Who said what, as the archive has it: statements, the actors of all dispatches, what persons say
// of them.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "base/text.h"
#include "base/time.h"
#include "news/annotations.h"
#include "news/ids.h"

namespace chappe {

/// An actor of the archive, as a line names it.
struct ActorName {
    KnownActorId id{};
    std::string slug;  // in addresses
    Text name;
};

/// A statement as the newest run of the models has it. Spans are of the body of its dispatch.
struct StoredStatement {
    StatementId id{};
    DispatchId dispatch{};
    std::optional<StatementId> inside;  // the statement that it is nested in
    std::optional<Span> source, cue;
    std::vector<Span> content;  // in text order
    Statement::Class kind = Statement::Class::speech;
    Statement::Form form = Statement::Form::indirect;
    std::optional<ActorName> speaker, addressee;
    Stance stance = Stance::assert_;
    bool negated = false;
    std::optional<SaidOn> said_on;
    double confidence = 0;
};

/// How dispatches introduce an actor.
struct Introduction {
    Text role;
    std::int64_t dispatches = 0;
    Instant first, last;
    DispatchId example{};  // the newest
};

/// What a person can say of an actor. Whatever models say later, it stays so.
enum class ActorProperty {
    name,
    country,  // ISO 3166-1 alpha-2
    role,     // one more
    no_role,  // not this one, though dispatches introduce the actor so
};
/// "name", "country", "role", "no role"
std::string_view name_of(ActorProperty);
std::optional<ActorProperty> actor_property_named(std::string_view);

struct ActorCorrection {
    ActorProperty property = ActorProperty::name;
    std::optional<std::string> value;  // nothing: there is none
    Instant at;
    std::string by;  // a user's name; empty: the console
};

/// A page must not wait until all that a head of state ever said is counted.
inline constexpr std::int64_t most_counted = 10'000;

struct KnownActor {
    ActorName name;
    Actor::Kind kind = Actor::Kind::person;
    std::string country;                       // ISO 3166-1 alpha-2; empty: not known
    std::vector<Introduction> introductions;   // the most frequent first
    std::int64_t statements = 0;               // of live dispatches; counted up to most_counted
    std::vector<ActorCorrection> corrections;  // oldest first
};

/// Which models have understood the text of a dispatch that is shown.
struct UnderstoodBy {
    DispatchId id{};
    std::string language;
    std::string models;  // as in Understood; empty: none has
};

}  // namespace chappe
