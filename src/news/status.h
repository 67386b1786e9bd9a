#pragma once
// What a source says of the standing of a dispatch (NewsML-G2 pubStatus, ninjs pubstatus: usable,
// withheld, canceled). It travels among the notes of a dispatch.

#include <string>
#include <string_view>

#include "news/dispatch.h"

namespace chappe {

/// "the source says: withheld"; empty when it is usable, or nothing is said. `status` is a word in
/// small letters.
std::string status_note(std::string_view status);

/// The source takes it back: nobody is to use it any more ("canceled"; also "cancelled").
bool is_taken_back(const Dispatch&);

}  // namespace chappe
