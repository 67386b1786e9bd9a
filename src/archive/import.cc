// A line is a dispatch. Its editions go through keep(), one after another, as if they arrived, so
// that whatever the archive derives (index, tallies, identities, the order of the wire) is made by
// the same code; then the facts that only the first archive knew are set: instants, counts, state.
#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "archive/blob.h"
#include "archive/columns.h"
#include "archive/copies.h"
#include "archive/desk.h"
#include "archive/export.h"
#include "archive/folder.h"
#include "archive/keep.h"
#include "archive/prepared.h"
#include "archive/schema.h"
#include "archive/search_index.h"

namespace chappe {
namespace {

namespace json = boost::json;

constexpr std::int64_t per_transaction =
    100;  // a server waits no longer for the lock than for this

std::unexpected<Error> damaged(const std::string& what) {
    return fail(Failure::refused, "the export is damaged: " + what);
}

// ---- members; what is missing or of another kind is empty

const json::value* member(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value && !value->is_null() ? value : nullptr;
}

std::string string_in(const json::object& object, std::string_view name) {
    const json::value* value = member(object, name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

Text text_in(const json::object& object, std::string_view name) {
    return Text::repair(string_in(object, name));
}

std::int64_t number_in(const json::value& value) {
    boost::system::error_code error;
    const auto number = value.to_number<std::int64_t>(error);
    return error ? 0 : number;
}

std::int64_t number_in(const json::object& object, std::string_view name) {
    const json::value* value = member(object, name);
    return value && value->is_number() ? number_in(*value) : 0;
}

const json::array& array_in(const json::object& object, std::string_view name) {
    static const json::array none;
    const json::value* value = member(object, name);
    return value && value->is_array() ? value->get_array() : none;
}

std::optional<Instant> instant_in(const json::object& object, std::string_view name) {
    const auto date = parse_iso_date(string_in(object, name));
    if (!date) return std::nullopt;
    return date->when.begin;
}

std::optional<Digest> digest_in(std::string_view hex) {
    Digest digest{};
    if (hex.size() != digest.size() * 2) return std::nullopt;
    const auto value = [](char c) -> int {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        return -1;
    };
    for (std::size_t i = 0; i < digest.size(); ++i) {
        const int high = value(hex[2 * i]), low = value(hex[2 * i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        digest[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return digest;
}

std::vector<Text> texts_in(const json::array& array) {
    std::vector<Text> texts;
    for (const json::value& value : array)
        if (value.is_string()) texts.push_back(Text::repair(std::string_view(value.get_string())));
    return texts;
}

std::optional<Date> date_in(const json::object& object, std::string_view name) {
    const json::value* value = member(object, name);
    if (!value || !value->is_object()) return std::nullopt;
    const json::object& parts = value->get_object();
    Date date;
    date.when = {instant_at(number_in(parts, "begin")), instant_at(number_in(parts, "end"))};
    if (member(parts, "minutes")) date.offset = std::chrono::minutes(number_in(parts, "minutes"));
    const std::string precision = string_in(parts, "precision");
    date.precision = precision == "day"      ? Precision::day
                     : precision == "minute" ? Precision::minute
                                             : Precision::second;
    return date;
}

std::optional<Span> span_in(const json::array& array, std::size_t first, std::string_view body) {
    if (array.size() < first + 2) return std::nullopt;
    const Span span{static_cast<std::uint32_t>(number_in(array[first])),
                    static_cast<std::uint32_t>(number_in(array[first + 1]))};
    if (!fits(span, body)) return std::nullopt;
    return span;
}

Dispatch dispatch_in(const json::object& edition) {
    Dispatch made;
    made.title = text_in(edition, "title");
    made.body = text_in(edition, "body");
    for (const json::value& value : array_in(edition, "blocks")) {
        if (!value.is_array() || value.get_array().empty()) continue;
        const auto span = span_in(value.get_array(), 1, made.body);
        const json::value& kind = value.get_array().front();
        if (!span || !kind.is_string()) continue;
        made.blocks.push_back(
            {block_kind_named(std::string_view(kind.get_string())).value_or(Block::Kind::paragraph),
             *span});
    }
    made.lead = span_in(array_in(edition, "lead"), 0, made.body);
    made.published = date_in(edition, "published");
    made.modified = date_in(edition, "modified");
    made.language = string_in(edition, "language");
    made.authors = texts_in(array_in(edition, "authors"));
    if (const json::value* credit = member(edition, "credit"); credit && credit->is_object())
        made.credit = Credit{text_in(credit->get_object(), "agency"),
                             credit_place_named(string_in(credit->get_object(), "place"))
                                 .value_or(Credit::Place::metadata)};
    if (member(edition, "tags")) made.tags = texts_in(array_in(edition, "tags"));
    made.site = text_in(edition, "site");
    made.url = string_in(edition, "url");
    made.guid = string_in(edition, "guid");
    for (const Text& note : texts_in(array_in(edition, "notes"))) made.notes.push_back(note.str());
    return made;
}

std::vector<Identity> identities_in(const json::object& line) {
    static constexpr std::array<std::string_view, 3> kinds = {"guid", "url", "content"};
    std::vector<Identity> identities;
    for (const json::value& value : array_in(line, "identities")) {
        if (!value.is_object()) continue;
        const auto key = digest_in(string_in(value.get_object(), "key"));
        const std::string name = string_in(value.get_object(), "kind");
        const auto* kind = std::find(kinds.begin(), kinds.end(), std::string_view(name));
        if (key) identities.push_back({*key, kind == kinds.end() ? kinds.back() : *kind});
    }
    return identities;
}

// ---- into the archive

class Importer {
 public:
    Importer(Database& database, std::filesystem::path from, std::int64_t largest,
             const Understand& understand)
        : database_(database), from_(std::move(from)), largest_(largest), understand_(understand) {}

    Result<void> import_source(const json::object& line);
    Result<void> import_dispatch(const json::object& line);
    Result<void> commit();
    const Imported& imported() const { return imported_; }

 private:
    Result<std::optional<std::int64_t>> find(const std::vector<Identity>&);
    Result<DispatchId> id_for(const json::object& line);
    Result<Prepared> prepared(const json::object& arrived, const Dispatch&, const Identity&);
    Result<std::optional<std::int64_t>> keep_editions(const json::object& line, const Identity&);
    Result<std::int64_t> keep_erased(const json::object& line);
    Result<void> keep_facts(std::int64_t id, const json::object& line,
                            const std::vector<Identity>&);
    Result<void> keep_state(std::int64_t id, const json::object& line);
    Result<void> keep_reads(std::int64_t id, const json::object& line);
    Result<void> keep_times(const json::object& original);

    Database& database_;
    const std::filesystem::path from_;
    const std::int64_t largest_;  // id in the export
    const Understand& understand_;
    std::optional<Transaction> transaction_;
    std::int64_t in_transaction_ = 0;
    Effects effects_;
    Imported imported_;
    Blob last_blob_;  // a feed's dispatches come one after another
};

Result<void> Importer::commit() {
    if (!transaction_) return {};
    TRY(keep_sums(database_, effects_));
    TRY(transaction_->commit());
    transaction_.reset();
    effects_ = {};
    in_transaction_ = 0;
    return {};
}

Result<void> Importer::import_source(const json::object& line) {
    const std::string name = string_in(line, "name");
    if (name.empty()) return damaged("a source without a name");
    std::array<std::optional<std::string>, 5> facts;
    constexpr std::array<const char*, 5> names = {"title", "feed_url", "site_url", "language",
                                                  "hub"};
    for (std::size_t i = 0; i < names.size(); ++i)
        if (member(line, names[i])) facts[i] = string_in(line, names[i]);
    return database_
        .query(
            "INSERT OR IGNORE INTO source (name, added, title, feed_url, site_url, language,"
            " hub) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind(name, seconds_of(instant_in(line, "added").value_or(now())), facts[0], facts[1],
              facts[2], facts[3], facts[4])
        .run();
}

Result<void> Importer::import_dispatch(const json::object& line) {
    if (!transaction_) transaction_.emplace(TRY(Transaction::write(database_)));
    const std::vector<Identity> identities = identities_in(line);
    if (identities.empty()) return damaged("a dispatch without an identity");
    std::optional<std::int64_t> id = TRY(find(identities));
    if (id) {
        ++imported_.known;
        TRY(keep_reads(*id, line));
    } else {
        if (string_in(line, "state") == "erased")
            id = TRY(keep_erased(line));
        else
            id = TRY(keep_editions(line, identities.front()));
        if (id) {
            ++imported_.created;
            TRY(keep_facts(*id, line, identities));
            TRY(keep_reads(*id, line));
        } else {
            ++imported_.known;  // its text was erased here
        }
    }
    if (++in_transaction_ >= per_transaction) return commit();
    return {};
}

Result<std::optional<std::int64_t>> Importer::find(const std::vector<Identity>& identities) {
    for (const Identity& identity : identities) {
        Query row = database_.query("SELECT dispatch FROM identity WHERE key = ?");
        row.bind(identity.key);
        if (const auto id = TRY(row.value())) return id;
    }
    return std::nullopt;
}

/// Its number, where that was never given; else one that no dispatch of the export has either.
Result<DispatchId> Importer::id_for(const json::object& line) {
    const std::int64_t id = number_in(line, "id");
    if (id <= 0) return damaged("a dispatch without a number");
    Query row = database_.query(
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM dispatch WHERE id = ?1)"
        " THEN max((SELECT max(id) FROM dispatch), ?2) + 1 ELSE ?1 END");
    row.bind(id, largest_);
    return DispatchId{TRY(row.value()).value_or(id)};
}

/// What `arrived` (an edition, or where it was seen again) says of the arrival.
Result<Prepared> Importer::prepared(const json::object& arrived, const Dispatch& dispatch,
                                    const Identity& identity) {
    const json::value* value = member(arrived, "original");
    if (!value || !value->is_object()) return damaged("an edition without its original");
    const json::object& original = value->get_object();
    Prepared made;
    made.arrival.media_type = string_in(original, "media_type");
    made.arrival.url = string_in(original, "url");
    made.arrival.name = string_in(original, "name");
    made.arrival.source = string_in(original, "source");
    const auto received = instant_in(arrived, "arrived");
    made.arrival.received = received.value_or(instant_in(original, "received").value_or(now()));
    made.first_item = number_in(arrived, "item");
    made.notes = "[]";
    made.dispatches.push_back(prepare(dispatch, identity));
    made.dispatches.back().index = index_entry(dispatch, made.arrival.received);
    const std::string name = string_in(original, "digest");
    made.has_bytes = !name.empty();
    if (!made.has_bytes) return made;
    const auto wanted = digest_in(name);
    if (!wanted) return damaged("no digest: " + name);
    if (last_blob_.digest != *wanted || last_blob_.bytes.empty()) {
        std::ifstream in(from_ / "originals" / name.substr(0, 2) / name, std::ios::binary);
        if (!in) return damaged("there is no original " + name);
        last_blob_ = pack(std::string(std::istreambuf_iterator<char>(in), {}));
        if (last_blob_.digest != *wanted) return damaged("the original " + name);
    }
    made.blob = last_blob_;
    return made;
}

/// Nothing when its text was erased here.
Result<std::optional<std::int64_t>> Importer::keep_editions(const json::object& line,
                                                            const Identity& identity) {
    std::optional<DispatchId> id;
    std::optional<Dispatch> by_source;
    const std::optional<Instant> release = instant_in(line, "release");
    const json::value* seen = member(line, "on_the_wire");
    const bool on_the_wire = !seen || !seen->is_bool() || seen->get_bool();
    const json::array& editions = array_in(line, "editions");
    for (const json::value& value : editions) {
        if (!value.is_object()) return damaged("an edition");
        const json::object& edition = value.get_object();
        const Dispatch dispatch = dispatch_in(edition);
        Prepared written = TRY(prepared(edition, dispatch, identity));
        if (understand_ && &value == &editions.back())  // the one that is shown
            if (auto understood = understand_(dispatch))
                written.dispatches.front().understood =
                    prepare(std::move(*understood), dispatch.body);
        const bool correction = string_in(edition, "kind") == "correction";
        if (!id) {
            written.id = TRY(id_for(line));
            if (on_the_wire) {
                const Receipt receipt = TRY(keep(database_, written, effects_));
                if (receipt.items.front().outcome != Outcome::created) return std::nullopt;
                id = receipt.items.front().id;
            } else {
                id = TRY(keep_composed(database_, written, release.value_or(now()), effects_));
            }
        } else if (correction) {
            TRY(keep_correction(database_, *id, written, effects_));
        } else {
            TRY(keep(database_, written, effects_));
        }
        if (!correction) by_source = dispatch;
        TRY(keep_times(member(edition, "original")->get_object()));
    }
    if (!id || !by_source) return damaged("a dispatch without editions");
    for (const json::value& value : array_in(line, "seen_again")) {
        if (!value.is_object()) continue;
        const Prepared again = TRY(prepared(value.get_object(), *by_source, identity));
        TRY(keep(database_, again, effects_));
        TRY(keep_times(member(value.get_object(), "original")->get_object()));
    }
    return number_of(*id);
}

/// How often the same bytes came: keep() has counted each dispatch in them.
Result<void> Importer::keep_times(const json::object& original) {
    const auto digest = digest_in(string_in(original, "digest"));
    const auto last_seen = instant_in(original, "last_seen");
    if (!digest || !last_seen) return {};
    return database_
        .query(
            "UPDATE arrival SET times = ?, last_seen = ?"
            " WHERE blob = (SELECT id FROM blob WHERE digest = ?)"
            " AND source = (SELECT id FROM source WHERE name = ?) AND url = ?")
        .bind(number_in(original, "times"), seconds_of(*last_seen), *digest,
              string_in(original, "source"), string_in(original, "url"))
        .run();
}

/// The tombstone alone.
Result<std::int64_t> Importer::keep_erased(const json::object& line) {
    const std::int64_t id = number_of(TRY(id_for(line)));
    const std::string source = string_in(line, "source");
    TRY(database_.query("INSERT OR IGNORE INTO source (name, added) VALUES (?, ?)")
            .bind(source, seconds_of(now()))
            .run());
    TRY(database_
            .query("INSERT INTO dispatch (id, source, state, arrived, position, last_change,"
                   " edition, editions, reading)"
                   " SELECT ?, id, 'erased', ?, 0, 0, 0, 0, 0 FROM source WHERE name = ?")
            .bind(id, seconds_of(instant_in(line, "arrived").value_or(now())), source)
            .run());
    for (const json::value& value : array_in(line, "erased_texts"))
        if (const auto key =
                value.is_string() ? digest_in(std::string_view(value.get_string())) : std::nullopt)
            TRY(database_.query("INSERT OR IGNORE INTO erased_text (key, dispatch) VALUES (?, ?)")
                    .bind(*key, id)
                    .run());
    TRY(add_change(database_, DispatchId{id}, "embargo", 0, effects_));  // readers never saw it
    return id;
}

Result<void> Importer::keep_facts(std::int64_t id, const json::object& line,
                                  const std::vector<Identity>& identities) {
    TRY(index_remove(database_, DispatchId{id}));  // it holds what changes below
    for (const Identity& identity : identities)
        TRY(database_.query("INSERT OR IGNORE INTO identity (key, kind, dispatch) VALUES (?, ?, ?)")
                .bind(identity.key, identity.kind, id)
                .run());
    for (const json::value& value : array_in(line, "reads_at_source")) {
        if (!value.is_object()) continue;
        const json::object& row = value.get_object();
        const auto seen = instant_in(row, "seen"), last_seen = instant_in(row, "last_seen");
        if (!seen || !last_seen) continue;
        TRY(database_
                .query("INSERT OR IGNORE INTO reads_at_source (dispatch, seen, last_seen, count)"
                       " VALUES (?, ?, ?, ?)")
                .bind(id, seconds_of(*seen), seconds_of(*last_seen), number_in(row, "count"))
                .run());
    }
    TRY(keep_state(id, line));
    const auto arrived = instant_in(line, "arrived"), changed = instant_in(line, "changed");
    if (!arrived || !changed) return damaged("a dispatch without its instants");
    TRY(database_.query("UPDATE dispatch SET arrived = ? WHERE id = ?")
            .bind(seconds_of(*arrived), id)
            .run());
    TRY(index_add(database_, DispatchId{id}));
    return database_
        .query(
            "UPDATE change SET at = ? WHERE seq = (SELECT last_change FROM dispatch"
            " WHERE id = ?)")
        .bind(seconds_of(*changed), id)
        .run();
}

Result<void> Importer::keep_state(std::int64_t id, const json::object& line) {
    const std::string state = string_in(line, "state");
    const json::value* tombstone = member(line, "withdrawal");
    if (!tombstone || !tombstone->is_object()) return {};
    const json::object& facts = tombstone->get_object();
    const std::string asked_by = string_in(facts, "asked_by"), notice = string_in(facts, "notice");
    const Standing standing = TRY(find_standing(database_, DispatchId{id}));
    if (state == "withdrawn") {
        TRY(set_state(database_, standing.id, "withdrawn"));
        if (standing.state == DispatchState::live) --effects_.dispatches;
        TRY(add_change(database_, standing.id, standing.was_on_the_wire ? "withdrawal" : "embargo",
                       standing.edition, effects_));
        TRY(leave_group(database_, standing.id, effects_));
    }
    TRY(keep_tombstone(database_, standing.id, {state, asked_by, notice}));
    return database_.query("UPDATE withdrawal SET at = ? WHERE dispatch = ?")
        .bind(seconds_of(instant_in(facts, "at").value_or(now())), id)
        .run();
}

Result<void> Importer::keep_reads(std::int64_t id, const json::object& line) {
    const std::int64_t reads = number_in(line, "reads_here");
    if (reads <= 0) return {};
    return database_
        .query(
            "INSERT INTO read_count (dispatch, reads) VALUES (?, ?)"
            " ON CONFLICT DO UPDATE SET reads = max(reads, excluded.reads)")
        .bind(id, reads)
        .run();
}

/// Each line of the file, which must be an object.
template <typename Take>
Result<void> each_line(const std::filesystem::path& file, Take take) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return damaged("there is no " + file.filename().string());
    std::string line;
    for (std::int64_t number = 1; std::getline(in, line); ++number) {
        boost::system::error_code error;
        const json::value value = json::parse(line, error);
        const std::string where = file.filename().string() + ", line " + std::to_string(number);
        if (error || !value.is_object()) return damaged(where);
        if (const Result<void> taken = take(value.get_object()); !taken)
            return fail(taken.error().failure, where + ": " + taken.error().message);
    }
    return {};
}

/// The largest id in it.
Result<std::int64_t> check_format(const std::filesystem::path& from) {
    bool known = false;
    std::int64_t largest = 0;
    TRY(each_line(from / "export.json", [&](const json::object& about) -> Result<void> {
        known = number_in(about, "format") == 1;
        largest = number_in(about, "largest_id");
        return {};
    }));
    if (!known) return fail(Failure::refused, "an export of a newer Chappe; use the newer program");
    return largest;
}

}  // namespace

Result<Imported> import_archive(const std::filesystem::path& from,
                                const std::filesystem::path& folder, const Understand& understand) {
    const std::int64_t largest = TRY(check_format(from));
    TRY(make_private_folder(folder));
    Database database = TRY(open_for_writing(folder / "chappe.db", Access::create));
    Importer importer(database, from, largest, understand);
    TRY(each_line(from / "sources.jsonl",
                  [&](const json::object& line) { return importer.import_source(line); }));
    TRY(each_line(from / "dispatches.jsonl",
                  [&](const json::object& line) { return importer.import_dispatch(line); }));
    TRY(importer.commit());
    return importer.imported();
}

}  // namespace chappe
