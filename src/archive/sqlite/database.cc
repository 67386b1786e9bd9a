#include "archive/sqlite/database.h"

#include <sqlite3.h>

#include <cstdio>
#include <utility>

#include "archive/sqlite/failure.h"
#include "archive/sqlite/terms.h"
#include "base/log.h"

namespace chappe {
namespace {

/// A file name as SQLite's URI form wants it (https://www.sqlite.org/uri.html, 3.1).
std::string uri_of(const std::filesystem::path& file) {
    std::string uri = "file:";
    for (const char c : std::filesystem::absolute(file).string()) {
        if (c == '?' || c == '#' || c == '%') {
            char escaped[4];
            std::snprintf(escaped, sizeof escaped, "%%%02X", static_cast<unsigned char>(c));
            uri += escaped;
        } else {
            uri += c;
        }
    }
    return uri;
}

int flags_of(Access access) {
    constexpr int always = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (access == Access::create) return always | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (access == Access::write) return always | SQLITE_OPEN_READWRITE;
    return always | SQLITE_OPEN_READONLY;
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const {
    sqlite3_close_v2(handle);
}

void Database::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

Database::Database(sqlite3* handle) : handle_(handle) {}
Database::~Database() = default;
Database::Database(Database&&) noexcept = default;

Database& Database::operator=(Database&& other) noexcept {
    statements_ = std::move(other.statements_);  // statements go before their connection
    handle_ = std::move(other.handle_);
    return *this;
}

Result<Database> Database::open(const std::filesystem::path& file, Access access, int wait_ms) {
    const std::string uri = uri_of(file) + (access == Access::immutable ? "?immutable=1" : "");
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(uri.c_str(), &handle, flags_of(access), nullptr);
    Database database(handle);
    if (code != SQLITE_OK) return std::unexpected(failure_of(handle, code));
    database.wait_for_locks(wait_ms);
    // A hostile schema in a file that somebody hands us must not run functions or write to itself
    // (https://www.sqlite.org/security.html).
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    TRY(add_terms(handle));
    return database;
}

Query Database::query(std::string_view sql) {
    auto& statement = statements_[sql.data()];
    if (!statement) {
        sqlite3_stmt* made = nullptr;
        sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &made, nullptr);
        statement.reset(made);
    }
    return {handle_.get(), statement.get()};
}

Result<void> Database::execute(const std::string& sql) {
    const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return std::unexpected(failure_of(handle_.get(), code));
    return {};
}

Result<std::int64_t> Database::number(const std::string& sql) {
    sqlite3_stmt* made = nullptr;
    sqlite3_prepare_v2(handle_.get(), sql.c_str(), -1, &made, nullptr);
    const std::unique_ptr<sqlite3_stmt, Finalize> statement(made);
    Query query(handle_.get(), made);
    return TRY(query.value()).value_or(0);
}

std::int64_t Database::last_id() const {
    return sqlite3_last_insert_rowid(handle_.get());
}

std::int64_t Database::changes() const {
    return sqlite3_total_changes64(handle_.get());
}

void Database::wait_for_locks(int ms) {
    sqlite3_busy_timeout(handle_.get(), ms);
}

bool Database::in_transaction() const {
    return sqlite3_get_autocommit(handle_.get()) == 0;
}

bool Database::is_read_only() const {
    return sqlite3_db_readonly(handle_.get(), "main") == 1;
}

bool Database::only_statement_failed() const {
    return chappe::only_statement_failed(handle_.get());
}

std::int64_t Database::rows_walked() const {
    std::int64_t rows = 0;
    for (const auto& [sql, statement] : statements_)
        rows += sqlite3_stmt_status(statement.get(), SQLITE_STMTSTATUS_FULLSCAN_STEP, 0);
    return rows;
}

bool Database::has_moved() const {
    int moved = 0;
    sqlite3_file_control(handle_.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return moved != 0;
}

namespace {

constexpr int steps_between_looks = 1000;  // of SQLite's machine: some tens of microseconds

int is_over(void* deadline) {
    return static_cast<const Database::Deadline*>(deadline)->passed() ? 1 : 0;
}

}  // namespace

Database::Deadline::Deadline(Database& database, std::chrono::steady_clock::time_point end)
    : handle_(database.handle_.get()), end_(end) {
    sqlite3_progress_handler(handle_, steps_between_looks, is_over, this);
}

Database::Deadline::~Deadline() {
    sqlite3_progress_handler(handle_, 0, nullptr, nullptr);
}

Result<Transaction> Transaction::read(Database& database) {
    TRY(database.query("BEGIN").run());
    return Transaction(database);
}

Result<Transaction> Transaction::write(Database& database) {
    TRY(database.query("BEGIN IMMEDIATE").run());
    return Transaction(database);
}

Transaction::~Transaction() {
    // SQLite has rolled back by itself after some errors. When it cannot, the connection is closed
    // sooner or later, and what was not committed never was.
    if (!database_ || !database_->in_transaction()) return;
    if (const auto undone = database_->query("ROLLBACK").run(); !undone)
        log_error("archive: cannot roll back: " + undone.error().message);
}

Result<void> Transaction::commit() {
    TRY(database_->query("COMMIT").run());
    database_ = nullptr;
    return {};
}

}  // namespace chappe
