// A submission's dispatches are taken one after another: known or not (identity), changed or not
// (digest of its text), and so a new dispatch, a new edition, a new reading or nothing. Each step
// is a few look-ups in an index and some appends.
#include "archive/keep.h"

#include <algorithm>
#include <limits>

#include "archive/columns.h"
#include "archive/full_text.h"
#include "archive/lookup.h"
#include "archive/receipt.h"
#include "archive/search_index.h"
#include "archive/visits.h"

namespace chappe {
namespace {

std::int64_t id_of(DispatchId id) {
    return number_of(id);
}

/// A dispatch that the archive has, as far as an arrival of it needs to know.
struct Known {
    DispatchId id{};
    std::string state;
    std::int64_t edition = 0;
    std::int64_t editions = 0;
    bool same_content = false;
    std::int64_t reader = 0;           // version of our reader that made what is shown
    std::optional<std::int64_t> blob;  // that it read
    std::int64_t item = 0;
    std::int64_t arrival = 0;
    bool corrected = false;  // what is shown was written at the desk; the rest is the source's text
    bool from_page = false;  // what is shown was read on the page behind the entry; likewise
    std::int64_t source = 0;

    bool live() const { return state == "live"; }
    /// Waits for its hour, whatever others say meanwhile.
    bool embargoed() const { return state == "embargoed"; }
    bool gone() const { return !live() && !embargoed(); }
};

constexpr std::string_view gone_words = "this was withdrawn or erased here: dispatch ";

class Keeper {
 public:
    Keeper(Database& database, const Prepared& submission, Effects& effects)
        : database_(database),
          submission_(submission),
          effects_(effects),
          now_(seconds_of(now())) {}

    Result<Receipt> run();
    Result<DispatchId> compose(std::optional<Instant> release);
    Result<void> correct(DispatchId);

 private:
    std::int64_t received() const { return seconds_of(submission_.arrival.received); }

    Result<std::optional<Receipt>> find_receipt();
    Result<void> keep_receipt(const Receipt&);
    Result<std::int64_t> source();
    Result<void> keep_feed(std::int64_t source);
    Result<void> keep_blob();
    Result<std::int64_t> arrival();

    Result<std::optional<Known>> find(const PreparedDispatch&);
    Result<void> look_under(Known&, const PreparedDispatch&);
    Result<std::optional<DispatchId>> find_gone(const PreparedDispatch&);
    Result<bool> any_gone();
    Result<Receipt::Item> keep_item(const PreparedDispatch&, std::int64_t item);
    Result<Receipt::Item> keep_again(const Known&, const PreparedDispatch&, std::int64_t item);
    Result<Receipt::Item> keep_waiting(const Known&, const PreparedDispatch&, std::int64_t item);
    std::optional<Instant> release_of(const PreparedDispatch&) const;
    Result<DispatchId> create(const PreparedDispatch&, std::int64_t item,
                              std::optional<Instant> release);
    enum class Author { source, desk };
    Result<void> edit(const Known&, const PreparedDispatch&, std::int64_t item, Author);
    Result<void> read_again(const Known&, const PreparedDispatch&, std::int64_t item);
    Result<Receipt> keep_page_text(DispatchId);
    struct Entry {
        std::int64_t edition = 0;
        std::string guid, site, url, body;
        std::string words;  // title and body
        std::optional<Date> published;
    };
    Result<std::optional<Entry>> find_entry(DispatchId);
    Result<void> add_page_reading(DispatchId, const Entry&, bool shown);
    Result<void> add_edition(std::int64_t id, DispatchId, std::int64_t number, Author);
    Result<void> add_sighting(const Known&);
    Result<void> add_reading(std::int64_t id, DispatchId, std::int64_t edition,
                             const PreparedDispatch&, std::int64_t item,
                             std::optional<PageId> page = std::nullopt);
    Result<void> add_body(std::int64_t reading, const PreparedDispatch&);
    Result<void> add_change(std::int64_t seq, DispatchId, std::string_view kind,
                            std::int64_t edition);
    Result<void> keep_reads_at_source(DispatchId, const Dispatch&);
    // dispatch points down to these rows, so their numbers are taken before they are written.
    Result<std::int64_t> next_seq();
    Result<std::int64_t> next_edition();
    Result<std::int64_t> next_reading();

    Database& database_;
    const Prepared& submission_;
    Effects& effects_;
    std::int64_t now_;
    std::int64_t source_ = 0;
    bool blob_kept_ = true;  // false when something in it is gone
    bool blob_known_ = false;
    std::optional<std::int64_t> blob_;
    std::optional<std::int64_t> arrival_;
};

Result<Receipt> Keeper::run() {
    if (auto earlier = TRY(find_receipt())) return std::move(*earlier);

    source_ = TRY(source());
    if (submission_.visit) {
        if (const auto known = TRY(dispatch_of_page(database_, *submission_.visit)))
            return keep_page_text(*known);
    }
    if (submission_.feed) TRY(keep_feed(source_));
    // What is gone must not come back in the bytes of a container that holds it still.
    blob_kept_ = !TRY(any_gone());
    if (blob_kept_) {
        TRY(keep_blob());
        TRY(arrival());
    }

    Receipt receipt;
    for (std::size_t i = 0; i < submission_.dispatches.size(); ++i)
        receipt.items.push_back(TRY(keep_item(
            submission_.dispatches[i], submission_.first_item + static_cast<std::int64_t>(i))));
    TRY(keep_receipt(receipt));
    if (submission_.visit) TRY(keep_visit(database_, *submission_.visit, receipt));
    return receipt;
}

// ---- idempotency

Result<std::optional<Receipt>> Keeper::find_receipt() {
    const auto& asked = submission_.idempotency;
    if (!asked) return std::nullopt;
    Query row =
        database_.query("SELECT request, receipt FROM idempotency WHERE client = ? AND key = ?");
    row.bind(asked->client, asked->key);
    if (!TRY(row.step())) return std::nullopt;
    if (row.text(0) != bytes_of(asked->request))
        return fail(Failure::refused, "this idempotency key was used for another request");
    std::optional<Receipt> receipt = receipt_in(row.text(1));
    if (!receipt) return fail(Failure::broken, "a kept receipt is damaged; restore a backup");
    receipt->replayed = true;
    return receipt;
}

Result<void> Keeper::keep_receipt(const Receipt& receipt) {
    const auto& asked = submission_.idempotency;
    if (!asked) return {};
    const std::string json = json_of(receipt);
    return database_
        .query("INSERT INTO idempotency (client, key, request, receipt, at) VALUES (?, ?, ?, ?, ?)")
        .bind(asked->client, asked->key, asked->request, json, now_)
        .run();
}

// ---- what arrived

Result<std::int64_t> Keeper::source() {
    const std::string& name = submission_.arrival.source;
    {
        Query row = database_.query("SELECT id FROM source WHERE name = ?");
        row.bind(name);
        if (TRY(row.step())) return row.integer(0);
    }
    TRY(database_.query("INSERT INTO source (name, added) VALUES (?, ?)").bind(name, now_).run());
    return database_.last_id();
}

Result<void> Keeper::keep_feed(std::int64_t source) {
    const FeedFacts& feed = *submission_.feed;
    return database_
        .query(
            "UPDATE source SET title = ?2, feed_url = ?3, site_url = ?4, language = ?5, hub = ?6"
            " WHERE id = ?1 AND (title, feed_url, site_url, language, hub)"
            " IS NOT (?2, ?3, ?4, ?5, ?6)")
        .bind(source, feed.title.view(), feed.url, feed.site_url, feed.language, feed.hub)
        .run();
}

Result<void> Keeper::keep_blob() {
    if (!submission_.has_bytes) return {};
    const Blob& blob = submission_.blob;
    {
        Query row = database_.query("SELECT id FROM blob WHERE digest = ?");
        row.bind(blob.digest);
        if (TRY(row.step())) {
            blob_ = row.integer(0);
            blob_known_ = true;
            return {};
        }
    }
    TRY(database_.query("INSERT INTO blob (digest, size, codec, bytes) VALUES (?, ?, 'zstd', ?)")
            .bind(blob.digest, blob.size, Bytes{blob.bytes})
            .run());
    blob_ = database_.last_id();
    return {};
}

/// The arrival's row, made when there is none of these bytes from this place.
Result<std::int64_t> Keeper::arrival() {
    if (arrival_) return *arrival_;
    const Arrival& arrival = submission_.arrival;
    if (blob_known_) {
        Query row = database_.query(
            "UPDATE arrival SET last_seen = max(last_seen, ?4), times = times + 1"
            " WHERE blob = ?1 AND source = ?2 AND url = ?3 RETURNING id");
        row.bind(blob_, source_, arrival.url, received());
        arrival_ = TRY(row.value());
        if (arrival_) return *arrival_;
    }
    TRY(database_
            .query("INSERT INTO arrival (source, blob, media_type, url, name, received, last_seen,"
                   " notes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)")
            .bind(source_, blob_, arrival.media_type, arrival.url, arrival.name, received(),
                  submission_.notes)
            .run());
    return *(arrival_ = database_.last_id());
}

// ---- dispatches

Result<std::optional<Known>> Keeper::find(const PreparedDispatch& prepared) {
    std::optional<Known> known;
    {
        Query row = database_.query(
            "SELECT d.id, d.state, d.edition, d.editions, r.content, r.reader_version, a.blob,"
            " r.item, r.arrival, e.kind, r.page IS NOT NULL, d.source"
            " FROM identity i CROSS JOIN dispatch d ON d.id = i.dispatch"
            " LEFT JOIN reading r ON r.id = d.reading LEFT JOIN arrival a ON a.id = r.arrival"
            " LEFT JOIN edition e ON e.id = d.edition WHERE i.key = ?");
        row.bind(prepared.identity.key);
        if (!TRY(row.step())) return std::nullopt;
        known = Known{DispatchId{row.integer(0)},
                      std::string(row.text(1)),
                      row.integer(2),
                      row.integer(3),
                      row.text(4) == bytes_of(prepared.content),
                      row.integer(5),
                      row.optional_integer(6),
                      row.integer(7),
                      row.integer(8),
                      row.text(9) == "correction",
                      row.integer(10) != 0,
                      row.integer(11)};
    }
    if ((known->corrected || known->from_page) && known->live()) TRY(look_under(*known, prepared));
    return known;
}

/// What arrives is compared with what the source last said there, not with what the desk made of it
/// or its page says.
Result<void> Keeper::look_under(Known& known, const PreparedDispatch& prepared) {
    Query row = database_.query(
        "SELECT r.content, r.reader_version, a.blob, r.item, r.arrival FROM edition e"
        " CROSS JOIN reading r ON r.edition = e.id JOIN arrival a ON a.id = r.arrival"
        " WHERE e.dispatch = ? AND e.kind = 'source' AND r.page IS NULL"
        " ORDER BY e.number DESC, r.id DESC LIMIT 1");
    row.bind(id_of(known.id));
    if (!TRY(row.step())) return {};
    known.same_content = row.text(0) == bytes_of(prepared.content);
    known.reader = row.integer(1);
    known.blob = row.optional_integer(2);
    known.item = row.integer(3);
    known.arrival = row.integer(4);
    return {};
}

/// The dispatch that this was, when its text was erased: under any identity.
Result<std::optional<DispatchId>> Keeper::find_gone(const PreparedDispatch& prepared) {
    Query row = database_.query("SELECT dispatch FROM erased_text WHERE key = ?");
    row.bind(prepared.words);
    if (!TRY(row.step())) return std::nullopt;
    return DispatchId{row.integer(0)};
}

Result<bool> Keeper::any_gone() {
    for (const PreparedDispatch& prepared : submission_.dispatches) {
        const auto known = TRY(find(prepared));
        if (known && known->gone()) return true;
        if (!known && TRY(find_gone(prepared))) return true;
    }
    return false;
}

Result<Receipt::Item> Keeper::keep_item(const PreparedDispatch& prepared, std::int64_t item) {
    const std::optional<Known> known = TRY(find(prepared));
    if (known) return keep_again(*known, prepared, item);
    if (const auto gone = TRY(find_gone(prepared))) return Receipt::Item{*gone, Outcome::gone};
    const DispatchId id = TRY(create(prepared, item, release_of(prepared)));
    TRY(keep_reads_at_source(id, prepared.dispatch));
    return Receipt::Item{id, Outcome::created};
}

Result<Receipt::Item> Keeper::keep_again(const Known& known, const PreparedDispatch& prepared,
                                         std::int64_t item) {
    if (known.gone()) return Receipt::Item{known.id, Outcome::gone};
    if (known.embargoed()) return keep_waiting(known, prepared, item);
    TRY(keep_reads_at_source(known.id, prepared.dispatch));

    // The same bytes under another reader, or the same text: the source has changed nothing.
    const bool same_bytes = blob_ && known.blob == blob_ && known.item == item;
    const bool newer_reader = known.reader < reader_version;
    if (known.same_content || (same_bytes && known.reader != reader_version)) {
        if (newer_reader && !known.corrected && !known.from_page)
            TRY(read_again(known, prepared, item));
        else
            TRY(add_sighting(known));
        return Receipt::Item{known.id, Outcome::unchanged};
    }
    TRY(edit(known, prepared, item, Author::source));
    return Receipt::Item{known.id, Outcome::edited};
}

/// Until when the source asks to hold it, unless that is over.
std::optional<Instant> Keeper::release_of(const PreparedDispatch& prepared) const {
    const std::optional<Instant> embargo = prepared.dispatch.embargo;
    return embargo && *embargo > submission_.arrival.received ? embargo : std::nullopt;
}

/// Only the source that asked for the embargo may change the text meanwhile, move its end, or lift
/// it: then the writer's next look releases it.
Result<Receipt::Item> Keeper::keep_waiting(const Known& known, const PreparedDispatch& prepared,
                                           std::int64_t item) {
    const bool is_its_item = prepared.identity.kind == "guid" && known.source == source_;
    if (!is_its_item || known.corrected) {
        TRY(add_sighting(known));
        return Receipt::Item{known.id, Outcome::unchanged};
    }
    TRY(database_.query("UPDATE embargo SET release = ? WHERE dispatch = ?")
            .bind(seconds_of(release_of(prepared).value_or(submission_.arrival.received)),
                  id_of(known.id))
            .run());
    if (known.same_content) {
        TRY(add_sighting(known));
        return Receipt::Item{known.id, Outcome::unchanged};
    }
    TRY(edit(known, prepared, item, Author::source));
    return Receipt::Item{known.id, Outcome::edited};
}

Result<DispatchId> Keeper::create(const PreparedDispatch& prepared, std::int64_t item,
                                  std::optional<Instant> release) {
    const std::int64_t seq = TRY(next_seq());
    const std::int64_t reading = TRY(next_reading());
    const std::int64_t edition = TRY(next_edition());
    const std::int64_t position = release ? 0 : seq;
    std::optional<std::int64_t> wanted;  // else the next free one
    if (submission_.id) wanted = id_of(*submission_.id);
    TRY(database_
            .query("INSERT INTO dispatch (id, source, state, arrived, position, last_change,"
                   " edition, editions, reading) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?)")
            .bind(wanted, source_, std::string_view(release ? "embargoed" : "live"), received(),
                  position, seq, edition, reading)
            .run());
    const DispatchId id{database_.last_id()};
    TRY(database_.query("INSERT INTO identity (key, kind, dispatch) VALUES (?, ?, ?)")
            .bind(prepared.identity.key, prepared.identity.kind, id_of(id))
            .run());
    TRY(add_edition(edition, id, 1, Author::source));
    TRY(add_reading(reading, id, edition, prepared, item));
    if (release) {
        TRY(add_change(seq, id, "embargo", edition));
        TRY(database_.query("INSERT INTO embargo (dispatch, release) VALUES (?, ?)")
                .bind(id_of(id), seconds_of(*release))
                .run());
        return id;
    }
    TRY(add_change(seq, id, "new", edition));
    const auto said = TRY(statement_facets(database_, id));
    TRY(index_add(database_, {position, source_, received(), said}, prepared.index));
    ++effects_.dispatches;
    ++effects_.editions;
    return id;
}

Result<void> Keeper::edit(const Known& known, const PreparedDispatch& prepared, std::int64_t item,
                          Author author) {
    TRY(index_remove(database_, known.id));
    const std::int64_t edition = TRY(next_edition());
    TRY(add_edition(edition, known.id, known.editions + 1, author));
    const std::int64_t reading = TRY(next_reading());
    TRY(add_reading(reading, known.id, edition, prepared, item));
    const std::int64_t seq = TRY(next_seq());
    const std::string_view kind = known.embargoed()          ? "embargo"
                                  : author == Author::source ? "edition"
                                                             : "correction";
    TRY(add_change(seq, known.id, kind, edition));
    if (known.live()) ++effects_.editions;  // others are counted when they go on the wire
    TRY(database_
            .query("UPDATE dispatch SET last_change = ?, edition = ?, editions = editions + 1,"
                   " reading = ? WHERE id = ?")
            .bind(seq, edition, reading, id_of(known.id))
            .run());
    return index_add(database_, known.id);
}

/// What is shown may change, though the source changed nothing: caches must know, readers need not.
Result<void> Keeper::read_again(const Known& known, const PreparedDispatch& prepared,
                                std::int64_t item) {
    TRY(index_remove(database_, known.id));
    const std::int64_t reading = TRY(next_reading());
    TRY(add_reading(reading, known.id, known.edition, prepared, item));
    const std::int64_t seq = TRY(next_seq());
    TRY(add_change(seq, known.id, "reading", known.edition));
    TRY(database_.query("UPDATE dispatch SET last_change = ?, reading = ? WHERE id = ?")
            .bind(seq, reading, id_of(known.id))
            .run());
    return index_add(database_, known.id);
}

Result<void> Keeper::add_edition(std::int64_t id, DispatchId dispatch, std::int64_t number,
                                 Author author) {
    const std::int64_t from = TRY(arrival());
    const std::string_view kind = author == Author::source ? "source" : "correction";
    return database_
        .query(
            "INSERT INTO edition (id, dispatch, number, arrival, arrived, kind)"
            " VALUES (?, ?, ?, ?, ?, ?)")
        .bind(id, id_of(dispatch), number, from, received(), kind)
        .run();
}

/// These bytes hold a dispatch, though no reading rests on them.
Result<void> Keeper::add_sighting(const Known& known) {
    if (!blob_kept_) return {};
    const std::int64_t from = TRY(arrival());
    if (from == known.arrival) return {};
    return database_.query("INSERT OR IGNORE INTO sighting (dispatch, arrival) VALUES (?, ?)")
        .bind(id_of(known.id), from)
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
        .bind(seq, id_of(dispatch), kind, edition, now_)
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
        row.bind(id_of(id));
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
            .bind(received(), id_of(id), seen)
            .run();
    return database_
        .query(
            "INSERT INTO reads_at_source (dispatch, seen, last_seen, count)"
            " VALUES (?1, ?2, ?2, ?3) ON CONFLICT DO UPDATE SET count = excluded.count")
        .bind(id_of(id), received(), count)
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

// ---- the page behind an entry

/// The newest text that the source gave of it: of the entry, not of its page.
Result<std::optional<Keeper::Entry>> Keeper::find_entry(DispatchId id) {
    Query row = database_.query(
        "SELECT e.id, r.guid, r.site, r.title, b.body, r.url, r.published_begin, r.published_end,"
        " r.published_minutes, r.published_precision FROM dispatch d"
        " CROSS JOIN edition e ON e.dispatch = d.id CROSS JOIN reading r ON r.edition = e.id"
        " CROSS JOIN body b ON b.reading = r.id WHERE d.id = ? AND d.state = 'live'"
        " AND e.kind = 'source' AND r.page IS NULL ORDER BY e.number DESC, r.id DESC LIMIT 1");
    row.bind(id_of(id));
    if (!TRY(row.step())) return std::nullopt;
    Entry entry;
    entry.edition = row.integer(0);
    entry.guid = row.text(1);
    entry.site = row.text(2);
    entry.body = row.text(4);
    entry.words = std::string(row.text(3)) + "\n" + entry.body;
    entry.url = row.text(5);
    entry.published = date_in(row, 6);
    return entry;
}

/// The dispatch keeps its entry's text; the page's stands beside it and is shown when it is the
/// better one. A page that tells something else (a login, an advertisement) is one that failed.
Result<Receipt> Keeper::keep_page_text(DispatchId id) {
    Visit visit = *submission_.visit;
    const std::optional<Entry> entry = TRY(find_entry(id));
    Receipt receipt;
    receipt.items = {{id, entry ? Outcome::unchanged : Outcome::gone}};
    const bool gone = !entry || submission_.dispatches.size() != 1 ||
                      TRY(find_gone(submission_.dispatches.front()));
    if (gone) {
        TRY(keep_visit(database_, visit, receipt));
        return receipt;
    }
    const Dispatch& page = submission_.dispatches.front().dispatch;
    const std::string words = page.title.str() + "\n" + page.body.str();
    if (tells_the_same(entry->words, words)) {
        TRY(keep_blob());
        TRY(arrival());
        TRY(add_page_reading(id, *entry, is_fuller(entry->body, page.body.view())));
        TRY(keep_reads_at_source(id, page));
    } else {
        visit.health = Health::failing;
        visit.trouble = "the page behind it shows another text";
    }
    TRY(keep_visit(database_, visit, receipt));
    return receipt;
}

/// What the page does not say of itself, its entry does. `shown`: unless what is shown was written
/// at the desk.
Result<void> Keeper::add_page_reading(DispatchId id, const Entry& entry, bool shown) {
    PreparedDispatch page = submission_.dispatches.front();
    page.dispatch.guid = entry.guid;
    if (page.dispatch.site.empty()) page.dispatch.site = Text::repair(entry.site);
    if (page.dispatch.url.empty()) page.dispatch.url = entry.url;
    if (!page.dispatch.published) page.dispatch.published = entry.published;
    bool corrected = false;
    {
        Query row = database_.query("SELECT edition <> ? FROM dispatch WHERE id = ?");
        row.bind(entry.edition, id_of(id));
        corrected = TRY(row.value()).value_or(1) != 0;
    }
    const bool changes = shown && !corrected;
    if (changes) TRY(index_remove(database_, id));
    const std::int64_t reading = TRY(next_reading());
    TRY(add_reading(reading, id, entry.edition, page, submission_.first_item,
                    submission_.visit->page));
    if (!changes) return {};
    const std::int64_t seq = TRY(next_seq());
    TRY(add_change(seq, id, "reading", entry.edition));
    TRY(database_.query("UPDATE dispatch SET last_change = ?, reading = ? WHERE id = ?")
            .bind(seq, reading, id_of(id))
            .run());
    return index_add(database_, id);
}

// ---- written at the desk

Result<DispatchId> Keeper::compose(std::optional<Instant> release) {
    const PreparedDispatch& prepared = submission_.dispatches.front();
    if (const auto known = TRY(find(prepared))) {
        const std::string number = std::to_string(id_of(known->id));
        if (known->gone()) return fail(Failure::refused, std::string(gone_words) + number);
        return fail(Failure::refused, "dispatch " + number + " is this one; correct it instead");
    }
    if (const auto gone = TRY(find_gone(prepared)))
        return fail(Failure::refused, std::string(gone_words) + std::to_string(id_of(*gone)));
    source_ = TRY(source());
    TRY(keep_blob());
    TRY(arrival());
    return create(prepared, submission_.first_item, release);
}

Result<void> Keeper::correct(DispatchId id) {
    const PreparedDispatch& prepared = submission_.dispatches.front();
    Known known;
    {
        Query row = database_.query(
            "SELECT d.state, d.edition, d.editions, r.content, r.language, r.url FROM dispatch d"
            " LEFT JOIN reading r ON r.id = d.reading WHERE d.id = ?");
        row.bind(id_of(id));
        if (!TRY(row.step())) return fail(Failure::absent, "there is no such dispatch");
        known.id = id;
        known.state = row.text(0);
        known.edition = row.integer(1);
        known.editions = row.integer(2);
        // A language that we found, and an address, make no edition of a source; a person's do.
        known.same_content = row.text(3) == bytes_of(prepared.content) &&
                             row.text(4) == prepared.dispatch.language &&
                             row.text(5) == prepared.dispatch.url;
    }
    if (known.gone()) return fail(Failure::refused, "it is not on the wire any more");
    if (known.same_content) return fail(Failure::refused, "nothing was changed");
    source_ = TRY(source());
    TRY(keep_blob());
    TRY(arrival());
    return edit(known, prepared, submission_.first_item, Author::desk);
}

}  // namespace

Result<Receipt> keep(Database& database, const Prepared& submission, Effects& effects) {
    return Keeper(database, submission, effects).run();
}

Result<DispatchId> keep_composed(Database& database, const Prepared& written,
                                 std::optional<Instant> release, Effects& effects) {
    return Keeper(database, written, effects).compose(release);
}

Result<void> keep_correction(Database& database, DispatchId id, const Prepared& written,
                             Effects& effects) {
    return Keeper(database, written, effects).correct(id);
}

Result<std::uint64_t> keep_read(Database& database, DispatchId id) {
    {
        Query row = database.query("SELECT 1 FROM dispatch WHERE id = ? AND state = 'live'");
        row.bind(id_of(id));
        if (!TRY(row.step())) return fail(Failure::absent, "there is no such dispatch");
    }
    Query row = database.query(
        "INSERT INTO read_count (dispatch, reads) VALUES (?, 1)"
        " ON CONFLICT DO UPDATE SET reads = reads + 1 RETURNING reads");
    row.bind(id_of(id));
    return static_cast<std::uint64_t>(TRY(row.value()).value_or(0));
}

Result<void> keep_fold(Database& database, const Fold& fold) {
    const std::uint64_t position = TRY(find_position(database));
    // Committed before, though the disk answered otherwise.
    if (position == fold.to) return {};
    if (position != fold.from)
        return fail(Failure::broken, "another program has folded the journal of reads; restart");
    for (const auto& [id, reads] : fold.reads)
        TRY(database
                .query("INSERT INTO read_count (dispatch, reads) SELECT id, ?2 FROM dispatch"
                       " WHERE id = ?1 ON CONFLICT DO UPDATE SET reads = reads + excluded.reads")
                .bind(id_of(id), reads)
                .run());
    return database
        .query(
            "INSERT INTO journal (name, position) VALUES ('reads', ?)"
            " ON CONFLICT DO UPDATE SET position = excluded.position")
        .bind(fold.to)
        .run();
}

Result<void> keep_sums(Database& database, const Effects& effects) {
    const auto add = [&](std::string_view name, std::int64_t value) -> Result<void> {
        if (value == 0) return {};
        return database.query("UPDATE tally SET value = value + ? WHERE name = ?")
            .bind(value, name)
            .run();
    };
    TRY(add("dispatches", effects.dispatches));
    return add("editions", effects.editions);
}

}  // namespace chappe
