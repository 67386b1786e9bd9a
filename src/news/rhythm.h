#pragma once
// Rhythm: how often a source speaks, learned from its visits, and so when it is visited next.
//
//     items 41.2 in 70.5 h     one every 1.7 h; visited every 26 minutes
//     items 0 in 300 h         silent; visited once a day
//
// Both sums forget: what was three days ago counts e times less than what is now, so that a source
// which falls silent, or wakes up, is known for it within days.

#include <chrono>
#include <cstdint>

#include "base/time.h"

namespace chappe {

struct Rhythm {
    double items = 0;
    double hours = 0;

    friend bool operator==(const Rhythm&, const Rhythm&) = default;
};

inline constexpr std::chrono::seconds shortest_interval{60};
inline constexpr std::chrono::seconds longest_interval{24 * 3600};

/// After `elapsed` more, in which the source brought `items`.
Rhythm listened(Rhythm, std::chrono::seconds elapsed, std::int64_t items);

/// A quarter of the time that is expected between two items, between a minute and a day.
std::chrono::seconds interval_of(const Rhythm&);

/// What a source asks of its visitors.
struct Manners {
    /// From Cache-Control, Retry-After, a feed's ttl; 0 when it asks for nothing.
    std::chrono::seconds wait{0};
    std::uint32_t skip_hours = 0;  // bit h: not between h:00 and h:59 UTC
    std::uint8_t skip_days = 0;    // bit d: not on this day; 0 is Sunday

    friend bool operator==(const Manners&, const Manners&) = default;
};

/// The next visit after one that went well. `chance` in [0, 1) spreads visits by a tenth, so that
/// sources which were added together do not stay together.
Instant next_visit(const Rhythm&, const Manners&, Instant now, double chance);

/// The next try after `failures` (at least one) visits in a row that did not: twice as long each
/// time, up to a day, spread by a half.
Instant next_try(const Rhythm&, const Manners&, int failures, Instant now, double chance);

}  // namespace chappe
