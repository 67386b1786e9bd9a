#pragma once
// Plain text as a page shows it: copied from a browser, or a file of somebody's.

#include <string_view>

#include "read/draft.h"

namespace chappe {

/// Title, small print, body, tags; side feeds left out. A text that is only prose survives whole.
Draft read_plain_text(std::string_view text);

}  // namespace chappe
