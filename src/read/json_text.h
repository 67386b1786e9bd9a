#pragma once
// JSON from outside: parsed forgivingly, closed where it was cut off, and looked up without
// throwing. For the few files that read JSON formats; it shows Boost.JSON to them.

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace chappe {

/// Trailing commas and comments are let pass, 32 levels of nesting at most.
std::optional<boost::json::value> parse_json(std::string_view text);

/// A list of items that was cut off, up to its last whole item: `{..."items": [{...}, {...` or
/// `[{...}, {...`. Empty when there is none.
std::string closed_early(std::string_view json);

/// Empty when there is no such member or it is no string.
std::string_view string_member(const boost::json::object&, std::string_view key);
/// None when there is no such member or it is no array.
const boost::json::array* array_member(const boost::json::object&, std::string_view key);

}  // namespace chappe
