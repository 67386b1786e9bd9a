#pragma once
// fetch: one page from the web, with the manners and the caution that a newswire needs.
//
// Every address that is dialled, of every redirect, is judged in the moment of dialling, whatever
// DNS said a moment before. Proxies of the environment, cookies, credentials and saved state of any
// kind play no part. Blocks its thread until the deadline at most; may be called from many threads.

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ingest/fetch_policy.h"
#include "news/arrival.h"

namespace chappe {

struct FetchOptions {
    FetchPolicy policy;
    Resolver resolver;                           // in place of DNS; curl asks DNS itself when empty
    std::chrono::milliseconds deadline{20'000};  // for everything, redirects included
    std::size_t longest = std::size_t{10} * 1024 * 1024;  // bytes of the page, decompressed
    std::size_t redirects = 5;
    std::string contact_url;  // goes into the User-Agent, for those whose pages are read
};

/// The page behind `url`. In the Arrival `url` is the address that answered, `source` its host,
/// `name` the last piece of its path, `media_type` the Content-Type as declared.
///
/// Fails `refused` when the policy, the site (401, 403, 451) or a limit says no, `absent` when
/// there is no such host or page (404, 410), `busy` when trying later may help (429, 5xx, no
/// answer, an answer that broke off), `broken` when this machine lacks its certificates or memory.
Result<Arrival> fetch(std::string_view url, const FetchOptions& options = {});

/// "Chappe/0.1.0 (+https://...)"
std::string user_agent(std::string_view contact_url);

}  // namespace chappe
