#pragma once
// Body finder: which blocks of a page are the article's.

#include <vector>

#include "read/metadata.h"
#include "read/page_blocks.h"

namespace chappe {

struct FoundBody {
    std::vector<PageBlock> before;  // shown before the body: title, small print, standfirst
    std::vector<PageBlock> body;    // the article's blocks in order
    std::vector<PageBlock> after;   // the first ones behind it: tags, counters
};

FoundBody find_body(const HtmlDocument&, const PageMetadata&, std::string_view title,
                    NodeId title_node);

}  // namespace chappe
