// 13.2.6.4.19 to 13.2.6.4.23: behind the body, and framesets.

#include "read/html5/character_class.h"
#include "read/html5/tree_builder.h"

namespace chappe {

/// 13.2.6.4.19 The "after body" insertion mode.
TreeBuilder::Next TreeBuilder::after_body() {
    switch (token_.kind) {
        case TokenKind::characters: {
            const std::string_view space = take_space();
            if (!space.empty()) {
                reopen_formatting();
                insert_text(space);
            }
            if (token_.text.empty()) return Next::done;
            break;
        }
        case TokenKind::comment:
            insert_comment(place_in(open_[0].node));
            return Next::done;
        case TokenKind::doctype:
            return Next::done;
        case TokenKind::start_tag:
            if (token_.tag == Tag::html) return in_body();
            break;
        case TokenKind::end_tag:
            if (token_.tag != Tag::html) break;
            if (!is_fragment()) mode_ = Mode::after_after_body;
            return Next::done;
        case TokenKind::end_of_file:
            return Next::done;
        case TokenKind::nul:
            break;
    }
    mode_ = Mode::in_body;
    return Next::again;
}

/// Of a text in a frameset only the space stays.
void TreeBuilder::insert_only_space() {
    std::string_view text = token_.text;
    while (!text.empty()) {
        std::size_t size = 0;
        while (size < text.size() && is_html_space(text[size])) ++size;
        insert_text(text.substr(0, size));
        text.remove_prefix(size);
        size = 0;
        while (size < text.size() && !is_html_space(text[size])) ++size;
        text.remove_prefix(size);
    }
}

/// 13.2.6.4.20 The "in frameset" insertion mode.
TreeBuilder::Next TreeBuilder::in_frameset() {
    switch (token_.kind) {
        case TokenKind::characters:
            insert_only_space();
            break;
        case TokenKind::comment:
            insert_comment_here();
            break;
        case TokenKind::start_tag:
            if (token_.tag == Tag::html) return in_body();
            if (token_.tag == Tag::frameset) open_element();
            if (token_.tag == Tag::frame) insert_void();
            if (token_.tag == Tag::noframes) return in_head();
            break;
        case TokenKind::end_tag:
            if (token_.tag != Tag::frameset || open_.size() == 1) break;
            pop();
            if (!is_fragment() && !current_is(Tag::frameset)) mode_ = Mode::after_frameset;
            break;
        default:
            break;
    }
    return Next::done;
}

/// 13.2.6.4.21 The "after frameset" insertion mode.
TreeBuilder::Next TreeBuilder::after_frameset() {
    switch (token_.kind) {
        case TokenKind::characters:
            insert_only_space();
            break;
        case TokenKind::comment:
            insert_comment_here();
            break;
        case TokenKind::start_tag:
            if (token_.tag == Tag::html) return in_body();
            if (token_.tag == Tag::noframes) return in_head();
            break;
        case TokenKind::end_tag:
            if (token_.tag == Tag::html) mode_ = Mode::after_after_frameset;
            break;
        default:
            break;
    }
    return Next::done;
}

/// 13.2.6.4.22 The "after after body" insertion mode.
TreeBuilder::Next TreeBuilder::after_after_body() {
    switch (token_.kind) {
        case TokenKind::comment:
            insert_comment({0, no_node});
            return Next::done;
        case TokenKind::doctype:
        case TokenKind::end_of_file:
            return Next::done;
        case TokenKind::characters: {
            const std::string_view space = take_space();
            if (!space.empty()) {
                reopen_formatting();
                insert_text(space);
            }
            if (token_.text.empty()) return Next::done;
            break;
        }
        case TokenKind::start_tag:
            if (token_.tag == Tag::html) return in_body();
            break;
        default:
            break;
    }
    mode_ = Mode::in_body;
    return Next::again;
}

/// 13.2.6.4.23 The "after after frameset" insertion mode.
TreeBuilder::Next TreeBuilder::after_after_frameset() {
    switch (token_.kind) {
        case TokenKind::comment:
            insert_comment({0, no_node});
            break;
        case TokenKind::characters:
            insert_only_space();
            break;
        case TokenKind::start_tag:
            if (token_.tag == Tag::html) return in_body();
            if (token_.tag == Tag::noframes) return in_head();
            break;
        default:
            break;
    }
    return Next::done;
}

}  // namespace chappe
