#pragma once
// How commands speak to people.

#include "base/result.h"

namespace chappe {

/// "chappe: cannot open x: No such file or directory" on standard error; gives the exit code.
int report(const Error&);

}  // namespace chappe
