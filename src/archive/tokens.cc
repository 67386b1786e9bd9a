#include "archive/tokens.h"

#include "archive/columns.h"
#include "archive/users.h"
#include "base/digest.h"

namespace chappe {

namespace {
// A program logs in again at each start, and after each restart of the server. People have few
// programs.
constexpr std::int64_t most_login_tokens = 8;

Result<void> drop_old_logins(Database& database, UserId user) {
    return database
        .query(
            "DELETE FROM api_token WHERE user = ?1 AND login = 1 AND id NOT IN (SELECT id"
            " FROM api_token WHERE user = ?1 AND login = 1 ORDER BY id DESC LIMIT ?2)")
        .bind(number_of(user), most_login_tokens)
        .run();
}
}  // namespace

Result<void> keep_token(Database& database, const NewToken& made, std::string_view token) {
    std::optional<std::int64_t> user;
    if (made.user) {
        if (!TRY(find_user(database, *made.user)))
            return fail(Failure::absent, "there is no such user");
        user = number_of(*made.user);
    }
    TRY(database
            .query("INSERT INTO api_token (name, digest, added, user, login)"
                   " VALUES (?, ?, ?, ?, ?)")
            .bind(made.name, digest(token), seconds_of(now()), user, made.login ? 1 : 0)
            .run());
    return made.login && made.user ? drop_old_logins(database, *made.user) : Result<void>();
}

Result<void> drop_login_tokens(Database& database, UserId user) {
    return database.query("DELETE FROM api_token WHERE user = ? AND login = 1")
        .bind(number_of(user))
        .run();
}

Result<void> drop_token(Database& database, std::int64_t id) {
    Query row = database.query("DELETE FROM api_token WHERE id = ? RETURNING id");
    row.bind(id);
    if (!TRY(row.value())) return fail(Failure::absent, "there is no token " + std::to_string(id));
    return {};
}

Result<std::vector<ApiToken>> list_tokens(Database& database) {
    Query row = database.query(
        "SELECT t.id, t.name, t.added, coalesce(u.name, '') FROM api_token t"
        " LEFT JOIN user u ON u.id = t.user ORDER BY t.id");
    std::vector<ApiToken> tokens;
    while (TRY(row.step()))
        tokens.push_back({row.integer(0), std::string(row.text(1)), instant_at(row.integer(2)),
                          std::string(row.text(3))});
    return tokens;
}

Result<std::optional<TokenBearer>> find_bearer(Database& database, std::string_view token) {
    const Digest wanted = digest(token);
    TokenBearer bearer;
    std::optional<std::int64_t> user;
    {
        Query row = database.query("SELECT id, user FROM api_token WHERE digest = ?");
        row.bind(wanted);
        if (!TRY(row.step())) return std::nullopt;
        bearer.id = row.integer(0);
        user = row.optional_integer(1);
    }
    if (!user) return bearer;
    bearer.user = TRY(find_user(database, UserId{*user}));
    if (!bearer.user) return std::nullopt;
    return bearer;
}

}  // namespace chappe
