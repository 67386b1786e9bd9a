#include "archive/audit.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>

#include "archive/columns.h"

namespace chappe {

Result<void> keep_audit(Database& database, const By& by, const AuditLine& line) {
    std::optional<std::int64_t> user, dispatch;
    if (by.user) user = number_of(*by.user);
    if (line.dispatch != DispatchId{}) dispatch = number_of(line.dispatch);
    return database
        .query("INSERT INTO audit (at, by, user, act, dispatch, about) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(seconds_of(now()), by.name, user, line.act, dispatch, line.about)
        .run();
}

Result<std::vector<AuditEntry>> find_audit(Database& database, std::int64_t before,
                                           std::size_t limit) {
    constexpr std::int64_t from_the_newest = std::numeric_limits<std::int64_t>::max();
    constexpr std::size_t most = std::numeric_limits<std::int32_t>::max();
    Query row = database.query(
        "SELECT id, at, by, user, act, dispatch, about FROM audit WHERE id < ?"
        " ORDER BY id DESC LIMIT ?");
    row.bind(before > 0 ? before : from_the_newest, std::min(limit, most));
    std::vector<AuditEntry> entries;
    while (TRY(row.step())) {
        AuditEntry entry;
        entry.id = row.integer(0);
        entry.at = instant_at(row.integer(1));
        entry.by.name = row.text(2);
        if (!row.is_null(3)) entry.by.user = UserId{row.integer(3)};
        entry.act = row.text(4);
        entry.dispatch = DispatchId{row.integer(5)};
        entry.about = row.text(6);
        entries.push_back(std::move(entry));
    }
    return entries;
}

}  // namespace chappe
