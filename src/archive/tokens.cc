#include "archive/tokens.h"

#include "archive/columns.h"
#include "base/digest.h"

namespace chappe {

Result<void> keep_token(Database& database, std::string_view name, std::string_view token) {
    return database.query("INSERT INTO api_token (name, digest, added) VALUES (?, ?, ?)")
        .bind(name, digest(token), seconds_of(now()))
        .run();
}

Result<void> drop_token(Database& database, std::int64_t id) {
    Query row = database.query("DELETE FROM api_token WHERE id = ? RETURNING id");
    row.bind(id);
    if (!TRY(row.value())) return fail(Failure::absent, "there is no token " + std::to_string(id));
    return {};
}

Result<std::vector<ApiToken>> list_tokens(Database& database) {
    Query row = database.query("SELECT id, name, added FROM api_token ORDER BY id");
    std::vector<ApiToken> tokens;
    while (TRY(row.step()))
        tokens.push_back({row.integer(0), std::string(row.text(1)), instant_at(row.integer(2))});
    return tokens;
}

Result<std::optional<std::int64_t>> token_id(Database& database, std::string_view token) {
    const Digest wanted = digest(token);
    Query row = database.query("SELECT id FROM api_token WHERE digest = ?");
    row.bind(wanted);
    return row.value();
}

}  // namespace chappe
