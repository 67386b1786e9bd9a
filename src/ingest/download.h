#pragma once
// download: one GET through libcurl, without redirects. The only file that knows curl.

#include <chrono>
#include <cstddef>
#include <string>

#include "base/result.h"
#include "ingest/fetch_policy.h"

namespace chappe {

struct DownloadLimits {
    std::size_t longest = 0;  // bytes of the body, decompressed
    std::chrono::milliseconds time{0};
};

/// What the server said. The body is kept only when `status` is 2xx.
struct Answer {
    int status = 0;
    std::string location;    // as sent; empty without one
    std::string media_type;  // printable ASCII
    std::string body;        // decompressed
};

/// Every address is judged by `policy` before a packet goes to it (none when target.trusted); when
/// target.addresses has some, only they are dialled. Fails as fetch() does, status codes apart.
Result<Answer> download(const Target& target, const FetchPolicy& policy, DownloadLimits limits,
                        const std::string& user_agent);

}  // namespace chappe
