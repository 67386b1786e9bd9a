#pragma once
// A page as the HTML standard's parser makes it: document, doctype, elements, texts, comments.
//
// Nodes are numbers into one vector, linked both ways; texts and names are views into the input or
// the arena, both owned by the tree. Nothing here recurses, and nothing is freed one by one.
// Reading goes on with the flat form of it, read/html.h.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "read/html5/tokenizer.h"

namespace chappe {

using NodeId = std::uint32_t;
inline constexpr NodeId no_node = 0xFFFFFFFF;

enum class NodeKind : std::uint8_t {
    document,
    doctype,
    element,
    template_content,  // the one child of a template element; what it holds is below it
    text,
    comment
};

enum class Namespace : std::uint8_t { html, mathml, svg };

struct TreeNode {
    NodeId parent = no_node;
    NodeId first_child = no_node;
    NodeId last_child = no_node;
    NodeId previous = no_node;
    NodeId next = no_node;
    NodeKind kind = NodeKind::element;
    Tag tag = Tag::unknown;
    Namespace space = Namespace::html;
    bool is_open = false;      // on the stack of open elements
    bool html_inside = false;  // an HTML integration point (13.2.6)
    std::uint32_t name = 0;    // of an element: position in HtmlTree::names, 0 when `tag` says it
    std::uint32_t attributes = 0;  // of an element
    std::uint32_t first_attribute = 0;

    // Of a text or comment. Text that is not one piece of the input lies in the arena, with room.
    const char* text = nullptr;
    std::uint32_t size = 0;
    std::uint32_t room = 0;

    std::string_view characters() const { return {text, size}; }
};

struct Doctype {
    std::string_view name;
    std::string_view public_id;
    std::string_view system_id;
};

/// What makes a fragment: the element that its markup stands in.
struct FragmentContext {
    std::string name;
    Namespace space = Namespace::html;
};

struct HtmlTree {
    explicit HtmlTree(std::string_view markup)
        : input(std::make_unique<InputBuffer>(markup)), arena(std::make_unique<Arena>()) {}

    std::vector<TreeNode> nodes;  // nodes[0] is the document
    std::vector<Attribute> attributes;
    std::vector<std::string_view> names{""};  // of elements without a tag number
    Doctype doctype;
    bool quirks = false;
    /// Of a fragment: the html element whose children are the result.
    NodeId fragment_root = no_node;
    std::vector<std::string> notes;  // "nesting cut: deeper than 512"

    std::unique_ptr<InputBuffer> input;
    std::unique_ptr<Arena> arena;

    std::string_view name_of(NodeId node) const {
        return nodes[node].name != 0 ? names[nodes[node].name] : chappe::name_of(nodes[node].tag);
    }
    /// The value of an attribute; nothing when there is none.
    std::optional<std::string_view> attribute(NodeId node, std::string_view name) const;
    bool is_html(NodeId node, Tag tag) const {
        return nodes[node].tag == tag && nodes[node].space == Namespace::html &&
               nodes[node].kind == NodeKind::element;
    }

    NodeId add(NodeKind kind);
    /// Takes the node from where it is and puts it under `parent`, before `before` or at the end.
    void insert(NodeId node, NodeId parent, NodeId before = no_node);
    void remove(NodeId node);
    void move_children(NodeId from, NodeId to);
    /// Adds to a text node; in step with the text added, however often.
    void extend_text(NodeId node, std::string_view text);

    /// The node behind `node` in document order, below `root`; `no_node` at the end.
    NodeId next_in(NodeId root, NodeId node) const;
    NodeId next_behind(NodeId root, NodeId node) const;  // the same, its children left out
};

struct ParseOptions {
    std::optional<FragmentContext> fragment;
    Unclosed unclosed = Unclosed::swallows_the_rest;
};

/// No element stands deeper than this, as in browsers.
inline constexpr std::size_t deepest_element = 512;

/// The tree construction of the standard, 13.2.6, without scripting. Any bytes give a tree. Time
/// and memory are linear in the size: nesting is cut at `deepest_element`, a page at 500,000
/// elements, and formatting elements are not reopened for ever; each cut is noted.
HtmlTree parse_tree(std::string_view markup, const ParseOptions& options = {});

/// What a tree promises: links agree in both directions, no element is too deep, every text lies in
/// the input, the arena or the program. Empty, or what is wrong.
std::string broken_tree(const HtmlTree& tree);

}  // namespace chappe
