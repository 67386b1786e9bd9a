#pragma once
// Desk: acts on dispatches, and the desk's own list of them.

#include <vector>

#include "archive/acts.h"
#include "archive/archive.h"
#include "archive/sqlite/database.h"

namespace chappe {

/// Does an act on a dispatch; which one it was.
[[nodiscard]] Result<DispatchId> act_on_dispatch(Database&, const PreparedAct&, Effects&);

}  // namespace chappe
