#pragma once
// What a page's form sends: application/x-www-form-urlencoded, as the URL standard reads it
// (https://url.spec.whatwg.org/#urlencoded-parsing).
//
//     title=%C3%89t%C3%A9&text=Un%0D%0Adeux   ->   title "Été", text "Un\ndeux"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace chappe {

struct Form {
    std::vector<std::pair<std::string, std::string>> fields;  // in the order of the page

    /// The first field of this name; empty when there is none.
    std::string_view value(std::string_view name) const;
    bool has(std::string_view name) const;
};

inline constexpr std::string_view form_type = "application/x-www-form-urlencoded";
inline constexpr std::size_t most_fields = 64;          // the largest form of ours has 20
inline constexpr std::size_t longest_field_name = 100;  // bytes

/// Is this the Content-Type of a form?
bool is_form(std::string_view content_type);

/// Names and values are valid UTF-8 with "\n" for every line end; other control characters become a
/// space, a broken percent sequence stands for itself. `refused` when the bytes are no UTF-8, or
/// there are more or longer names than any form of ours has.
[[nodiscard]] Result<Form> parse_form(std::string_view body, std::size_t most = most_fields);

std::string to_string(const Form&);

}  // namespace chappe
