#pragma once
// SiteRules: what an origin (scheme, host, port) asks of visitors, as long as it is known: its
// robots.txt (RFC 9309, 2.4: for a day) and when it wants to be left alone until.

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "base/result.h"
#include "ingest/download.h"
#include "ingest/robots.h"
#include "news/queue.h"

namespace chappe {

struct SiteRules {
    RobotsRules robots;
    /// Why nothing of it may be visited though robots.txt was not read; empty: it was, or there is
    /// none.
    std::string unreachable;
    Instant until;  // the rules hold
    std::optional<Instant> not_before;
};

/// "https://example.org:8443" of "https://example.org:8443/d/1?x".
std::string origin_of(const std::string& url);
/// "/d/1?x" of it.
std::string_view tail_of(std::string_view url);

/// Of what the archive has; nothing when it has none that still holds.
std::optional<SiteRules> rules_of(const Origin&, Instant now);

/// What came of fetching robots.txt, ready to be kept. `known`: what the archive had before, which
/// still holds for a month when nothing else can be had (2.3.1.4).
Origin origin_after(std::string name, const std::optional<Origin>& known,
                    const Result<Answer>& answer, Instant now);

}  // namespace chappe
