#include "archive/lookup.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>

#include "archive/columns.h"
#include "archive/full_text.h"

namespace chappe {
namespace {

// A line on the wire. CROSS JOIN fixes the order: SQLite is to walk the list's index and look the
// rest up, never to sort.
constexpr std::string_view entry_columns =
    "d.id, d.state, d.position, d.arrived, s.name, r.title, r.summary, r.language,"
    " r.published_begin, r.published_end, r.published_minutes, r.published_precision, r.agency,"
    " r.site, r.url, (SELECT at FROM change WHERE seq = d.last_change),"
    " (SELECT count(*) FROM copy_member m CROSS JOIN copy_member c ON c.copy_group = m.copy_group"
    " AND c.original = 0 WHERE m.dispatch = d.id AND m.original = 1),"
    " (SELECT c.dispatch FROM copy_member m CROSS JOIN copy_member c"
    " ON c.copy_group = m.copy_group AND c.original = 1"
    " WHERE m.dispatch = d.id AND m.original = 0)";
constexpr int entry_width = 18;  // columns

Text text_of(const Query& row, int column) {
    return Text::repair(row.text(column));
}

/// Of one that is not live nothing is told, but to the desk.
enum class Tell { live, all };
WireEntry entry_in(const Query& row, int first, Tell tell = Tell::live) {
    WireEntry entry;
    entry.id = DispatchId{row.integer(first)};
    entry.position = ChangeSeq{row.integer(first + 2)};
    entry.arrived = instant_at(row.integer(first + 3));
    entry.source = row.text(first + 4);
    if (tell == Tell::live && row.text(first + 1) != "live") return entry;
    entry.title = text_of(row, first + 5);
    entry.summary = text_of(row, first + 6);
    entry.language = row.text(first + 7);
    entry.published = date_in(row, first + 8);
    entry.agency = text_of(row, first + 12).str();
    entry.site = text_of(row, first + 13);
    entry.url = row.text(first + 14);
    entry.changed = instant_at(row.integer(first + 15));
    entry.copies = row.integer(first + 16);
    if (!row.is_null(first + 17)) entry.copy_of = DispatchId{row.integer(first + 17)};
    return entry;
}

constexpr std::array<std::string_view, 5> change_kinds = {"new", "edition", "correction",
                                                          "withdrawal", "copy"};

std::int64_t limit_of(std::size_t limit) {
    constexpr std::size_t most = std::numeric_limits<std::int32_t>::max();
    return static_cast<std::int64_t>(std::min(limit, most));
}

}  // namespace

DispatchState state_named(std::string_view name) {
    if (name == "live") return DispatchState::live;
    if (name == "withdrawn") return DispatchState::withdrawn;
    if (name == "embargoed") return DispatchState::embargoed;
    return DispatchState::erased;  // what a later version may add is not for reading either
}

namespace {

std::optional<Span> span_in(const Query& row, int column, std::string_view body) {
    if (row.is_null(column) || row.is_null(column + 1)) return std::nullopt;
    const Span span{static_cast<std::uint32_t>(row.integer(column)),
                    static_cast<std::uint32_t>(row.integer(column + 1))};
    if (!fits(span, body)) return std::nullopt;
    return span;
}

constexpr std::string_view dispatch_sql =
    "SELECT d.state, d.arrived, c.at, d.last_change, d.editions,"
    " coalesce((SELECT reads FROM read_count WHERE dispatch = d.id), 0), s.name,"
    " r.title, b.body, b.blocks, b.lead_begin, b.lead_end,"
    " r.published_begin, r.published_end, r.published_minutes, r.published_precision,"
    " r.modified_begin, r.modified_end, r.modified_minutes, r.modified_precision,"
    " r.language, r.authors, r.agency, r.credit_place, r.tags, r.site, r.url, r.guid, r.notes,"
    " k.count, k.last_seen, w.notice, m.release,"
    " coalesce((SELECT position FROM journal WHERE name = 'reads'), 0),"
    " (SELECT count(*) FROM copy_member m CROSS JOIN copy_member c ON c.copy_group = m.copy_group"
    " AND c.original = 0 WHERE m.dispatch = d.id AND m.original = 1),"
    " (SELECT c.dispatch FROM copy_member m CROSS JOIN copy_member c"
    " ON c.copy_group = m.copy_group AND c.original = 1"
    " WHERE m.dispatch = d.id AND m.original = 0)"
    " FROM dispatch d JOIN source s ON s.id = d.source"
    " LEFT JOIN change c ON c.seq = d.last_change"
    " LEFT JOIN reading r ON r.id = coalesce(?2, d.reading) LEFT JOIN body b ON b.reading = r.id"
    " LEFT JOIN reads_at_source k ON k.dispatch = d.id AND k.seen ="
    " (SELECT max(seen) FROM reads_at_source WHERE dispatch = d.id)"
    " LEFT JOIN withdrawal w ON w.dispatch = d.id LEFT JOIN embargo m ON m.dispatch = d.id"
    " WHERE d.id = ?1";

Dispatch text_in(const Query& row) {
    Dispatch dispatch;
    dispatch.title = text_of(row, 7);
    dispatch.body = text_of(row, 8);
    dispatch.blocks = blocks_in(row.text(9), dispatch.body);
    dispatch.lead = span_in(row, 10, dispatch.body);
    dispatch.published = date_in(row, 12);
    dispatch.modified = date_in(row, 16);
    dispatch.language = row.text(20);
    dispatch.authors = texts_in(row.text(21));
    if (!row.is_null(22))
        dispatch.credit = Credit{
            text_of(row, 22), credit_place_named(row.text(23)).value_or(Credit::Place::metadata)};
    if (!row.is_null(24)) dispatch.tags = texts_in(row.text(24));
    dispatch.site = text_of(row, 25);
    dispatch.url = row.text(26);
    dispatch.guid = row.text(27);
    for (const Text& note : texts_in(row.text(28))) dispatch.notes.push_back(note.str());
    return dispatch;
}

}  // namespace

std::string_view name_of(ChangeKind kind) {
    return change_kinds[static_cast<std::size_t>(kind)];
}

namespace {

/// `reading`: of which the text is; nothing: of what is shown.
Result<StoredDispatch> find_as_read(Database& database, DispatchId id,
                                    std::optional<std::int64_t> reading, std::uint64_t& position) {
    Query row = database.query(dispatch_sql);
    row.bind(number_of(id), reading);
    if (!TRY(row.step())) return fail(Failure::absent, "there is no such dispatch");
    StoredDispatch stored;
    stored.id = id;
    position = static_cast<std::uint64_t>(row.integer(33));
    stored.state = state_named(row.text(0));
    stored.arrived = instant_at(row.integer(1));
    stored.changed = instant_at(row.integer(2));
    stored.last_change = ChangeSeq{row.integer(3)};
    if (stored.state != DispatchState::live && stored.state != DispatchState::embargoed) {
        stored.notice = text_of(row, 31);
        return stored;
    }
    if (stored.state == DispatchState::embargoed && !row.is_null(32))
        stored.release = instant_at(row.integer(32));
    if (row.is_null(7) || row.is_null(8))
        return fail(Failure::broken, "the text of this dispatch is missing; restore a backup");
    stored.editions = row.integer(4);
    stored.reads_here = static_cast<std::uint64_t>(row.integer(5));
    stored.source = row.text(6);
    stored.dispatch = text_in(row);
    stored.copies = row.integer(34);
    if (!row.is_null(35)) stored.copy_of = DispatchId{row.integer(35)};
    if (!row.is_null(29)) {
        stored.reads_at_source =
            ReadsAtSource{static_cast<std::uint64_t>(row.integer(29)), instant_at(row.integer(30))};
        stored.dispatch.reads = stored.reads_at_source->count;
    }
    return stored;
}

}  // namespace

Result<StoredDispatch> find_dispatch(Database& database, DispatchId id, std::uint64_t& position) {
    return find_as_read(database, id, std::nullopt, position);
}

Result<StoredDispatch> find_dispatch(Database& database, DispatchId id) {
    std::uint64_t position = 0;
    return find_dispatch(database, id, position);
}

// ---- copies and editions

Result<std::vector<GroupMember>> find_copies(Database& database, DispatchId id, std::size_t limit) {
    static const std::string sql =
        "SELECT o.original, o.similarity, o.set_by = 'person', " + std::string(entry_columns) +
        " FROM copy_member k CROSS JOIN copy_member o ON o.copy_group = k.copy_group"
        " CROSS JOIN dispatch d ON d.id = o.dispatch AND d.state = 'live'"
        " CROSS JOIN source s ON s.id = d.source CROSS JOIN reading r ON r.id = d.reading"
        " WHERE k.dispatch = ? ORDER BY o.original DESC, d.arrived, d.id LIMIT ?";
    Query row = database.query(sql);
    row.bind(number_of(id), limit_of(std::max<std::size_t>(limit, 2)));
    std::vector<GroupMember> members;
    while (TRY(row.step()))
        members.push_back(
            {entry_in(row, 3), row.integer(0) != 0, row.real(1), row.integer(2) != 0});
    if (members.size() == 1) members.clear();  // a person says that it stands alone
    members.resize(std::min(members.size(), limit));
    return members;
}

namespace {

Result<void> check_readable(Database& database, DispatchId id) {
    Query row =
        database.query("SELECT 1 FROM dispatch WHERE id = ? AND state IN ('live', 'embargoed')");
    row.bind(number_of(id));
    if (!TRY(row.step())) return fail(Failure::absent, "there is no such dispatch");
    return {};
}

struct EditionReading {
    std::int64_t reading = 0;
    std::string body;
};
/// The newest of the feed's entry, or of the page behind it.
Result<std::optional<EditionReading>> newest_reading(Database& database, std::int64_t edition,
                                                     bool of_page) {
    Query row = database.query(
        "SELECT r.id, b.body FROM reading r CROSS JOIN body b ON b.reading = r.id"
        " WHERE r.edition = ? AND (r.page IS NOT NULL) = ? ORDER BY r.id DESC LIMIT 1");
    row.bind(edition, of_page ? 1 : 0);
    if (!TRY(row.step())) return std::nullopt;
    return EditionReading{row.integer(0), std::string(row.text(1))};
}

/// Which reading of an edition was the one to show.
Result<std::optional<std::int64_t>> shown_reading(Database& database, std::int64_t edition) {
    const auto entry = TRY(newest_reading(database, edition, false));
    const auto page = TRY(newest_reading(database, edition, true));
    if (page && (!entry || is_fuller(entry->body, page->body))) return page->reading;
    if (entry) return entry->reading;
    return std::nullopt;
}

}  // namespace

Result<std::vector<Edition>> find_editions(Database& database, DispatchId id) {
    TRY(check_readable(database, id));
    std::vector<Edition> editions;
    Query row = database.query(
        "SELECT e.number, e.kind, e.arrived, (SELECT title FROM reading WHERE edition = e.id"
        " ORDER BY id DESC LIMIT 1) FROM edition e WHERE e.dispatch = ? ORDER BY e.number");
    row.bind(number_of(id));
    while (TRY(row.step()))
        editions.push_back({row.integer(0),
                            row.text(1) == "correction" ? Edition::By::desk : Edition::By::source,
                            instant_at(row.integer(2)), text_of(row, 3)});
    return editions;
}

Result<Dispatch> find_edition(Database& database, DispatchId id, std::int64_t number) {
    const Transaction moment = TRY(Transaction::read(database));
    TRY(check_readable(database, id));
    std::int64_t edition = 0;
    std::optional<std::int64_t> reading;
    {
        Query row = database.query(
            "SELECT e.id, CASE WHEN d.edition = e.id THEN d.reading END FROM dispatch d"
            " CROSS JOIN edition e ON e.dispatch = d.id WHERE d.id = ? AND e.number = ?");
        row.bind(number_of(id), number);
        if (!TRY(row.step())) return fail(Failure::absent, "there is no such edition");
        edition = row.integer(0);
        reading = row.optional_integer(1);
    }
    if (!reading) reading = TRY(shown_reading(database, edition));
    if (!reading) return fail(Failure::absent, "the text of this edition is gone");
    std::uint64_t position = 0;
    StoredDispatch stored = TRY(find_as_read(database, id, reading, position));
    return std::move(stored.dispatch);
}

Result<ReadsInDatabase> find_reads(Database& database, DispatchId id) {
    Query row = database.query(
        "SELECT coalesce((SELECT reads FROM read_count WHERE dispatch = d.id), 0),"
        " coalesce((SELECT position FROM journal WHERE name = 'reads'), 0)"
        " FROM dispatch d WHERE d.id = ? AND d.state = 'live'");
    row.bind(number_of(id));
    if (!TRY(row.step())) return fail(Failure::absent, "there is no such dispatch");
    return ReadsInDatabase{static_cast<std::uint64_t>(row.integer(0)),
                           static_cast<std::uint64_t>(row.integer(1))};
}

Result<std::uint64_t> find_position(Database& database) {
    Query row = database.query("SELECT position FROM journal WHERE name = 'reads'");
    return static_cast<std::uint64_t>(TRY(row.value()).value_or(0));
}

Result<std::vector<DispatchId>> find_gone(Database& database, ChangeSeq after, ChangeSeq to) {
    Query row = database.query(
        "SELECT dispatch FROM change WHERE seq > ? AND seq <= ? AND kind = 'withdrawal'");
    row.bind(number_of(after), number_of(to));
    std::vector<DispatchId> gone;
    while (TRY(row.step())) gone.push_back(DispatchId{row.integer(0)});
    return gone;
}

std::string_view latest_sql(Copies copies) {
    static const std::string begin =
        "SELECT " + std::string(entry_columns) +
        " FROM dispatch d CROSS JOIN source s ON s.id = d.source"
        " CROSS JOIN reading r ON r.id = d.reading WHERE d.state = 'live' AND d.position < ?";
    constexpr std::string_view end = " ORDER BY d.position DESC LIMIT ?";
    static const std::string each = begin + std::string(end);
    static const std::string once = begin +
                                    " AND NOT EXISTS (SELECT 1 FROM copy_member"
                                    " WHERE dispatch = d.id AND original = 0)" +
                                    std::string(end);
    return copies == Copies::each ? each : once;
}

Result<std::vector<WireEntry>> find_latest(Database& database, Before before, std::size_t limit,
                                           Copies copies) {
    constexpr std::int64_t from_the_newest = std::numeric_limits<std::int64_t>::max();
    Query row = database.query(latest_sql(copies));
    row.bind(before ? number_of(*before) : from_the_newest, limit_of(limit));
    std::vector<WireEntry> entries;
    while (TRY(row.step())) entries.push_back(entry_in(row, 0));
    return entries;
}

Result<std::optional<EntryAndBody>> find_at(Database& database, ChangeSeq position) {
    static const std::string sql =
        "SELECT " + std::string(entry_columns) +
        ", b.body FROM dispatch d CROSS JOIN source s ON s.id = d.source"
        " CROSS JOIN reading r ON r.id = d.reading CROSS JOIN body b ON b.reading = d.reading"
        " WHERE d.state = 'live' AND d.position = ?";
    Query row = database.query(sql);
    row.bind(number_of(position));
    if (!TRY(row.step())) return std::nullopt;
    return EntryAndBody{entry_in(row, 0), std::string(row.text(entry_width))};
}

std::string_view changes_sql() {
    static const std::string sql =
        "SELECT c.seq, c.kind, " + std::string(entry_columns) +
        " FROM change c CROSS JOIN dispatch d ON d.id = c.dispatch"
        " CROSS JOIN source s ON s.id = d.source LEFT JOIN reading r ON r.id = d.reading"
        " WHERE c.seq > ? AND c.kind IN ('new', 'edition', 'correction', 'withdrawal', 'copy')"
        " ORDER BY c.seq LIMIT ?";
    return sql;
}

Result<std::vector<Change>> find_changes(Database& database, ChangeSeq after, std::size_t limit) {
    Query row = database.query(changes_sql());
    row.bind(number_of(after), limit_of(limit));
    std::vector<Change> changes;
    while (TRY(row.step())) {
        const auto kind = std::find(change_kinds.begin(), change_kinds.end(), row.text(1));
        changes.push_back({ChangeSeq{row.integer(0)},
                           static_cast<ChangeKind>(kind - change_kinds.begin()), entry_in(row, 2)});
    }
    return changes;
}

Result<ArchiveStats> find_stats(Database& database) {
    Query row = database.query(
        "SELECT (SELECT value FROM tally WHERE name = 'dispatches'),"
        " (SELECT value FROM tally WHERE name = 'editions'),"
        " (SELECT count(*) FROM source), (SELECT max(seq) FROM change),"
        " EXISTS (SELECT 1 FROM search_part WHERE purge > 0)"
        " OR EXISTS (SELECT 1 FROM search_state WHERE name = 'fold')");
    TRY(row.step());
    ArchiveStats stats;
    stats.total = row.integer(0);
    stats.editions = row.integer(1);
    stats.sources = row.integer(2);
    stats.newest = ChangeSeq{row.integer(3)};
    stats.clearing = row.integer(4) != 0;
    return stats;
}

Result<ChangeSeq> find_newest(Database& database) {
    Query row = database.query("SELECT max(seq) FROM change");
    return ChangeSeq{TRY(row.value()).value_or(0)};
}

// ---- the desk

namespace {

/// One part of the desk's list, newest first.
Result<void> add_desk_entries(Database& database, std::string_view sql, std::size_t limit,
                              std::vector<DeskEntry>& entries) {
    Query row = database.query(sql);
    row.bind(limit_of(limit - entries.size()));
    while (TRY(row.step())) {
        DeskEntry entry;
        entry.entry = entry_in(row, 1, Tell::all);
        entry.state = state_named(row.text(2));
        if (entry.state == DispatchState::embargoed && !row.is_null(0))
            entry.release = instant_at(row.integer(0));
        entries.push_back(std::move(entry));
    }
    return {};
}

std::string desk_sql(std::string_view list, std::string_view where_and_order) {
    return "SELECT m.release, " + std::string(entry_columns) + " FROM " + std::string(list) +
           " CROSS JOIN dispatch d ON d.id = l.dispatch CROSS JOIN source s ON s.id = d.source"
           " CROSS JOIN reading r ON r.id = d.reading LEFT JOIN embargo m ON m.dispatch = d.id"
           " WHERE " +
           std::string(where_and_order) + " LIMIT ?";
}

}  // namespace

Result<std::vector<DeskEntry>> find_desk(Database& database, std::size_t limit) {
    static const std::string waiting =
        desk_sql("embargo l", "d.state = 'embargoed' ORDER BY l.dispatch DESC");
    static const std::string withdrawn =
        desk_sql("withdrawal l", "l.state = 'withdrawn' ORDER BY l.dispatch DESC");
    static const std::string composed =
        desk_sql("audit l", "l.act = 'compose' AND d.state = 'live' ORDER BY l.id DESC");
    std::vector<DeskEntry> entries;
    for (const std::string* sql : {&waiting, &withdrawn, &composed})
        TRY(add_desk_entries(database, *sql, limit, entries));
    return entries;
}

}  // namespace chappe
