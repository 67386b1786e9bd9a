#include "archive/users.h"

#include <algorithm>
#include <array>

#include "archive/columns.h"
#include "archive/shelf_rows.h"
#include "archive/tokens.h"
#include "base/digest.h"

namespace chappe {
namespace {

using std::chrono::days;
using std::chrono::seconds;

constexpr std::int64_t unused_for = seconds(days(30)).count();
constexpr std::int64_t longest_session = seconds(days(90)).count();
constexpr std::int64_t noted_every = 3600;

constexpr std::array<std::string_view, 3> roles = {"reader", "editor", "admin"};
constexpr std::size_t longest_name = 64;  // characters

std::int64_t seconds_now() {
    return seconds_of(now());
}

User user_in(const Query& row) {
    User user;
    user.id = UserId{row.integer(0)};
    user.name = row.text(1);
    user.role = role_named(row.text(2)).value_or(Role::reader);  // a word of a later version
    user.added = instant_at(row.integer(3));
    if (!row.is_null(4)) user.last_login = instant_at(row.integer(4));
    return user;
}

Result<User> existing(Database& database, UserId id) {
    auto user = TRY(find_user(database, id));
    if (!user) return fail(Failure::absent, "there is no such user");
    return std::move(*user);
}

/// Names stand in the audit log beside "token:3" and "console": nobody may look like those.
Result<void> check_name(std::string_view name) {
    const auto no = [](const char* why) { return fail(Failure::refused, why); };
    if (name.empty()) return no("a user needs a name");
    if (Text::repair(name).view() != name) return no("a name is UTF-8 text");
    if (code_points_before(name, name.size()) > longest_name)
        return no("a name has at most 64 characters");
    for (std::size_t at = 0; at < name.size();) {
        const CodePoint c = code_point_at(name, at);
        if (is_space(c.value) || c.value < 0x20 || c.value == 0x7F || c.value == ':')
            return no("a name has no spaces, colons or control characters");
        at += c.size;
    }
    for (const char* taken : {"console", "release", "retention"})
        if (equal_ignoring_ascii_case(name, taken))
            return no("this name is one of Chappe's own; take another");
    return {};
}

UserAct about(const User& user, std::string what = {}) {
    UserAct done;
    done.receipt.user = user.id;
    done.about = user.name + std::move(what);
    return done;
}

Result<void> end_sessions(Database& database, UserId id) {
    return database.query("DELETE FROM session WHERE user = ?").bind(number_of(id)).run();
}

Result<void> keep_an_admin(Database& database, const User& user, bool by_user) {
    if (!by_user || user.role != Role::admin) return {};
    Query row = database.query("SELECT count(*) FROM user WHERE role = 'admin'");
    if (TRY(row.value()).value_or(0) > 1) return {};
    return fail(Failure::refused,
                "the last admin; make another one first, or use the console (chappe user)");
}

}  // namespace

std::string_view name_of(Role role) {
    return roles[static_cast<std::size_t>(role)];
}

std::optional<Role> role_named(std::string_view name) {
    const auto found = std::find(roles.begin(), roles.end(), name);
    if (found == roles.end()) return std::nullopt;
    return static_cast<Role>(found - roles.begin());
}

// ---- acts

Result<UserAct> add_user(Database& database, const AddUser& act) {
    TRY(check_name(act.name));
    {
        // One person is not to pass for another by a capital letter.
        Query row = database.query("SELECT name FROM user WHERE name = ? COLLATE NOCASE");
        row.bind(act.name);
        if (TRY(row.step())) return fail(Failure::refused, "there is a user of this name");
    }
    TRY(database.query("INSERT INTO user (name, password, added, role) VALUES (?, ?, ?, ?)")
            .bind(act.name, act.password, seconds_now(), name_of(act.role))
            .run());
    UserAct done;
    done.receipt.user = UserId{database.last_id()};
    done.about = act.name + ": " + std::string(name_of(act.role));
    return done;
}

Result<UserAct> set_password(Database& database, const SetPassword& act) {
    const User user = TRY(existing(database, act.id));
    TRY(database.query("UPDATE user SET password = ? WHERE id = ?")
            .bind(act.password, number_of(act.id))
            .run());
    TRY(end_sessions(database, act.id));
    TRY(drop_login_tokens(database, act.id));
    return about(user);
}

Result<UserAct> set_role(Database& database, const SetRole& act, bool by_user) {
    const User user = TRY(existing(database, act.id));
    if (act.role != Role::admin) TRY(keep_an_admin(database, user, by_user));
    TRY(database.query("UPDATE user SET role = ? WHERE id = ?")
            .bind(name_of(act.role), number_of(act.id))
            .run());
    return about(user, ": " + std::string(name_of(act.role)));
}

/// What they set of actors stays a person's word; what was theirs alone goes.
Result<UserAct> remove_user(Database& database, const RemoveUser& act, bool by_user) {
    const User user = TRY(existing(database, act.id));
    TRY(keep_an_admin(database, user, by_user));
    TRY(end_sessions(database, act.id));
    const std::int64_t id = number_of(act.id);
    TRY(drop_shelf(database, act.id));
    TRY(database.query("DELETE FROM api_token WHERE user = ?").bind(id).run());
    TRY(database.query("UPDATE actor_fact SET user = NULL WHERE user = ?").bind(id).run());
    TRY(database.query("UPDATE actor_history SET user = NULL WHERE user = ?").bind(id).run());
    TRY(database.query("DELETE FROM user WHERE id = ?").bind(id).run());
    return about(user);
}

Result<UserAct> log_in(Database& database, const LogIn& act) {
    const User user = TRY(existing(database, act.id));
    UserAct done = about(user);
    done.receipt.session = random_hex(32);
    const std::int64_t at = seconds_now();
    TRY(database
            .query("INSERT INTO session (digest, user, begun, last_used, expires)"
                   " VALUES (?1, ?2, ?3, ?3, ?4)")
            .bind(digest(done.receipt.session), number_of(act.id), at, at + unused_for)
            .run());
    TRY(database.query("UPDATE user SET last_login = ? WHERE id = ?")
            .bind(at, number_of(act.id))
            .run());
    return done;
}

Result<std::optional<UserAct>> log_out(Database& database, const LogOut& act) {
    const Digest key = digest(act.session);
    std::optional<std::int64_t> id;
    {
        Query row = database.query("DELETE FROM session WHERE digest = ? RETURNING user");
        row.bind(key);
        id = TRY(row.value());
    }
    if (!id) return std::nullopt;
    const User user = TRY(existing(database, UserId{*id}));
    return about(user);
}

// ---- looking up

Result<std::vector<User>> find_users(Database& database) {
    Query row =
        database.query("SELECT id, name, role, added, last_login FROM user ORDER BY name, id");
    std::vector<User> users;
    while (TRY(row.step())) users.push_back(user_in(row));
    return users;
}

Result<std::optional<User>> find_user(Database& database, UserId id) {
    Query row = database.query("SELECT id, name, role, added, last_login FROM user WHERE id = ?");
    row.bind(number_of(id));
    if (!TRY(row.step())) return std::nullopt;
    return user_in(row);
}

Result<std::optional<Login>> find_login(Database& database, std::string_view name) {
    Query row = database.query(
        "SELECT id, name, role, added, last_login, password FROM user WHERE name = ?");
    row.bind(name);
    if (!TRY(row.step())) return std::nullopt;
    return Login{user_in(row), std::string(row.text(5))};
}

Result<std::optional<FoundSession>> find_session_of(Database& database, std::string_view session) {
    const Digest key = digest(session);
    const std::int64_t at = seconds_now();
    Query row = database.query(
        "SELECT u.id, u.name, u.role, u.added, u.last_login, s.last_used FROM session s"
        " CROSS JOIN user u ON u.id = s.user WHERE s.digest = ? AND s.expires > ?");
    row.bind(key, at);
    if (!TRY(row.step())) return std::nullopt;
    return FoundSession{user_in(row), row.integer(5) + noted_every <= at};
}

Result<void> note_use(Database& database, std::string_view session) {
    const Digest key = digest(session);
    return database
        .query(
            "UPDATE session SET last_used = ?2, expires = min(?2 + ?3, begun + ?4)"
            " WHERE digest = ?1 AND expires > ?2")
        .bind(key, seconds_now(), unused_for, longest_session)
        .run();
}

Result<void> prune_sessions(Database& database) {
    return database.query("DELETE FROM session WHERE expires <= ?").bind(seconds_now()).run();
}

}  // namespace chappe
