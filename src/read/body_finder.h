#pragma once
// Body finder: which blocks of a page are the article's.

#include <vector>

#include "read/metadata.h"
#include "read/page_blocks.h"

namespace chappe {

struct FoundBody {
    std::vector<PageBlock> body;   // the article's blocks in order
    std::vector<PageBlock> shown;  // every block of the page, whatever part it is in
};

/// `title_node` is the heading that shows the title; 0 when none does.
FoundBody find_body(const HtmlDocument&, const PageMetadata&, std::string_view title,
                    NodeId title_node);

}  // namespace chappe
