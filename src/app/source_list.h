#pragma once
// The sources that are watched, as a list for people and as JSON lines.

#include <vector>

#include "news/source.h"

namespace chappe {

/// A line a source, its parts parted by tabs: number, how it is, kind, last success, next visit,
/// dispatches a day, title, address; behind them what went wrong. Or one of JSON.
void print_list(const std::vector<WatchedSource>&, bool json);

}  // namespace chappe
