// 13.2.6.4.1 to 13.2.6.4.6: up to the body, and 13.2.6.4.18, templates.

#include <array>

#include "base/text.h"
#include "read/html5/quirks.h"
#include "read/html5/tree_builder.h"

namespace chappe {

/// 13.2.6.4.1 The "initial" insertion mode.
TreeBuilder::Next TreeBuilder::initial() {
    switch (token_.kind) {
        case TokenKind::characters:
            take_space();
            if (token_.text.empty()) return Next::done;
            break;
        case TokenKind::comment:
            insert_comment({0, no_node});
            return Next::done;
        case TokenKind::doctype: {
            tree_.doctype = {token_.text, token_.public_id, token_.system_id};
            insert_at(tree_.add(NodeKind::doctype), {0, no_node});
            tree_.quirks = is_quirky(token_);
            mode_ = Mode::before_html;
            return Next::done;
        }
        default:
            break;
    }
    tree_.quirks = true;  // no doctype
    mode_ = Mode::before_html;
    return Next::again;
}

/// 13.2.6.4.2 The "before html" insertion mode.
TreeBuilder::Next TreeBuilder::before_html() {
    switch (token_.kind) {
        case TokenKind::doctype:
            return Next::done;
        case TokenKind::comment:
            insert_comment({0, no_node});
            return Next::done;
        case TokenKind::characters:
            take_space();
            if (token_.text.empty()) return Next::done;
            break;
        case TokenKind::start_tag:
            if (token_.tag != Tag::html) break;
            {
                const NodeId html = make_element_for_token();
                insert_at(html, {0, no_node});
                push(html);
            }
            mode_ = Mode::before_head;
            return Next::done;
        case TokenKind::end_tag:
            if (token_.tag == Tag::head || token_.tag == Tag::body || token_.tag == Tag::html ||
                token_.tag == Tag::br)
                break;
            return Next::done;
        default:
            break;
    }
    open_named(Tag::html);
    mode_ = Mode::before_head;
    return Next::again;
}

/// 13.2.6.4.3 The "before head" insertion mode.
TreeBuilder::Next TreeBuilder::before_head() {
    switch (token_.kind) {
        case TokenKind::characters:
            take_space();
            if (token_.text.empty()) return Next::done;
            break;
        case TokenKind::comment:
            insert_comment_here();
            return Next::done;
        case TokenKind::doctype:
            return Next::done;
        case TokenKind::start_tag:
            if (token_.tag == Tag::html) return in_body();
            if (token_.tag != Tag::head) break;
            open_element();
            head_ = current().node;
            mode_ = Mode::in_head;
            return Next::done;
        case TokenKind::end_tag:
            if (token_.tag == Tag::head || token_.tag == Tag::body || token_.tag == Tag::html ||
                token_.tag == Tag::br)
                break;
            return Next::done;
        default:
            break;
    }
    open_named(Tag::head);
    head_ = current().node;
    mode_ = Mode::in_head;
    return Next::again;
}

/// 13.2.6.2: an element whose content is raw text or rcdata.
TreeBuilder::Next TreeBuilder::generic_text() {
    const bool is_rcdata = token_.tag == Tag::title || token_.tag == Tag::textarea;
    const NodeId node = make_element_for_token();
    insert_at(node, place_for_inserting());
    push(node);
    enter_text(token_.tag == Tag::script ? TextState::script_data
               : is_rcdata               ? TextState::rcdata
                                         : TextState::rawtext);
    return Next::done;
}

/// 13.2.6.4.4 The "in head" insertion mode.
TreeBuilder::Next TreeBuilder::in_head() {
    switch (token_.kind) {
        case TokenKind::characters:
            insert_text(take_space());
            if (token_.text.empty()) return Next::done;
            break;
        case TokenKind::comment:
            insert_comment_here();
            return Next::done;
        case TokenKind::doctype:
            return Next::done;
        case TokenKind::start_tag:
            switch (token_.tag) {
                case Tag::html:
                    return in_body();
                case Tag::base:
                case Tag::basefont:
                case Tag::bgsound:
                case Tag::link:
                case Tag::meta:
                    insert_void();
                    return Next::done;
                case Tag::title:
                case Tag::noframes:
                case Tag::style:
                case Tag::script:
                    return generic_text();
                case Tag::noscript:
                    if (open_element()) mode_ = Mode::in_head_noscript;
                    return Next::done;
                case Tag::template_:
                    return start_template();
                case Tag::head:
                    return Next::done;
                default:
                    break;
            }
            break;
        case TokenKind::end_tag:
            if (token_.tag == Tag::head) {
                pop();
                mode_ = Mode::after_head;
                return Next::done;
            }
            if (token_.tag == Tag::template_) return end_template();
            if (token_.tag == Tag::body || token_.tag == Tag::html || token_.tag == Tag::br) break;
            return Next::done;
        default:
            break;
    }
    pop();
    mode_ = Mode::after_head;
    return Next::again;
}

/// 13.2.6.4.5 The "in head noscript" insertion mode.
TreeBuilder::Next TreeBuilder::in_head_noscript() {
    switch (token_.kind) {
        case TokenKind::doctype:
            return Next::done;
        case TokenKind::comment:
            return in_head();
        case TokenKind::characters:
            insert_text(take_space());
            if (token_.text.empty()) return Next::done;
            break;
        case TokenKind::start_tag:
            switch (token_.tag) {
                case Tag::html:
                    return in_body();
                case Tag::basefont:
                case Tag::bgsound:
                case Tag::link:
                case Tag::meta:
                case Tag::noframes:
                case Tag::style:
                    return in_head();
                case Tag::head:
                case Tag::noscript:
                    return Next::done;
                default:
                    break;
            }
            break;
        case TokenKind::end_tag:
            if (token_.tag == Tag::noscript) {
                pop();
                mode_ = Mode::in_head;
                return Next::done;
            }
            if (token_.tag != Tag::br) return Next::done;
            break;
        default:
            break;
    }
    pop();
    mode_ = Mode::in_head;
    return Next::again;
}

/// 13.2.6.4.6 The "after head" insertion mode.
TreeBuilder::Next TreeBuilder::after_head() {
    switch (token_.kind) {
        case TokenKind::characters:
            insert_text(take_space());
            if (token_.text.empty()) return Next::done;
            break;
        case TokenKind::comment:
            insert_comment_here();
            return Next::done;
        case TokenKind::doctype:
            return Next::done;
        case TokenKind::start_tag:
            switch (token_.tag) {
                case Tag::html:
                    return in_body();
                case Tag::body:
                    open_element();
                    frameset_ok_ = false;
                    mode_ = Mode::in_body;
                    return Next::done;
                case Tag::frameset:
                    open_element();
                    mode_ = Mode::in_frameset;
                    return Next::done;
                case Tag::base:
                case Tag::basefont:
                case Tag::bgsound:
                case Tag::link:
                case Tag::meta:
                case Tag::noframes:
                case Tag::script:
                case Tag::style:
                case Tag::template_:
                case Tag::title: {
                    push(head_);
                    const Next next = in_head();
                    if (const std::size_t at = position_of(head_); at < open_.size())
                        remove_open(at);
                    return next;
                }
                case Tag::head:
                    return Next::done;
                default:
                    break;
            }
            break;
        case TokenKind::end_tag:
            if (token_.tag == Tag::template_) return in_head();
            if (token_.tag == Tag::body || token_.tag == Tag::html || token_.tag == Tag::br) break;
            return Next::done;
        default:
            break;
    }
    open_named(Tag::body);
    mode_ = Mode::in_body;
    return Next::again;
}

TreeBuilder::Next TreeBuilder::start_template() {
    moved_deeper_ = true;  // each template is two levels: the element and its content
    if (!open_element()) return Next::done;
    add_marker();
    frameset_ok_ = false;
    mode_ = Mode::in_template;
    template_modes_.push_back(Mode::in_template);
    return Next::done;
}

TreeBuilder::Next TreeBuilder::end_template() {
    if (!is_any_open(Tag::template_)) return Next::done;
    close_implied_thoroughly();
    pop_until(Tag::template_);
    clear_formatting_to_marker();
    template_modes_.pop_back();
    reset_insertion_mode();
    return Next::done;
}

TreeBuilder::Next TreeBuilder::template_mode(Mode mode) {
    template_modes_.back() = mode;
    mode_ = mode;
    return Next::again;
}

/// 13.2.6.4.18 The "in template" insertion mode.
TreeBuilder::Next TreeBuilder::in_template() {
    switch (token_.kind) {
        case TokenKind::characters:
        case TokenKind::nul:
        case TokenKind::comment:
        case TokenKind::doctype:
            return in_body();
        case TokenKind::start_tag:
            switch (token_.tag) {
                case Tag::base:
                case Tag::basefont:
                case Tag::bgsound:
                case Tag::link:
                case Tag::meta:
                case Tag::noframes:
                case Tag::script:
                case Tag::style:
                case Tag::template_:
                case Tag::title:
                    return in_head();
                case Tag::caption:
                case Tag::colgroup:
                case Tag::tbody:
                case Tag::tfoot:
                case Tag::thead:
                    return template_mode(Mode::in_table);
                case Tag::col:
                    return template_mode(Mode::in_column_group);
                case Tag::tr:
                    return template_mode(Mode::in_table_body);
                case Tag::td:
                case Tag::th:
                    return template_mode(Mode::in_row);
                default:
                    return template_mode(Mode::in_body);
            }
        case TokenKind::end_tag:
            return token_.tag == Tag::template_ ? in_head() : Next::done;
        case TokenKind::end_of_file:
            break;
    }
    if (!is_any_open(Tag::template_)) return Next::done;
    pop_until(Tag::template_);
    clear_formatting_to_marker();
    template_modes_.pop_back();
    reset_insertion_mode();
    return Next::again;
}

}  // namespace chappe
