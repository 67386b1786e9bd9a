#pragma once
// Actors of the whole archive: what is known of them, by whom they are spoken about, and what
// people correct. Facts are those of models until a person says otherwise, whatever models say
// later.

#include <optional>
#include <string_view>
#include <vector>

#include "archive/archive.h"
#include "archive/keep.h"
#include "archive/sqlite/database.h"
#include "archive/users.h"

namespace chappe {

/// Nothing when its name was erased.
[[nodiscard]] Result<std::optional<ActorName>> actor_name(Database&, std::int64_t actor);
/// Actors that these words may mean: a slug, a whole name, or a surname.
[[nodiscard]] Result<std::vector<KnownActorId>> actors_named(Database&, std::string_view words);

/// See Archive.
[[nodiscard]] Result<KnownActor> find_actor(Database&, std::string_view slug);
[[nodiscard]] Result<std::vector<KnownActor>> find_actors(Database&, std::string_view words,
                                                          std::size_t limit);
[[nodiscard]] Result<std::vector<SaidOfActor>> find_said_of(Database&, KnownActorId,
                                                            std::size_t limit);

// Acts, inside the writer's transaction; each gives the line for the audit log. `absent` when there
// is no such actor.
[[nodiscard]] Result<UserAct> correct_actor(Database&, const CorrectActor&, const By&, Effects&);
[[nodiscard]] Result<UserAct> forget_corrections(Database&, const ForgetCorrections&, Effects&);

}  // namespace chappe
