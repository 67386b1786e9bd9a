// A <selectedcontent> in a <select> shows a copy of what is in the selected option (HTML standard
// 4.10.10, "maybe clone an option into selectedcontent"). Browsers copy each time an option is
// closed; here it is done once, at the end, with the same result.

#include "read/html5/tree_builder.h"

namespace chappe {

void TreeBuilder::fill_selected_content() {
    std::vector<bool> filled(tree_.nodes.size());  // by select: only the first one in it counts
    const auto original_size = static_cast<NodeId>(tree_.nodes.size());
    for (NodeId at = 0; at != no_node; at = tree_.next_in(0, at)) {
        if (at >= original_size || !tree_.is_html(at, Tag::selectedcontent)) continue;
        NodeId select = at;
        while (select != no_node && !tree_.is_html(select, Tag::select))
            select = tree_.nodes[select].parent;
        if (select == no_node || filled[select] || tree_.attribute(select, "multiple")) continue;
        filled[select] = true;
        const NodeId option = selected_option(select);
        if (option == no_node) continue;
        bool inside = false;
        for (NodeId above = at; above != no_node; above = tree_.nodes[above].parent)
            inside |= above == option;
        if (inside) continue;
        while (tree_.nodes[at].first_child != no_node) tree_.remove(tree_.nodes[at].first_child);
        copy_children(option, at);
    }
}

/// The last one that says so, else the first one that can be chosen.
NodeId TreeBuilder::selected_option(NodeId select) {
    NodeId selected = no_node;
    NodeId first = no_node;
    for (NodeId at = select; at != no_node && reopenings_left_ > 0;
         at = tree_.next_in(select, at)) {
        --reopenings_left_;
        if (!tree_.is_html(at, Tag::option)) continue;
        if (tree_.attribute(at, "selected")) selected = at;
        if (first == no_node && !tree_.attribute(at, "disabled")) first = at;
    }
    return selected != no_node ? selected : first;
}

void TreeBuilder::copy_children(NodeId from, NodeId to) {
    moved_deeper_ = true;
    NodeId target = to;
    NodeId at = tree_.nodes[from].first_child;
    while (at != no_node && reopenings_left_ > 0) {
        --reopenings_left_;
        const auto copy = static_cast<NodeId>(tree_.nodes.size());
        TreeNode node = tree_.nodes[at];
        node.parent = node.first_child = node.last_child = node.previous = node.next = no_node;
        node.room = 0;  // the copy does not own the text
        tree_.nodes.push_back(node);
        tree_.insert(copy, target);
        if (tree_.nodes[at].first_child != no_node) {
            at = tree_.nodes[at].first_child;
            target = copy;
            continue;
        }
        while (at != from && tree_.nodes[at].next == no_node) {
            at = tree_.nodes[at].parent;
            if (at != from) target = tree_.nodes[target].parent;
        }
        if (at == from) return;
        at = tree_.nodes[at].next;
    }
}

}  // namespace chappe
