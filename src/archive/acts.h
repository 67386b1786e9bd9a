#pragma once
// Acts: one act of the desk becomes rows and its line in the audit log, inside the writer's
// transaction.

#include <optional>

#include "archive/archive.h"
#include "archive/keep.h"
#include "archive/prepared.h"
#include "archive/sqlite/database.h"

namespace chappe {

/// An act, made ready on the caller's thread.
struct PreparedAct {
    Act act;                       // what was written is in `news`
    std::optional<Prepared> news;  // of Compose and Correct
    By by;
};
[[nodiscard]] Result<PreparedAct> prepare(Act, By, const Understand&);

/// What an act takes in memory, for the queue's limit.
std::size_t bytes_of(const Act&);

/// `refused` also when whoever logged in has no such right: their role may have changed since the
/// page was shown.
[[nodiscard]] Result<ActReceipt> keep_act(Database&, const PreparedAct&, Effects&);

}  // namespace chappe
