#pragma once
// WebSub on the site: what must be true before its doors open. The doors are in websub_doors.cc.

#include <optional>
#include <string_view>

#include "wire/http.h"
#include "wire/site.h"

namespace chappe {

/// 404 when no subscription of ours has this callback, 503 when it cannot be looked up.
std::optional<Response> refuse_unknown_callback(const Request&, const Site&,
                                                std::string_view callback);

/// Where our hub is; empty when there is none.
std::string hub_url(const Site&);

}  // namespace chappe
