// 13.2.6.5 The rules for parsing tokens in foreign content: SVG and MathML.

#include <algorithm>

#include "base/text.h"
#include "read/html5/character_class.h"
#include "read/html5/foreign_names.h"
#include "read/html5/tree_builder.h"

namespace chappe {
namespace {

/// Start tags that are HTML wherever they stand.
bool breaks_out(Tag tag) {
    switch (tag) {
        case Tag::b:
        case Tag::big:
        case Tag::blockquote:
        case Tag::body:
        case Tag::br:
        case Tag::center:
        case Tag::code:
        case Tag::dd:
        case Tag::div:
        case Tag::dl:
        case Tag::dt:
        case Tag::em:
        case Tag::embed:
        case Tag::h1:
        case Tag::h2:
        case Tag::h3:
        case Tag::h4:
        case Tag::h5:
        case Tag::h6:
        case Tag::head:
        case Tag::hr:
        case Tag::i:
        case Tag::img:
        case Tag::li:
        case Tag::listing:
        case Tag::menu:
        case Tag::meta:
        case Tag::nobr:
        case Tag::ol:
        case Tag::p:
        case Tag::pre:
        case Tag::ruby:
        case Tag::s:
        case Tag::small:
        case Tag::span:
        case Tag::strong:
        case Tag::strike:
        case Tag::sub:
        case Tag::sup:
        case Tag::table:
        case Tag::tt:
        case Tag::u:
        case Tag::ul:
        case Tag::var:
            return true;
        default:
            return false;
    }
}

}  // namespace

/// 13.2.4.2: in the fragment case the context element stands for the root.
NodeId TreeBuilder::adjusted_current() const {
    return open_.size() == 1 && is_fragment() ? context_node_ : open_.back().node;
}

bool TreeBuilder::is_mathml_text_integration_point(NodeId node) const {
    const TreeNode& element = tree_.nodes[node];
    if (element.space != Namespace::mathml) return false;
    switch (element.tag) {
        case Tag::mi:
        case Tag::mo:
        case Tag::mn:
        case Tag::ms:
        case Tag::mtext:
            return true;
        default:
            return false;
    }
}

/// 13.2.6: the conditions under which the insertion mode decides.
bool TreeBuilder::follows_html_rules() const {
    const NodeId id = adjusted_current();
    const TreeNode& node = tree_.nodes[id];
    if (node.space == Namespace::html || token_.kind == TokenKind::end_of_file) return true;
    const bool text = token_.kind == TokenKind::characters || token_.kind == TokenKind::nul;
    if (is_mathml_text_integration_point(id))
        if (text || (is_start() && token_.tag != Tag::mglyph && token_.tag != Tag::malignmark))
            return true;
    if (node.space == Namespace::mathml && node.tag == Tag::annotation_xml && is_start(Tag::svg))
        return true;
    return node.html_inside && (text || is_start());
}

void TreeBuilder::foreign_content() {
    switch (token_.kind) {
        case TokenKind::nul:
            insert_text(tree_.arena->keep("\uFFFD"));
            return;
        case TokenKind::characters:
            insert_text(token_.text);
            if (frameset_ok_)
                frameset_ok_ = std::all_of(token_.text.begin(), token_.text.end(), is_html_space);
            return;
        case TokenKind::comment:
            insert_comment_here();
            return;
        case TokenKind::doctype:
        case TokenKind::end_of_file:
            return;
        case TokenKind::start_tag:
            if (foreign_start_tag() == Next::done) return;
            break;
        case TokenKind::end_tag:
            if (foreign_end_tag() == Next::done) return;
            break;
    }
    while (process_here() == Next::again) {
    }
}

/// Done, or to be processed by the rules of the insertion mode.
TreeBuilder::Next TreeBuilder::foreign_start_tag() {
    bool breakout = breaks_out(token_.tag);
    if (token_.tag == Tag::font) {
        for (std::uint32_t i = 0; i < token_.attributes; ++i) {
            const std::string_view name = tree_.attributes[token_.first_attribute + i].name;
            breakout |= name == "color" || name == "face" || name == "size";
        }
    }
    if (!breakout) {
        insert_foreign(tree_.nodes[adjusted_current()].space);
        return Next::done;
    }
    while (open_.size() > 1 && tree_.nodes[current().node].space != Namespace::html &&
           !tree_.nodes[current().node].html_inside &&
           !is_mathml_text_integration_point(current().node))
        pop();
    return Next::again;
}

TreeBuilder::Next TreeBuilder::foreign_end_tag() {
    if (ends_what_was_cut()) return Next::done;
    if (token_.tag == Tag::br || token_.tag == Tag::p) {
        while (open_.size() > 1 && tree_.nodes[current().node].space != Namespace::html &&
               !tree_.nodes[current().node].html_inside &&
               !is_mathml_text_integration_point(current().node))
            pop();
        return Next::again;
    }
    for (std::size_t i = open_.size(); i-- > 1;) {
        if (i + 1 < open_.size() && tree_.nodes[open_[i].node].space == Namespace::html)
            return Next::again;
        if (equal_ignoring_ascii_case(tree_.name_of(open_[i].node), token_.text)) {
            pop_behind(i);
            pop();
            return Next::done;
        }
    }
    return open_.size() > 1 ? Next::again : Next::done;  // the root is HTML
}

/// 13.2.6.1 "Insert a foreign element", with the names adjusted.
NodeId TreeBuilder::insert_foreign(Namespace space) {
    if (is_full()) return no_node;
    std::string_view name = token_.text;
    Tag tag = token_.tag;
    if (space == Namespace::svg) {
        name = svg_element_name(name);
        if (name == name_of(Tag::foreign_object)) tag = Tag::foreign_object;
    }
    for (std::uint32_t i = 0; i < token_.attributes; ++i) {
        std::string_view& key = tree_.attributes[token_.first_attribute + i].name;
        key = space == Namespace::svg ? svg_attribute_name(key) : mathml_attribute_name(key);
    }
    const NodeId node = make_element(tag, name, space, token_.first_attribute, token_.attributes);
    TreeNode& element = tree_.nodes[node];
    if (space == Namespace::svg) {
        element.html_inside = tag == Tag::foreign_object || tag == Tag::desc || tag == Tag::title;
    } else if (tag == Tag::annotation_xml) {
        const std::string_view encoding = tree_.attribute(node, "encoding").value_or("");
        element.html_inside = equal_ignoring_ascii_case(encoding, "text/html") ||
                              equal_ignoring_ascii_case(encoding, "application/xhtml+xml");
    }
    insert_at(node, place_for_inserting());
    if (token_.self_closing) return node;
    if (open_.size() >= deepest_open) {
        cut("nesting cut: deeper than 512");
        remember_cut();
        return node;
    }
    push(node);
    return node;
}

}  // namespace chappe
