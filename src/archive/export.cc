#include "archive/export.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <string>
#include <system_error>

#include "archive/blob.h"
#include "archive/columns.h"
#include "archive/folder.h"
#include "archive/lookup.h"
#include "archive/read_journal.h"
#include "archive/read_totals.h"
#include "archive/schema.h"
#include "base/hex.h"
#include "base/json_writer.h"

namespace chappe {
namespace {

/// One file of an export; a failed write shows at the end.
class Lines {
 public:
    explicit Lines(const std::filesystem::path& file) : file_(file), out_(file, std::ios::binary) {}
    void add(std::string line) { out_ << (line += '\n'); }
    Result<void> finish() {
        out_.flush();
        if (!out_) return fail(Failure::full, file_.string() + ": cannot be written");
        out_.close();
        return sync_file(file_);
    }

 private:
    std::filesystem::path file_;
    std::ofstream out_;
};

class Exporter {
 public:
    Exporter(Database& database, const std::filesystem::path& into, Fold journal)
        : database_(database), into_(into) {
        for (const auto& [id, reads] : journal.reads) journalled_[number_of(id)] = reads;
    }

    Result<std::int64_t> run() {
        TRY(export_originals());
        TRY(export_sources());
        const std::int64_t dispatches = TRY(export_dispatches());
        Lines about(into_ / "export.json");
        JsonWriter json;
        json.begin_object().key("format").number(1).key("dispatches").number(dispatches);
        json.key("largest_id").number(TRY(database_.number("SELECT max(id) FROM dispatch")));
        about.add(json.end_object().take());
        TRY(about.finish());
        return dispatches;
    }

 private:
    Result<void> export_originals();
    Result<void> export_sources();
    Result<std::int64_t> export_dispatches();
    Result<void> write_dispatch(JsonWriter&, const Query&);
    Result<void> write_reads_at_source(JsonWriter&, std::int64_t id);
    Result<void> write_identities(JsonWriter&, std::int64_t id);
    Result<void> write_tombstone(JsonWriter&, std::int64_t id);
    Result<void> write_editions(JsonWriter&, std::int64_t id);
    Result<void> write_sightings(JsonWriter&, std::int64_t id);

    Database& database_;
    const std::filesystem::path into_;
    std::map<std::int64_t, std::uint64_t> journalled_;
};

Result<void> Exporter::export_originals() {
    Query row = database_.query("SELECT digest, size, bytes FROM blob");
    while (TRY(row.step())) {
        Blob blob;
        if (row.text(0).size() != blob.digest.size())
            return fail(Failure::broken, "a digest is damaged; restore a backup");
        std::copy(row.text(0).begin(), row.text(0).end(), blob.digest.begin());
        blob.size = static_cast<std::uint64_t>(row.integer(1));
        blob.bytes = row.text(2);
        const std::string bytes = TRY(unpack(blob));
        const std::string name = to_hex(blob.digest);
        const std::filesystem::path folder = into_ / "originals" / name.substr(0, 2);
        std::error_code error;
        std::filesystem::create_directories(folder, error);
        std::ofstream out(folder / name, std::ios::binary);
        if (!(out << bytes).flush())
            return fail(Failure::full, (folder / name).string() + ": cannot be written");
    }
    return {};
}

Result<void> Exporter::export_sources() {
    Lines lines(into_ / "sources.jsonl");
    Query row = database_.query(
        "SELECT name, added, title, feed_url, site_url, language, hub FROM source ORDER BY id");
    while (TRY(row.step())) {
        JsonWriter json;
        json.begin_object().key("name").string(row.text(0));
        json.key("added").string(to_string(instant_at(row.integer(1))));
        constexpr std::array<const char*, 5> names = {"title", "feed_url", "site_url", "language",
                                                      "hub"};
        for (int i = 0; i < 5; ++i) {
            json.key(names[static_cast<std::size_t>(i)]);
            row.is_null(2 + i) ? json.null() : json.string(Text::repair(row.text(2 + i)));
        }
        lines.add(json.end_object().take());
    }
    return lines.finish();
}

Result<std::int64_t> Exporter::export_dispatches() {
    Lines lines(into_ / "dispatches.jsonl");
    Query row = database_.query(
        "SELECT d.id, d.state, s.name, d.arrived, coalesce(c.at, d.arrived), d.position > 0,"
        " coalesce((SELECT reads FROM read_count WHERE dispatch = d.id), 0), m.release"
        " FROM dispatch d JOIN source s ON s.id = d.source"
        " LEFT JOIN change c ON c.seq = d.last_change LEFT JOIN embargo m ON m.dispatch = d.id"
        " ORDER BY d.position = 0, d.position, d.id");
    std::int64_t dispatches = 0;
    for (; TRY(row.step()); ++dispatches) {
        JsonWriter json;
        TRY(write_dispatch(json, row));
        lines.add(json.take());
    }
    TRY(lines.finish());
    return dispatches;
}

Result<void> Exporter::write_dispatch(JsonWriter& json, const Query& row) {
    const std::int64_t id = row.integer(0);
    const auto journalled = journalled_.find(id);
    const std::uint64_t more = journalled == journalled_.end() ? 0 : journalled->second;
    json.begin_object().key("id").number(id).key("state").string(row.text(1));
    json.key("source").string(row.text(2));
    json.key("arrived").string(to_string(instant_at(row.integer(3))));
    json.key("changed").string(to_string(instant_at(row.integer(4))));
    json.key("on_the_wire").boolean(row.integer(5) != 0);
    json.key("reads_here").number(row.integer(6) + static_cast<std::int64_t>(more));
    json.key("release");
    row.is_null(7) ? json.null() : json.string(to_string(instant_at(row.integer(7))));
    TRY(write_tombstone(json, id));
    TRY(write_reads_at_source(json, id));
    TRY(write_identities(json, id));
    if (row.text(1) != "erased") {
        TRY(write_editions(json, id));
        TRY(write_sightings(json, id));
    }
    json.end_object();
    return {};
}

Result<void> Exporter::write_tombstone(JsonWriter& json, std::int64_t id) {
    Query row = database_.query("SELECT at, asked_by, notice FROM withdrawal WHERE dispatch = ?");
    row.bind(id);
    json.key("withdrawal");
    if (!TRY(row.step())) {
        json.null();
        return {};
    }
    json.begin_object().key("at").string(to_string(instant_at(row.integer(0))));
    json.key("asked_by").string(Text::repair(row.text(1)));
    json.key("notice").string(Text::repair(row.text(2))).end_object();
    return {};
}

Result<void> Exporter::write_reads_at_source(JsonWriter& json, std::int64_t id) {
    Query row = database_.query(
        "SELECT seen, last_seen, count FROM reads_at_source WHERE dispatch = ? ORDER BY seen");
    row.bind(id);
    json.key("reads_at_source").begin_array();
    while (TRY(row.step()))
        json.begin_object()
            .key("seen")
            .string(to_string(instant_at(row.integer(0))))
            .key("last_seen")
            .string(to_string(instant_at(row.integer(1))))
            .key("count")
            .number(row.integer(2))
            .end_object();
    json.end_array();
    return {};
}

Result<void> Exporter::write_identities(JsonWriter& json, std::int64_t id) {
    json.key("identities").begin_array();
    {
        Query row = database_.query("SELECT kind, key FROM identity WHERE dispatch = ?");
        row.bind(id);
        while (TRY(row.step()))
            json.begin_object()
                .key("kind")
                .string(row.text(0))
                .key("key")
                .string(hex_of(row.text(1)))
                .end_object();
    }
    json.end_array().key("erased_texts").begin_array();
    Query row = database_.query("SELECT key FROM erased_text WHERE dispatch = ?");
    row.bind(id);
    while (TRY(row.step())) json.string(hex_of(row.text(0)));
    json.end_array();
    return {};
}

void write_original(JsonWriter& json, const Query& row, int first) {
    json.key("original").begin_object().key("digest");
    row.is_null(first) ? json.null() : json.string(hex_of(row.text(first)));
    json.key("source").string(row.text(first + 1));
    json.key("media_type").string(Text::repair(row.text(first + 2)));
    json.key("url").string(Text::repair(row.text(first + 3)));
    json.key("name").string(Text::repair(row.text(first + 4)));
    json.key("received").string(to_string(instant_at(row.integer(first + 5))));
    json.key("last_seen").string(to_string(instant_at(row.integer(first + 6))));
    json.key("times").number(row.integer(first + 7)).end_object();
}

/// To the second; `begin` and `end` say what precision means.
void write_date(JsonWriter& json, std::string_view key, const Query& row, int first) {
    json.key(key);
    const auto date = date_in(row, first);
    if (!date) {
        json.null();
        return;
    }
    json.begin_object().key("date").string(to_string(*date));
    json.key("begin").number(row.integer(first)).key("end").number(row.integer(first + 1));
    json.key("minutes");
    row.is_null(first + 2) ? json.null() : json.number(row.integer(first + 2));
    json.key("precision").string(row.text(first + 3)).end_object();
}

void write_list(JsonWriter& json, std::string_view key, std::string_view list) {
    json.key(key).begin_array();
    for (const Text& text : texts_in(list)) json.string(text);
    json.end_array();
}

void write_text(JsonWriter& json, const Query& row) {
    const Text body = Text::repair(row.text(20));
    json.key("title").string(Text::repair(row.text(4))).key("body").string(body);
    json.key("blocks").begin_array();
    for (const Block& block : blocks_in(row.text(21), body))
        json.begin_array()
            .string(name_of(block.kind))
            .number(block.span.begin)
            .number(block.span.end)
            .end_array();
    json.end_array().key("lead");
    if (row.is_null(22))
        json.null();
    else
        json.begin_array().number(row.integer(22)).number(row.integer(23)).end_array();
    write_date(json, "published", row, 6);
    write_date(json, "modified", row, 10);
    json.key("language").string(row.text(5)).key("credit");
    if (row.is_null(14))
        json.null();
    else
        json.begin_object()
            .key("agency")
            .string(Text::repair(row.text(14)))
            .key("place")
            .string(row.text(15))
            .end_object();
    write_list(json, "authors", row.text(16));
    if (row.is_null(17))
        json.key("tags").null();
    else
        write_list(json, "tags", row.text(17));
    json.key("site").string(Text::repair(row.text(18)));
    json.key("url").string(Text::repair(row.text(19)));
    json.key("guid").string(Text::repair(row.text(24)));
    write_list(json, "notes", row.text(25));
}

/// Each as the reading has it that is shown, else the newest of what the source sent.
Result<void> Exporter::write_editions(JsonWriter& json, std::int64_t id) {
    Query row = database_.query(
        "SELECT e.number, e.kind, e.arrived, r.item, r.title, r.language,"
        " r.published_begin, r.published_end, r.published_minutes, r.published_precision,"
        " r.modified_begin, r.modified_end, r.modified_minutes, r.modified_precision,"
        " r.agency, r.credit_place, r.authors, r.tags, r.site, r.url, b.body, b.blocks,"
        " b.lead_begin, b.lead_end, r.guid, r.notes, r.reader_version,"
        " l.digest, s.name, a.media_type, a.url, a.name, a.received, a.last_seen, a.times"
        " FROM edition e JOIN dispatch d ON d.id = e.dispatch JOIN reading r ON r.id ="
        " coalesce((SELECT id FROM reading WHERE id = d.reading AND edition = e.id),"
        " (SELECT id FROM reading WHERE edition = e.id ORDER BY page IS NULL DESC, id DESC LIMIT "
        "1))"
        " JOIN body b ON b.reading = r.id JOIN arrival a ON a.id = r.arrival"
        " JOIN source s ON s.id = a.source LEFT JOIN blob l ON l.id = a.blob"
        " WHERE e.dispatch = ? ORDER BY e.number");
    row.bind(id);
    json.key("editions").begin_array();
    while (TRY(row.step())) {
        json.begin_object().key("number").number(row.integer(0)).key("kind").string(row.text(1));
        json.key("arrived").string(to_string(instant_at(row.integer(2))));
        json.key("item").number(row.integer(3));
        json.key("reader_version").number(row.integer(26));
        write_original(json, row, 27);
        write_text(json, row);
        json.end_object();
    }
    json.end_array();
    return {};
}

Result<void> Exporter::write_sightings(JsonWriter& json, std::int64_t id) {
    Query row = database_.query(
        "SELECT l.digest, s.name, a.media_type, a.url, a.name, a.received, a.last_seen, a.times"
        " FROM sighting g JOIN arrival a ON a.id = g.arrival JOIN source s ON s.id = a.source"
        " LEFT JOIN blob l ON l.id = a.blob WHERE g.dispatch = ? ORDER BY a.id");
    row.bind(id);
    json.key("seen_again").begin_array();
    while (TRY(row.step())) {
        json.begin_object();
        write_original(json, row, 0);
        json.end_object();
    }
    json.end_array();
    return {};
}

}  // namespace

Result<std::int64_t> export_archive(const std::filesystem::path& folder,
                                    const std::filesystem::path& into) {
    const std::filesystem::path file = folder / "chappe.db";
    std::error_code error;
    if (!std::filesystem::exists(file, error))
        return fail(Failure::absent, folder.string() + ": there is no archive");
    TRY(make_private_folder(into));
    std::filesystem::create_directories(into / "originals", error);
    if (error) return fail(Failure::broken, into.string() + ": " + error.message());
    for (const char* name : {"export.json", "sources.jsonl", "dispatches.jsonl"})
        if (std::filesystem::exists(into / name, error))
            return fail(Failure::refused, into.string() + ": has an export already");
    // Before the snapshot: what is missing in the journal by then is in the snapshot.
    ReadJournals journals = TRY(read_journals_of(folder));
    Database database = TRY(open_for_reading(file, Access::read, longest_wait_ms));
    const Transaction snapshot = TRY(Transaction::read(database));
    Fold journal = fold_after(std::move(journals), TRY(find_position(database)));
    const std::int64_t dispatches = TRY(Exporter(database, into, std::move(journal)).run());
    TRY(sync_folder(into));
    return dispatches;
}

}  // namespace chappe
