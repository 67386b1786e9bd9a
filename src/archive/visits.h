#pragma once
// Visits: what became of an errand, inside the writer's transaction.

#include "archive/archive.h"
#include "archive/sqlite/database.h"

namespace chappe {

/// Notes the visit, what the source asks for, and when it is due again; for each page that was
/// found, that it is to be read. `brought`: what was kept of it; its items are in the order of the
/// reading that visit.pages refer to. A source that is no longer watched is left alone.
[[nodiscard]] Result<void> keep_visit(Database&, const Visit&, const Receipt& brought);

[[nodiscard]] Result<void> keep_origin(Database&, const Origin&);

}  // namespace chappe
