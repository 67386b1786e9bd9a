#pragma once
// An HTTP answer as an archive keeps it: head and body in one block. RFC 9112.

#include <string>
#include <string_view>

namespace chappe {

struct HttpAnswer {
    int status = 0;
    std::string media_type;  // Content-Type as it was sent
    std::string body;        // without chunks, unpacked
    std::string note;        // why the body may not be whole; empty when it is
};

/// Total: a block that begins with no status line gives status 0 and its bytes as the body. The
/// body is at most `largest` bytes. Many archives keep the body unpacked under a head that says
/// otherwise; the bytes are believed then.
HttpAnswer read_http_answer(std::string_view block, std::size_t largest);

}  // namespace chappe
