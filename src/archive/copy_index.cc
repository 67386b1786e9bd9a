// Keys are random numbers, so a table of them by key alone would be written all over. In eras the
// newest one, some 14 MB, is what is written, and it stays in memory; old ones are never touched.
#include "archive/copy_index.h"

#include <algorithm>
#include <optional>
#include <string>

#include "archive/keep.h"

namespace chappe {
namespace {

constexpr int era_bits = 16;
constexpr std::int64_t most_eras = 16;
// A key that so many stories have is of a form or of small print. Copies share theirs, so that a
// story that everybody carries has not more of them than any other.
constexpr std::size_t most_stories = 16;

std::int64_t era_of(std::int64_t dispatch) {
    return dispatch >> era_bits;
}

template <typename Number>
std::string packed(const std::vector<Number>& numbers) {
    std::string bytes;
    bytes.reserve(numbers.size() * sizeof(Number));
    for (const Number number : numbers)
        for (std::size_t i = 0; i < sizeof(Number); ++i)
            bytes += static_cast<char>((number >> (8 * i)) & 0xFF);
    return bytes;
}

template <typename Number>
std::vector<Number> unpacked(std::string_view bytes) {
    std::vector<Number> numbers;
    for (std::size_t at = 0; at + sizeof(Number) <= bytes.size(); at += sizeof(Number)) {
        Number number = 0;
        for (std::size_t i = sizeof(Number); i > 0; --i)
            number =
                static_cast<Number>(number << 8) | static_cast<unsigned char>(bytes[at + i - 1]);
        numbers.push_back(number);
    }
    return numbers;
}

/// Eras that may hold its copies, newest first. What was kept before there were groups is looked at
/// later than what came after it, so newer ones are among them.
Result<std::vector<std::int64_t>> eras_around(Database& database, std::int64_t dispatch,
                                              std::int64_t arrived) {
    std::int64_t newest = 0;
    {
        Query row = database.query("SELECT era FROM copy_band ORDER BY era DESC LIMIT 1");
        newest = TRY(row.value()).value_or(0);
    }
    const std::int64_t first = std::min(newest, era_of(dispatch) + 1);
    std::vector<std::int64_t> eras;
    for (std::int64_t era = first; era >= 0 && first - era < most_eras; --era) {
        if (era < era_of(dispatch)) {
            Query row = database.query(
                "SELECT arrived FROM dispatch WHERE id < ? ORDER BY id DESC LIMIT 1");
            row.bind((era + 1) << era_bits);
            if (TRY(row.value()).value_or(0) < arrived - copy_window) break;
        }
        eras.push_back(era);
    }
    return eras;
}

Result<void> find_key(Database& database, std::int64_t dispatch, std::int64_t era,
                      KeyFound& found) {
    Query row = database.query("SELECT dispatch FROM copy_band WHERE era = ? AND key = ? LIMIT ?");
    row.bind(era, found.key, most_stories + 1);
    while (TRY(row.step()))
        if (row.integer(0) != dispatch) found.dispatches.push_back(row.integer(0));
    found.common = found.dispatches.size() >= most_stories;
    return {};
}

}  // namespace

Result<std::vector<KeyFound>> find_keys(Database& database, DispatchId id, std::int64_t arrived,
                                        const std::vector<std::int64_t>& keys) {
    std::vector<KeyFound> all(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) all[i].key = keys[i];
    for (const std::int64_t era : TRY(eras_around(database, number_of(id), arrived)))
        for (KeyFound& one : all)
            if (!one.common) TRY(find_key(database, number_of(id), era, one));
    return all;
}

Result<void> keep_signature(Database& database, DispatchId id,
                            const std::vector<std::int64_t>& keys, const Sketch& sketch) {
    TRY(drop_signature(database, id));
    for (const std::int64_t key : keys)
        TRY(database.query("INSERT INTO copy_band (era, key, dispatch) VALUES (?, ?, ?)")
                .bind(era_of(number_of(id)), key, number_of(id))
                .run());
    const std::string key_bytes = packed(keys), sketch_bytes = packed(sketch);
    return database.query("INSERT INTO copy_signature (dispatch, keys, sketch) VALUES (?, ?, ?)")
        .bind(number_of(id), Bytes{key_bytes}, Bytes{sketch_bytes})
        .run();
}

Result<void> drop_signature(Database& database, DispatchId id) {
    std::vector<std::int64_t> keys;
    {
        Query row = database.query("SELECT keys FROM copy_signature WHERE dispatch = ?");
        row.bind(number_of(id));
        if (!TRY(row.step())) return {};
        keys = unpacked<std::int64_t>(row.text(0));
    }
    for (const std::int64_t key : keys)
        TRY(database.query("DELETE FROM copy_band WHERE era = ? AND key = ? AND dispatch = ?")
                .bind(era_of(number_of(id)), key, number_of(id))
                .run());
    return database.query("DELETE FROM copy_signature WHERE dispatch = ?")
        .bind(number_of(id))
        .run();
}

Result<std::optional<Sketch>> find_sketch(Database& database, DispatchId id) {
    Query row = database.query("SELECT sketch FROM copy_signature WHERE dispatch = ?");
    row.bind(number_of(id));
    if (!TRY(row.step())) return std::nullopt;
    return unpacked<std::uint32_t>(row.text(0));
}

}  // namespace chappe
