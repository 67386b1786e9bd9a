#pragma once
// Metadata: what a page declares of itself in its head, in JSON-LD and in microdata.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "read/html.h"
#include "read/page_scan.h"

namespace chappe {

/// Where a date is declared.
enum DateSource : std::size_t {
    date_ld,
    date_ld_modified,
    date_ld_page,  // of a WebPage, not of an article
    date_ld_page_modified,
    date_og,
    date_og_modified,
    date_named,       // meta names that say "published"
    date_named_date,  // meta names that say no more than "date"
    date_named_modified,
    date_micro,
    date_micro_modified,
    date_sources
};
struct DeclaredDate {
    Date date;
    std::size_t source = date_ld;
};

/// Strings are plain text with folded space; empty when not declared.
struct PageMetadata {
    std::string headline;        // JSON-LD
    std::string micro_headline;  // microdata
    std::string og_title;        // Open Graph
    std::string twitter_title;   // Twitter card
    std::string title;           // <title>
    std::string description;
    std::string site;
    std::string url;           // canonical, absolute
    std::string language;      // "fr-FR"
    std::string article_body;  // JSON-LD articleBody
    std::vector<DeclaredDate> dates;
    std::string section;
    std::string image;                   // absolute
    std::optional<std::uint64_t> reads;  // declared by schema.org's counters
    std::vector<std::string> authors;
    std::vector<std::string> author_houses;  // organisations that JSON-LD declares as authors
    std::optional<std::vector<std::string>> tags;
    bool keywords_only = false;  // tags are the page's keywords: nobody said of what
    bool is_article = false;     // says so: JSON-LD type or og:type
};

/// `page_url` resolves relative addresses; may be empty.
PageMetadata read_metadata(const HtmlDocument&, const PageScan&, std::string_view page_url);

/// A date as machines declare it: ISO 8601, RFC 2822, or a visible form.
std::optional<Date> parse_declared_date(std::string_view text, std::string_view language);

/// "Headline | Site" to "Headline".
std::string without_site(std::string_view title, std::string_view site);

}  // namespace chappe
