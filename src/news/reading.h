#pragma once
// Reading: everything that one arrival held.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "news/dispatch.h"

namespace chappe {

/// Changes whenever the reader would make something else of the same bytes. Kept with every reading
/// in the archive, so that old bytes can be read again.
inline constexpr int reader_version = 2;

struct Link {
    std::string url;  // absolute, http or https
    Text text;
};

/// What a feed says of itself. Addresses are absolute, http or https, or empty.
struct FeedFacts {
    Text title;
    std::string url;       // of the feed
    std::string site_url;  // of the page it belongs to
    std::string language;
    std::string hub;   // WebSub; its topic is `url`
    std::string next;  // the feed's older entries: RFC 5005, "next"; JSON Feed, "next_url"

    /// What it asks of its visitors: the time between two visits (RSS ttl, sy:updatePeriod), 0 when
    /// it asks for none; bit h: not between h:00 and h:59 UTC; bit d: not on this day, 0 is Sunday.
    std::chrono::seconds wait{0};
    std::uint32_t skip_hours = 0;
    std::uint8_t skip_days = 0;
    bool ended = false;  // it says that nothing will follow: JSON Feed, "expired"

    /// Most entries hold a summary or the beginning of their text. Nothing when it has no entries.
    std::optional<bool> summaries_only;
};

struct Reading {
    std::vector<Dispatch> dispatches;
    std::vector<Link> links;  // where more news may be: a page's links, a feed's entries
    std::optional<FeedFacts> feed;
    /// The arrival is of a kind that may hold several dispatches: a feed, a package, a WARC file.
    bool is_container = false;
    std::vector<std::string> notes;  // about the arrival as a whole
};

}  // namespace chappe
