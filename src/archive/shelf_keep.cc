// What a user does with dispatches becomes rows. What was read long ago and lies below the floor
// needs none any more; a few of those go at each change.
#include <algorithm>

#include "archive/columns.h"
#include "archive/floors.h"
#include "archive/shelf_rows.h"

namespace chappe {
namespace {

constexpr std::int64_t marks_are_kept_for = 30 * 24 * 3600;  // for who asks what changed since
constexpr std::int64_t cleaned_at_once = 200;

struct Standing {
    bool live = false;
    bool below = false;  // the floor
};

Result<Standing> standing_of(Database& database, const Floors& floors, DispatchId id) {
    Query row =
        database.query("SELECT source, position FROM dispatch WHERE id = ? AND state = 'live'");
    row.bind(number_of(id));
    if (!TRY(row.step())) return Standing{};
    return Standing{true, row.integer(1) <= floors.of_source(row.integer(0))};
}

/// The row, as it stands or as it would.
struct State {
    std::optional<std::int64_t> read_at, starred_at;
    bool kept_unread = false;

    bool is_read(bool below) const { return read_at || (below && !kept_unread); }
    friend bool operator==(const State&, const State&) = default;
};

Result<State> state_of(Database& database, UserId user, DispatchId id) {
    Query row = database.query(
        "SELECT read_at, starred_at, kept_unread FROM user_state WHERE user = ? AND dispatch = ?");
    row.bind(number_of(user), number_of(id));
    State state;
    if (!TRY(row.step())) return state;
    state.read_at = row.optional_integer(0);
    state.starred_at = row.optional_integer(1);
    state.kept_unread = row.integer(2) != 0;
    return state;
}

State changed(const SetEntries& change, bool below, std::int64_t at, State state) {
    if (change.status == ReadStatus::read && !state.is_read(below)) {
        state.read_at = at;
        state.kept_unread = false;
    }
    if (change.status == ReadStatus::unread && state.is_read(below)) {
        state.read_at.reset();
        state.kept_unread = below;
    }
    using Star = SetEntries::Star;
    const bool wanted = change.star == Star::set ||
                        (change.star == Star::toggled && !state.starred_at) ||
                        (change.star == Star::as_it_is && state.starred_at);
    if (wanted && !state.starred_at) state.starred_at = at;
    if (!wanted) state.starred_at.reset();
    return state;
}

Result<void> keep_state(Database& database, UserId user, DispatchId id, const State& state,
                        std::int64_t at) {
    return database
        .query(
            "INSERT INTO user_state (user, dispatch, read_at, starred_at, kept_unread, changed)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (user, dispatch) DO UPDATE SET"
            " read_at = ?3, starred_at = ?4, kept_unread = ?5, changed = ?6")
        .bind(number_of(user), number_of(id), state.read_at, state.starred_at,
              state.kept_unread ? 1 : 0, at)
        .run();
}

/// Some rows that say no more than the floor of all, the oldest first. They stay for a while:
/// whoever asks what changed hears of them.
Result<void> clean(Database& database, UserId user, const Floors& floors, std::int64_t at) {
    return database
        .query(
            "DELETE FROM user_state WHERE user = ?1 AND dispatch IN (SELECT s.dispatch"
            " FROM user_state s JOIN dispatch d ON d.id = s.dispatch WHERE s.user = ?1"
            " AND s.starred_at IS NULL AND s.kept_unread = 0 AND s.changed < ?2"
            " AND d.position <= ?3 ORDER BY s.dispatch LIMIT ?4)")
        .bind(number_of(user), at - marks_are_kept_for, floors.of_all(), cleaned_at_once)
        .run();
}

Result<void> keep_entries(Database& database, UserId user, const SetEntries& change) {
    const Floors floors = TRY(Floors::of(database, user));
    const std::int64_t at = seconds_of(now());
    for (const DispatchId id : change.ids) {
        const Standing standing = TRY(standing_of(database, floors, id));
        if (!standing.live) continue;
        const Result<State> before = state_of(database, user, id);
        if (!before) return std::unexpected(before.error());
        const State after = changed(change, standing.below, at, *before);
        if (after != *before) TRY(keep_state(database, user, id, after, at));
    }
    return clean(database, user, floors, at);
}

/// The newest that arrived until then; within the window, since all below counts as read.
Result<std::int64_t> position_of(Database& database, const MarkRead& change, const Floors& floors) {
    if (!change.until)
        return TRY(database.query("SELECT max(seq) FROM change").value()).value_or(0);
    Query row = database.query(
        "SELECT position, arrived FROM dispatch INDEXED BY wire WHERE state = 'live'"
        " AND position > ? ORDER BY position DESC");
    row.bind(floors.of_all());
    while (TRY(row.step()))
        if (row.integer(1) <= seconds_of(*change.until)) return row.integer(0);
    return floors.of_all();
}

Result<void> set_mark(Database& database, UserId user, std::int64_t source, std::int64_t position) {
    const std::int64_t at = seconds_of(now());
    const std::int64_t who = number_of(user);
    TRY(database
            .query("DELETE FROM read_mark WHERE user = ?1 AND (source = ?2 OR ?2 = 0)"
                   " AND at < ?3 AND position <= ?4")
            .bind(who, source, at - marks_are_kept_for, position)
            .run());
    TRY(database
            .query("INSERT OR IGNORE INTO read_mark (user, source, position, at)"
                   " SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM read_mark"
                   " WHERE user = ?1 AND source = ?2 AND position > ?3)")
            .bind(who, source, position, at)
            .run());
    // What was kept unread is read now too.
    return database
        .query(
            "UPDATE user_state SET kept_unread = 0, changed = ?4 WHERE user = ?1"
            " AND kept_unread = 1 AND dispatch IN (SELECT s.dispatch FROM user_state s"
            " INDEXED BY user_kept JOIN dispatch d ON d.id = s.dispatch WHERE s.user = ?1"
            " AND s.kept_unread = 1 AND d.position <= ?3 AND (d.source = ?2 OR ?2 = 0))")
        .bind(who, source, position, at)
        .run();
}

Result<void> keep_mark(Database& database, UserId user, const MarkRead& change) {
    const Floors floors = TRY(Floors::of(database, user));
    const std::int64_t position = TRY(position_of(database, change, floors));
    if (change.source) return set_mark(database, user, number_of(*change.source), position);
    if (!change.category) return set_mark(database, user, 0, position);
    for (const SourceId source : TRY(find_sources_of_category(database, *change.category)))
        TRY(set_mark(database, user, number_of(source), position));
    return {};
}

}  // namespace

Result<void> keep_shelf_change(Database& database, UserId user, const ShelfChange& change) {
    {
        Query row = database.query("SELECT 1 FROM user WHERE id = ?");
        row.bind(number_of(user));
        if (!TRY(row.step())) return fail(Failure::refused, "this user was removed");
    }
    if (const auto* entries = std::get_if<SetEntries>(&change))
        return keep_entries(database, user, *entries);
    return keep_mark(database, user, std::get<MarkRead>(change));
}

Result<void> drop_shelf(Database& database, UserId user) {
    TRY(database.query("DELETE FROM read_mark WHERE user = ?").bind(number_of(user)).run());
    return database.query("DELETE FROM user_state WHERE user = ?").bind(number_of(user)).run();
}

}  // namespace chappe
