// Reads, and the sums that a transaction moves.
#include "archive/keep.h"
#include "archive/lookup.h"

namespace chappe {

Result<std::uint64_t> keep_read(Database& database, DispatchId id) {
    {
        Query row = database.query("SELECT 1 FROM dispatch WHERE id = ? AND state = 'live'");
        row.bind(number_of(id));
        if (!TRY(row.step())) return fail(Failure::absent, "there is no such dispatch");
    }
    Query row = database.query(
        "INSERT INTO read_count (dispatch, reads) VALUES (?, 1)"
        " ON CONFLICT DO UPDATE SET reads = reads + 1 RETURNING reads");
    row.bind(number_of(id));
    return static_cast<std::uint64_t>(TRY(row.value()).value_or(0));
}

Result<void> keep_fold(Database& database, const Fold& fold) {
    const std::uint64_t position = TRY(find_position(database));
    // Committed before, though the disk answered otherwise.
    if (position == fold.to) return {};
    if (position != fold.from)
        return fail(Failure::broken, "another program has folded the journal of reads; restart");
    for (const auto& [id, reads] : fold.reads)
        TRY(database
                .query("INSERT INTO read_count (dispatch, reads) SELECT id, ?2 FROM dispatch"
                       " WHERE id = ?1 ON CONFLICT DO UPDATE SET reads = reads + excluded.reads")
                .bind(number_of(id), reads)
                .run());
    return database
        .query(
            "INSERT INTO journal (name, position) VALUES ('reads', ?)"
            " ON CONFLICT DO UPDATE SET position = excluded.position")
        .bind(fold.to)
        .run();
}

Result<void> keep_sums(Database& database, const Effects& effects) {
    const auto add = [&](std::string_view name, std::int64_t value) -> Result<void> {
        if (value == 0) return {};
        return database.query("UPDATE tally SET value = value + ? WHERE name = ?")
            .bind(value, name)
            .run();
    };
    TRY(add("dispatches", effects.dispatches));
    return add("editions", effects.editions);
}

}  // namespace chappe
