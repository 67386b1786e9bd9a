#pragma once
// A JSON string a line, both ways: how a filter takes many texts in one run.

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace chappe {

/// For each line the JSON string that stands there goes to `answer`, and what it gives is written
/// as a line, at once. `refused` at a line that is none, `broken` when nothing can be written.
[[nodiscard]] Result<void> answer_json_lines(
    std::istream& in, std::ostream& out,
    const std::function<std::string(std::string_view)>& answer);

/// What a JSON string says; nothing when the line is none. Unlike a JSON library this takes lone
/// surrogates ("\ud800"), which tests of hostile text have: they come out as three bytes each.
std::optional<std::string> parse_json_string(std::string_view line);

}  // namespace chappe
