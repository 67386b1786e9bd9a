#include "archive/hubs.h"

#include <algorithm>
#include <string>

#include "archive/columns.h"
#include "archive/watches.h"
#include "base/back_off.h"
#include "base/digest.h"

namespace chappe {
namespace {

using namespace std::chrono;

constexpr minutes callback_time{10};  // for a hub to call back; then it is asked again
constexpr minutes first_retry{1};     // to ask a hub that failed; twice as long each time
constexpr hours longest_retry{24};
constexpr hours denied_retry{7 * 24};  // hubs change their minds too
constexpr seconds first_resend{10};    // to a listener that failed
constexpr hours longest_resend{1};
constexpr minutes wish_time{10};  // for us to call back
constexpr std::int64_t most_listeners = 10'000;
constexpr std::int64_t most_of_a_host = 1000;

constexpr std::string_view subscription_columns =
    "SELECT u.source, s.name, w.full_text, u.hub, u.topic, u.callback, u.secret, u.failures,"
    " u.lease_ends FROM subscription u JOIN watch w ON w.source = u.source"
    " JOIN source s ON s.id = u.source WHERE w.paused = 0 AND ";

Subscription subscription_in(const Query& row) {
    Subscription found;
    found.source = SourceId{row.integer(0)};
    found.name = row.text(1);
    found.full_text = full_text_named(row.text(2)).value_or(FullText::never);
    found.links = {std::string(row.text(3)), std::string(row.text(4))};
    found.callback = row.text(5);
    found.secret = row.text(6);
    found.failures = count_in(row, 7);
    found.lease_ends = instant_in(row, 8);
    return found;
}

Listener listener_in(const Query& row) {
    Listener found;
    found.id = ListenerId{row.integer(0)};
    found.callback = row.text(1);
    found.topic = row.text(2);
    found.secret = row.text(3);
    found.lease_ends = instant_in(row, 4);
    found.told = digest_in(row, 5);
    found.failures = count_in(row, 6);
    found.due = instant_at(row.integer(7));
    if (const auto lease = row.optional_integer(8)) found.wished_lease = seconds(*lease);
    return found;
}

}  // namespace

// ---- ours

Result<void> keep_hub_links(Database& database, SourceId source, const HubLinks& links,
                            Instant now) {
    if (links.hub.empty()) return drop_subscription(database, source);
    // Another hub, or another topic there, is another subscription.
    return database
        .query(
            "INSERT INTO subscription (source, hub, topic, callback, secret, due, failures,"
            " trouble) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, '')"
            " ON CONFLICT (source) DO UPDATE SET hub = ?2, topic = ?3, callback = ?4, secret = ?5,"
            " due = ?6, failures = 0, trouble = '', lease_ends = NULL"
            " WHERE (hub, topic) IS NOT (?2, ?3)")
        .bind(number_of(source), links.hub, links.topic, random_hex(16), random_hex(32),
              seconds_of(now))
        .run();
}

Result<void> drop_subscription(Database& database, SourceId source) {
    return database.query("DELETE FROM subscription WHERE source = ?")
        .bind(number_of(source))
        .run();
}

Result<bool> is_subscribed(Database& database, SourceId source, Instant now) {
    Query row = database.query("SELECT 1 FROM subscription WHERE source = ? AND lease_ends > ?");
    row.bind(number_of(source), seconds_of(now));
    return row.step();
}

Result<std::vector<Subscription>> find_due_subscriptions(Database& database, Instant now,
                                                         std::size_t limit) {
    Query row =
        database.query(std::string(subscription_columns) + "u.due <= ? ORDER BY u.due LIMIT ?");
    row.bind(seconds_of(now), static_cast<std::int64_t>(limit));
    std::vector<Subscription> due;
    while (TRY(row.step())) due.push_back(subscription_in(row));
    return due;
}

Result<std::optional<Subscription>> find_subscription(Database& database,
                                                      std::string_view callback) {
    Query row = database.query(std::string(subscription_columns) + "u.callback = ?");
    row.bind(callback);
    if (!TRY(row.step())) return std::nullopt;
    return subscription_in(row);
}

Result<void> keep_subscription_news(Database& database, const SubscriptionNews& news) {
    using What = SubscriptionNews::What;
    int failures = 0;
    std::int64_t lease_ends = 0;  // none
    {
        Query row =
            database.query("SELECT failures, lease_ends FROM subscription WHERE source = ?");
        row.bind(number_of(news.source));
        if (!TRY(row.step())) return {};
        failures = count_in(row, 0);
        lease_ends = row.integer(1);
    }
    seconds wait{0};
    switch (news.what) {
        case What::asked:  // not to call back is a failure too, as long as it lasts
            wait = std::max<seconds>(
                callback_time, backed_off(first_retry, longest_retry, ++failures, news.chance));
            break;
        case What::failed:
            wait = backed_off(first_retry, longest_retry, ++failures, news.chance);
            break;
        case What::verified:
            failures = 0;
            lease_ends = seconds_of(news.at + news.lease);
            wait = news.lease * 4 / 5;
            break;
        case What::denied:
            lease_ends = 0;
            wait = denied_retry;
            break;
    }
    return database
        .query(
            "UPDATE subscription SET due = ?2, failures = ?3, lease_ends = nullif(?4, 0), trouble "
            "= ?5"
            " WHERE source = ?1")
        .bind(number_of(news.source), seconds_of(news.at + wait), failures, lease_ends,
              news.trouble)
        .run();
}

// ---- those of others

Result<std::vector<Listener>> find_listeners(Database& database, Instant now) {
    Query row = database.query(
        "SELECT id, callback, topic, secret, lease_ends, told, failures, due, wished_lease"
        " FROM listener WHERE lease_ends > ?1 OR (wished_lease IS NOT NULL AND wished > ?2)"
        " ORDER BY id");
    row.bind(seconds_of(now), seconds_of(now - wish_time));
    std::vector<Listener> all;
    while (TRY(row.step())) all.push_back(listener_in(row));
    return all;
}

Result<void> keep_listening_wish(Database& database, const ListeningWish& wish) {
    // What has ended goes when somebody comes.
    TRY(database
            .query("DELETE FROM listener WHERE coalesce(lease_ends, 0) <= ?1"
                   " AND (wished_lease IS NULL OR wished <= ?2)")
            .bind(seconds_of(wish.at), seconds_of(wish.at - wish_time))
            .run());
    const bool ends = wish.lease == seconds(0);
    if (!ends) {
        const std::string host = host_of_address(wish.callback);
        Query row = database.query(
            "SELECT count(*), count(*) FILTER (WHERE instr(callback, '://' || ?1) > 0)"
            " FROM listener WHERE (callback, topic) IS NOT (?2, ?3)");
        row.bind(host, wish.callback, wish.topic);
        TRY(row.step());
        if (row.integer(0) >= most_listeners || row.integer(1) >= most_of_a_host)
            return fail(Failure::busy, "this hub has too many subscribers; try again later");
    }
    return database
        .query(
            "INSERT INTO listener (callback, topic, secret, failures, trouble, due, wished,"
            " wished_lease, wished_secret) VALUES (?1, ?2, '', 0, '', 0, ?3, ?4, ?5)"
            " ON CONFLICT (callback, topic) DO UPDATE SET wished = ?3, wished_lease = ?4,"
            " wished_secret = ?5")
        .bind(wish.callback, wish.topic, seconds_of(wish.at),
              static_cast<std::int64_t>(wish.lease.count()), wish.secret)
        .run();
}

namespace {

/// It wants what it asked for.
Result<void> keep_confirmed(Database& database, const ListenerNews& news) {
    TRY(database.query("DELETE FROM listener WHERE id = ? AND wished_lease = 0")
            .bind(number_of(news.id))
            .run());
    return database
        .query(
            "UPDATE listener SET secret = wished_secret, lease_ends = ?2 + wished_lease,"
            " told = coalesce(told, ?3), failures = 0, trouble = '', due = 0, wished_lease = NULL"
            " WHERE id = ?1 AND wished_lease IS NOT NULL")
        .bind(number_of(news.id), seconds_of(news.at), news.told)
        .run();
}

/// It does not; what it had before stays.
Result<void> keep_refused(Database& database, const ListenerNews& news) {
    TRY(database.query("DELETE FROM listener WHERE id = ? AND lease_ends IS NULL")
            .bind(number_of(news.id))
            .run());
    return database.query("UPDATE listener SET wished_lease = NULL, trouble = ?2 WHERE id = ?1")
        .bind(number_of(news.id), news.trouble)
        .run();
}

Result<void> keep_unsent(Database& database, const ListenerNews& news) {
    Query row = database.query(
        "UPDATE listener SET failures = failures + 1, trouble = ?2 WHERE id = ?1"
        " RETURNING failures");
    row.bind(number_of(news.id), news.trouble);
    const auto failures = TRY(row.value());
    if (!failures) return {};
    const auto wait = backed_off(first_resend, longest_resend, *failures, news.chance);
    return database.query("UPDATE listener SET due = ?2 WHERE id = ?1")
        .bind(number_of(news.id), seconds_of(news.at + wait))
        .run();
}

}  // namespace

Result<void> keep_listener_news(Database& database, const ListenerNews& news) {
    switch (news.what) {
        case ListenerNews::What::confirmed:
            return keep_confirmed(database, news);
        case ListenerNews::What::refused:
            return keep_refused(database, news);
        case ListenerNews::What::failed:
            return keep_unsent(database, news);
        case ListenerNews::What::gone:
            return database.query("DELETE FROM listener WHERE id = ?")
                .bind(number_of(news.id))
                .run();
        case ListenerNews::What::told:
            break;
    }
    return database
        .query("UPDATE listener SET told = ?2, failures = 0, trouble = '', due = 0 WHERE id = ?1")
        .bind(number_of(news.id), news.told)
        .run();
}

}  // namespace chappe
