#include <utility>

#include "archive/columns.h"
#include "archive/watches.h"
#include "base/text.h"

namespace chappe {
namespace {

constexpr std::size_t longest_address = 2048;  // as browsers; a longer one is no source
constexpr std::size_t longest_words = 300;     // of a title or a category, characters

std::int64_t seconds_now() {
    return seconds_of(now());
}

/// The name of a source that is watched.
Result<std::string> name_of_watched(Database& database, SourceId id) {
    Query row = database.query(
        "SELECT s.name FROM watch w JOIN source s ON s.id = w.source WHERE w.source = ?");
    row.bind(number_of(id));
    if (!TRY(row.step())) return fail(Failure::absent, "no such source is watched");
    return std::string(row.text(0));
}

UserAct act_on(SourceId id, std::string name) {
    UserAct done;
    done.receipt.source = id;
    done.about = std::move(name);
    return done;
}

Result<void> check_words(const AddSource& act) {
    if (act.address.empty() || act.address.size() > longest_address)
        return fail(Failure::refused, "the address of a source has 1 to 2048 bytes");
    for (const std::string& words : {act.address, act.title, act.category})
        if (Text::repair(words).view() != words)
            return fail(Failure::refused, "address, title and category are UTF-8 text");
    for (const std::string& words : {act.title, act.category})
        if (code_points_before(words, words.size()) > longest_words)
            return fail(Failure::refused, "a title or a category has at most 300 characters");
    return {};
}

Result<std::int64_t> source_named(Database& database, const std::string& name) {
    {
        Query row = database.query("SELECT id FROM source WHERE name = ?");
        row.bind(name);
        if (const auto id = TRY(row.value())) return *id;
    }
    TRY(database.query("INSERT INTO source (name, added) VALUES (?, ?)")
            .bind(name, seconds_now())
            .run());
    return database.last_id();
}

}  // namespace

Result<UserAct> add_source(Database& database, const AddSource& act) {
    TRY(check_words(act));
    {
        Query row = database.query(
            "SELECT w.source FROM watch w JOIN source s ON s.id = w.source"
            " WHERE s.name = ?1 OR w.address = ?1");
        row.bind(act.address);
        if (const auto known = TRY(row.value()))
            return fail(Failure::refused,
                        act.address + " is watched already: source " + std::to_string(*known));
    }
    const std::int64_t id = TRY(source_named(database, act.address));
    TRY(database
            .query("INSERT INTO watch (source, kind, address, host, title, category, full_text,"
                   " added, paused, due, health, trouble, failures, etag, last_modified, wait,"
                   " skip_hours, skip_days, heard_items, heard_hours)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?8, 'new', '', 0, '', '', 0, 0, 0,"
                   " 0, 0)")
            .bind(id, name_of(act.kind), act.address, act.host, act.title, act.category,
                  name_of(act.full_text), seconds_now())
            .run());
    return act_on(SourceId{id}, act.address);
}

Result<UserAct> remove_source(Database& database, const RemoveSource& act) {
    const std::string name = TRY(name_of_watched(database, act.id));
    // Readings rest on pages that were read, so those stay; nothing visits them any more.
    for (const std::string_view sql :
         {std::string_view("DELETE FROM watch WHERE source = ?"),
          std::string_view("DELETE FROM visit WHERE source = ?"),
          std::string_view("DELETE FROM subscription WHERE source = ?"),
          std::string_view("DELETE FROM page WHERE source = ? AND visited IS NULL"),
          std::string_view("UPDATE page SET due = NULL WHERE source = ?")})
        TRY(database.query(sql).bind(number_of(act.id)).run());
    return act_on(act.id, name);
}

Result<std::optional<UserAct>> pause_source(Database& database, const PauseSource& act) {
    const std::string name = TRY(name_of_watched(database, act.id));
    Query row = database.query(
        "UPDATE watch SET paused = 1, due = NULL WHERE source = ? AND paused = 0 RETURNING 1");
    row.bind(number_of(act.id));
    if (!TRY(row.value())) return std::nullopt;
    return act_on(act.id, name);
}

Result<std::optional<UserAct>> resume_source(Database& database, const ResumeSource& act) {
    const std::string name = TRY(name_of_watched(database, act.id));
    Query row = database.query(
        "UPDATE watch SET paused = 0, due = ? WHERE source = ? AND paused = 1 RETURNING 1");
    row.bind(seconds_now(), number_of(act.id));
    if (!TRY(row.value())) return std::nullopt;
    // What its hub sent meanwhile was not taken, and it may have given up.
    TRY(database.query("UPDATE subscription SET due = 0, lease_ends = NULL WHERE source = ?")
            .bind(number_of(act.id))
            .run());
    return act_on(act.id, name);
}

Result<UserAct> refresh_source(Database& database, const RefreshSource& act) {
    const std::string name = TRY(name_of_watched(database, act.id));
    Query row = database.query(
        "UPDATE watch SET due = min(coalesce(due, ?1), ?1) WHERE source = ?2 AND paused = 0"
        " RETURNING 1");
    row.bind(seconds_now(), number_of(act.id));
    if (!TRY(row.value()))
        return fail(Failure::refused, name + " is paused; resume it to have it visited");
    return act_on(act.id, name);
}

}  // namespace chappe
