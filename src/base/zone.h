#pragma once
// Zones: what the clocks of a place show. The one file that asks ICU.
//
//     instant_in("Europe/Paris", 2026-11-25T18:00)   ->   2026-11-25T17:00:00Z

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace chappe {

/// "UTC", then one name for each place, by the alphabet: "Africa/Abidjan".
const std::vector<std::string>& zone_names();

/// Nothing when there is no such zone. A time that the clocks skip counts on from before; of one
/// that they show twice it is the later.
std::optional<Instant> instant_in(std::string_view zone, std::chrono::local_seconds);
std::optional<std::chrono::local_seconds> clock_in(std::string_view zone, Instant);

}  // namespace chappe
