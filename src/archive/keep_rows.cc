// The rows that a submission becomes.
#include <algorithm>
#include <limits>

#include "archive/columns.h"
#include "archive/keeper.h"

namespace chappe {

Result<void> Keeper::add_edition(std::int64_t id, DispatchId dispatch, std::int64_t number,
                                 Author author) {
    const std::int64_t from = TRY(arrival());
    const std::string_view kind = author == Author::source ? "source" : "correction";
    return database_
        .query(
            "INSERT INTO edition (id, dispatch, number, arrival, arrived, kind)"
            " VALUES (?, ?, ?, ?, ?, ?)")
        .bind(id, number_of(dispatch), number, from, received(), kind)
        .run();
}

/// These bytes hold a dispatch, though no reading rests on them.
Result<void> Keeper::add_sighting(const KnownDispatch& known) {
    if (!blob_kept_) return {};
    const std::int64_t from = TRY(arrival());
    if (from == known.arrival) return {};
    return database_.query("INSERT OR IGNORE INTO sighting (dispatch, arrival) VALUES (?, ?)")
        .bind(number_of(known.id), from)
        .run();
}

Result<void> Keeper::add_reading(std::int64_t id, DispatchId of, std::int64_t edition,
                                 const PreparedDispatch& prepared, std::int64_t item,
                                 std::optional<PageId> page) {
    std::optional<std::int64_t> page_number;
    if (page) page_number = number_of(*page);
    const Dispatch& dispatch = prepared.dispatch;
    const DateColumns published = columns_of(dispatch.published);
    const DateColumns modified = columns_of(dispatch.modified);
    std::optional<std::string_view> agency, place;
    if (dispatch.credit) {
        agency = dispatch.credit->agency.view();
        place = name_of(dispatch.credit->place);
    }
    const std::int64_t from = TRY(arrival());
    TRY(database_
            .query("INSERT INTO reading (id, edition, arrival, item, reader_version, made, content,"
                   " title, summary, language, published_begin, published_end, published_minutes,"
                   " published_precision, modified_begin, modified_end, modified_minutes,"
                   " modified_precision, agency, credit_place, authors, tags, site, url, guid,"
                   " notes, page) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                   " ?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(id, edition, from, item, reader_version, now_, prepared.content,
                  dispatch.title.view(), prepared.summary, dispatch.language, published.begin,
                  published.end, published.minutes, published.precision, modified.begin,
                  modified.end, modified.minutes, modified.precision, agency, place,
                  prepared.authors, prepared.tags, dispatch.site.view(), dispatch.url,
                  dispatch.guid, prepared.notes, page_number)
            .run());
    TRY(add_body(id, prepared));
    if (!prepared.understood) return {};
    return keep_understood(database_, of, id, submission_.arrival.received, *prepared.understood);
}

Result<void> Keeper::add_body(std::int64_t reading, const PreparedDispatch& prepared) {
    std::optional<std::int64_t> lead_begin, lead_end;
    if (prepared.dispatch.lead) {
        lead_begin = prepared.dispatch.lead->begin;
        lead_end = prepared.dispatch.lead->end;
    }
    return database_
        .query(
            "INSERT INTO body (reading, lead_begin, lead_end, blocks, body)"
            " VALUES (?, ?, ?, ?, ?)")
        .bind(reading, lead_begin, lead_end, prepared.blocks, prepared.dispatch.body.view())
        .run();
}

Result<void> Keeper::add_change(std::int64_t seq, DispatchId dispatch, std::string_view kind,
                                std::int64_t edition) {
    effects_.newest = ChangeSeq{seq};
    return database_
        .query("INSERT INTO change (seq, dispatch, kind, edition, at) VALUES (?, ?, ?, ?, ?)")
        .bind(seq, number_of(dispatch), kind, edition, now_)
        .run();
}

/// One row a value, as long as it was seen. An older arrival that comes late fills in what was
/// before the first row; between, nothing is known that the rows do not say.
Result<void> Keeper::keep_reads_at_source(DispatchId id, const Dispatch& dispatch) {
    if (!dispatch.reads) return {};
    constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
    const auto count = static_cast<std::int64_t>(std::min(*dispatch.reads, most));
    std::int64_t seen = 0, last_seen = 0, last_count = 0;
    bool known = false;
    {
        Query row = database_.query(
            "SELECT seen, last_seen, count FROM reads_at_source WHERE dispatch = ?"
            " ORDER BY seen DESC LIMIT 1");
        row.bind(number_of(id));
        if (TRY(row.step())) {
            known = true;
            seen = row.integer(0);
            last_seen = row.integer(1);
            last_count = row.integer(2);
        }
    }
    if (known && received() >= seen && received() < last_seen) return {};
    if (known && received() >= last_seen && count == last_count)
        return database_
            .query("UPDATE reads_at_source SET last_seen = ? WHERE dispatch = ? AND seen = ?")
            .bind(received(), number_of(id), seen)
            .run();
    return database_
        .query(
            "INSERT INTO reads_at_source (dispatch, seen, last_seen, count)"
            " VALUES (?1, ?2, ?2, ?3) ON CONFLICT DO UPDATE SET count = excluded.count")
        .bind(number_of(id), received(), count)
        .run();
}

/// What AUTOINCREMENT would give.
Result<std::int64_t> Keeper::next_seq() {
    Query row = database_.query("SELECT seq FROM sqlite_sequence WHERE name = 'change'");
    return TRY(row.value()).value_or(0) + 1;
}

Result<std::int64_t> Keeper::next_edition() {
    Query row = database_.query("SELECT max(id) FROM edition");
    return TRY(row.value()).value_or(0) + 1;
}

Result<std::int64_t> Keeper::next_reading() {
    Query row = database_.query("SELECT max(id) FROM reading");
    return TRY(row.value()).value_or(0) + 1;
}

}  // namespace chappe
