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

std::string packed(const std::vector<std::int64_t>& keys) {
    std::string bytes;
    bytes.reserve(keys.size() * 8);
    for (const std::int64_t key : keys)
        for (int shift = 0; shift < 64; shift += 8)
            bytes += static_cast<char>((key >> shift) & 0xFF);
    return bytes;
}

std::vector<std::int64_t> unpacked(std::string_view bytes) {
    std::vector<std::int64_t> keys;
    for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
        std::int64_t key = 0;
        for (std::size_t i = 8; i > 0; --i)
            key = (key << 8) | static_cast<unsigned char>(bytes[at + i - 1]);
        keys.push_back(key);
    }
    return keys;
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

Result<void> keep_keys(Database& database, DispatchId id, const std::vector<std::int64_t>& keys) {
    TRY(drop_keys(database, id));
    for (const std::int64_t key : keys)
        TRY(database.query("INSERT INTO copy_band (era, key, dispatch) VALUES (?, ?, ?)")
                .bind(era_of(number_of(id)), key, number_of(id))
                .run());
    const std::string bytes = packed(keys);
    return database.query("INSERT INTO copy_signature (dispatch, keys) VALUES (?, ?)")
        .bind(number_of(id), Bytes{bytes})
        .run();
}

Result<void> drop_keys(Database& database, DispatchId id) {
    std::vector<std::int64_t> keys;
    {
        Query row = database.query("SELECT keys FROM copy_signature WHERE dispatch = ?");
        row.bind(number_of(id));
        if (!TRY(row.step())) return {};
        keys = unpacked(row.text(0));
    }
    for (const std::int64_t key : keys)
        TRY(database.query("DELETE FROM copy_band WHERE era = ? AND key = ? AND dispatch = ?")
                .bind(era_of(number_of(id)), key, number_of(id))
                .run());
    return database.query("DELETE FROM copy_signature WHERE dispatch = ?")
        .bind(number_of(id))
        .run();
}

Result<bool> has_keys(Database& database, DispatchId id) {
    Query row = database.query("SELECT 1 FROM copy_signature WHERE dispatch = ?");
    row.bind(number_of(id));
    return row.step();
}

}  // namespace chappe
