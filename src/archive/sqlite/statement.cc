#include "archive/sqlite/statement.h"

#include <sqlite3.h>

#include <utility>

#include "archive/sqlite/failure.h"

namespace chappe {

Query::Query(Query&& other) noexcept
    : database_(other.database_),
      stmt_(std::exchange(other.stmt_, nullptr)),
      bind_error_(other.bind_error_) {}

Query::~Query() {
    if (!stmt_) return;
    sqlite3_reset(stmt_);
    sqlite3_clear_bindings(stmt_);
}

Result<bool> Query::step() {
    if (!stmt_) return std::unexpected(failure_of(database_));
    if (bind_error_ != SQLITE_OK) return std::unexpected(failure_of(database_, bind_error_));
    switch (sqlite3_step(stmt_)) {
        case SQLITE_ROW:
            return true;
        case SQLITE_DONE:
            return false;
        default:
            return std::unexpected(failure_of(database_));
    }
}

Result<void> Query::run() {
    while (TRY(step())) {
    }
    return {};
}

Result<std::optional<std::int64_t>> Query::value() {
    if (!TRY(step())) return std::nullopt;
    const std::optional<std::int64_t> value = optional_integer(0);
    TRY(run());
    return value;
}

bool Query::is_null(int column) const {
    return sqlite3_column_type(stmt_, column) == SQLITE_NULL;
}

std::int64_t Query::integer(int column) const {
    return sqlite3_column_int64(stmt_, column);
}

double Query::real(int column) const {
    return sqlite3_column_double(stmt_, column);
}

std::string_view Query::text(int column) const {
    const void* bytes = sqlite3_column_blob(stmt_, column);
    if (!bytes) return {};
    return {static_cast<const char*>(bytes),
            static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column))};
}

std::optional<std::int64_t> Query::optional_integer(int column) const {
    if (is_null(column)) return std::nullopt;
    return integer(column);
}

namespace {

void keep_first(int& error, int code) {
    if (error == SQLITE_OK) error = code;
}

}  // namespace

void Query::put(int index, std::int64_t value) {
    if (stmt_) keep_first(bind_error_, sqlite3_bind_int64(stmt_, index, value));
}

void Query::put(int index, double value) {
    if (stmt_) keep_first(bind_error_, sqlite3_bind_double(stmt_, index, value));
}

void Query::put(int index, std::string_view text) {
    if (!stmt_) return;
    const char* data = text.data() ? text.data() : "";
    keep_first(bind_error_,
               sqlite3_bind_text64(stmt_, index, data, text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Query::put(int index, Bytes value) {
    if (!stmt_) return;
    const char* data = value.bytes.data() ? value.bytes.data() : "";
    keep_first(bind_error_,
               sqlite3_bind_blob64(stmt_, index, data, value.bytes.size(), SQLITE_STATIC));
}

void Query::put(int index, std::nullopt_t) {
    if (stmt_) keep_first(bind_error_, sqlite3_bind_null(stmt_, index));
}

}  // namespace chappe
