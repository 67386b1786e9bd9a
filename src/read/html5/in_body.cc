// 13.2.6.4.7 The "in body" insertion mode: everything but end tags.

#include <algorithm>

#include "base/text.h"
#include "read/html5/character_class.h"
#include "read/html5/tree_builder.h"

namespace chappe {

TreeBuilder::Next TreeBuilder::in_body() {
    switch (token_.kind) {
        case TokenKind::characters:
            reopen_formatting();
            insert_text(token_.text);
            if (frameset_ok_)
                frameset_ok_ = std::all_of(token_.text.begin(), token_.text.end(), is_html_space);
            return Next::done;
        case TokenKind::comment:
            insert_comment_here();
            return Next::done;
        case TokenKind::start_tag:
            return body_start_tag();
        case TokenKind::end_tag:
            return body_end_tag();
        case TokenKind::end_of_file:
            return body_end_of_file();
        case TokenKind::nul:
        case TokenKind::doctype:
            break;
    }
    return Next::done;
}

TreeBuilder::Next TreeBuilder::body_end_of_file() {
    return template_modes_.empty() ? Next::done : in_template();
}

TreeBuilder::Next TreeBuilder::body_start_tag() {
    switch (token_.tag) {
        case Tag::html:
            if (!is_any_open(Tag::template_)) merge_attributes(open_[0].node);
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
        case Tag::title:
            return in_head();
        case Tag::body:
            if (open_.size() > 1 && open_[1].tag == Tag::body && !is_any_open(Tag::template_)) {
                frameset_ok_ = false;
                merge_attributes(open_[1].node);
            }
            return Next::done;
        case Tag::frameset:
            return start_frameset();
        case Tag::address:
        case Tag::article:
        case Tag::aside:
        case Tag::blockquote:
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
        case Tag::main:
        case Tag::menu:
        case Tag::nav:
        case Tag::ol:
        case Tag::p:
        case Tag::search:
        case Tag::section:
        case Tag::summary:
        case Tag::ul:
            start_block();
            return Next::done;
        case Tag::h1:
        case Tag::h2:
        case Tag::h3:
        case Tag::h4:
        case Tag::h5:
        case Tag::h6:
            start_heading();
            return Next::done;
        case Tag::pre:
        case Tag::listing:
            start_block();
            ignore_next_lf_ = true;
            frameset_ok_ = false;
            return Next::done;
        case Tag::form:
            start_form();
            return Next::done;
        case Tag::li:
        case Tag::dd:
        case Tag::dt:
            start_item();
            return Next::done;
        case Tag::plaintext:
            start_block();
            tokenizer_.enter(TextState::plaintext);
            return Next::done;
        case Tag::button:
            start_button();
            return Next::done;
        case Tag::a:
            start_a();
            return Next::done;
        case Tag::b:
        case Tag::big:
        case Tag::code:
        case Tag::em:
        case Tag::font:
        case Tag::i:
        case Tag::s:
        case Tag::small:
        case Tag::strike:
        case Tag::strong:
        case Tag::tt:
        case Tag::u:
            reopen_formatting();
            if (open_element()) add_formatting();
            return Next::done;
        case Tag::nobr:
            start_nobr();
            return Next::done;
        case Tag::applet:
        case Tag::marquee:
        case Tag::object:
            reopen_formatting();
            if (open_element()) add_marker();
            frameset_ok_ = false;
            return Next::done;
        case Tag::table:
            start_table();
            return Next::done;
        case Tag::area:
        case Tag::br:
        case Tag::embed:
        case Tag::img:
        case Tag::keygen:
        case Tag::wbr:
            reopen_formatting();
            insert_void();
            frameset_ok_ = false;
            return Next::done;
        case Tag::input:
            start_input();
            return Next::done;
        case Tag::param:
        case Tag::source:
        case Tag::track:
            insert_void();
            return Next::done;
        case Tag::hr:
            close_p_in_button_scope();
            if (in_scope(Tag::select)) close_implied();
            insert_void();
            frameset_ok_ = false;
            return Next::done;
        case Tag::image:  // "Don't ask."
            token_.tag = Tag::img;
            token_.text = name_of(Tag::img);
            return Next::again;
        case Tag::textarea:
            ignore_next_lf_ = true;
            frameset_ok_ = false;
            return generic_text();
        case Tag::xmp:
            close_p_in_button_scope();
            reopen_formatting();
            frameset_ok_ = false;
            return generic_text();
        case Tag::iframe:
            frameset_ok_ = false;
            return generic_text();
        case Tag::noembed:
            return generic_text();
        case Tag::select:
            start_select();
            return Next::done;
        case Tag::optgroup:
        case Tag::option:
            start_option();
            return Next::done;
        case Tag::rb:
        case Tag::rtc:
            if (in_scope(Tag::ruby)) close_implied();
            open_element();
            return Next::done;
        case Tag::rp:
        case Tag::rt:
            if (in_scope(Tag::ruby)) close_implied(Tag::rtc);
            open_element();
            return Next::done;
        case Tag::math:
            start_foreign(Namespace::mathml);
            return Next::done;
        case Tag::svg:
            start_foreign(Namespace::svg);
            return Next::done;
        case Tag::caption:
        case Tag::col:
        case Tag::colgroup:
        case Tag::frame:
        case Tag::head:
        case Tag::tbody:
        case Tag::td:
        case Tag::tfoot:
        case Tag::th:
        case Tag::thead:
        case Tag::tr:
            return Next::done;
        default:
            reopen_formatting();
            open_element();
            return Next::done;
    }
}

TreeBuilder::Next TreeBuilder::start_frameset() {
    if (open_.size() < 2 || open_[1].tag != Tag::body || !frameset_ok_) return Next::done;
    tree_.remove(open_[1].node);
    pop_behind(0);
    open_element();
    mode_ = Mode::in_frameset;
    return Next::done;
}

void TreeBuilder::start_block() {
    close_p_in_button_scope();
    open_element();
}

void TreeBuilder::start_heading() {
    close_p_in_button_scope();
    if ((current().kinds & heading) != 0) pop();
    open_element();
}

void TreeBuilder::start_form() {
    const bool in_template = is_any_open(Tag::template_);
    if (form_ != no_node && !in_template) return;
    close_p_in_button_scope();
    if (open_element() && !in_template) form_ = current().node;
}

/// li closes li; dd and dt close each other.
void TreeBuilder::start_item() {
    frameset_ok_ = false;
    const bool is_li = token_.tag == Tag::li;
    for (std::size_t i = open_.size(); i-- > 0;) {
        const Tag tag = open_[i].tag;
        if (is_li ? tag == Tag::li : tag == Tag::dd || tag == Tag::dt) {
            close_implied(tag);
            pop_until(tag);
            break;
        }
        if ((open_[i].kinds & special) != 0 && tag != Tag::address && tag != Tag::div &&
            tag != Tag::p)
            break;
    }
    start_block();
}

void TreeBuilder::start_button() {
    if (in_scope(Tag::button)) {
        close_implied();
        pop_until(Tag::button);
    }
    reopen_formatting();
    open_element();
    frameset_ok_ = false;
}

void TreeBuilder::start_a() {
    for (std::size_t i = formatting_.size(); i-- > 0 && formatting_[i].node != no_node;) {
        if (formatting_[i].tag != Tag::a) continue;
        const NodeId old = formatting_[i].node;
        adopt(Tag::a);
        forget_formatting(old);
        if (const std::size_t at = position_of(old); at < open_.size()) remove_open(at);
        break;
    }
    reopen_formatting();
    if (open_element()) add_formatting();
}

void TreeBuilder::start_nobr() {
    reopen_formatting();
    if (in_scope(Tag::nobr)) {
        adopt(Tag::nobr);
        reopen_formatting();
    }
    if (open_element()) add_formatting();
}

void TreeBuilder::start_table() {
    if (!tree_.quirks) close_p_in_button_scope();
    frameset_ok_ = false;
    if (open_element()) mode_ = Mode::in_table;
}

void TreeBuilder::start_input() {
    if (is_context(Tag::select)) return;
    if (in_scope(Tag::select)) pop_until(Tag::select);
    reopen_formatting();
    std::string_view type;
    for (std::uint32_t i = 0; i < token_.attributes; ++i) {
        const Attribute& attribute = tree_.attributes[token_.first_attribute + i];
        if (attribute.name == "type") type = attribute.value;
    }
    insert_void();
    if (!equal_ignoring_ascii_case(type, "hidden")) frameset_ok_ = false;
}

void TreeBuilder::start_select() {
    if (is_context(Tag::select)) return;
    if (in_scope(Tag::select)) return pop_until(Tag::select);
    reopen_formatting();
    open_element();
    frameset_ok_ = false;
}

void TreeBuilder::start_option() {
    if (in_scope(Tag::select)) {
        close_implied(token_.tag == Tag::option ? Tag::optgroup : Tag::text);
    } else if (current_is(Tag::option)) {
        pop();
    }
    reopen_formatting();
    open_element();
}

void TreeBuilder::start_foreign(Namespace space) {
    reopen_formatting();
    insert_foreign(space);
}

}  // namespace chappe
