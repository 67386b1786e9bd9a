#pragma once
// A password, asked for as a person or a script gives it.

#include <string>

#include "base/result.h"

namespace chappe {

/// On a terminal: asked for twice, without showing it. Else: the first line of standard input.
[[nodiscard]] Result<std::string> read_new_password();

}  // namespace chappe
