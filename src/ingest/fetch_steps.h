#pragma once
// The steps of fetching a page, as fetch() and the poller take them one after another.

#include <string>
#include <string_view>

#include "base/result.h"
#include "ingest/download.h"
#include "ingest/fetch.h"
#include "ingest/fetch_policy.h"
#include "news/arrival.h"

namespace chappe {

/// May it be fetched? With the resolver of the options, if there is one.
[[nodiscard]] Result<FetchTarget> judge_for(std::string_view url, const FetchOptions&);

bool is_redirect(int status);
/// Where a redirect leads, judged like any address. The message of a failure says who redirected.
[[nodiscard]] Result<FetchTarget> judge_redirect(const FetchTarget& from,
                                                 const std::string& location, const FetchOptions&);

/// What a status other than 200 means to the person who asked for the page (RFC 9110, 15).
Error error_of(int status, const std::string& host);

/// The page that was found there; `source` is its host.
Arrival arrival_of(const FetchTarget& page, Answer answer);

}  // namespace chappe
