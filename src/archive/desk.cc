#include "archive/desk.h"

#include <optional>
#include <string>
#include <utility>

#include "archive/columns.h"
#include "archive/copies.h"
#include "archive/erase.h"
#include "archive/lookup.h"
#include "archive/search_index.h"

namespace chappe {
namespace {

constexpr std::size_t longest_notice = 1000;  // characters: a paragraph

Result<void> check_notice(std::string_view notice) {
    if (Text::repair(notice).view() != notice)
        return fail(Failure::refused, "a notice is UTF-8 text");
    if (code_points_before(notice, notice.size()) > longest_notice)
        return fail(Failure::refused, "a notice has at most 1,000 characters");
    return {};
}

std::unexpected<Error> refused(const char* why) {
    return fail(Failure::refused, why);
}

/// What no form can say stays as it was; and what this one does not say, if it is to.
PreparedDispatch over(const Dispatch& before, const PreparedDispatch& written, Facts facts) {
    Dispatch after = written.dispatch;
    if (!after.modified) after.modified = before.modified;
    if (after.site.empty()) after.site = before.site;
    if (after.guid.empty()) after.guid = before.guid;
    if (facts == Facts::kept) {
        if (!after.published) after.published = before.published;
        if (!after.credit) after.credit = before.credit;
        if (after.authors.empty()) after.authors = before.authors;
        if (!after.tags) after.tags = before.tags;
        if (after.language.empty()) after.language = before.language;
        if (after.url.empty()) after.url = before.url;
    }
    PreparedDispatch made = prepare(std::move(after), written.identity);
    made.understood = written.understood;  // of the body, which is the written one
    return made;
}

/// The acts, each on a dispatch in some state.
struct Doer {
    Database& database;
    const PreparedAct& prepared;
    Effects& effects;

    using Done = Result<DispatchId>;

    Done operator()(const Compose& act) const {
        const bool waits = act.release && *act.release > now();
        return keep_composed(database, *prepared.news, waits ? act.release : std::nullopt, effects);
    }

    Done operator()(const Correct& act) const {
        Prepared written = *prepared.news;
        const StoredDispatch before = TRY(find_dispatch(database, act.id));
        if (before.state == DispatchState::live || before.state == DispatchState::embargoed) {
            if (act.seen && before.last_change != *act.seen)
                return refused("it was changed meanwhile; send it again to see how");
            written.dispatches.front() =
                over(before.dispatch, written.dispatches.front(), act.facts);
        }
        TRY(keep_correction(database, act.id, written, effects));
        return act.id;
    }

    Done operator()(const Release& act) const {
        const Standing standing = TRY(find_standing(database, act.id));
        if (standing.state == DispatchState::live) return refused("it is on the wire already");
        if (standing.state != DispatchState::embargoed)
            return refused("it does not wait for a release");
        TRY(release(database, standing, effects));
        return act.id;
    }

    Done operator()(const Withdraw& act) const {
        const Standing standing = TRY(find_standing(database, act.id));
        if (standing.state == DispatchState::withdrawn) return refused("it is withdrawn already");
        if (standing.state == DispatchState::erased) return refused("it is erased");
        TRY(check_notice(act.notice));
        TRY(withdraw(database, standing, {"withdrawn", prepared.by.name, act.notice}, effects));
        return act.id;
    }

    Done operator()(const Reinstate& act) const {
        const Standing standing = TRY(find_standing(database, act.id));
        if (standing.state == DispatchState::erased) return refused("what is erased is gone");
        if (standing.state != DispatchState::withdrawn) return refused("it is not withdrawn");
        TRY(reinstate(standing));
        return act.id;
    }

    Done operator()(const Erase& act) const {
        const Standing standing = TRY(find_standing(database, act.id));
        if (standing.state == DispatchState::erased) return refused("it is erased already");
        TRY(check_notice(act.notice));
        TRY(erase(database, standing, {"erased", prepared.by.name, act.notice}, effects));
        return act.id;
    }

    Done operator()(const JoinCopies& act) const {
        TRY(join_group_of(database, act.id, act.of, effects));
        return act.id;
    }

    Done operator()(const LeaveCopies& act) const {
        TRY(stand_alone(database, act.id, effects));
        return act.id;
    }

    template <typename OnAUser>
    Done operator()(const OnAUser&) const {
        return refused("not an act on a dispatch");
    }

    /// Back to its place on the wire; one that never was there waits for its hour again.
    Result<void> reinstate(const Standing& standing) const {
        TRY(set_state(database, standing.id, standing.was_on_the_wire ? "live" : "embargoed"));
        TRY(database.query("DELETE FROM withdrawal WHERE dispatch = ?")
                .bind(number_of(standing.id))
                .run());
        if (standing.was_on_the_wire) ++effects.dispatches;
        TRY(index_add(database, standing.id));
        const std::string_view kind = standing.was_on_the_wire ? "edition" : "embargo";
        TRY(add_change(database, standing.id, kind, standing.edition, effects));
        return find_group_again(database, standing.id, effects);
    }
};

}  // namespace

Result<void> withdraw(Database& database, const Standing& standing, const Tombstone& tombstone,
                      Effects& effects) {
    TRY(index_remove(database, standing.id));
    TRY(set_state(database, standing.id, "withdrawn"));
    TRY(keep_tombstone(database, standing.id, tombstone));
    if (standing.state == DispatchState::live) --effects.dispatches;
    const std::string_view kind = standing.was_on_the_wire ? "withdrawal" : "embargo";
    TRY(add_change(database, standing.id, kind, standing.edition, effects));
    return leave_group(database, standing.id, effects);
}

Result<void> set_state(Database& database, DispatchId id, std::string_view state) {
    return database.query("UPDATE dispatch SET state = ? WHERE id = ?")
        .bind(state, number_of(id))
        .run();
}

Result<Standing> find_standing(Database& database, DispatchId id) {
    Query row =
        database.query("SELECT state, edition, editions, position FROM dispatch WHERE id = ?");
    row.bind(number_of(id));
    if (!TRY(row.step())) return fail(Failure::absent, "there is no such dispatch");
    return Standing{id, state_named(row.text(0)), row.integer(1), row.integer(2),
                    row.integer(3) != 0};
}

Result<DispatchId> act_on_dispatch(Database& database, const PreparedAct& act, Effects& effects) {
    return std::visit(Doer{database, act, effects}, act.act);
}

/// Its arrival is the moment when readers could first see it.
Result<void> release(Database& database, const Standing& standing, Effects& effects) {
    TRY(database.query("UPDATE dispatch SET state = 'live', arrived = ? WHERE id = ?")
            .bind(seconds_of(now()), number_of(standing.id))
            .run());
    Grouped grouped = TRY(find_group(database, standing.id));
    const ChangeSeq seq = TRY(add_change(database, standing.id, grouped.copy ? "copy" : "new",
                                         standing.edition, effects));
    TRY(database.query("UPDATE dispatch SET position = ? WHERE id = ?")
            .bind(number_of(seq), number_of(standing.id))
            .run());
    grouped.moved = false;  // that was told just now
    TRY(tell_of_group(database, standing.id, grouped, effects));
    TRY(database.query("DELETE FROM embargo WHERE dispatch = ?")
            .bind(number_of(standing.id))
            .run());
    ++effects.dispatches;
    effects.editions += standing.editions;
    return index_add(database, standing.id);
}

Result<ChangeSeq> add_change(Database& database, DispatchId id, std::string_view kind,
                             std::int64_t edition, Effects& effects) {
    TRY(database.query("INSERT INTO change (dispatch, kind, edition, at) VALUES (?, ?, ?, ?)")
            .bind(number_of(id), kind, edition, seconds_of(now()))
            .run());
    effects.newest = ChangeSeq{database.last_id()};
    TRY(database.query("UPDATE dispatch SET last_change = ? WHERE id = ?")
            .bind(number_of(effects.newest), number_of(id))
            .run());
    return effects.newest;
}

Result<void> keep_tombstone(Database& database, DispatchId id, const Tombstone& tombstone) {
    std::optional<std::string_view> notice;
    if (!tombstone.notice.empty()) notice = tombstone.notice;
    return database
        .query(
            "INSERT OR REPLACE INTO withdrawal (dispatch, state, at, asked_by, notice)"
            " VALUES (?, ?, ?, ?, ?)")
        .bind(number_of(id), tombstone.state, seconds_of(now()), tombstone.asked_by, notice)
        .run();
}

}  // namespace chappe
