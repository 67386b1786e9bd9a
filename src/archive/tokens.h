#pragma once
// Tokens: who may write through the API. The archive keeps digests only.

#include <optional>
#include <string_view>
#include <vector>

#include "archive/archive.h"
#include "archive/sqlite/database.h"

namespace chappe {

/// `absent` when there is no such user.
[[nodiscard]] Result<void> keep_token(Database&, const NewToken&, std::string_view token);
/// `absent` when there is none.
[[nodiscard]] Result<void> drop_token(Database&, std::int64_t id);
[[nodiscard]] Result<std::vector<ApiToken>> list_tokens(Database&);
[[nodiscard]] Result<std::optional<TokenBearer>> find_bearer(Database&, std::string_view token);
/// Those that programs got for the user's password.
[[nodiscard]] Result<void> drop_login_tokens(Database&, UserId);

}  // namespace chappe
