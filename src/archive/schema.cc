#include "archive/schema.h"

#include <algorithm>
#include <chrono>
#include <span>
#include <string>
#include <thread>

#include "archive/search_index.h"
#include "base/embedded.h"
#include "base/log.h"

namespace chappe {

std::span<const EmbeddedFile> archive_migrations();  // made by cmake: migrations/*.sql, in order

int schema_version() {
    return static_cast<int>(archive_migrations().size());
}

namespace {

/// The version of the archive in this file; 0 when the file is empty. Fails when it is not ours.
Result<int> version_of(Database& database) {
    const std::int64_t application = TRY(database.number("PRAGMA application_id"));
    const std::int64_t version = TRY(database.number("PRAGMA user_version"));
    const std::int64_t tables = TRY(database.number("SELECT count(*) FROM sqlite_schema"));
    if (application == 0 && version == 0 && tables == 0) return 0;
    if (application != application_id)
        return fail(Failure::broken, "a database of another program, not an archive of Chappe");
    if (version > schema_version())
        return fail(Failure::broken, "made by a newer Chappe (schema " + std::to_string(version) +
                                         ", this one knows " + std::to_string(schema_version()) +
                                         "); use the newer program");
    if (version < 1) return fail(Failure::broken, "an archive without a version; restore a backup");
    return static_cast<int>(version);
}

/// Write-ahead log: readers and the writer do not wait for each other. Kept in the file. The first
/// switch needs the file alone, and SQLite does not always wait for that.
Result<void> use_write_ahead_log(Database& database) {
    for (int waited = 0;; waited += 50) {
        Query row = database.query("PRAGMA journal_mode = WAL");
        const Result<bool> stepped = row.step();
        if (stepped && row.text(0) == "wal") return {};
        if (stepped) return fail(Failure::broken, "this disk cannot hold a write-ahead log");
        if (stepped.error().failure != Failure::busy || waited >= longest_wait_ms)
            return std::unexpected(stepped.error());
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
}

Result<void> migrate(Database& database) {
    Transaction transaction = TRY(Transaction::write(database));
    const int version = TRY(version_of(database));  // another program may have been faster
    const auto files = archive_migrations();
    for (std::size_t i = static_cast<std::size_t>(version); i < files.size(); ++i)
        TRY(database.execute(std::string(files[i].bytes)));
    TRY(database.execute("PRAGMA application_id = " + std::to_string(application_id)));
    TRY(database.execute("PRAGMA user_version = " + std::to_string(schema_version())));
    TRY(transaction.commit());
    if (version != 0 && version != schema_version())
        log_info("archive: schema " + std::to_string(version) + " brought up to " +
                 std::to_string(schema_version()));
    return {};
}

/// Checked on every open, so that damage to the first pages shows at once: cell sizes are looked at
/// whenever a page is read.
constexpr const char* for_everyone = "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY";

// cache_size: the random keys of blob and identity at a million dispatches take about 100 MB; most
//     of their upper levels stay here.
// wal_autocheckpoint: 16 MB between checkpoints, so that a page written often is copied once.
// journal_size_limit: a log that a long reader let grow is cut again.
// secure_delete: what is erased is overwritten (Debian's SQLite does so anyway).
constexpr const char* for_the_writer =
    "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536;"
    "PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864;"
    "PRAGMA secure_delete = ON";

constexpr const char* for_a_reader = "PRAGMA query_only = ON; PRAGMA cache_size = -8192";

}  // namespace

Result<Database> open_for_writing(const std::filesystem::path& file, Access access) {
    Database database = TRY(Database::open(file, access, longest_wait_ms));
    if (database.is_read_only())
        return fail(Failure::broken, "the archive is read-only; make its folder writable");
    TRY(database.execute(for_everyone));
    const int version = TRY(version_of(database));
    TRY(database.execute(for_the_writer));
    TRY(use_write_ahead_log(database));
    if (version != schema_version()) TRY(migrate(database));
    TRY(make_index(database));
    return database;
}

Result<Database> open_for_reading(const std::filesystem::path& file, Access access, int wait_ms) {
    Database database = TRY(Database::open(file, access, wait_ms));
    TRY(database.execute(for_everyone));
    TRY(database.execute(for_a_reader));
    const int version = TRY(version_of(database));
    if (version != schema_version())
        return fail(Failure::broken, "an archive of an older Chappe (schema " +
                                         std::to_string(version) +
                                         "), which must be writable to be brought up to date");
    return database;
}

}  // namespace chappe
