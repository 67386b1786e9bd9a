#include "archive/upkeep.h"

#include "archive/audit.h"
#include "archive/columns.h"
#include "archive/copies.h"
#include "archive/desk.h"
#include "archive/erase.h"
#include "archive/users.h"
#include "base/log.h"

namespace chappe {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t releases_a_step = 50;
constexpr std::int64_t rows_a_step = 5000;  // looked at for their age: 1 to 2 ms
constexpr std::size_t erased_a_step = 20;   // some 10 ms
constexpr std::size_t keys_a_step = 500;

constexpr auto prune_again = 1h;
// The index is cleared after each look, which writes all of it anew where it is the oldest.
constexpr auto look_again = 24h;
constexpr auto try_again = 5s;
// A client that retries does so within minutes.
constexpr std::int64_t keys_last = std::chrono::seconds(std::chrono::days(7)).count();

std::int64_t seconds_now() {
    return seconds_of(now());
}

Result<std::vector<DispatchId>> find_due(Database& database) {
    Query row = database.query(
        "SELECT e.dispatch FROM embargo e CROSS JOIN dispatch d ON d.id = e.dispatch"
        " WHERE e.release <= ? AND d.state = 'embargoed' ORDER BY e.release, e.dispatch LIMIT ?");
    row.bind(seconds_now(), releases_a_step);
    std::vector<DispatchId> due;
    while (TRY(row.step())) due.push_back(DispatchId{row.integer(0)});
    return due;
}

Result<bool> find_to_prune(Database& database) {
    Query row = database.query(
        "SELECT EXISTS (SELECT 1 FROM session WHERE expires <= ?1)"
        " OR EXISTS (SELECT 1 FROM idempotency WHERE at < ?1 - ?2)");
    row.bind(seconds_now(), keys_last);
    return TRY(row.value()).value_or(0) != 0;
}

Result<void> prune_keys(Database& database) {
    return database
        .query(
            "DELETE FROM idempotency WHERE (client, key) IN"
            " (SELECT client, key FROM idempotency WHERE at < ? ORDER BY at LIMIT ?)")
        .bind(seconds_now() - keys_last, keys_a_step)
        .run();
}

}  // namespace

bool Upkeep::is_due(Database& database) {
    if (Clock::now() < next_try_) return false;
    note_trouble(look(database));
    return !due_.empty() || !old_.empty() || prune_ || clear_ || group_;
}

Result<void> Upkeep::look(Database& database) {
    due_ = TRY(find_due(database));
    if (!all_grouped_) {
        group_ = TRY(waits_for_groups(database));
        all_grouped_ = !group_;
    }
    const auto time = Clock::now();
    if (!prune_ && time >= next_prune_) {
        prune_ = TRY(find_to_prune(database));
        if (!prune_) next_prune_ = time + prune_again;
    }
    if (!retain_ || time < next_look_ || !old_.empty() || clear_) return {};
    TRY(look_for_old(database));
    if (looked_up_to_ == 0 && old_.empty()) {
        clear_ = TRY(waits_for_clear_index(database));
        next_look_ = time + look_again;
    }
    return {};
}

/// A few thousand rows of the whole table, so that nothing waits for the look and no index has to
/// be kept for it. Those under embargo are to be seen first.
Result<void> Upkeep::look_for_old(Database& database) {
    Query row = database.query(
        "SELECT id, state IN ('live', 'withdrawn') AND arrived < ? FROM dispatch WHERE id > ?"
        " ORDER BY id LIMIT ?");
    row.bind(seconds_of(now() - *retain_), looked_up_to_, rows_a_step);
    std::int64_t seen = 0;
    while (old_.size() < erased_a_step && TRY(row.step())) {
        looked_up_to_ = row.integer(0);
        ++seen;
        if (row.integer(1) != 0) old_.push_back(DispatchId{looked_up_to_});
    }
    if (seen < rows_a_step && old_.size() < erased_a_step) looked_up_to_ = 0;
    return {};
}

/// Another program may have been faster.
Result<void> Upkeep::step(Database& database, Effects& effects) {
    for (const DispatchId id : due_) {
        const Standing standing = TRY(find_standing(database, id));
        if (standing.state != DispatchState::embargoed) continue;
        TRY(release(database, standing, effects));
        TRY(keep_audit(database, By{"release", std::nullopt}, {"release", id, {}}));
    }
    for (const DispatchId id : old_) {
        const Standing standing = TRY(find_standing(database, id));
        if (standing.state != DispatchState::live && standing.state != DispatchState::withdrawn)
            continue;
        TRY(erase(database, standing, {"erased", "retention", {}}, effects, Clearing::later));
        TRY(keep_audit(database, By{"retention", std::nullopt}, {"erase", id, {}}));
    }
    if (clear_) TRY(clear_index(database));
    if (group_) TRY(find_groups_of_old(database, effects));
    if (!prune_) return {};
    TRY(prune_sessions(database));
    return prune_keys(database);
}

void Upkeep::stepped(const Result<void>& done) {
    note_trouble(done);
    if (!done) return;
    old_.clear();
    prune_ = false;
    clear_ = false;
    group_ = false;
}

/// Whoever runs the server reads of each trouble once.
void Upkeep::note_trouble(const Result<void>& done) {
    if (!done) next_try_ = Clock::now() + try_again;
    const std::string trouble = done ? std::string() : done.error().message;
    if (trouble != trouble_ && !trouble.empty())
        log_error("archive: releases and clearing wait: " + trouble);
    trouble_ = trouble;
}

}  // namespace chappe
