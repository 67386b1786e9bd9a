// 13.2.6.4.7 The "in body" insertion mode: end tags; 13.2.6.4.8, the "text" insertion mode.

#include "read/html5/tree_builder.h"

namespace chappe {

TreeBuilder::Next TreeBuilder::body_end_tag() {
    if (ends_what_was_cut()) return Next::done;
    switch (token_.tag) {
        case Tag::template_:
            return in_head();
        case Tag::body:
        case Tag::html:
            if (!in_scope(Tag::body)) return Next::done;
            mode_ = Mode::after_body;
            return token_.tag == Tag::html ? Next::again : Next::done;
        case Tag::address:
        case Tag::article:
        case Tag::aside:
        case Tag::blockquote:
        case Tag::button:
        case Tag::center:
        case Tag::details:
        case Tag::dialog:
        case Tag::dir:
        case Tag::div:
        case Tag::dl:
        case Tag::fieldset:
        case Tag::figcaption:
        case Tag::figure:
        case Tag::footer:
        case Tag::header:
        case Tag::hgroup:
        case Tag::listing:
        case Tag::main:
        case Tag::menu:
        case Tag::nav:
        case Tag::ol:
        case Tag::pre:
        case Tag::search:
        case Tag::section:
        case Tag::select:
        case Tag::summary:
        case Tag::ul:
            end_block();
            return Next::done;
        case Tag::form:
            end_form();
            return Next::done;
        case Tag::p:
            if (in_scope(Tag::p, scope_boundary | button_boundary)) {
                close_p();
            } else if (!is_full()) {  // </p> alone is an empty paragraph
                token_.attributes = 0;
                insert_void();
            }
            return Next::done;
        case Tag::li:
        case Tag::dd:
        case Tag::dt:
            end_item();
            return Next::done;
        case Tag::h1:
        case Tag::h2:
        case Tag::h3:
        case Tag::h4:
        case Tag::h5:
        case Tag::h6:
            end_heading();
            return Next::done;
        case Tag::a:
        case Tag::b:
        case Tag::big:
        case Tag::code:
        case Tag::em:
        case Tag::font:
        case Tag::i:
        case Tag::nobr:
        case Tag::s:
        case Tag::small:
        case Tag::strike:
        case Tag::strong:
        case Tag::tt:
        case Tag::u:
            adopt(token_.tag);
            return Next::done;
        case Tag::applet:
        case Tag::marquee:
        case Tag::object:
            if (!in_scope(token_.tag)) return Next::done;
            close_implied();
            pop_until(token_.tag);
            clear_formatting_to_marker();
            return Next::done;
        case Tag::br:  // </br> is <br>
            reopen_formatting();
            token_.attributes = 0;
            insert_void();
            frameset_ok_ = false;
            return Next::done;
        default:
            any_other_end_tag();
            return Next::done;
    }
}

void TreeBuilder::end_block() {
    if (!in_scope(token_.tag)) return;
    close_implied();
    pop_until(token_.tag);
}

void TreeBuilder::end_form() {
    if (is_any_open(Tag::template_)) {
        if (!in_scope(Tag::form)) return;
        close_implied();
        pop_until(Tag::form);
        return;
    }
    const NodeId node = form_;
    form_ = no_node;
    if (node == no_node || !node_in_scope(node)) return;
    close_implied();
    remove_open(position_of(node));
}

void TreeBuilder::end_item() {
    const unsigned boundary =
        token_.tag == Tag::li ? scope_boundary | list_boundary : unsigned{scope_boundary};
    if (!in_scope(token_.tag, boundary)) return;
    close_implied(token_.tag);
    pop_until(token_.tag);
}

void TreeBuilder::end_heading() {
    if (!heading_in_scope()) return;
    close_implied();
    pop_until_kind(heading);
}

/// "Any other end tag".
void TreeBuilder::any_other_end_tag() {
    const bool named = token_.tag == Tag::unknown;
    if (!is_any_open(token_.tag)) return;
    for (std::size_t i = open_.size(); i-- > 0;) {
        if (open_[i].tag == token_.tag && (!named || tree_.name_of(open_[i].node) == token_.text)) {
            while ((current().kinds & implied_end) != 0 && open_.size() > i + 1) pop();
            pop_behind(i);
            pop();
            return;
        }
        if ((open_[i].kinds & special) != 0) return;
    }
}

/// 13.2.6.4.8 The "text" insertion mode.
TreeBuilder::Next TreeBuilder::text_mode() {
    if (is_characters()) {
        insert_text(token_.text);
        return Next::done;
    }
    pop();
    mode_ = original_mode_;
    return token_.kind == TokenKind::end_of_file ? Next::again : Next::done;
}

}  // namespace chappe
