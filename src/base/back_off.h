#pragma once
// Back-off: how long to wait after tries that failed.

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace chappe {

/// `first` after the first failure, twice as long after each further one, up to `longest`; spread
/// by half, so that those who failed together do not come together: `chance` in [0, 1) gives 0.75
/// to 1.25 of it. `failures`: in a row, at least one.
inline std::chrono::seconds backed_off(std::chrono::seconds first, std::chrono::seconds longest,
                                       std::int64_t failures, double chance) {
    std::int64_t wait = std::min(first, longest).count();
    for (std::int64_t i = 1; i < failures && wait < longest.count(); ++i) wait *= 2;
    wait = std::min<std::int64_t>(wait, longest.count());
    return std::chrono::seconds(
        static_cast<std::int64_t>(static_cast<double>(wait) * (0.75 + chance / 2)));
}

}  // namespace chappe
