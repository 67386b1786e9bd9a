// A submission's dispatches are taken one after another: known or not (identity), changed or not
// (digest of its text), and so a new dispatch, a new edition, a new reading or nothing. Each step
// is a few look-ups in an index and some appends.
#include "archive/keep.h"

#include "archive/columns.h"
#include "archive/copies.h"
#include "archive/desk.h"
#include "archive/keeper.h"
#include "archive/receipt.h"
#include "archive/search_index.h"
#include "archive/visits.h"

namespace chappe {
namespace {

constexpr std::string_view gone_words = "this was withdrawn or erased here: dispatch ";

}  // namespace

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

Result<std::optional<KnownDispatch>> Keeper::find(const PreparedDispatch& prepared) {
    std::optional<KnownDispatch> known;
    {
        Query row = database_.query(
            "SELECT d.id, d.state, d.edition, d.editions, r.content, r.reader_version, a.blob,"
            " r.item, r.arrival, e.kind, r.page IS NOT NULL, d.source"
            " FROM identity i CROSS JOIN dispatch d ON d.id = i.dispatch"
            " LEFT JOIN reading r ON r.id = d.reading LEFT JOIN arrival a ON a.id = r.arrival"
            " LEFT JOIN edition e ON e.id = d.edition WHERE i.key = ?");
        row.bind(prepared.identity.key);
        if (!TRY(row.step())) return std::nullopt;
        known = KnownDispatch{DispatchId{row.integer(0)},
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
Result<void> Keeper::look_under(KnownDispatch& known, const PreparedDispatch& prepared) {
    Query row = database_.query(
        "SELECT r.content, r.reader_version, a.blob, r.item, r.arrival FROM edition e"
        " CROSS JOIN reading r ON r.edition = e.id JOIN arrival a ON a.id = r.arrival"
        " WHERE e.dispatch = ? AND e.kind = 'source' AND r.page IS NULL"
        " ORDER BY e.number DESC, r.id DESC LIMIT 1");
    row.bind(number_of(known.id));
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
    const std::optional<KnownDispatch> known = TRY(find(prepared));
    if (prepared.taken_back) return take_back(known);
    if (known) return keep_again(*known, prepared, item);
    if (const auto gone = TRY(find_gone(prepared))) return Receipt::Item{*gone, Outcome::gone};
    const DispatchId id = TRY(create(prepared, item, release_of(prepared)));
    TRY(keep_reads_at_source(id, prepared.dispatch));
    return Receipt::Item{id, Outcome::created};
}

Result<Receipt::Item> Keeper::keep_again(const KnownDispatch& known,
                                         const PreparedDispatch& prepared, std::int64_t item) {
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

/// Nothing of what a source takes back is kept, but that it did. Only its own: another source has
/// no word in it.
Result<Receipt::Item> Keeper::take_back(const std::optional<KnownDispatch>& known) {
    if (!known) return Receipt::Item{DispatchId{}, Outcome::gone};
    if (known->source != source_) return Receipt::Item{known->id, Outcome::unchanged};
    if (!known->gone()) {
        TRY(add_sighting(*known));
        const Standing standing = TRY(find_standing(database_, known->id));
        TRY(withdraw(database_, standing, {"withdrawn", "source", {}}, effects_));
    }
    return Receipt::Item{known->id, Outcome::gone};
}

/// Until when the source asks to hold it, unless that is over.
std::optional<Instant> Keeper::release_of(const PreparedDispatch& prepared) const {
    const std::optional<Instant> embargo = prepared.dispatch.embargo;
    return embargo && *embargo > now() ? embargo : std::nullopt;
}

/// Only the source that asked for the embargo may change the text meanwhile, move its end, or lift
/// it: then the writer's next look releases it.
Result<Receipt::Item> Keeper::keep_waiting(const KnownDispatch& known,
                                           const PreparedDispatch& prepared, std::int64_t item) {
    const bool is_its_item = prepared.identity.kind == "guid" && known.source == source_;
    if (!is_its_item || known.corrected) {
        TRY(add_sighting(known));
        return Receipt::Item{known.id, Outcome::unchanged};
    }
    TRY(database_.query("UPDATE embargo SET release = ? WHERE dispatch = ?")
            .bind(seconds_of(release_of(prepared).value_or(submission_.arrival.received)),
                  number_of(known.id))
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
    if (submission_.id) wanted = number_of(*submission_.id);
    TRY(database_
            .query("INSERT INTO dispatch (id, source, state, arrived, position, last_change,"
                   " edition, editions, reading) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?)")
            .bind(wanted, source_, std::string_view(release ? "embargoed" : "live"), received(),
                  position, seq, edition, reading)
            .run());
    const DispatchId id{database_.last_id()};
    TRY(database_.query("INSERT INTO identity (key, kind, dispatch) VALUES (?, ?, ?)")
            .bind(prepared.identity.key, prepared.identity.kind, number_of(id))
            .run());
    TRY(add_edition(edition, id, 1, Author::source));
    TRY(add_reading(reading, id, edition, prepared, item));
    if (release) {
        TRY(add_change(seq, id, "embargo", edition));
        TRY(database_.query("INSERT INTO embargo (dispatch, release) VALUES (?, ?)")
                .bind(number_of(id), seconds_of(*release))
                .run());
        return id;
    }
    Grouped grouped = TRY(find_group(database_, id, prepared.copy));
    TRY(add_change(seq, id, grouped.copy ? "copy" : "new", edition));
    grouped.moved = false;  // that was told just now
    TRY(tell_of_group(database_, id, grouped, effects_));
    const auto said = TRY(statement_facets(database_, id));
    TRY(index_add(database_, {position, source_, received(), said}, prepared.index));
    ++effects_.dispatches;
    ++effects_.editions;
    return id;
}

Result<void> Keeper::edit(const KnownDispatch& known, const PreparedDispatch& prepared,
                          std::int64_t item, Author author) {
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
            .bind(seq, edition, reading, number_of(known.id))
            .run());
    TRY(index_add(database_, known.id));
    return known.live() ? find_group_of(known.id, prepared) : Result<void>();
}

/// Of one whose text is another now.
Result<void> Keeper::find_group_of(DispatchId id, const PreparedDispatch& prepared) {
    return tell_of_group(database_, id, TRY(find_group(database_, id, prepared.copy)), effects_);
}

/// What is shown may change, though the source changed nothing: caches must know, readers need not.
Result<void> Keeper::read_again(const KnownDispatch& known, const PreparedDispatch& prepared,
                                std::int64_t item) {
    TRY(index_remove(database_, known.id));
    const std::int64_t reading = TRY(next_reading());
    TRY(add_reading(reading, known.id, known.edition, prepared, item));
    const std::int64_t seq = TRY(next_seq());
    TRY(add_change(seq, known.id, "reading", known.edition));
    TRY(database_.query("UPDATE dispatch SET last_change = ?, reading = ? WHERE id = ?")
            .bind(seq, reading, number_of(known.id))
            .run());
    TRY(index_add(database_, known.id));
    return find_group_of(known.id, prepared);
}

// ---- written at the desk

Result<DispatchId> Keeper::compose(std::optional<Instant> release) {
    const PreparedDispatch& prepared = submission_.dispatches.front();
    if (const auto known = TRY(find(prepared))) {
        const std::string number = std::to_string(number_of(known->id));
        if (known->gone()) return fail(Failure::refused, std::string(gone_words) + number);
        return fail(Failure::refused, "dispatch " + number + " is this one; correct it instead");
    }
    if (const auto gone = TRY(find_gone(prepared)))
        return fail(Failure::refused, std::string(gone_words) + std::to_string(number_of(*gone)));
    source_ = TRY(source());
    TRY(keep_blob());
    TRY(arrival());
    return create(prepared, submission_.first_item, release);
}

Result<void> Keeper::correct(DispatchId id) {
    const PreparedDispatch& prepared = submission_.dispatches.front();
    KnownDispatch known;
    {
        Query row = database_.query(
            "SELECT d.state, d.edition, d.editions, r.content, r.language, r.url FROM dispatch d"
            " LEFT JOIN reading r ON r.id = d.reading WHERE d.id = ?");
        row.bind(number_of(id));
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

}  // namespace chappe
