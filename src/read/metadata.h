#pragma once
// Metadata: what a page declares of itself in its head, in JSON-LD and in microdata.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "read/html.h"

namespace chappe {

/// Strings are plain text with folded space; empty when not declared.
struct PageMetadata {
    std::string headline;  // JSON-LD or microdata
    std::string og_title;  // Open Graph or Twitter card
    std::string title;     // <title>
    std::string description;
    std::string site;
    std::string url;           // canonical, absolute
    std::string language;      // "fr-FR"
    std::string article_body;  // JSON-LD articleBody
    std::optional<Date> published;
    std::optional<Date> modified;
    std::vector<std::string> authors;
    std::optional<std::vector<std::string>> tags;
    bool is_article = false;  // says so: JSON-LD type or og:type
};

/// `page_url` resolves relative addresses; may be empty.
PageMetadata read_metadata(const HtmlDocument&, std::string_view page_url);

/// A date as machines declare it: ISO 8601, RFC 2822, or a visible form.
std::optional<Date> parse_declared_date(std::string_view text, std::string_view language);

/// Names out of "By Ada Lovelace and Alan Turing, Example News": without by-words, addresses, the
/// site's own name, and doubles.
std::vector<std::string> clean_authors(const std::vector<std::string>& raw, std::string_view site);

/// "Headline | Site" to "Headline".
std::string without_site(std::string_view title, std::string_view site);

}  // namespace chappe
