#pragma once
// Page scan: what one walk over a page's tree finds, for everything that looks at the page after
// it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "news/dispatch.h"
#include "read/html.h"
#include "read/part_words.h"

namespace chappe {

/// A piece of text that the page shows: a paragraph, heading, list item, cell.
struct PageBlock {
    Block::Kind kind = Block::Kind::paragraph;
    std::uint8_t level = 0;   // of a heading, 1..6
    NodeId node = 0;          // nearest block element around it
    NodeId first = 0;         // its first text node
    NodeId last = 0;          // its last text node
    std::uint32_t words = 0;  // count_words(text)
    std::uint32_t stops = 0;  // commas, full stops and their like
    float linked = 0;         // share of the text that is inside links, 0..1
    float strong = 0;         // share inside b, strong, em, i
    std::string_view text;    // space folded; in PageScan::text
};

/// An element that its tag, class, id or state sets apart.
struct Mark {
    NodeId node = 0;
    std::uint32_t parts = 0;  // Part bits of class and id
    bool hidden = false;      // hidden, aria-hidden, display:none
};

struct PageScan {
    std::string text;  // of all blocks
    std::vector<PageBlock> blocks;
    std::vector<Mark> marks;

    // In document order.
    std::vector<NodeId> head;        // title, meta, link, base
    std::vector<NodeId> headings;    // h1, h2, h3
    std::vector<NodeId> times;       // time
    std::vector<NodeId> properties;  // with itemprop
    std::vector<NodeId> bylines;     // rel=author, or a class that says so
    std::vector<NodeId> topics;      // a rel=tag
    std::vector<NodeId> counters;    // small, with a class that says how often it was read
    std::vector<NodeId> links;       // a with href

    PageScan() = default;
    PageScan(PageScan&&) = default;  // blocks point into text: no copies
    PageScan& operator=(PageScan&&) = default;
};

/// Linear. What browsers do not show as text is left out; hidden elements are marked, not left out.
/// A link around most of the page counts as none: somebody forgot to close it.
PageScan scan_page(const HtmlDocument&);

/// Commas and full stops tell prose from labels.
std::size_t stops_in(std::string_view text);

bool is_block_element(Tag tag);

}  // namespace chappe
