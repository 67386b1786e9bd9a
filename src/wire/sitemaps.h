#pragma once
// What crawlers ask for: robots.txt (RFC 9309), a sitemap (sitemaps.org 0.9) of the days, and a
// news sitemap (Google's schema, 0.9) of the newest dispatches.

#include <string>
#include <string_view>
#include <vector>

#include "archive/archive.h"

namespace chappe {

std::string robots_text(std::string_view public_url);
/// The pages of the site and one of each day, newest first; at most 50,000 addresses. Days lead to
/// their dispatches.
std::string sitemap(std::string_view public_url, const std::vector<DayTally>&);
/// Those that appeared after `since` and whose language is known.
std::string news_sitemap(std::string_view public_url, const std::vector<WireEntry>&, Instant since);

}  // namespace chappe
