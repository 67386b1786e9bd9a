#include "read/html5/tree.h"

#include <algorithm>
#include <cstring>

namespace chappe {

std::optional<std::string_view> HtmlTree::attribute(NodeId node, std::string_view name) const {
    const TreeNode& element = nodes[node];
    for (std::uint32_t i = 0; i < element.attributes; ++i) {
        const Attribute& one = attributes[element.first_attribute + i];
        if (one.name == name) return one.value;
    }
    return std::nullopt;
}

NodeId HtmlTree::add(NodeKind kind) {
    const auto id = static_cast<NodeId>(nodes.size());
    nodes.emplace_back().kind = kind;
    return id;
}

void HtmlTree::insert(NodeId node, NodeId parent, NodeId before) {
    if (nodes[node].parent != no_node) remove(node);
    TreeNode& moved = nodes[node];
    TreeNode& above = nodes[parent];
    moved.parent = parent;
    moved.next = before;
    moved.previous = before == no_node ? above.last_child : nodes[before].previous;
    (moved.previous == no_node ? above.first_child : nodes[moved.previous].next) = node;
    (before == no_node ? above.last_child : nodes[before].previous) = node;
}

void HtmlTree::remove(NodeId node) {
    TreeNode& gone = nodes[node];
    if (gone.parent == no_node) return;
    TreeNode& above = nodes[gone.parent];
    (gone.previous == no_node ? above.first_child : nodes[gone.previous].next) = gone.next;
    (gone.next == no_node ? above.last_child : nodes[gone.next].previous) = gone.previous;
    gone.parent = gone.previous = gone.next = no_node;
}

void HtmlTree::move_children(NodeId from, NodeId to) {
    while (nodes[from].first_child != no_node) insert(nodes[from].first_child, to);
}

void HtmlTree::extend_text(NodeId node, std::string_view text) {
    TreeNode& old = nodes[node];
    if (old.room == 0 && old.text + old.size == text.data()) {  // the next piece of the input
        old.size += static_cast<std::uint32_t>(text.size());
        return;
    }
    const std::size_t size = old.size + text.size();
    if (size > old.room) {
        const std::size_t room = size * 2;
        char* const copy = arena->take(room);
        if (old.size > 0) std::memcpy(copy, old.text, old.size);
        old.text = copy;
        old.room = static_cast<std::uint32_t>(room);
    }
    // Room lies in the arena, which gave it out writable.
    std::memcpy(const_cast<char*>(old.text) + old.size, text.data(), text.size());
    old.size = static_cast<std::uint32_t>(size);
}

NodeId HtmlTree::next_in(NodeId root, NodeId node) const {
    if (nodes[node].first_child != no_node) return nodes[node].first_child;
    return next_behind(root, node);
}

NodeId HtmlTree::next_behind(NodeId root, NodeId node) const {
    while (node != root && node != no_node) {
        if (nodes[node].next != no_node) return nodes[node].next;
        node = nodes[node].parent;
    }
    return no_node;
}

std::string broken_tree(const HtmlTree& tree) {
    const auto owned = [&tree](std::string_view text) {
        return text.empty() || tree.input->holds(text) || tree.arena->holds(text);
    };
    std::size_t depth = 0;
    NodeId at = 0;
    std::size_t seen = 0;
    while (at != no_node) {
        const TreeNode& node = tree.nodes[at];
        if (++seen > tree.nodes.size()) return "the links run in a circle";
        if (node.kind == NodeKind::element && depth > deepest_element)
            return "an element is too deep";
        if ((node.kind == NodeKind::text || node.kind == NodeKind::comment) &&
            !owned(node.characters()))
            return "a text lies outside of input and arena";
        for (NodeId child = node.first_child, before = no_node; child != no_node;
             before = child, child = tree.nodes[child].next) {
            if (tree.nodes[child].parent != at) return "a child has another parent";
            if (tree.nodes[child].previous != before) return "siblings disagree";
            if (tree.nodes[child].next == no_node && node.last_child != child)
                return "the last child is another one";
        }
        if (node.kind == NodeKind::element &&
            node.first_attribute + std::size_t{node.attributes} > tree.attributes.size())
            return "attributes outside of the pool";
        if (node.first_child != no_node) {
            at = node.first_child;
            ++depth;
            continue;
        }
        while (at != no_node && tree.nodes[at].next == no_node) {
            at = tree.nodes[at].parent;
            --depth;
        }
        if (at != no_node) at = tree.nodes[at].next;
    }
    return {};
}

}  // namespace chappe
