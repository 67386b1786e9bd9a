#pragma once
// Sitemaps: https://www.sitemaps.org/protocol.html, and news sitemaps:
// https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
//
//     <urlset><url><loc>https://agence.example/d/1</loc><lastmod>2026-11-29</lastmod></url></urlset>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace chappe {

struct SitemapEntry {
    std::string url;                // http or https
    std::optional<Instant> newest;  // publication or last change; a day is its beginning in UTC
};

struct Sitemap {
    bool is_index = false;              // its entries are sitemaps
    std::vector<SitemapEntry> entries;  // in the file's order, 50,000 at most as by the protocol
};

/// Nothing when the bytes are no sitemap. Total, linear in the bytes.
std::optional<Sitemap> read_sitemap(std::string_view bytes);

/// Addresses of what is not older than `since`, newest first; without any date the first ones. At
/// most `most`.
std::vector<std::string> newest_of(const Sitemap&, Instant since, std::size_t most);

}  // namespace chappe
