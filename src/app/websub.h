#pragma once
// WebSub, what we send: requests to the hubs of our sources, and as a hub what is new in our feeds.
// What comes in is taken by src/wire/websub_doors.cc; what is due lies in the archive.

#include <memory>

#include "archive/archive.h"
#include "ingest/fetch.h"
#include "wire/server.h"

namespace chappe {

struct WebSubOptions {
    FetchOptions fetch;  // its policy judges every address that is dialled
    /// Hubs of others can reach our public address, so they are asked.
    bool subscribes = false;
};

/// Works in a thread of its own until destroyed. What is under way then is done again after the
/// next start.
class WebSub {
 public:
    /// Both must outlive it.
    WebSub(Archive&, const Server&, WebSubOptions);
    ~WebSub();
    WebSub(const WebSub&) = delete;
    WebSub& operator=(const WebSub&) = delete;

 private:
    struct Running;
    std::unique_ptr<Running> running_;
};

}  // namespace chappe
