// Withdrawing and erasing: what it means, and the form that asks.
#include "wire/desk_form.h"
#include "wire/desk_pages.h"

namespace chappe {
namespace {

void write_subject(HtmlWriter& html, const Reader& reader, const NoticePage& page) {
    html.raw("<p class=\"subject\" dir=\"auto\">");
    if (page.title.empty())
        html.text(
            say(reader.ui, DeskMessage::dispatch_number, {std::to_string(number_of(page.id))}));
    else
        html.text(page.title);
    html.raw("</p>\n");
}

void end_acts(HtmlWriter& html, const Reader& reader, const NoticePage& page) {
    link_to(html, reader, "/d/" + std::to_string(number_of(page.id)),
            say(reader.ui, DeskMessage::cancel));
    html.raw("</p>\n</form>\n");
    end_desk(html, reader);
}

}  // namespace

std::string withdraw_page(const Reader& reader, const NoticePage& page) {
    HtmlWriter html;
    begin_desk(html, reader, DeskMessage::withdraw_title, page.problems);
    write_problems(html, reader, page.problems);
    write_subject(html, reader, page);
    html.raw("<p class=\"means\">").text(say(reader.ui, DeskMessage::withdraw_means)).raw("</p>\n");
    begin_form(html, reader, place_of(page.id, "withdraw"), " data-unsaved");
    area_field(html, reader,
               {"notice", DeskMessage::notice_label, page.notice, DeskMessage::notice_hint,
                "dir=\"auto\""},
               3, page.problems);
    html.raw("<p class=\"actions\">\n");
    button(html, reader, DeskMessage::withdraw_button, ButtonKind::main);
    end_acts(html, reader, page);
    return html.take();
}

std::string erase_page(const Reader& reader, const NoticePage& page) {
    HtmlWriter html;
    begin_desk(html, reader, DeskMessage::erase_title, page.problems);
    write_problems(html, reader, page.problems);
    write_subject(html, reader, page);
    html.raw("<p class=\"means\">").text(say(reader.ui, DeskMessage::erase_means)).raw("</p>\n");
    begin_form(html, reader, place_of(page.id, "erase"));
    area_field(html, reader,
               {"notice", DeskMessage::notice_label, page.notice, DeskMessage::notice_hint,
                "dir=\"auto\""},
               2, page.problems);
    html.raw("<p class=\"ask\">")
        .text(say(reader.ui, DeskMessage::erase_ask, {std::to_string(number_of(page.id))}));
    html.raw("</p>\n");
    input_field(
        html, reader,
        {"typed", DeskMessage::erase_label, page.typed, DeskMessage::nothing,
         "type=\"text\" inputmode=\"numeric\" autocomplete=\"off\" required class=\"short\""},
        page.problems);
    html.raw("<p class=\"actions\">\n");
    button(html, reader, DeskMessage::erase_button, ButtonKind::grave);
    end_acts(html, reader, page);
    return html.take();
}

}  // namespace chappe
