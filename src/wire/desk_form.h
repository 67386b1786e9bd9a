#pragma once
// Pieces that the desk's pages share: labelled fields with what is wrong with them, and the frame.

#include <string>
#include <string_view>

#include "wire/desk_messages.h"
#include "wire/draft.h"
#include "wire/html_writer.h"
#include "wire/layout.h"
#include "wire/pages.h"

namespace chappe {

/// Head, menu, <main> and the page's heading. The page's title says first that something is wrong.
void begin_desk(HtmlWriter&, const Reader&, DeskMessage title, const Problems& = {});
void end_desk(HtmlWriter&, const Reader&);

/// What is wrong, in one list of links to the fields, read out at once.
void write_problems(HtmlWriter&, const Reader&, const Problems&);

/// `<form method="post" action=PLACE>`, with the reader's language.
void begin_form(HtmlWriter&, const Reader&, std::string_view place, Literal more = "");
void hidden_field(HtmlWriter&, std::string_view name, std::string_view value);

struct Field {
    Literal name;
    DeskMessage label;
    std::string_view value = {};
    DeskMessage hint = DeskMessage::nothing;
    Literal attributes = "";   // "type=\"password\" autocomplete=\"new-password\""
    std::string_view id = {};  // when another field of the page has the same name
};
/// Label, hint, what is wrong, control: in this order, and tied to each other.
void input_field(HtmlWriter&, const Reader&, const Field&, const Problems&);
void area_field(HtmlWriter&, const Reader&, const Field&, int rows, const Problems&);
void begin_select(HtmlWriter&, const Reader&, const Field&, const Problems&);
void option(HtmlWriter&, std::string_view value, std::string_view words, bool chosen,
            std::string_view language = {});
void end_select(HtmlWriter&);

/// `<button name="step" value=STEP>`; the main one of a form stands out.
enum class ButtonKind { main, plain, grave };
void button(HtmlWriter&, const Reader&, DeskMessage words, ButtonKind, std::string_view step = {});
void link_to(HtmlWriter&, const Reader&, std::string_view path, std::string_view words);

std::string place_of(DispatchId, std::string_view act);  // "/d/7/edit"
std::string_view role_words(Ui, Role);

}  // namespace chappe
