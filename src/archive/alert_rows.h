#pragma once
// Alert rows: what the archive's tables say of alerts (alerts.h).

#include <vector>

#include "archive/alerts.h"
#include "archive/archive.h"
#include "archive/sqlite/database.h"
#include "archive/users.h"

namespace chappe {

// Acts; each gives the line for the audit log. Inside the writer's transaction.

/// From the next change on. `refused` when the query or the address is none.
[[nodiscard]] Result<UserAct> add_alert(Database&, const AddAlert&, const By&);
/// `absent` when there is none.
[[nodiscard]] Result<UserAct> remove_alert(Database&, const RemoveAlert&);

[[nodiscard]] Result<std::vector<Alert>> find_alerts(Database&);
[[nodiscard]] Result<std::vector<AlertLook>> look_for_alerts(Database&);
[[nodiscard]] Result<std::vector<AlertDelivery>> find_due_alerts(Database&, Instant now);

[[nodiscard]] Result<void> keep_looks(Database&, const std::vector<AlertLook>&);
[[nodiscard]] Result<void> keep_outcome(Database&, const AlertOutcome&);

}  // namespace chappe
