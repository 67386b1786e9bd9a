#pragma once
// Visits: what became of an errand, inside the writer's transaction.

#include <optional>

#include "archive/archive.h"
#include "archive/sqlite/database.h"

namespace chappe {

/// Notes the visit, what the source asks for, and when it is due again; for each page that was
/// found, that it is to be read. `brought`: what was kept of it; its items are in the order of the
/// reading that visit.pages refer to. A source that is no longer watched is left alone.
[[nodiscard]] Result<void> keep_visit(Database&, const Visit&, const Receipt& brought);

/// The dispatch whose text the page of this visit holds; nothing when it is not known yet, or the
/// visit was none of a page.
[[nodiscard]] Result<std::optional<DispatchId>> dispatch_of_page(Database&, const Visit&);

[[nodiscard]] Result<void> keep_origin(Database&, const Origin&);

}  // namespace chappe
