#include "archive/alert_rows.h"

#include <algorithm>

#include "archive/columns.h"
#include "archive/lookup.h"
#include "archive/search.h"
#include "base/digest.h"
#include "base/text.h"
#include "base/url.h"

namespace chappe {
namespace {

constexpr std::size_t longest_address = 2048;  // as of sources
constexpr std::size_t changes_a_look = 200;

std::string consumer_of(AlertId id) {
    return "hook:" + std::to_string(number_of(id));
}

Alert alert_in(const Query& row) {
    Alert alert;
    alert.id = AlertId{row.integer(0)};
    alert.query = row.text(1);
    alert.address = row.text(2);
    alert.added = instant_at(row.integer(3));
    alert.added_by = row.text(4);
    alert.delivered = row.integer(5);
    if (!row.is_null(6)) alert.last_success = instant_at(row.integer(6));
    alert.failures = count_in(row, 7);
    alert.trouble = row.text(8);
    return alert;
}

constexpr std::string_view alerts_sql =
    "SELECT a.id, a.query, a.address, a.added, a.added_by, a.delivered, a.last_success,"
    " a.failures, a.trouble, (SELECT count(*) FROM outbox o WHERE o.consumer = 'hook:' || a.id)"
    " FROM alert a ORDER BY a.id";

UserAct about(AlertId id, std::string what) {
    UserAct done;
    done.receipt.alert = id;
    done.about = std::move(what);
    return done;
}

Result<void> check(const AddAlert& act) {
    if (Text::repair(act.query).view() != act.query)
        return fail(Failure::refused, "a search is UTF-8 text");
    if (trim(act.query).empty()) return fail(Failure::refused, "an alert needs a search");
    const auto parsed = parse_query(act.query, std::chrono::floor<std::chrono::days>(now()));
    if (!parsed.problems.empty())
        return fail(Failure::refused,
                    "the search: " + std::string(words_of(parsed.problems.front().kind)));
    if (act.address.size() > longest_address || !Url::parse(act.address))
        return fail(Failure::refused,
                    "an alert goes to an address that begins with http:// or https://");
    return {};
}

}  // namespace

// ---- acts

Result<UserAct> add_alert(Database& database, const AddAlert& act, const By& by) {
    TRY(check(act));
    const std::string secret = random_hex(32);
    TRY(database
            .query("INSERT INTO alert (query, address, secret, added, added_by)"
                   " VALUES (?, ?, ?, ?, ?)")
            .bind(trim(act.query), act.address, secret, seconds_of(now()), by.name)
            .run());
    const AlertId id{database.last_id()};
    const std::string consumer = consumer_of(id);
    TRY(database
            .query("INSERT INTO consumer (name, position)"
                   " SELECT ?, coalesce(max(seq), 0) FROM change")
            .bind(consumer)
            .run());
    UserAct done = about(id, std::string(Url::parse(act.address)->host()));
    done.receipt.secret = secret;
    return done;
}

Result<UserAct> remove_alert(Database& database, const RemoveAlert& act) {
    Query row = database.query("DELETE FROM alert WHERE id = ? RETURNING 1");
    row.bind(number_of(act.id));
    if (!TRY(row.value())) return fail(Failure::absent, "there is no such alert");
    const std::string consumer = consumer_of(act.id);
    TRY(database.query("DELETE FROM outbox WHERE consumer = ?").bind(consumer).run());
    TRY(database.query("DELETE FROM consumer WHERE name = ?").bind(consumer).run());
    return about(act.id, std::to_string(number_of(act.id)));
}

// ---- lists

Result<std::vector<Alert>> find_alerts(Database& database) {
    Query row = database.query(alerts_sql);
    std::vector<Alert> alerts;
    while (TRY(row.step())) {
        alerts.push_back(alert_in(row));
        alerts.back().waiting = row.integer(9);
    }
    return alerts;
}

namespace {

/// One story is told once: a dispatch that arrives as a copy is, when its original is not found.
Result<bool> is_own_news(Database& database, const SearchQuery& query, const Change& change) {
    const WireEntry& entry = change.entry;
    const bool arrives = change.seq == entry.position;
    if (!arrives || !TRY(is_hit(database, query, entry.position))) return false;
    if (!entry.copy_of) return true;  // it stands by itself since
    Query row = database.query("SELECT position FROM dispatch WHERE id = ?");
    row.bind(number_of(*entry.copy_of));
    const auto original = TRY(row.value());
    return !original || !TRY(is_hit(database, query, ChangeSeq{*original}));
}

/// Every kill is told: whoever was sent the dispatch must hear of it, and its words, by which one
/// could tell, are gone.
Result<bool> concerns(Database& database, const SearchQuery& query, const Change& change) {
    if (change.kind == ChangeKind::withdrawn) return true;
    if (change.entry.title.empty() && change.entry.summary.empty()) return false;  // gone since
    if (change.kind == ChangeKind::copied) return is_own_news(database, query, change);
    return is_hit(database, query, change.entry.position);
}

}  // namespace

Result<std::vector<AlertLook>> look_for_alerts(Database& database) {
    const Transaction moment = TRY(Transaction::read(database));
    const ChangeSeq newest = TRY(find_newest(database));
    std::vector<AlertLook> looks;
    for (const Alert& alert : TRY(find_alerts(database))) {
        AlertLook look{alert.id, {}, newest, {}};
        {
            const std::string consumer = consumer_of(alert.id);
            Query row = database.query("SELECT position FROM consumer WHERE name = ?");
            row.bind(consumer);
            look.from = ChangeSeq{TRY(row.value()).value_or(number_of(newest))};
        }
        if (look.from >= newest) continue;
        const auto today = std::chrono::floor<std::chrono::days>(now());
        const SearchQuery query = parse_query(alert.query, today).query;
        const auto changes = TRY(find_changes(database, look.from, changes_a_look));
        for (const Change& change : changes)
            if (TRY(concerns(database, query, change))) look.found.push_back(change.seq);
        if (changes.size() == changes_a_look) look.to = changes.back().seq;
        looks.push_back(std::move(look));
    }
    return looks;
}

Result<std::vector<AlertDelivery>> find_due_alerts(Database& database, Instant now) {
    const Transaction moment = TRY(Transaction::read(database));
    std::vector<AlertDelivery> due;
    for (Alert& alert : TRY(find_alerts(database))) {
        if (alert.waiting == 0) continue;
        const std::string consumer = consumer_of(alert.id);
        AlertDelivery delivery;
        std::int64_t change = 0;
        {
            Query row = database.query(
                "SELECT o.id, o.change, o.tries, o.next_try, a.secret FROM outbox o, alert a"
                " WHERE o.consumer = ?1 AND a.id = ?2 ORDER BY o.id LIMIT 1");
            row.bind(consumer, number_of(alert.id));
            if (!TRY(row.step()) || row.integer(3) > seconds_of(now)) continue;
            delivery.id = row.integer(0);
            change = row.integer(1);
            delivery.tries = static_cast<int>(std::min<std::int64_t>(row.integer(2), 1000));
            delivery.secret = row.text(4);
        }
        auto changes = TRY(find_changes(database, ChangeSeq{change - 1}, 1));
        if (changes.empty()) continue;
        // What went off the wire while it waited is told as that.
        if (changes.front().entry.title.empty() && changes.front().entry.summary.empty())
            changes.front().kind = ChangeKind::withdrawn;
        delivery.alert = std::move(alert);
        delivery.change = std::make_shared<const Change>(std::move(changes.front()));
        due.push_back(std::move(delivery));
    }
    return due;
}

// ---- what came of it

Result<void> keep_looks(Database& database, const std::vector<AlertLook>& looks) {
    for (const AlertLook& look : looks) {
        const std::string consumer = consumer_of(look.alert);
        // Who else has looked meanwhile has kept what was found; a removed alert has no consumer.
        Query row = database.query(
            "UPDATE consumer SET position = ?3 WHERE name = ?1 AND position = ?2 RETURNING 1");
        row.bind(consumer, number_of(look.from), number_of(look.to));
        if (!TRY(row.value())) continue;
        for (const ChangeSeq seq : look.found)
            TRY(database
                    .query("INSERT INTO outbox (consumer, change, tries, next_try)"
                           " VALUES (?, ?, 0, 0)")
                    .bind(consumer, number_of(seq))
                    .run());
    }
    return {};
}

Result<void> keep_outcome(Database& database, const AlertOutcome& outcome) {
    std::string consumer;
    {
        Query row = database.query("SELECT consumer FROM outbox WHERE id = ?");
        row.bind(outcome.id);
        if (!TRY(row.step())) return {};  // the alert was removed meanwhile
        consumer = row.text(0);
    }
    if (outcome.trouble.empty()) {
        TRY(database.query("DELETE FROM outbox WHERE id = ?").bind(outcome.id).run());
        return database
            .query(
                "UPDATE alert SET delivered = delivered + 1, last_success = ?2, failures = 0,"
                " trouble = '' WHERE 'hook:' || id = ?1")
            .bind(consumer, seconds_of(now()))
            .run();
    }
    TRY(database
            .query("UPDATE outbox SET tries = tries + 1, next_try = ?2, last_error = ?3"
                   " WHERE id = ?1")
            .bind(outcome.id, seconds_of(outcome.next_try), outcome.trouble)
            .run());
    return database
        .query("UPDATE alert SET failures = failures + 1, trouble = ?2 WHERE 'hook:' || id = ?1")
        .bind(consumer, outcome.trouble)
        .run();
}

}  // namespace chappe
