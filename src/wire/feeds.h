#pragma once
// The wire as Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1.

#include <string>
#include <string_view>
#include <vector>

#include "archive/archive.h"

namespace chappe {

struct Withdrawn {
    DispatchId id{};
    Instant at;
};

/// What every feed says of itself. `updated`: the newest change of an entry.
struct FeedHead {
    std::string_view public_url;  // without a slash at its end
    std::string_view title;
    Instant updated;
    std::string search = {};  // what it looks for, as it was typed; empty: the whole wire
    std::vector<Withdrawn> withdrawn = {};  // lately; Atom says so (RFC 6721), others drop it
    std::string hub = {};                   // WebSub: who sends what is new in it; empty: nobody
    bool each_copy = false;                 // near-copies too, not their originals alone
};

/// The feed's own address, at `path` ("/feed.atom").
std::string self_of(const FeedHead&, std::string_view path);

std::string atom_feed(const FeedHead&, const std::vector<WireEntry>&);
std::string rss_feed(const FeedHead&, const std::vector<WireEntry>&);
std::string json_feed(const FeedHead&, const std::vector<WireEntry>&);

}  // namespace chappe
