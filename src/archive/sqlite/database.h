#pragma once
// Database: one connection to an SQLite file, for one thread at a time.

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "archive/sqlite/statement.h"
#include "base/result.h"

namespace chappe {

enum class Access {
    create,     // read and write, make the file when there is none
    write,      // read and write what is there
    read,       // what is there
    immutable,  // read, on a disk where nothing can be written and nobody else writes
};

class Database {
 public:
    /// Opening looks at nothing: a damaged file shows at the first query. How long a lock is waited
    /// for is `wait_ms`.
    [[nodiscard]] static Result<Database> open(const std::filesystem::path& file, Access,
                                               int wait_ms);
    ~Database();
    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;

    /// `sql` must live as long as the connection (a literal): statements are prepared once and kept
    /// under its address. Two Queries of one statement must not be open at once.
    [[nodiscard]] Query query(std::string_view sql);

    /// Runs statements that give nothing, one after another.
    [[nodiscard]] Result<void> execute(const std::string& sql);
    /// The first column of the first row; 0 when there is none.
    [[nodiscard]] Result<std::int64_t> number(const std::string& sql);

    /// Of the row that the last INSERT made.
    std::int64_t last_id() const;

    /// Rows inserted, updated or deleted over this connection so far.
    std::int64_t changes() const;

    void wait_for_locks(int ms);
    bool in_transaction() const;
    /// Opened for writing, but the file or its disk allows only reading.
    bool is_read_only() const;
    /// See sqlite/failure.h.
    bool only_statement_failed() const;
    /// Rows that the kept statements looked at for want of an index, so far; for tests.
    std::int64_t rows_walked() const;
    /// The file was moved away or deleted under us: what is written now would be lost.
    bool has_moved() const;

    /// While it lives, what the connection does is stopped when the time has come: its statements
    /// fail.
    class Deadline {
     public:
        Deadline(Database&, std::chrono::steady_clock::time_point end);
        ~Deadline();
        Deadline(const Deadline&) = delete;
        Deadline& operator=(const Deadline&) = delete;
        bool passed() const { return std::chrono::steady_clock::now() >= end_; }

     private:
        sqlite3* handle_;
        std::chrono::steady_clock::time_point end_;
    };

 private:
    struct Close {
        void operator()(sqlite3*) const;
    };
    struct Finalize {
        void operator()(sqlite3_stmt*) const;
    };
    explicit Database(sqlite3* handle);

    std::unique_ptr<sqlite3, Close> handle_;
    std::unordered_map<const char*, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
};

/// A transaction that is rolled back unless it was committed.
class Transaction {
 public:
    /// BEGIN for reading, BEGIN IMMEDIATE for writing.
    [[nodiscard]] static Result<Transaction> read(Database&);
    [[nodiscard]] static Result<Transaction> write(Database&);
    ~Transaction();
    Transaction(Transaction&& other) noexcept
        : database_(std::exchange(other.database_, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;

    /// On an error the transaction is still to be rolled back, which the destructor does.
    [[nodiscard]] Result<void> commit();

 private:
    explicit Transaction(Database& database) : database_(&database) {}
    Database* database_;
};

}  // namespace chappe
