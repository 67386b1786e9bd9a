#include "news/rhythm.h"

#include <algorithm>
#include <cmath>

#include "base/back_off.h"

namespace chappe {
namespace {

using namespace std::chrono;

// A week has its own shape (no news at weekends), a day too: three days are more than one of each
// and forget within a week.
constexpr double memory_hours = 72;

// Before anything is known: half an item an hour, so that a new source is seen again in half an
// hour.
constexpr double prior_items = 0.5;
constexpr double prior_hours = 1;

// Visits for each expected item. An item that comes at any time is then seen after an eighth of the
// mean gap, on average.
constexpr double visits_an_item = 4;

constexpr seconds longest_wait = days(7);  // a Retry-After beyond it is a mistake

seconds wait_of(const Manners& manners) {
    return std::clamp(manners.wait, seconds(0), longest_wait);
}

bool is_skipped(const Manners& manners, Instant at) {
    const auto day = floor<days>(at);
    const auto hour = duration_cast<hours>(at - day).count();
    return (manners.skip_hours >> hour & 1U) != 0 ||
           (manners.skip_days >> weekday(day).c_encoding() & 1U) != 0;
}

/// The first moment from `at` on that is in no hour or day to be skipped. A source that skips all
/// of them asks for nothing that can be done.
Instant outside_of_rest(const Manners& manners, Instant at) {
    constexpr int hours_a_week = 24 * 7;
    Instant moved = at;
    for (int i = 0; i <= hours_a_week; ++i) {
        if (!is_skipped(manners, moved)) return moved;
        moved = floor<hours>(moved) + hours(1);
    }
    return at;
}

seconds scaled(seconds length, double factor) {
    return seconds(static_cast<std::int64_t>(static_cast<double>(length.count()) * factor));
}

}  // namespace

Rhythm listened(Rhythm rhythm, seconds elapsed, std::int64_t items) {
    const double hours = std::max(0.0, static_cast<double>(elapsed.count()) / 3600);
    const double kept = std::exp(-hours / memory_hours);
    return {rhythm.items * kept + static_cast<double>(std::max<std::int64_t>(0, items)),
            rhythm.hours * kept + std::min(hours, memory_hours)};
}

seconds interval_of(const Rhythm& rhythm) {
    const double gap = (rhythm.hours + prior_hours) / (rhythm.items + prior_items);
    const double wanted = std::min(gap * 3600 / visits_an_item, 1e9);
    return std::clamp(seconds(static_cast<std::int64_t>(wanted)), shortest_interval,
                      longest_interval);
}

Instant next_visit(const Rhythm& rhythm, const Manners& manners, Instant now, double chance) {
    const seconds wanted = scaled(interval_of(rhythm), 0.9 + 0.2 * chance);
    const seconds learned = std::clamp(wanted, shortest_interval, longest_interval);
    return outside_of_rest(manners, now + std::max(learned, wait_of(manners)));
}

Instant next_try(const Rhythm& rhythm, const Manners& manners, int failures, Instant now,
                 double chance) {
    const seconds first = std::min(interval_of(rhythm), seconds(300));
    const seconds spread =
        std::max(backed_off(first, longest_interval, failures, chance), shortest_interval);
    return outside_of_rest(manners,
                           now + std::max(std::min(spread, longest_interval), wait_of(manners)));
}

}  // namespace chappe
