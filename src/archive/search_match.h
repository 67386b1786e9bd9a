#pragma once
// Match: a query as FTS5 takes it, made of terms of our index.
//
//     paix -sport lang:fr     (("paix" AND "l:fr") NOT "sport")

#include <string>
#include <vector>

#include "archive/archive.h"
#include "archive/snippet.h"
#include "archive/sqlite/database.h"

namespace chappe {

struct CompiledQuery {
    std::string text;  // an expression; empty: everything or nothing
    bool everything = false;
    Wanted wanted;  // to be marked, and to be ranked by
    /// Of each phrase of the expression, in its order: which of the wanted it is a form of; -1 for
    /// filters and exclusions.
    std::vector<int> phrases;
};

/// `refused` when it is larger than the index can take.
[[nodiscard]] Result<CompiledQuery> compile(Database&, const SearchQuery&);

}  // namespace chappe
