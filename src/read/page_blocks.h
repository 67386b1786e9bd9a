#pragma once
// Page blocks: the pieces of text that a page shows, one a paragraph, heading or list item.

#include <string>
#include <string_view>
#include <vector>

#include "news/dispatch.h"
#include "read/html.h"

namespace chappe {

struct PageBlock {
    Block::Kind kind = Block::Kind::paragraph;
    NodeId node = 0;        // nearest block element around it
    NodeId first = 0;       // its first text node
    NodeId last = 0;        // its last text node
    std::string text;       // space folded
    std::size_t words = 0;  // count_words(text)
    double linked = 0;      // share of the text that is inside links, 0..1
};

/// Blocks of a subtree in page order. A node with a mark in `skipped` (one flag a node, or empty)
/// is left out with everything in it, and so is what browsers do not show as text.
std::vector<PageBlock> blocks_of(const HtmlDocument&, NodeId root,
                                 const std::vector<char>& skipped);

/// Marks up to paragraphs, for HTML inside feeds. `markup` may also be text without any tag.
struct Paragraph;
std::vector<Paragraph> paragraphs_of_fragment(std::string_view markup);

/// HTML character references and tags resolved to plain text, for titles in feeds.
std::string plain_text_of(std::string_view markup);

bool is_block_element(Tag tag);
/// hidden, aria-hidden, display:none
bool is_hidden(const HtmlDocument&, NodeId node);

/// What class and id say of an element (lexicons/page_parts.tsv), one bit a kind.
struct PartWords {
    bool drop = false, soft = false, content = false, lead = false, author = false, date = false;
};
PartWords part_words(const HtmlDocument&, NodeId node);

}  // namespace chappe
