#pragma once
// Audit: what was done at the desk. Lines are appended in the transaction of what they tell of.

#include <cstddef>
#include <string_view>
#include <vector>

#include "archive/archive.h"
#include "archive/sqlite/database.h"

namespace chappe {

struct AuditLine {
    std::string_view act;
    DispatchId dispatch{};   // 0: none
    std::string_view about;  // never a word of a dispatch
};
[[nodiscard]] Result<void> keep_audit(Database&, const By&, const AuditLine&);

/// Newest first, before an entry's id (0: from the newest on).
[[nodiscard]] Result<std::vector<AuditEntry>> find_audit(Database&, std::int64_t before,
                                                         std::size_t limit);

}  // namespace chappe
