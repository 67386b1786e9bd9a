// The list of active formatting elements (13.2.4.3) and the adoption agency (13.2.6.4.7, "The
// adoption agency algorithm for a token"), which sorts out <b><p></b></p>.

#include <algorithm>
#include <functional>

#include "read/html5/tree_builder.h"

namespace chappe {
namespace {

/// Equal for equal sets of attributes, whatever their order.
std::uint32_t hash_of(const Attribute* attribute, std::uint32_t count) {
    std::size_t sum = count;
    for (; count > 0; --count, ++attribute)
        sum += std::hash<std::string_view>{}(attribute->name) * 31 +
               std::hash<std::string_view>{}(attribute->value);
    return static_cast<std::uint32_t>(sum ^ sum >> 32);
}

}  // namespace

/// "Push onto the list of active formatting elements": the element just opened. Of four that are
/// alike the first one leaves ("the Noah's Ark clause").
void TreeBuilder::add_formatting() {
    const NodeId node = current().node;
    const TreeNode& element = tree_.nodes[node];
    const std::uint32_t hash =
        hash_of(tree_.attributes.data() + element.first_attribute, element.attributes);
    const auto alike = [&](const Formatting& entry) {
        if (entry.tag != element.tag || entry.hash != hash) return false;
        const TreeNode& other = tree_.nodes[entry.node];
        if (other.attributes != element.attributes) return false;
        for (std::uint32_t i = 0; i < element.attributes; ++i) {
            const Attribute& one = tree_.attributes[element.first_attribute + i];
            if (tree_.attribute(entry.node, one.name) != one.value) return false;
        }
        return true;
    };
    int found = 0;
    for (std::size_t i = formatting_.size(); i-- > 0 && formatting_[i].node != no_node;) {
        if (!alike(formatting_[i]) || ++found < 3) continue;
        formatting_.erase(formatting_.begin() + static_cast<std::ptrdiff_t>(i));
        break;
    }
    formatting_.push_back({node, element.tag, hash});
}

/// "Reconstruct the active formatting elements".
void TreeBuilder::reopen_formatting() {
    if (formatting_.empty()) return;
    const auto stands = [this](const Formatting& entry) {
        return entry.node == no_node || tree_.nodes[entry.node].is_open;
    };
    if (stands(formatting_.back())) return;
    std::size_t first = formatting_.size() - 1;
    while (first > 0 && !stands(formatting_[first - 1])) --first;
    const std::size_t count = formatting_.size() - first;
    if (count > reopenings_left_ || open_.size() + count > deepest_open || is_full()) {
        cut("formatting cut: reopened too often");
        formatting_.resize(first);
        return;
    }
    reopenings_left_ -= count;
    for (std::size_t i = first; i < formatting_.size(); ++i) {
        const NodeId clone = clone_element(formatting_[i].node);
        insert_at(clone, place_for_inserting());
        push(clone);
        formatting_[i].node = clone;
    }
}

void TreeBuilder::clear_formatting_to_marker() {
    while (!formatting_.empty()) {
        const bool marker = formatting_.back().node == no_node;
        formatting_.pop_back();
        if (marker) return;
    }
}

std::size_t TreeBuilder::formatting_position(NodeId node) const {
    for (std::size_t i = formatting_.size(); i-- > 0;)
        if (formatting_[i].node == node) return i;
    return formatting_.size();
}

void TreeBuilder::forget_formatting(NodeId node) {
    const std::size_t at = formatting_position(node);
    if (at < formatting_.size())
        formatting_.erase(formatting_.begin() + static_cast<std::ptrdiff_t>(at));
}

/// Formatting elements have tag numbers; attributes are shared with the original.
NodeId TreeBuilder::clone_element(NodeId node) {
    const TreeNode& element = tree_.nodes[node];
    return make_element(element.tag, {}, element.space, element.first_attribute,
                        element.attributes);
}

void TreeBuilder::adopt(Tag subject) {
    if (current_is(subject) && formatting_position(current().node) == formatting_.size()) {
        pop();
        return;
    }
    for (int round = 0; round < 8; ++round)
        if (!adopt_once(subject)) return;
}

/// One turn of the outer loop; false when it was the last one.
bool TreeBuilder::adopt_once(Tag subject) {
    std::size_t at = formatting_.size();
    while (at > 0 && formatting_[at - 1].node != no_node && formatting_[at - 1].tag != subject)
        --at;
    if (at == 0 || formatting_[at - 1].node == no_node) {
        any_other_end_tag();
        return false;
    }
    --at;
    const NodeId element = formatting_[at].node;
    const std::size_t open_at = position_of(element);
    if (open_at == open_.size()) {
        forget_formatting(element);
        return false;
    }
    if (!node_in_scope(element)) return false;

    std::size_t furthest_at = open_at + 1;
    while (furthest_at < open_.size() && (open_[furthest_at].kinds & special) == 0) ++furthest_at;
    if (furthest_at == open_.size() || reopenings_left_ < 4 || is_full()) {
        if (furthest_at != open_.size()) cut("formatting cut: reopened too often");
        pop_behind(open_at);
        pop();
        forget_formatting(element);
        return false;
    }
    moved_deeper_ = true;
    const NodeId above = open_[open_at - 1].node;
    const NodeId furthest = open_[furthest_at].node;
    std::size_t bookmark = at;
    const NodeId last = wrap_furthest(open_at, furthest_at, bookmark);
    tree_.remove(last);
    insert_at(last, place_for_inserting(above));

    const NodeId clone = clone_element(element);
    --reopenings_left_;
    tree_.move_children(furthest, clone);
    tree_.insert(clone, furthest);

    Formatting entry = formatting_[formatting_position(element)];
    const std::size_t old_at = formatting_position(element);
    entry.node = clone;
    formatting_.erase(formatting_.begin() + static_cast<std::ptrdiff_t>(old_at));
    if (old_at < bookmark) --bookmark;
    formatting_.insert(formatting_.begin() + static_cast<std::ptrdiff_t>(bookmark), entry);

    remove_open(position_of(element));
    push(clone);
    const Open opened = open_.back();
    open_.pop_back();
    open_.insert(open_.begin() + static_cast<std::ptrdiff_t>(position_of(furthest)) + 1, opened);
    return true;
}

/// The inner loop: every formatting element between the subject and the furthest block is cloned
/// around the block, at most three of them; the others leave. Gives the outermost node.
NodeId TreeBuilder::wrap_furthest(std::size_t formatting_at, std::size_t furthest_at,
                                  std::size_t& bookmark) {
    const NodeId furthest = open_[furthest_at].node;
    NodeId last = furthest;
    int counter = 0;
    for (std::size_t at = furthest_at - 1; at > formatting_at; --at) {
        ++counter;
        const NodeId node = open_[at].node;
        std::size_t listed = formatting_position(node);
        if (counter > 3 && listed < formatting_.size()) {
            formatting_.erase(formatting_.begin() + static_cast<std::ptrdiff_t>(listed));
            if (listed < bookmark) --bookmark;
            listed = formatting_.size();
        }
        if (listed == formatting_.size()) {
            remove_open(at);
            continue;
        }
        const NodeId clone = clone_element(node);
        --reopenings_left_;
        formatting_[listed].node = clone;
        tree_.nodes[node].is_open = false;
        tree_.nodes[clone].is_open = true;
        open_[at].node = clone;
        if (last == furthest) bookmark = listed + 1;
        tree_.insert(last, clone);
        last = clone;
    }
    return last;
}

}  // namespace chappe
