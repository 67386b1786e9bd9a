#pragma once
// Article print: read counter, topics and bylines that a page shows around its article.
//
//     03 Avril 2024    Lu: 362          above the text, or under it
//     Tags: paix, Caucase               behind the text

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "read/html.h"
#include "read/metadata.h"
#include "read/page_scan.h"

namespace chappe {

struct ArticlePrint {
    std::optional<std::uint64_t> reads;
    std::optional<std::vector<std::string>> tags;  // empty: declared, and none
    std::vector<std::string> bylines;              // cleaned names
};

/// `title`: the heading that shows the title, 0 for none; `body`: the article's blocks, in order.
/// Only what stands from a little above the title to a little behind the body is looked at, and
/// nothing behind the heading of another feed.
ArticlePrint read_article_print(const HtmlDocument&, const PageScan&, const PageMetadata&,
                                NodeId title, const std::vector<std::size_t>& body);

}  // namespace chappe
