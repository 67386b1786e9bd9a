// One FTS5 table for each 262,144 positions, so that merging one (to forget what was erased, or to
// make it one segment when it is full) is bounded. A search walks them from the newest.
//
// Facets are terms of a column of their own, so that any filter is one more posting list to
// intersect. Words hold no ':', so they never meet:
//     k:all                   every dispatch
//     l:fr  c:azertac  w:news language, agency, site as it names itself
//     s:12  h:agency.example  source, host of the page
//     0:19816  1:2477 ...     day, in blocks of 1, 8, 64, ... days: a range is a few of them
//     b:31                    4,096 positions: a slow search goes on block by block
//     k:said  p:7  q:9  v:deny  a statement; who says one; who is told; its stance
#include "archive/search_index.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include <unicode/uvernum.h>

#include "archive/columns.h"
#include "archive/lookup.h"
#include "archive/sqlite/terms.h"
#include "archive/understood.h"
#include "base/log.h"
#include "base/text.h"
#include "base/url.h"
#include "language/search_words.h"

namespace chappe {
namespace {

/// Words also change with ICU's tables, and a Debian that brings another ICU brings another
/// libstemmer too.
constexpr std::int64_t words_version = search_words_version * 1000 + U_ICU_VERSION_MAJOR_NUM;

constexpr std::int64_t step_pages = 1000;  // of merging: 4 MB written, some 30 ms
constexpr std::size_t batch = 1000;        // dispatches a transaction when an index is made

SearchWords& words_here() {
    thread_local SearchWords words;
    return words;
}

void append_terms(std::string& out, std::string_view text, std::string_view language) {
    for (const SearchWord& word : words_here().words(text, language)) {
        if (!out.empty()) out += place_separator;
        out += word.term;
        if (!word.second.empty()) (out += term_separator) += word.second;
    }
}

void append_facet(std::string& out, std::string_view facet) {
    if (!out.empty()) out += place_separator;
    out += facet;
}

std::int64_t day_of(const Dispatch& dispatch, Instant arrived) {
    using std::chrono::sys_days;
    if (dispatch.published) {
        const auto day = dispatch.published->local_day();
        if (day.ok()) return sys_days(day).time_since_epoch().count();
    }
    return std::chrono::floor<std::chrono::days>(arrived).time_since_epoch().count();
}

std::string facets_of(const Dispatch& dispatch, std::int64_t day) {
    std::string facets(facet_of_all);
    const auto add_name = [&](char kind, std::string_view name) {
        std::string facet = name_facet(kind, name);
        if (facet.size() > 2) append_facet(facets, facet);
    };
    add_name('l', dispatch.language);
    if (dispatch.credit) add_name('c', dispatch.credit->agency);
    add_name('w', dispatch.site);
    if (const std::string host = host_of(dispatch.url); !host.empty())
        append_facet(facets, host_facet(host));
    for (int level = 0; level < day_levels; ++level)
        append_facet(facets, day_facet(level, day >> (level * day_bits)));
    return facets;
}

std::string facets_at(const IndexPlace& place, const IndexEntry& entry) {
    std::string facets = entry.facets;
    append_facet(facets, number_facet('s', place.source));
    append_facet(facets, number_facet('b', place.position >> block_bits));
    for (const std::string& facet : place.said) append_facet(facets, facet);
    return facets;
}

// ---- parts

Result<void> make_part(Database& database, std::int64_t part) {
    {
        Query row = database.query("SELECT 1 FROM search_part WHERE part = ?");
        row.bind(part);
        if (TRY(row.step())) return {};
    }
    TRY(database.query("INSERT INTO search_part VALUES (?, 0)").bind(part).run());
    const std::string name = "search_" + std::to_string(part);
    return database.execute("CREATE VIRTUAL TABLE " + name +
                            " USING fts5(title, lead, body, facets, content='', columnsize=0,"
                            " tokenize='chappe')");
}

Result<void> drop_parts(Database& database) {
    std::vector<std::int64_t> parts;
    {
        Query row = database.query("SELECT part FROM search_part");
        while (TRY(row.step())) parts.push_back(row.integer(0));
    }
    for (const std::int64_t part : parts)
        TRY(database.execute("DROP TABLE search_" + std::to_string(part)));
    return database.execute("DELETE FROM search_part");
}

/// The number of segments of an index, from FTS5's structure record: a cookie of 4 bytes (and a
/// mark of 4 more in later versions), then the numbers of levels and of segments as varints.
Result<std::int64_t> segments_of(Database& database, std::int64_t part) {
    Query row = database.query(part_sql("SELECT block FROM search_#_data WHERE id = 10", part));
    if (!TRY(row.step())) return 0;
    std::string_view block = row.text(0);
    constexpr std::string_view later("\xFF\x00\x00\x01", 4);
    block.remove_prefix(std::min<std::size_t>(block.size(), 4));
    if (block.starts_with(later)) block.remove_prefix(4);
    std::int64_t numbers[2] = {0, 0};
    std::size_t at = 0;
    for (std::int64_t& number : numbers) {
        bool more = true;
        for (; more && at < block.size(); ++at) {
            number = (number << 7) | (block[at] & 0x7F);
            more = (block[at] & 0x80) != 0;
        }
    }
    return numbers[1];
}

/// Up to so many pages of merging all segments into one; where words were deleted, that is where
/// they go. True: it is one.
Result<bool> merge_part(Database& database, std::int64_t part, std::int64_t pages) {
    Transaction transaction = TRY(Transaction::write(database));
    if (TRY(segments_of(database, part)) > 1)
        TRY(database
                .query(part_sql("INSERT INTO search_#(search_#, rank) VALUES ('merge', ?)", part))
                .bind(-pages)
                .run());
    const bool whole = TRY(segments_of(database, part)) <= 1;
    if (whole) {
        TRY(database
                .query("INSERT OR REPLACE INTO search_state SELECT 'fold', 1 FROM search_part"
                       " WHERE part = ? AND purge > 0")
                .bind(part)
                .run());
        TRY(database.query("UPDATE search_part SET purge = 0 WHERE part = ?").bind(part).run());
    }
    TRY(transaction.commit());
    return whole;
}

// ---- tallies

Result<void> add_to_tallies(Database& database, const IndexPlace& place, const IndexEntry& entry) {
    TRY(database
            .query("INSERT INTO source_tally VALUES (?1, 1, ?2) ON CONFLICT DO UPDATE SET"
                   " dispatches = dispatches + 1, newest = max(newest, ?2)")
            .bind(place.source, place.arrived)
            .run());
    if (!entry.agency.empty())
        TRY(database
                .query("INSERT INTO agency_tally VALUES (?1, 1, ?2) ON CONFLICT DO UPDATE SET"
                       " dispatches = dispatches + 1, newest = max(newest, ?2)")
                .bind(entry.agency, place.arrived)
                .run());
    TRY(database
            .query("INSERT INTO language_tally VALUES (?, 1) ON CONFLICT DO UPDATE SET"
                   " dispatches = dispatches + 1")
            .bind(entry.language)
            .run());
    return database
        .query(
            "INSERT INTO day_tally VALUES (?, 1) ON CONFLICT DO UPDATE SET"
            " dispatches = dispatches + 1")
        .bind(entry.day)
        .run();
}

/// Arrival of the newest dispatch with this facet.
Result<std::int64_t> newest_with(Database& database, const std::string& facet) {
    std::vector<std::int64_t> parts;
    {
        Query row = database.query("SELECT part FROM search_part ORDER BY part DESC");
        while (TRY(row.step())) parts.push_back(row.integer(0));
    }
    const std::string match = '"' + facet + '"';
    for (const std::int64_t part : parts) {
        Query row = database.query(part_sql(
            "SELECT d.arrived FROM search_# f CROSS JOIN dispatch d ON d.position = f.rowid"
            " AND d.state = 'live' WHERE f.search_# MATCH ? ORDER BY f.rowid DESC LIMIT 1",
            part));
        row.bind(match);
        if (TRY(row.step())) return row.integer(0);
    }
    return 0;
}

Result<void> take_from_tallies(Database& database, const IndexPlace& place,
                               const IndexEntry& entry) {
    const std::int64_t newest_here = TRY(newest_with(database, number_facet('s', place.source)));
    TRY(database
            .query("UPDATE source_tally SET dispatches = dispatches - 1, newest = ?2"
                   " WHERE source = ?1")
            .bind(place.source, newest_here)
            .run());
    TRY(database.query("DELETE FROM source_tally WHERE dispatches <= 0").run());
    if (!entry.agency.empty()) {
        const std::int64_t newest = TRY(newest_with(database, name_facet('c', entry.agency)));
        TRY(database
                .query("UPDATE agency_tally SET dispatches = dispatches - 1, newest = ?2"
                       " WHERE agency = ?1")
                .bind(entry.agency, newest)
                .run());
        TRY(database.query("DELETE FROM agency_tally WHERE agency = ? AND dispatches <= 0")
                .bind(entry.agency)
                .run());
    }
    TRY(database.query("UPDATE language_tally SET dispatches = dispatches - 1 WHERE language = ?")
            .bind(entry.language)
            .run());
    TRY(database.query("DELETE FROM language_tally WHERE dispatches <= 0").run());
    TRY(database.query("UPDATE day_tally SET dispatches = dispatches - 1 WHERE day = ?")
            .bind(entry.day)
            .run());
    return database.query("DELETE FROM day_tally WHERE day = ? AND dispatches <= 0")
        .bind(entry.day)
        .run();
}

// ---- rows

struct Stored {
    IndexPlace place;
    IndexEntry entry;
};

/// Nothing when it is not live.
Result<std::optional<Stored>> stored(Database& database, DispatchId id) {
    Stored made;
    {
        Query row = database.query(
            "SELECT position, source, arrived FROM dispatch WHERE id = ? AND state = 'live'");
        row.bind(number_of(id));
        if (!TRY(row.step())) return std::nullopt;
        made.place = {row.integer(0), row.integer(1), row.integer(2), {}};
    }
    made.place.said = TRY(statement_facets(database, id));
    const StoredDispatch whole = TRY(find_dispatch(database, id));
    made.entry = index_entry(whole.dispatch, whole.arrived);
    return made;
}

Result<std::optional<std::int64_t>> state(Database& database, std::string_view name) {
    Query row = database.query("SELECT value FROM search_state WHERE name = ?");
    row.bind(name);
    return row.value();
}

Result<void> set_state(Database& database, std::string_view name, std::int64_t value) {
    return database.query("INSERT OR REPLACE INTO search_state VALUES (?, ?)")
        .bind(name, value)
        .run();
}

Result<void> begin_index(Database& database) {
    TRY(drop_parts(database));
    for (const char* table : {"source_tally", "agency_tally", "language_tally", "day_tally"})
        TRY(database.execute(std::string("DELETE FROM ") + table));
    TRY(set_state(database, "words", words_version));
    return set_state(database, "next", 0);
}

/// One batch; false when everything is in.
Result<bool> make_more(Database& database) {
    Transaction transaction = TRY(Transaction::write(database));
    if (TRY(state(database, "words")) != words_version) TRY(begin_index(database));
    const auto next = TRY(state(database, "next"));
    if (!next) return false;  // another program made it

    std::vector<std::pair<std::int64_t, DispatchId>> rows;
    {
        Query row = database.query(
            "SELECT position, id FROM dispatch WHERE state = 'live' AND position >= ?"
            " ORDER BY position LIMIT ?");
        row.bind(*next, batch);
        while (TRY(row.step())) rows.emplace_back(row.integer(0), DispatchId{row.integer(1)});
    }
    for (const auto& [position, id] : rows) TRY(index_add(database, id));
    if (rows.size() < batch)
        TRY(database.query("DELETE FROM search_state WHERE name = 'next'").run());
    else
        TRY(set_state(database, "next", rows.back().first + 1));
    TRY(transaction.commit());
    return rows.size() == batch;
}

/// False: readers still use it. Does not wait for them, since writes would wait too.
Result<bool> fold_log(Database& database) {
    const auto wait = TRY(database.number("PRAGMA busy_timeout"));
    database.wait_for_locks(0);
    const auto held = database.query("PRAGMA wal_checkpoint(TRUNCATE)").value();
    database.wait_for_locks(static_cast<int>(wait));
    return TRY(held).value_or(0) == 0;
}

/// What is indexed between two steps makes FTS5 begin its merge again, and the second step never
/// comes to an end. So the step is doubled whenever that happened: the whole costs at most three
/// times the work, and ends. 'segments' and 'times' of search_state: what the last step left, and
/// how many times step_pages it was.
Result<void> purge_part(Database& database, std::int64_t part) {
    const auto left = TRY(state(database, "segments"));
    const bool restarts = left && *left != TRY(segments_of(database, part));
    const std::int64_t times = TRY(state(database, "times")).value_or(1) * (restarts ? 2 : 1);
    if (TRY(merge_part(database, part, times * step_pages)))
        return database.query("DELETE FROM search_state WHERE name IN ('segments', 'times')").run();
    const std::int64_t now_left = TRY(segments_of(database, part));
    if (left == now_left && !restarts) return {};
    Transaction transaction = TRY(Transaction::write(database));
    TRY(set_state(database, "segments", now_left));
    TRY(set_state(database, "times", times));
    return transaction.commit();
}

}  // namespace

// ---- facets

std::string day_facet(int level, std::int64_t block) {
    return std::to_string(level) + ':' + std::to_string(block);
}

std::string name_facet(char kind, std::string_view name) {
    return std::string{kind, ':'} + words_here().name(name);
}

std::string host_facet(std::string_view host) {
    std::string facet = "h:";
    for (const char c : host.substr(0, 100))
        if (c > ' ' && c != '"' && c != term_separator) facet += c;
    return facet;
}

std::string number_facet(char kind, std::int64_t number) {
    return std::string{kind, ':'} + std::to_string(number);
}

std::string host_of(std::string_view url) {
    auto parsed = Url::parse(url);
    if (!parsed && url.find('/') == std::string_view::npos &&
        url.find('.') != std::string_view::npos)
        parsed = Url::parse("https://" + std::string(url) + "/");
    if (!parsed) return {};
    std::string_view host = parsed->host();
    if (host.starts_with("www.")) host.remove_prefix(4);
    return std::string(host);
}

std::string_view part_sql(const char* form, std::int64_t part) {
    static std::mutex mutex;
    static std::map<std::pair<const char*, std::int64_t>, std::string> made;
    const std::lock_guard lock(mutex);
    const auto [found, is_new] = made.try_emplace({form, part});
    if (is_new)
        for (const char* c = form; *c; ++c)
            *c == '#' ? found->second += std::to_string(part) : found->second += *c;
    return found->second;
}

// ---- entries

IndexEntry index_entry(const Dispatch& dispatch, Instant arrived) {
    IndexEntry entry;
    append_terms(entry.title, dispatch.title, dispatch.language);
    const std::string_view body = dispatch.body;
    if (dispatch.lead && fits(*dispatch.lead, body)) {
        append_terms(entry.lead, dispatch.lead->in(body), dispatch.language);
        append_terms(entry.body, body.substr(0, dispatch.lead->begin), dispatch.language);
        append_terms(entry.body, body.substr(dispatch.lead->end), dispatch.language);
    } else {
        append_terms(entry.body, body, dispatch.language);
    }
    entry.day = day_of(dispatch, arrived);
    entry.facets = facets_of(dispatch, entry.day);
    entry.language = dispatch.language;
    if (dispatch.credit) entry.agency = dispatch.credit->agency.str();
    return entry;
}

Result<void> index_add(Database& database, const IndexPlace& place, const IndexEntry& entry) {
    const std::int64_t part = place.position >> part_bits;
    TRY(make_part(database, part));
    const std::string facets = facets_at(place, entry);
    TRY(database
            .query(part_sql("INSERT INTO search_#(rowid, title, lead, body, facets)"
                            " VALUES (?, ?, ?, ?, ?)",
                            part))
            .bind(place.position, entry.title, entry.lead, entry.body, facets)
            .run());
    return add_to_tallies(database, place, entry);
}

Result<void> index_add(Database& database, DispatchId id) {
    const auto made = TRY(stored(database, id));
    if (!made) return {};
    return index_add(database, made->place, made->entry);
}

Result<void> index_remove(Database& database, DispatchId id) {
    const auto made = TRY(stored(database, id));
    if (!made) return {};
    const auto& [place, entry] = *made;
    const std::string facets = facets_at(place, entry);
    TRY(database
            .query(part_sql("INSERT INTO search_#(search_#, rowid, title, lead, body, facets)"
                            " VALUES ('delete', ?, ?, ?, ?, ?)",
                            place.position >> part_bits))
            .bind(place.position, entry.title, entry.lead, entry.body, facets)
            .run());
    return take_from_tallies(database, place, entry);
}

Result<void> index_erase(Database& database, DispatchId id, Clearing clearing) {
    TRY(index_remove(database, id));
    const bool now = clearing == Clearing::now;
    if (now) TRY(set_state(database, "fold", 1));
    return database
        .query(
            "UPDATE search_part SET purge = ?2 WHERE purge <> 1"
            " AND part = (SELECT position FROM dispatch WHERE id = ?1 AND position > 0) >> ?3")
        .bind(number_of(id), now ? 1 : 2, part_bits)
        .run();
}

Result<void> clear_index(Database& database) {
    TRY(set_state(database, "fold", 1));
    return database.query("UPDATE search_part SET purge = 1 WHERE purge = 2").run();
}

Result<bool> waits_for_clear_index(Database& database) {
    Query row = database.query("SELECT 1 FROM search_part WHERE purge = 2 LIMIT 1");
    return TRY(row.step());
}

// ---- tending

Result<Tending> tend_index(Database& database, bool idle) {
    const auto erased_in =
        TRY(database.query("SELECT part FROM search_part WHERE purge = 1 LIMIT 1").value());
    if (erased_in) {
        TRY(purge_part(database, *erased_in));
        return Tending::more;
    }
    if (TRY(state(database, "fold"))) {
        if (!TRY(fold_log(database))) return Tending::later;
        TRY(database.query("DELETE FROM search_state WHERE name = 'fold'").run());
        return Tending::more;
    }
    if (!idle) return Tending::nothing;
    std::vector<std::int64_t> full;
    {
        Query row = database.query(
            "SELECT part FROM search_part WHERE part < (SELECT max(part) FROM search_part)");
        while (TRY(row.step())) full.push_back(row.integer(0));
    }
    for (const std::int64_t part : full) {
        if (TRY(segments_of(database, part)) <= 1) continue;
        TRY(merge_part(database, part, step_pages));
        return Tending::more;
    }
    return Tending::nothing;
}

Result<void> make_index(Database& database) {
    const bool complete =
        TRY(state(database, "words")) == words_version && !TRY(state(database, "next")).has_value();
    if (complete) return {};
    std::size_t batches = 0;
    while (TRY(make_more(database))) {
        if (++batches == 1) log_info("archive: the index for searches is being made");
        if (batches % 50 == 0)
            log_info("archive: " + std::to_string(batches * batch) +
                     " dispatches are in the index");
    }
    return {};
}

}  // namespace chappe
