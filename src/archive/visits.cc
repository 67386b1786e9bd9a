#include "archive/visits.h"

#include <algorithm>
#include <string>
#include <utility>

#include "archive/columns.h"
#include "archive/hubs.h"
#include "archive/watches.h"

namespace chappe {
namespace {

constexpr std::int64_t visits_kept = 50;  // of each source: a day of a busy one, weeks of others
constexpr int most_page_tries = 5;        // over about two hours; a page that old is no news

struct Brought {
    std::int64_t created = 0;
    std::int64_t edited = 0;
};

Brought brought_in(const Receipt& receipt) {
    Brought brought;
    for (const Receipt::Item& item : receipt.items) {
        if (item.outcome == Outcome::created) ++brought.created;
        if (item.outcome == Outcome::edited) ++brought.edited;
    }
    return brought;
}

bool went_well(const Visit& visit) {
    return visit.health == Health::well;
}

/// It was read as nothing, since it named another address (a feed that a page declares), which is
/// visited at once.
bool leads_elsewhere(const Visit& visit) {
    return went_well(visit) && !visit.unchanged && !visit.moved_to.empty() &&
           visit.kind == SourceKind::unknown;
}

/// What of a watch decides about its next visit.
struct Watch {
    bool paused = false;
    int failures = 0;
    Rhythm rhythm;
    Manners manners;
    std::optional<std::int64_t> last_success;
    bool subscribed = false;  // its hub sends what is new
};

Result<std::optional<Watch>> find_watch(Database& database, SourceId id, Instant now) {
    const bool subscribed = TRY(is_subscribed(database, id, now));
    Query row = database.query(
        "SELECT paused, failures, heard_items, heard_hours, wait, skip_hours, skip_days,"
        " last_success FROM watch WHERE source = ?");
    row.bind(number_of(id));
    if (!TRY(row.step())) return std::nullopt;
    Watch watch;
    watch.paused = row.integer(0) != 0;
    watch.failures = count_in(row, 1);
    watch.rhythm = {row.real(2), row.real(3)};
    watch.manners = {std::chrono::seconds(row.integer(4)),
                     static_cast<std::uint32_t>(row.integer(5)),
                     static_cast<std::uint8_t>(row.integer(6))};
    watch.last_success = row.optional_integer(7);
    watch.subscribed = subscribed;
    return watch;
}

Rhythm rhythm_after(const Watch& watch, const Visit& visit, const Brought& brought) {
    if (!watch.last_success) return visit.rhythm_before.value_or(watch.rhythm);
    return listened(watch.rhythm, visit.at - instant_at(*watch.last_success), brought.created);
}

// A source whose hub sends what is new is still visited, lest a hub that fell silent hides it.
constexpr std::chrono::hours visit_beside_hub{1};

/// Nothing: it is not visited again of our own accord.
std::optional<std::int64_t> due_after(const Watch& watch, const Visit& visit, Rhythm rhythm) {
    if (watch.paused || visit.health == Health::gone) return std::nullopt;
    if (leads_elsewhere(visit)) return seconds_of(visit.at);
    if (went_well(visit)) {
        Manners manners = visit.manners;
        if (watch.subscribed)
            manners.wait = std::max<std::chrono::seconds>(manners.wait, visit_beside_hub);
        return seconds_of(next_visit(rhythm, manners, visit.at, visit.chance));
    }
    // What was asked for in better days (hours of rest) still holds; how long to wait is said anew.
    Manners manners = watch.manners;
    manners.wait = visit.manners.wait;
    // Whoever shuts the door is asked once a day whether it is still shut.
    const bool shut = visit.health == Health::forbidden || visit.health == Health::barred ||
                      visit.health == Health::excluded;
    if (shut) manners.wait = std::max(manners.wait, longest_interval);
    return seconds_of(next_try(rhythm, manners, watch.failures + 1, visit.at, visit.chance));
}

Result<void> note_visit(Database& database, const Visit& visit, const Brought& brought) {
    TRY(database
            .query("INSERT INTO visit (source, at, took, health, unchanged, status, bytes,"
                   " created, edited, trouble) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(number_of(visit.source), seconds_of(visit.at),
                  static_cast<std::int64_t>(visit.took.count()), name_of(visit.health),
                  visit.unchanged ? 1 : 0, visit.status, static_cast<std::int64_t>(visit.bytes),
                  brought.created, brought.edited, visit.trouble)
            .run());
    return database
        .query(
            "DELETE FROM visit WHERE source = ?1 AND id <= (SELECT id FROM visit"
            " WHERE source = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)")
        .bind(number_of(visit.source), visits_kept)
        .run();
}

/// A permanent redirect is followed for good, unless another source is watched there.
Result<void> move(Database& database, const Visit& visit) {
    if (visit.moved_to.empty()) return {};
    return database
        .query(
            "UPDATE watch SET address = ?2, host = ?3 WHERE source = ?1"
            " AND NOT EXISTS (SELECT 1 FROM watch w WHERE w.address = ?2)")
        .bind(number_of(visit.source), visit.moved_to, host_of_address(visit.moved_to))
        .run();
}

Result<void> keep_success(Database& database, const Watch& watch, const Visit& visit,
                          const Brought& brought) {
    const Rhythm rhythm = rhythm_after(watch, visit, brought);
    std::optional<std::string_view> kind;
    if (visit.kind != SourceKind::unknown) kind = name_of(visit.kind);
    std::optional<std::int64_t> summaries_only;
    if (visit.summaries_only) summaries_only = *visit.summaries_only ? 1 : 0;
    const auto& manners = visit.manners;
    return database
        .query(
            "UPDATE watch SET kind = coalesce(?2, kind), due = ?3, health = 'well',"
            " trouble = ?4, failures = 0, last_visit = ?5, last_success = ?5, etag = ?6,"
            " last_modified = ?7, content = coalesce(?8, content), wait = ?9, skip_hours = ?10,"
            " skip_days = ?11, heard_items = ?12, heard_hours = ?13,"
            " summaries_only = coalesce(?14, summaries_only) WHERE source = ?1")
        .bind(number_of(visit.source), kind, due_after(watch, visit, rhythm), visit.trouble,
              seconds_of(visit.at), visit.etag, visit.last_modified, visit.content,
              static_cast<std::int64_t>(manners.wait.count()),
              static_cast<std::int64_t>(manners.skip_hours),
              static_cast<std::int64_t>(manners.skip_days), rhythm.items, rhythm.hours,
              summaries_only)
        .run();
}

/// What the answer to a visit would say (its tags, what it asks for) stays as it was.
Result<void> keep_push(Database& database, const Watch& watch, const Visit& visit,
                       const Brought& brought) {
    const Rhythm rhythm = rhythm_after(watch, visit, brought);
    Visit next = visit;
    next.manners = watch.manners;
    return database
        .query(
            "UPDATE watch SET due = ?2, health = 'well', trouble = '', failures = 0,"
            " last_visit = ?3, last_success = ?3, heard_items = ?4, heard_hours = ?5"
            " WHERE source = ?1")
        .bind(number_of(visit.source), due_after(watch, next, rhythm), seconds_of(visit.at),
              rhythm.items, rhythm.hours)
        .run();
}

Result<void> keep_failure(Database& database, const Watch& watch, const Visit& visit) {
    return database
        .query(
            "UPDATE watch SET due = ?2, health = ?3, trouble = ?4, failures = failures + 1,"
            " last_visit = ?5 WHERE source = ?1")
        .bind(number_of(visit.source), due_after(watch, visit, watch.rhythm), name_of(visit.health),
              visit.trouble, seconds_of(visit.at))
        .run();
}

Digest key_of(SourceId source, std::string_view address) {
    return digest("page\n" + std::to_string(number_of(source)) + "\n" + std::string(address));
}

/// To be read at once; a page that is known is read again only when its dispatch changed.
Result<void> keep_page(Database& database, const Visit& visit, const FoundPage& page,
                       const Receipt& brought) {
    std::optional<std::int64_t> dispatch;
    bool again = false;
    if (page.item < brought.items.size()) {
        const Receipt::Item& item = brought.items[page.item];
        if (item.outcome == Outcome::gone) return {};
        dispatch = number_of(item.id);
        again = item.outcome == Outcome::edited;
    }
    return database
        .query(
            "INSERT INTO page (source, key, address, host, dispatch, found, state, due, tries,"
            " health, trouble) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'waiting', ?6, 0, 'new', '')"
            " ON CONFLICT (key) DO UPDATE SET state = 'waiting', due = ?6, tries = 0"
            " WHERE ?7 AND address <> ''")
        .bind(number_of(visit.source), key_of(visit.source, page.address), page.address,
              host_of_address(page.address), dispatch, seconds_of(visit.at), again ? 1 : 0)
        .run();
}

Result<void> keep_source_visit(Database& database, const Visit& visit, const Receipt& receipt) {
    const std::optional<Watch> watch = TRY(find_watch(database, visit.source, visit.at));
    if (!watch) return {};
    const Brought brought = brought_in(receipt);
    TRY(note_visit(database, visit, brought));
    if (!went_well(visit))
        return visit.pushed ? Result<void>() : keep_failure(database, *watch, visit);
    if (visit.pushed) {
        TRY(keep_push(database, *watch, visit, brought));
    } else {
        TRY(keep_success(database, *watch, visit, brought));
        TRY(move(database, visit));
        if (!visit.unchanged) TRY(keep_hub_links(database, visit.source, visit.hub, visit.at));
    }
    for (const FoundPage& page : visit.pages) TRY(keep_page(database, visit, page, receipt));
    return {};
}

Result<void> keep_page_visit(Database& database, const Visit& visit, const Receipt& receipt) {
    int tries = 0;
    {
        Query row = database.query("SELECT tries FROM page WHERE id = ?");
        row.bind(number_of(visit.page));
        if (!TRY(row.step())) return {};
        tries = static_cast<int>(std::min<std::int64_t>(row.integer(0), most_page_tries)) + 1;
    }
    std::optional<std::int64_t> dispatch;
    if (receipt.items.size() == 1) dispatch = number_of(receipt.items.front().id);
    std::optional<std::int64_t> due;
    // One that was had but could not be read is not had again: it would read the same.
    const bool was_had = visit.status == 200;
    if (visit.health == Health::failing && !was_had && tries < most_page_tries)
        due = seconds_of(next_try({}, visit.manners, tries, visit.at, visit.chance));
    const std::string_view state = went_well(visit) ? "read" : due ? "waiting" : "failed";
    return database
        .query(
            "UPDATE page SET state = ?2, due = ?3, tries = ?4, visited = ?5, health = ?6,"
            " trouble = ?7, dispatch = coalesce(dispatch, ?8) WHERE id = ?1")
        .bind(number_of(visit.page), state, due, tries, seconds_of(visit.at), name_of(visit.health),
              visit.trouble, dispatch)
        .run();
}

}  // namespace

Result<void> keep_visit(Database& database, const Visit& visit, const Receipt& brought) {
    if (visit.page != PageId{}) return keep_page_visit(database, visit, brought);
    return keep_source_visit(database, visit, brought);
}

Result<std::optional<DispatchId>> dispatch_of_page(Database& database, const Visit& visit) {
    if (visit.page == PageId{}) return std::nullopt;
    Query row = database.query("SELECT dispatch FROM page WHERE id = ?");
    row.bind(number_of(visit.page));
    const auto dispatch = TRY(row.value());
    if (!dispatch) return std::nullopt;
    return DispatchId{*dispatch};
}

Result<void> keep_origin(Database& database, const Origin& origin) {
    const auto seconds = [](const std::optional<Instant>& at) -> std::optional<std::int64_t> {
        if (!at) return std::nullopt;
        return seconds_of(*at);
    };
    return database
        .query(
            "INSERT INTO origin (name, robots, robots_status, robots_fetched, not_before)"
            " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (name) DO UPDATE SET robots = ?2,"
            " robots_status = ?3, robots_fetched = ?4, not_before = ?5")
        .bind(origin.name, origin.robots, origin.robots_status, seconds(origin.robots_fetched),
              seconds(origin.not_before))
        .run();
}

}  // namespace chappe
