#pragma once
// Dates: time expressions of a text, resolved against the dispatch's day to TIMEX3 values.
//
//     le 5 avril 2024-04-05 · mardi dernier 2024-04-02 · en février 2024-02 · il y a deux ans 2022
//     last week 2024-W13 · since Monday 2024-04-01 · pendant deux jours P2D · hier soir
//     2024-04-02TEV

#include <chrono>
#include <string_view>
#include <vector>

#include "news/annotations.h"
#include "understand/node_text.h"

namespace chappe {

/// In text order; they do not overlap. `nodes` is the same text parsed: a bare weekday takes the
/// day that fits its verb's tense. Linear.
std::vector<Timex> find_dates(const NodeText& nodes, std::string_view language,
                              std::chrono::year_month_day day);

}  // namespace chappe
