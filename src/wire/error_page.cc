// What stands where nothing is: the reason, and where to go from there.
#include "wire/layout.h"

namespace chappe {
namespace {

struct Words {
    Message title;
    Message text;
};

Words words_of(int status) {
    switch (status) {
        case 404:
            return {Message::not_found_title, Message::not_found_text};
        case 410:
            return {Message::gone_title, Message::gone_text};
        case 503:
            return {Message::busy_title, Message::busy_text};
        default:
            return status >= 500 ? Words{Message::server_error_title, Message::server_error_text}
                                 : Words{Message::wrong_request_title, Message::wrong_request_text};
    }
}

std::string page_of(const Reader& reader, int status, std::string_view title,
                    std::string_view text) {
    HtmlWriter html;
    PageHead head;
    head.title = title;
    head.robots = Robots::stay_out;
    head.finder = Finder::elsewhere;
    begin_page(html, reader, head);
    html.raw("<main id=\"content\" class=\"reading\" tabindex=\"-1\">\n<div class=\"notice\">\n");
    html.raw("<p class=\"status\">").number(status).raw("</p>\n<h1>").text(title);
    html.raw("</h1>\n<p>").text(text).raw("</p>\n");
    html.raw("</div>\n");
    write_finder(html, reader, {});
    html.raw("<nav class=\"turning\"");
    html.attribute("aria-label", say(reader.ui, Message::pages_label)).raw(">");
    own_link(html, reader, "/", say(reader.ui, Message::back_to_wire));
    html.raw(" ");
    own_link(html, reader, "/archive", say(reader.ui, Message::archive_title));
    html.raw("</nav>\n</main>\n");
    end_page(html, reader);
    return html.take();
}

}  // namespace

std::string error_page(const Reader& reader, int status) {
    const Words words = words_of(status);
    return page_of(reader, status, say(reader.ui, words.title), say(reader.ui, words.text));
}

}  // namespace chappe
