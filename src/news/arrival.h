#pragma once
// Arrival: bytes as they came in, before anybody has looked at them.

#include <string>

#include "base/time.h"

namespace chappe {

struct Arrival {
    std::string bytes;
    std::string
        media_type;      // as declared: "text/html; charset=windows-1251"; empty when nobody said
    std::string url;     // where the bytes were found; empty for a file or a post
    std::string source;  // whom they came from: "desk", "files", a feed's address; never empty
    std::string
        name;  // of the file, without its last extension; gives dispatches their id at the doors
    Instant received;
};

}  // namespace chappe
