#pragma once
// Html: a page as a reader walks it, made from the tree of the HTML standard (html5/tree.h).
//
// Nodes lie in document order: the subtree of node i is [i, nodes[i].end), so a walk is a loop and
// nothing recurses. Text and attributes are views into memory that the document owns. Scripts,
// styles, comments and drawings are not in the tree; the texts of scripts are kept beside it.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "read/html5/tree.h"

namespace chappe {

struct Node {
    Tag tag = Tag::unknown;
    NodeId parent = no_node;
    NodeId end = 0;         // behind the last node of the subtree
    std::string_view text;  // of a text node, entities resolved
    std::uint32_t first_attribute = 0;
    std::uint32_t attributes = 0;
};

struct HtmlDocument {
    std::vector<Node> nodes;  // nodes[0] is the html element; empty only for a page without a tree
    std::vector<Attribute> attribute_pool;
    std::vector<std::string> json_ld;       // the texts of <script type="application/ld+json">
    std::vector<std::string_view> scripts;  // the texts of the other inline scripts
    std::vector<std::string> notes;         // "nesting cut: deeper than 512"

    /// Empty when there is none; an attribute without a value is empty as well.
    std::string_view attribute(NodeId node, std::string_view name) const;
    bool has_attribute(NodeId node, std::string_view name) const;
    bool is_inside(NodeId node, NodeId ancestor) const {
        return node >= ancestor && node < nodes[ancestor].end;
    }
    /// The text of the subtree, space folded.
    std::string text_of(NodeId node) const;

    // What the views point into.
    std::unique_ptr<InputBuffer> input;
    std::unique_ptr<Arena> arena;
};

/// Any text gives a tree no deeper than 512 elements. Linear; the bounds of html5/tree.h on
/// nesting, elements and attributes are noted, the text of what they cut still comes out. A <title>
/// or <textarea> that is never closed is taken to be empty, so that the page behind it is read.
HtmlDocument parse_html(std::string_view text);

}  // namespace chappe
