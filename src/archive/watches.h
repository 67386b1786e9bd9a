#pragma once
// Watches: which sources are watched. Acts on them, inside the writer's transaction, and lists.

#include <optional>
#include <string>
#include <vector>

#include "archive/archive.h"
#include "archive/sqlite/database.h"
#include "archive/users.h"

namespace chappe {

// Acts; each gives the line for the audit log. `absent` when no such source is watched.

/// `refused` when it is watched already, under this or its present address. A source that was
/// removed, or that `chappe add` brought something from, keeps its number and its dispatches.
[[nodiscard]] Result<UserAct> add_source(Database&, const AddSource&);
[[nodiscard]] Result<UserAct> remove_source(Database&, const RemoveSource&);
/// Nothing when it is so already.
[[nodiscard]] Result<std::optional<UserAct>> pause_source(Database&, const PauseSource&);
[[nodiscard]] Result<std::optional<UserAct>> resume_source(Database&, const ResumeSource&);
/// `refused` when it is paused.
[[nodiscard]] Result<UserAct> refresh_source(Database&, const RefreshSource&);

[[nodiscard]] Result<std::vector<WatchedSource>> find_watched(Database&);

/// See Queue.
[[nodiscard]] Result<std::vector<Errand>> find_due(Database&, Instant now, std::size_t limit);
[[nodiscard]] Result<std::optional<Origin>> find_origin(Database&, const std::string& name);

/// The host of an http(s) address, for lists of a few of each host; empty for a path.
std::string host_of_address(std::string_view address);

}  // namespace chappe
