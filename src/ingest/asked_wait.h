#pragma once
// How long an answer asks us to wait: Cache-Control, Expires, Age (RFC 9111), Retry-After (RFC
// 9110, 10.2.3).

#include <chrono>
#include <optional>
#include <string_view>

#include "base/time.h"

namespace chappe {

/// For how long the answer stays fresh: max-age, else Expires, less Age; at most a day. 0 when the
/// answer says nothing, or that it is never fresh.
std::chrono::seconds freshness(std::string_view cache_control, std::string_view expires,
                               std::string_view age, Instant now);

/// "120" or "Fri, 31 Dec 2027 23:59:59 GMT"; at most a week. 0 when it is neither or past.
std::chrono::seconds retry_after(std::string_view value, Instant now);

}  // namespace chappe
