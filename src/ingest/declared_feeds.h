#pragma once
// The feeds that a page declares in its head:
//
//     <link rel="alternate" type="application/rss+xml" title="À la une" href="/rss.xml">
//
// https://html.spec.whatwg.org/multipage/links.html#rel-alternate

#include <string>
#include <string_view>
#include <vector>

namespace chappe {

/// Absolute addresses, http or https, each once, 20 at most, in the page's order; those of comments
/// last. `page_url` resolves them. Total, linear in the page; what stands in comments and scripts
/// may be taken for a declaration, which a visit then shows to be none.
std::vector<std::string> declared_feeds(std::string_view html, std::string_view page_url);

}  // namespace chappe
