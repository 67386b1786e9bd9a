// Which bytes held a dispatch: those of the arrivals that its editions and readings rest on, and of
// those that brought it again (sighting). A blob is shared by all arrivals of the same bytes, so it
// goes from all of them. Every step finds its rows by an index, but for idempotency, which holds a
// week and is read whole.
#include "archive/erase.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "archive/columns.h"
#include "archive/copies.h"
#include "archive/identity.h"
#include "archive/search_index.h"
#include "archive/understood.h"

namespace chappe {
namespace {

Result<std::vector<std::int64_t>> numbers(Query row) {
    std::vector<std::int64_t> all;
    while (TRY(row.step())) all.push_back(row.integer(0));
    return all;
}

class Eraser {
 public:
    Eraser(Database& database, DispatchId id) : database_(database), id_(number_of(id)) {}

    Result<void> run() {
        TRY(remember_words());
        TRY(erase_understood(database_, DispatchId{id_}));
        TRY(erase_arrivals());
        TRY(erase_readings());
        TRY(forget_receipts());
        for (const std::string_view sql :
             {std::string_view("UPDATE page SET address = '', host = '', due = NULL, trouble = ''"
                               " WHERE dispatch = ?"),
              std::string_view("DELETE FROM reads_at_source WHERE dispatch = ?"),
              std::string_view("DELETE FROM sighting WHERE dispatch = ?"),
              std::string_view("DELETE FROM embargo WHERE dispatch = ?")})
            TRY(database_.query(sql).bind(id_).run());
        return {};
    }

 private:
    /// As digests, one for each text that it had. A text without a body says too little to be
    /// recognised by.
    Result<void> remember_words() {
        std::vector<Digest> keys;
        {
            Query row = database_.query(
                "SELECT r.title, b.body FROM edition e CROSS JOIN reading r ON r.edition = e.id"
                " JOIN body b ON b.reading = r.id WHERE e.dispatch = ?");
            row.bind(id_);
            while (TRY(row.step()))
                if (!row.text(1).empty()) keys.push_back(words_of(row.text(0), row.text(1)));
        }
        for (const Digest& key : keys)
            TRY(database_.query("INSERT OR IGNORE INTO erased_text (key, dispatch) VALUES (?, ?)")
                    .bind(key, id_)
                    .run());
        return {};
    }

    Result<void> erase_arrivals() {
        Query of_dispatch = database_.query(
            "SELECT arrival FROM edition WHERE dispatch = ?1"
            " UNION SELECT r.arrival FROM edition e CROSS JOIN reading r ON r.edition = e.id"
            " WHERE e.dispatch = ?1"
            " UNION SELECT arrival FROM sighting WHERE dispatch = ?1");
        of_dispatch.bind(id_);
        for (const std::int64_t arrival : TRY(numbers(std::move(of_dispatch)))) {
            TRY(erase_blob(arrival));
            TRY(database_
                    .query("UPDATE arrival SET media_type = '', url = '', name = '', notes = NULL"
                           " WHERE id = ?")
                    .bind(arrival)
                    .run());
        }
        return {};
    }

    Result<void> erase_blob(std::int64_t arrival) {
        std::optional<std::int64_t> blob;
        {
            Query row = database_.query("SELECT blob FROM arrival WHERE id = ?");
            row.bind(arrival);
            blob = TRY(row.value());
        }
        if (!blob) return {};
        TRY(database_.query("UPDATE arrival SET blob = NULL WHERE blob = ?").bind(*blob).run());
        return database_.query("DELETE FROM blob WHERE id = ?").bind(*blob).run();
    }

    Result<void> erase_readings() {
        Query of_dispatch = database_.query(
            "SELECT r.id FROM edition e CROSS JOIN reading r ON r.edition = e.id"
            " WHERE e.dispatch = ?");
        of_dispatch.bind(id_);
        for (const std::int64_t reading : TRY(numbers(std::move(of_dispatch)))) {
            TRY(database_.query("DELETE FROM body WHERE reading = ?").bind(reading).run());
            TRY(database_
                    .query("UPDATE reading SET content = NULL, title = '', summary = '',"
                           " language = '', published_begin = NULL, published_end = NULL,"
                           " published_minutes = NULL, published_precision = NULL,"
                           " modified_begin = NULL, modified_end = NULL, modified_minutes = NULL,"
                           " modified_precision = NULL, agency = NULL, credit_place = NULL,"
                           " authors = '[]', tags = NULL, site = '', url = '', guid = '',"
                           " notes = '[]' WHERE id = ?")
                    .bind(reading)
                    .run());
        }
        return {};
    }

    /// Keys are the clients' own and may quote a title.
    Result<void> forget_receipts() {
        const std::string item = "[" + std::to_string(id_) + ",";
        return database_.query("DELETE FROM idempotency WHERE instr(receipt, ?) > 0")
            .bind(item)
            .run();
    }

    Database& database_;
    std::int64_t id_;
};

}  // namespace

Result<void> erase(Database& database, const Standing& standing, const Tombstone& tombstone,
                   Effects& effects, Clearing clearing) {
    TRY(index_erase(database, standing.id, clearing));
    TRY(Eraser(database, standing.id).run());
    TRY(set_state(database, standing.id, "erased"));
    TRY(keep_tombstone(database, standing.id, tombstone));
    if (standing.state == DispatchState::live) --effects.dispatches;
    const std::string_view kind = standing.was_on_the_wire ? "withdrawal" : "embargo";
    TRY(add_change(database, standing.id, kind, 0, effects));
    return leave_group(database, standing.id, effects);
}

}  // namespace chappe
