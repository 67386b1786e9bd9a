#pragma once
// The sources that are watched, as a list for people, as JSON lines, and as OPML.

#include <string>
#include <vector>

#include "news/source.h"

namespace chappe {

/// A line a source, its parts parted by tabs: number, how it is, kind, last success, next visit,
/// dispatches a day, title, address; behind them what went wrong. Or one of JSON.
void print_list(const std::vector<WatchedSource>&, bool json);

/// OPML 2.0 (http://opml.org/spec2.opml): an outline a category, inside it one a source. Folders
/// and WARC files of this machine are left out.
std::string opml_of(const std::vector<WatchedSource>&);

}  // namespace chappe
