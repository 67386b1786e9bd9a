#pragma once
// Relative time: "il y a 2 heures", "3 hours ago", "vor 5 Minuten", "yesterday, 10:30", told from
// the hour at which the page was fetched.

#include <optional>
#include <string_view>

#include "base/time.h"

namespace chappe {

/// The first relative time in a short line (240 bytes), in the words of
/// lexicons/relative_times.tsv. Hours and minutes give a minute, days and weeks a day.
std::optional<Date> find_ago(std::string_view line, const Date& fetched);

}  // namespace chappe
