#pragma once
// Body container: the element of a page whose blocks are, all in all, most like an article, and
// what is known of each block on the way to it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "read/metadata.h"
#include "read/page_scan.h"

namespace chappe {

/// Tags around a block, one bit each.
enum Around : std::uint32_t {
    around_nav = 1U << 0,
    around_aside = 1U << 1,
    around_footer = 1U << 2,
    around_header = 1U << 3,
    around_form = 1U << 4,
    around_figure = 1U << 5,
    around_article = 1U << 6,
    around_main = 1U << 7,
    around_table = 1U << 8,
    around_hidden = 1U << 9,
};

struct BlockPlace {
    std::uint32_t parts =
        0;  // Part bits of the elements around it that hold less than half of the prose
    std::uint32_t own = 0;     // of the nearest block element alone
    std::uint32_t wide = 0;    // of the elements that hold half of the prose or more
    std::uint32_t around = 0;  // Around bits
    bool prose = false;
    bool left_out = false;  // in a part that is named as something else
    double value = 0;       // for (positive) or against being an article's
    double declared = -1;   // share of its words in JSON-LD's articleBody; -1 when not declared
};

struct BodyContainer {
    NodeId node = 0;
    NodeId title = 0;  // the heading that shows the title; 0 when none does
    std::string folded_title;
    std::vector<BlockPlace> places;  // one a block of the scan
};

/// `title_node`: 0 when no heading shows the title.
BodyContainer find_container(const HtmlDocument&, const PageScan&, const PageMetadata&,
                             std::string_view title, NodeId title_node);

}  // namespace chappe
