#pragma once
// Percent-encoding (RFC 3986, 2.1): bytes that may not stand in an address as they are.

#include <optional>
#include <string>
#include <string_view>

namespace chappe {

/// The byte that a sequence like "%C3" at the beginning stands for; nothing when there is none.
std::optional<char> percent_byte(std::string_view text);

/// What only looks like a sequence ("100 %") stays as it is. The result is bytes, not yet text.
std::string percent_decoded(std::string_view text);

/// Everything encoded but what RFC 3986 calls unreserved (2.3).
std::string percent_encoded(std::string_view text);

}  // namespace chappe
