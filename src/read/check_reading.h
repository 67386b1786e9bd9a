#pragma once
// The promises of read.h, checked: for tests and fuzzers.

#include <string>

#include "news/reading.h"

namespace chappe {

/// The first promise that a reading breaks, in words; empty when it keeps all.
std::string broken_promise(const Reading&);

}  // namespace chappe
