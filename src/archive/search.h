#pragma once
// Search: a reader's query becomes posting lists to intersect, newest first.

#include "archive/archive.h"
#include "archive/sqlite/database.h"

namespace chappe {

/// Bounded in time: what takes longer than it should ends with a short page whose `next` goes on
/// where it stopped.
[[nodiscard]] Result<Hits> find_hits(Database&, const Search&);

/// The positions alone, the newest first; inside a transaction. `order` is not looked at.
[[nodiscard]] Result<std::vector<ChangeSeq>> find_positions(Database&, const Search&);
/// Whether the live dispatch at this position is one that the query finds; inside a transaction.
[[nodiscard]] Result<bool> is_hit(Database&, const SearchQuery&, ChangeSeq position);

[[nodiscard]] Result<std::vector<Tally>> find_sources(Database&);
[[nodiscard]] Result<std::vector<Tally>> find_agencies(Database&);
[[nodiscard]] Result<std::vector<DayTally>> find_days(Database&, std::chrono::year_month_day first,
                                                      std::chrono::year_month_day last);

/// The languages of live dispatches whose words are stemmed.
[[nodiscard]] Result<std::vector<std::string>> stemmed_languages(Database&);

}  // namespace chappe
