#pragma once
// Sources as OPML 2.0 (http://opml.org/spec2.opml): an outline a category, inside it one a source.

#include <string>
#include <vector>

#include "news/source.h"

namespace chappe {

/// Folders and WARC files of this machine are left out.
std::string opml_of(const std::vector<WatchedSource>&);

}  // namespace chappe
