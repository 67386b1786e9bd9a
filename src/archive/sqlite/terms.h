#pragma once
// FTS5 with terms of our own: the tokenizer `chappe` takes the terms as they are, cut by whoever
// writes or asks (language/search_words.h).
//
//     le congres␟congr aliyev        three places; the second stands under two terms
//
// The SQL function `chappe_counts(table)` gives a blob: for each phrase of the MATCH, in its order,
// how often it stands in the table's first, second and third column, a byte each (at most 255).

#include "base/result.h"

struct sqlite3;

namespace chappe {

inline constexpr char place_separator = ' ';
inline constexpr char term_separator = '\x1f';

/// For one connection.
[[nodiscard]] Result<void> add_terms(sqlite3*);

}  // namespace chappe
