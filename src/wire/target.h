#pragma once
// What a request asks for: "/d/42?ui=fr" -> path "/d/42", query ui=fr.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chappe {

struct Target {
    std::string path;  // percent-decoded
    std::vector<std::pair<std::string, std::string>> query;

    /// The first parameter of this name; empty when there is none.
    std::string_view parameter(std::string_view name) const;
};

/// Origin form only. Nothing when a percent sequence is broken, or when what it hides is not UTF-8
/// or has control characters.
std::optional<Target> parse_target(std::string_view target);

/// Digits only, without a leading zero, at most 18 of them; nothing for anything else.
std::optional<std::int64_t> parse_number(std::string_view digits);

}  // namespace chappe
