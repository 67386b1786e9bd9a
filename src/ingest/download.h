#pragma once
// download: one request through libcurl, without redirects.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "ingest/fetch_policy.h"

namespace chappe {

struct DownloadLimits {
    std::size_t longest = 0;  // bytes of the body, decompressed
    std::chrono::milliseconds time{0};
};

/// What is sent to a server. Header values go out as printable ASCII.
struct Posting {
    std::string body;
    std::string media_type;
    std::vector<std::pair<std::string, std::string>> headers{};
};

/// What is asked of a server: a GET, or with `post` a POST. With `etag` or `last_modified`, as an
/// earlier answer gave them, it may answer 304: nothing new.
struct FetchRequest {
    FetchTarget target;
    DownloadLimits limits;
    std::string etag{};
    std::string last_modified{};
    std::optional<Posting> post{};
};

/// What the server said. The body is kept only when `status` is 2xx. Headers as sent, printable
/// ASCII; empty without one.
struct Answer {
    int status = 0;
    std::string location;  // may hold any bytes
    std::string media_type;
    std::string body;  // decompressed

    std::string etag;
    std::string last_modified;
    std::string cache_control;
    std::string expires;
    std::string age;
    std::string retry_after;
    std::string link;  // all of them, joined by ", "
};

/// Every address is judged by `policy` before a packet goes to it (none when target.trusted); when
/// target.addresses has some, only they are dialled. Fails as fetch() does, status codes apart.
[[nodiscard]] Result<Answer> download(FetchRequest request, const FetchPolicy& policy,
                                      const std::string& user_agent);

}  // namespace chappe
