// The live wire: one line a dispatch, by day of arrival, newest first.
#include "wire/lines.h"

namespace chappe {

std::string wire_page(const Reader& reader, const WirePage& page) {
    const std::string title = std::string("Chappe — ").append(say(reader.ui, Message::wire_title));
    HtmlWriter html;
    PageHead head;
    head.title = title;
    head.section = Section::wire;
    head.live = page.before ? Live::no : Live::yes;
    if (page.before)
        head.robots = Robots::stay_out;  // what stands there moves on with every dispatch
    else
        head.path = std::string("/");  // not assigned: g++ 12 warns of that
    begin_page(html, reader, head);
    html.raw("<main id=\"content\" class=\"wire\" tabindex=\"-1\"");
    if (head.live == Live::yes)
        begin_live(html, reader, page.newest);
    else
        html.raw(">\n");
    html.raw("<h1 class=\"said\">").text(say(reader.ui, Message::wire_title)).raw("</h1>\n");
    html.raw("<div id=\"lines\">\n");
    if (page.entries.empty())
        write_notice(html, reader, Message::empty_wire_title, Message::empty_wire_text);
    write_lines(html, reader, page.entries);
    html.raw("</div>\n");
    write_turning(html, reader, "/", {}, page.before, page.older);
    html.raw("</main>\n");
    end_page(html, reader);
    return html.take();
}

}  // namespace chappe
