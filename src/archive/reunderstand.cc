#include "archive/reunderstand.h"

#include <utility>

#include "archive/columns.h"
#include "archive/desk.h"
#include "archive/lookup.h"
#include "archive/search_index.h"

namespace chappe {
namespace {

struct ShownText {
    std::int64_t reading = 0;
    std::int64_t edition = 0;
    Instant arrived;
};

Result<std::optional<ShownText>> find_shown(Database& database, DispatchId id) {
    Query row = database.query(
        "SELECT reading, edition, arrived FROM dispatch WHERE id = ?"
        " AND state IN ('live', 'embargoed')");
    row.bind(number_of(id));
    if (!TRY(row.step())) return std::nullopt;
    return ShownText{row.integer(0), row.integer(1), instant_at(row.integer(2))};
}

}  // namespace

Result<std::vector<UnderstoodBy>> find_understood_by(Database& database, DispatchId after,
                                                     std::size_t limit) {
    std::vector<UnderstoodBy> found;
    Query row = database.query(
        "SELECT d.id, r.language, (SELECT models FROM annotation_run WHERE reading = d.reading"
        " ORDER BY id DESC LIMIT 1) FROM dispatch d CROSS JOIN reading r ON r.id = d.reading"
        " WHERE d.id > ? AND d.state IN ('live', 'embargoed') ORDER BY d.id LIMIT ?");
    row.bind(number_of(after), limit);
    while (TRY(row.step()))
        found.push_back(
            {DispatchId{row.integer(0)}, std::string(row.text(1)), std::string(row.text(2))});
    return found;
}

Result<std::optional<ReadingText>> find_text(Database& database, DispatchId id) {
    const Transaction moment = TRY(Transaction::read(database));
    const auto shown = TRY(find_shown(database, id));
    if (!shown) return std::nullopt;
    StoredDispatch stored = TRY(find_dispatch(database, id));
    return ReadingText{shown->reading, std::move(stored.dispatch)};
}

Result<bool> keep_understood_again(Database& database, DispatchId id, std::int64_t reading,
                                   const PreparedStatements& prepared, Effects& effects) {
    const auto shown = TRY(find_shown(database, id));
    if (!shown || shown->reading != reading) return false;
    TRY(index_remove(database, id));
    TRY(replace_understood(database, id, reading, shown->arrived, prepared));
    TRY(add_change(database, id, "reading", shown->edition, effects));
    TRY(index_add(database, id));
    return true;
}

}  // namespace chappe
