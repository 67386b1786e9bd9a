#pragma once
// The program's log: one line an event, on standard error. Standard output belongs to results.

#include <string_view>

namespace chappe {

void log_info(std::string_view line);
void log_warning(std::string_view line);
void log_error(std::string_view line);

/// Nothing below warnings from here on.
void log_quietly();

}  // namespace chappe
