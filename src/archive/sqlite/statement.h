#pragma once
// Statement: a prepared SQL statement; Query: one use of it.
//
//     Query query = database.query("SELECT title FROM reading WHERE id = ?");
//     query.bind(7);
//     if (TRY(query.step())) title = query.text(0);
//
// Texts and blobs are bound without a copy: they must live until the Query has stepped. What a
// column gives lives until the next step.

#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/digest.h"
#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace chappe {

/// Bytes, where a plain string_view is UTF-8 text.
struct Bytes {
    std::string_view bytes;
};

class Query {
 public:
    /// Uses `statement` (null when it could not be prepared: step says why) until the end of the
    /// Query, which resets it.
    Query(sqlite3* database, sqlite3_stmt* statement) : database_(database), stmt_(statement) {}
    Query(Query&& other) noexcept;
    Query& operator=(Query&&) = delete;
    ~Query();

    /// All parameters, from the first.
    template <typename... Values>
    Query& bind(const Values&... values) {
        int index = 0;
        (put(++index, values), ...);
        return *this;
    }

    /// True: there is a row. After false or an error the Query is done.
    [[nodiscard]] Result<bool> step();
    /// For statements whose rows do not matter.
    [[nodiscard]] Result<void> run();
    /// The first column of the only row; nothing without a row or when NULL. Runs to the end, as a
    /// statement that changes something must: constraints are checked there.
    [[nodiscard]] Result<std::optional<std::int64_t>> value();

    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string_view text(int column) const;  // of a blob: its bytes; "" when NULL
    std::optional<std::int64_t> optional_integer(int column) const;

 private:
    void put(int index, std::int64_t value);
    void put(int index, double value);
    void put(int index, std::string_view text);
    void put(int index, Bytes bytes);
    void put(int index, std::nullopt_t);
    void put(int index, const Digest& digest) { put(index, Bytes{bytes_of(digest)}); }
    template <std::integral Integer>
    void put(int index, Integer value) {
        put(index, static_cast<std::int64_t>(value));
    }
    template <typename Value>
    void put(int index, const std::optional<Value>& value) {
        value ? put(index, *value) : put(index, std::nullopt);
    }

    sqlite3* database_;
    sqlite3_stmt* stmt_;
    int bind_error_ = 0;
};

}  // namespace chappe
