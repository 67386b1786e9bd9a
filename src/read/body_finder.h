#pragma once
// Body finder: which blocks of a page are the article's.

#include <cstddef>
#include <string>
#include <vector>

#include "read/metadata.h"
#include "read/page_scan.h"

namespace chappe {

struct FoundBody {
    std::vector<std::size_t> blocks;     // the article's, in order: places in PageScan::blocks
    std::size_t words = 0;               // in them
    std::vector<std::string> signed_by;  // of a line before the text, which is not among the blocks
    std::string note;                    // how the body was found, when not by the usual way: empty
};

/// `title_node` is the heading that shows the title; 0 when none does.
FoundBody find_body(const HtmlDocument&, const PageScan&, const PageMetadata&,
                    std::string_view title, NodeId title_node);

}  // namespace chappe
