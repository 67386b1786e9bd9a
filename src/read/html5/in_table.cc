// 13.2.6.4.9 to 13.2.6.4.15: tables.

#include <algorithm>

#include "base/text.h"
#include "read/html5/character_class.h"
#include "read/html5/tree_builder.h"

namespace chappe {

/// 13.2.6.4.9 The "in table" insertion mode.
TreeBuilder::Next TreeBuilder::in_table() {
    switch (token_.kind) {
        case TokenKind::characters:
        case TokenKind::nul:
            if ((current().kinds & fosters) != 0 || current_is(Tag::template_)) {
                table_text_.clear();
                original_mode_ = mode_;
                mode_ = Mode::in_table_text;
                return Next::again;
            }
            break;
        case TokenKind::comment:
            insert_comment_here();
            return Next::done;
        case TokenKind::doctype:
            return Next::done;
        case TokenKind::start_tag:
            return table_start_tag();
        case TokenKind::end_tag:
            switch (token_.tag) {
                case Tag::table:
                    if (ends_what_was_cut()) return Next::done;
                    if (!in_scope(Tag::table, table_boundary)) return Next::done;
                    pop_until(Tag::table);
                    reset_insertion_mode();
                    return Next::done;
                case Tag::body:
                case Tag::caption:
                case Tag::col:
                case Tag::colgroup:
                case Tag::html:
                case Tag::tbody:
                case Tag::td:
                case Tag::tfoot:
                case Tag::th:
                case Tag::thead:
                case Tag::tr:
                    return Next::done;
                case Tag::template_:
                    return in_head();
                default:
                    break;
            }
            break;
        case TokenKind::end_of_file:
            return in_body();
    }
    return table_anything_else();
}

TreeBuilder::Next TreeBuilder::table_start_tag() {
    switch (token_.tag) {
        case Tag::caption:
            clear_stack_back_to(table_context);
            add_marker();
            open_element();
            mode_ = Mode::in_caption;
            return Next::done;
        case Tag::colgroup:
            clear_stack_back_to(table_context);
            open_element();
            mode_ = Mode::in_column_group;
            return Next::done;
        case Tag::col:
            clear_stack_back_to(table_context);
            open_named(Tag::colgroup);
            mode_ = Mode::in_column_group;
            return Next::again;
        case Tag::tbody:
        case Tag::tfoot:
        case Tag::thead:
            clear_stack_back_to(table_context);
            open_element();
            mode_ = Mode::in_table_body;
            return Next::done;
        case Tag::td:
        case Tag::th:
        case Tag::tr:
            clear_stack_back_to(table_context);
            open_named(Tag::tbody);
            mode_ = Mode::in_table_body;
            return Next::again;
        case Tag::table:
            if (!in_scope(Tag::table, table_boundary)) return Next::done;
            pop_until(Tag::table);
            reset_insertion_mode();
            return Next::again;
        case Tag::style:
        case Tag::script:
        case Tag::template_:
            return in_head();
        case Tag::input: {
            std::string_view type;
            for (std::uint32_t i = 0; i < token_.attributes; ++i) {
                const Attribute& attribute = tree_.attributes[token_.first_attribute + i];
                if (attribute.name == "type") type = attribute.value;
            }
            if (!equal_ignoring_ascii_case(type, "hidden")) break;
            insert_void();
            return Next::done;
        }
        case Tag::form: {
            if (is_any_open(Tag::template_) || form_ != no_node || is_full()) return Next::done;
            const NodeId form = make_element_for_token();
            insert_at(form, place_for_inserting());
            form_ = form;
            return Next::done;
        }
        default:
            break;
    }
    return table_anything_else();
}

TreeBuilder::Next TreeBuilder::table_anything_else() {
    foster_parenting_ = true;
    const Next next = in_body();
    foster_parenting_ = false;
    return next;
}

/// 13.2.6.4.10 The "in table text" insertion mode.
TreeBuilder::Next TreeBuilder::in_table_text() {
    if (is_characters()) {
        table_text_.push_back(token_.text);
        return Next::done;
    }
    if (token_.kind == TokenKind::nul) return Next::done;
    const bool only_space =
        std::all_of(table_text_.begin(), table_text_.end(), [](std::string_view piece) {
            return std::all_of(piece.begin(), piece.end(), is_html_space);
        });
    foster_parenting_ = !only_space;
    for (const std::string_view piece : table_text_) {
        if (!only_space) {
            reopen_formatting();
            frameset_ok_ = false;
        }
        insert_text(piece);
    }
    foster_parenting_ = false;
    table_text_.clear();
    mode_ = original_mode_;
    return Next::again;
}

bool TreeBuilder::close_caption() {
    if (!in_scope(Tag::caption, table_boundary)) return false;
    close_implied();
    pop_until(Tag::caption);
    clear_formatting_to_marker();
    mode_ = Mode::in_table;
    return true;
}

/// 13.2.6.4.11 The "in caption" insertion mode.
TreeBuilder::Next TreeBuilder::in_caption() {
    if (is_start()) {
        switch (token_.tag) {
            case Tag::caption:
            case Tag::col:
            case Tag::colgroup:
            case Tag::tbody:
            case Tag::td:
            case Tag::tfoot:
            case Tag::th:
            case Tag::thead:
            case Tag::tr:
                return close_caption() ? Next::again : Next::done;
            default:
                return in_body();
        }
    }
    if (!is_end()) return in_body();
    switch (token_.tag) {
        case Tag::caption:
            close_caption();
            return Next::done;
        case Tag::table:
            if (ends_what_was_cut()) return Next::done;
            return close_caption() ? Next::again : Next::done;
        case Tag::body:
        case Tag::col:
        case Tag::colgroup:
        case Tag::html:
        case Tag::tbody:
        case Tag::td:
        case Tag::tfoot:
        case Tag::th:
        case Tag::thead:
        case Tag::tr:
            return Next::done;
        default:
            return in_body();
    }
}

/// 13.2.6.4.12 The "in column group" insertion mode.
TreeBuilder::Next TreeBuilder::in_column_group() {
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
            if (token_.tag == Tag::html) return in_body();
            if (token_.tag == Tag::col) {
                insert_void();
                return Next::done;
            }
            if (token_.tag == Tag::template_) return in_head();
            break;
        case TokenKind::end_tag:
            if (token_.tag == Tag::colgroup) {
                if (!current_is(Tag::colgroup)) return Next::done;
                pop();
                mode_ = Mode::in_table;
                return Next::done;
            }
            if (token_.tag == Tag::col) return Next::done;
            if (token_.tag == Tag::template_) return in_head();
            break;
        case TokenKind::end_of_file:
            return in_body();
        case TokenKind::nul:
            break;
    }
    if (!current_is(Tag::colgroup)) return Next::done;
    pop();
    mode_ = Mode::in_table;
    return Next::again;
}

bool TreeBuilder::close_table_body() {
    if (!in_scope(Tag::tbody, table_boundary) && !in_scope(Tag::thead, table_boundary) &&
        !in_scope(Tag::tfoot, table_boundary))
        return false;
    clear_stack_back_to(table_body_context);
    pop();
    mode_ = Mode::in_table;
    return true;
}

/// 13.2.6.4.13 The "in table body" insertion mode.
TreeBuilder::Next TreeBuilder::in_table_body() {
    if (is_start()) {
        switch (token_.tag) {
            case Tag::tr:
                clear_stack_back_to(table_body_context);
                open_element();
                mode_ = Mode::in_row;
                return Next::done;
            case Tag::th:
            case Tag::td:
                clear_stack_back_to(table_body_context);
                open_named(Tag::tr);
                mode_ = Mode::in_row;
                return Next::again;
            case Tag::caption:
            case Tag::col:
            case Tag::colgroup:
            case Tag::tbody:
            case Tag::tfoot:
            case Tag::thead:
                return close_table_body() ? Next::again : Next::done;
            default:
                return in_table();
        }
    }
    if (!is_end()) return in_table();
    switch (token_.tag) {
        case Tag::tbody:
        case Tag::tfoot:
        case Tag::thead:
            if (!in_scope(token_.tag, table_boundary)) return Next::done;
            clear_stack_back_to(table_body_context);
            pop();
            mode_ = Mode::in_table;
            return Next::done;
        case Tag::table:
            if (ends_what_was_cut()) return Next::done;
            return close_table_body() ? Next::again : Next::done;
        case Tag::body:
        case Tag::caption:
        case Tag::col:
        case Tag::colgroup:
        case Tag::html:
        case Tag::td:
        case Tag::th:
        case Tag::tr:
            return Next::done;
        default:
            return in_table();
    }
}

bool TreeBuilder::close_row() {
    if (!in_scope(Tag::tr, table_boundary)) return false;
    clear_stack_back_to(row_context);
    pop();
    mode_ = Mode::in_table_body;
    return true;
}

/// 13.2.6.4.14 The "in row" insertion mode.
TreeBuilder::Next TreeBuilder::in_row() {
    if (is_start()) {
        switch (token_.tag) {
            case Tag::th:
            case Tag::td:
                clear_stack_back_to(row_context);
                open_element();
                mode_ = Mode::in_cell;
                add_marker();
                return Next::done;
            case Tag::caption:
            case Tag::col:
            case Tag::colgroup:
            case Tag::tbody:
            case Tag::tfoot:
            case Tag::thead:
            case Tag::tr:
                return close_row() ? Next::again : Next::done;
            default:
                return in_table();
        }
    }
    if (!is_end()) return in_table();
    switch (token_.tag) {
        case Tag::tr:
            close_row();
            return Next::done;
        case Tag::table:
            if (ends_what_was_cut()) return Next::done;
            return close_row() ? Next::again : Next::done;
        case Tag::tbody:
        case Tag::tfoot:
        case Tag::thead:
            if (!in_scope(token_.tag, table_boundary)) return Next::done;
            return close_row() ? Next::again : Next::done;
        case Tag::body:
        case Tag::caption:
        case Tag::col:
        case Tag::colgroup:
        case Tag::html:
        case Tag::td:
        case Tag::th:
            return Next::done;
        default:
            return in_table();
    }
}

void TreeBuilder::close_cell() {
    close_implied();
    pop_until_kind(cell);
    clear_formatting_to_marker();
    mode_ = Mode::in_row;
}

/// 13.2.6.4.15 The "in cell" insertion mode.
TreeBuilder::Next TreeBuilder::in_cell() {
    if (is_start()) {
        switch (token_.tag) {
            case Tag::caption:
            case Tag::col:
            case Tag::colgroup:
            case Tag::tbody:
            case Tag::td:
            case Tag::tfoot:
            case Tag::th:
            case Tag::thead:
            case Tag::tr:
                if (!in_scope(Tag::td, table_boundary) && !in_scope(Tag::th, table_boundary))
                    return Next::done;
                close_cell();
                return Next::again;
            default:
                return in_body();
        }
    }
    if (!is_end()) return in_body();
    switch (token_.tag) {
        case Tag::td:
        case Tag::th:
            if (!in_scope(token_.tag, table_boundary)) return Next::done;
            close_implied();
            pop_until(token_.tag);
            clear_formatting_to_marker();
            mode_ = Mode::in_row;
            return Next::done;
        case Tag::body:
        case Tag::caption:
        case Tag::col:
        case Tag::colgroup:
        case Tag::html:
            return Next::done;
        case Tag::table:
            if (ends_what_was_cut()) return Next::done;
            [[fallthrough]];
        case Tag::tbody:
        case Tag::tfoot:
        case Tag::thead:
        case Tag::tr:
            if (!in_scope(token_.tag, table_boundary)) return Next::done;
            close_cell();
            return Next::again;
        default:
            return in_body();
    }
}

}  // namespace chappe
