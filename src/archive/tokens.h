#pragma once
// Tokens: who may write through the API. The archive keeps digests only.

#include <optional>
#include <string_view>
#include <vector>

#include "archive/archive.h"
#include "archive/sqlite/database.h"

namespace chappe {

[[nodiscard]] Result<void> keep_token(Database&, std::string_view name, std::string_view token);
/// `absent` when there is none.
[[nodiscard]] Result<void> drop_token(Database&, std::int64_t id);
[[nodiscard]] Result<std::vector<ApiToken>> list_tokens(Database&);
[[nodiscard]] Result<std::optional<std::int64_t>> token_id(Database&, std::string_view token);

}  // namespace chappe
