#include "archive/watches.h"

#include <algorithm>
#include <utility>

#include "archive/columns.h"

namespace chappe {
namespace {

// Of one host at most so many at a time: it is visited one by one, and others must not wait behind
// it.
constexpr std::int64_t most_of_a_host = 4;
// Of what is due so much is looked at, so that a question stays cheap however much has gathered.
constexpr std::int64_t most_looked_at = 20'000;

// Words of a later version mean the least that they can.
SourceKind kind_in(const Query& row, int column) {
    return source_kind_named(row.text(column)).value_or(SourceKind::unknown);
}
Health health_in(const Query& row, int column) {
    return health_named(row.text(column)).value_or(Health::failing);
}
FullText full_text_in(const Query& row, int column) {
    return full_text_named(row.text(column)).value_or(FullText::never);
}

WatchedSource watched_in(const Query& row) {
    WatchedSource source;
    source.id = SourceId{row.integer(0)};
    source.name = row.text(1);
    source.address = row.text(2);
    source.kind = kind_in(row, 3);
    source.title = Text::repair(row.text(4));
    source.category = row.text(5);
    source.full_text = full_text_in(row, 6);
    if (!row.is_null(7)) source.summaries_only = row.integer(7) != 0;
    source.added = instant_at(row.integer(8));
    source.paused = row.integer(9) != 0;
    source.health = health_in(row, 10);
    source.trouble = row.text(11);
    source.failures = count_in(row, 12);
    source.last_visit = instant_in(row, 13);
    source.last_success = instant_in(row, 14);
    source.next_visit = instant_in(row, 15);
    source.rhythm = {row.real(16), row.real(17)};
    source.dispatches = row.integer(18);
    source.pages_waiting = row.integer(19);
    source.pages_failed = row.integer(20);
    source.pushed_until = instant_in(row, 21);
    source.hub_trouble = row.text(22);
    return source;
}

Errand errand_of_source(const Query& row) {
    Errand errand;
    errand.source = SourceId{row.integer(0)};
    errand.name = row.text(1);
    errand.address = row.text(2);
    errand.kind = kind_in(row, 3);
    errand.full_text = full_text_in(row, 4);
    errand.etag = row.text(5);
    errand.last_modified = row.text(6);
    errand.content = digest_in(row, 7);
    errand.rhythm = {row.real(8), row.real(9)};
    errand.manners = {std::chrono::seconds(row.integer(10)),
                      static_cast<std::uint32_t>(row.integer(11)),
                      static_cast<std::uint8_t>(row.integer(12))};
    errand.failures = count_in(row, 13);
    errand.last_success = instant_in(row, 14);
    return errand;
}

Errand errand_of_page(const Query& row) {
    Errand errand;
    errand.source = SourceId{row.integer(0)};
    errand.name = row.text(1);
    errand.page = PageId{row.integer(2)};
    errand.address = row.text(3);
    errand.dispatch = DispatchId{row.integer(4)};
    errand.failures = count_in(row, 5);
    errand.kind = kind_in(row, 6);
    return errand;
}

}  // namespace

Result<std::vector<WatchedSource>> find_watched(Database& database) {
    Query row = database.query(
        "SELECT w.source, s.name, w.address, w.kind,"
        " CASE WHEN w.title <> '' THEN w.title ELSE coalesce(s.title, '') END AS called,"
        " w.category, w.full_text, w.summaries_only, w.added, w.paused, w.health, w.trouble,"
        " w.failures, w.last_visit, w.last_success,"
        " CASE WHEN w.host <> '' THEN w.due END, w.heard_items, w.heard_hours,"
        " coalesce(t.dispatches, 0),"
        " (SELECT count(*) FROM page p WHERE p.source = w.source AND p.state = 'waiting'),"
        " (SELECT count(*) FROM page p WHERE p.source = w.source AND p.state = 'failed'),"
        " u.lease_ends, u.trouble"
        " FROM watch w JOIN source s ON s.id = w.source"
        " LEFT JOIN source_tally t ON t.source = w.source"
        " LEFT JOIN subscription u ON u.source = w.source"
        " ORDER BY w.category, called, s.name");
    std::vector<WatchedSource> all;
    while (TRY(row.step())) all.push_back(watched_in(row));
    return all;
}

Result<std::vector<Errand>> find_due(Database& database, Instant now, std::size_t limit) {
    const auto most = static_cast<std::int64_t>(std::min<std::size_t>(limit, most_looked_at));
    std::vector<Errand> due;
    {
        Query row = database.query(
            "SELECT source, name, address, kind, full_text, etag, last_modified, content,"
            " heard_items, heard_hours, wait, skip_hours, skip_days, failures, last_success FROM ("
            " SELECT w.*, s.name,"
            "  row_number() OVER (PARTITION BY w.host ORDER BY w.due) AS turn FROM ("
            "  SELECT * FROM watch WHERE due <= ?1 AND host <> '' ORDER BY due LIMIT ?4) w"
            " JOIN source s ON s.id = w.source)"
            " WHERE turn <= ?3 ORDER BY due LIMIT ?2");
        row.bind(seconds_of(now), most, most_of_a_host, most_looked_at);
        while (TRY(row.step())) due.push_back(errand_of_source(row));
    }
    Query row = database.query(
        "SELECT source, name, id, address, dispatch, tries, kind FROM ("
        " SELECT p.*, s.name, w.kind,"
        "  row_number() OVER (PARTITION BY p.host ORDER BY p.due, p.id) AS turn FROM ("
        "  SELECT * FROM page WHERE due <= ?1 ORDER BY due, id LIMIT ?4) p"
        " JOIN source s ON s.id = p.source JOIN watch w ON w.source = p.source"
        " WHERE w.paused = 0)"
        " WHERE turn <= ?3 ORDER BY due, id LIMIT ?2");
    row.bind(seconds_of(now), most, most_of_a_host, most_looked_at);
    while (TRY(row.step())) due.push_back(errand_of_page(row));
    return due;
}

Result<std::optional<Origin>> find_origin(Database& database, const std::string& name) {
    Query row = database.query(
        "SELECT robots, robots_status, robots_fetched, not_before FROM origin WHERE name = ?");
    row.bind(name);
    if (!TRY(row.step())) return std::nullopt;
    Origin origin;
    origin.name = name;
    origin.robots = row.text(0);
    origin.robots_status = static_cast<int>(row.integer(1));
    origin.robots_fetched = instant_in(row, 2);
    origin.not_before = instant_in(row, 3);
    return origin;
}

std::string host_of_address(std::string_view address) {
    const std::size_t slashes = address.find("://");
    if (slashes == address.npos) return {};
    address.remove_prefix(slashes + 3);
    return std::string(address.substr(0, address.find_first_of("/?#")));
}

}  // namespace chappe
