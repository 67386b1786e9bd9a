#pragma once
// Reading: everything that one arrival held.

#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "news/dispatch.h"

namespace chappe {

/// Changes whenever the reader would make something else of the same bytes. Kept with every reading
/// in the archive, so that old bytes can be read again.
inline constexpr int reader_version = 1;

struct Link {
    std::string url;  // absolute, http or https
    Text text;
};

/// What a feed says of itself.
struct FeedFacts {
    Text title;
    std::string url;       // of the feed
    std::string site_url;  // of the page it belongs to
    std::string language;
    std::string hub;  // WebSub
};

struct Reading {
    std::vector<Dispatch> dispatches;
    std::vector<Link> links;  // where more news may be: a page's links, a feed's entries
    std::optional<FeedFacts> feed;
    std::vector<std::string> notes;  // about the arrival as a whole
};

}  // namespace chappe
