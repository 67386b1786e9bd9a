#pragma once
// What the operator says about fetching, the same for every command that fetches.

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "ingest/fetch.h"

namespace chappe {

struct FetchFlags {
    std::vector<std::string> allow;    // names, addresses, networks that need not be public
    std::vector<std::uint16_t> ports;  // besides those that pages are usually served on
    std::string hosts;                 // a file, in place of DNS; empty: DNS
    std::string contact_url;           // for the User-Agent
};

/// `refused` when an exception is neither a name nor a network, `absent` without the file.
[[nodiscard]] Result<FetchOptions> fetch_options(const FetchFlags&);

}  // namespace chappe
