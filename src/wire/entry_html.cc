#include "wire/entry_html.h"

#include "wire/html_writer.h"

namespace chappe {
namespace {

void write_block(HtmlWriter& html, Block::Kind kind, std::string_view words) {
    switch (kind) {
        case Block::Kind::heading:
            html.raw("<h2>").text(words).raw("</h2>\n");
            return;
        case Block::Kind::quote:
            html.raw("<blockquote><p>").text(words).raw("</p></blockquote>\n");
            return;
        case Block::Kind::item:
            html.raw("<li>").text(words).raw("</li>\n");
            return;
        case Block::Kind::paragraph:
            html.raw("<p>").text(words).raw("</p>\n");
            return;
    }
}

}  // namespace

std::string entry_html(const Dispatch& dispatch) {
    HtmlWriter html;
    bool in_list = false;
    for (const Block& block : dispatch.blocks) {
        const bool item = block.kind == Block::Kind::item;
        if (item && !in_list) html.raw("<ul>\n");
        if (!item && in_list) html.raw("</ul>\n");
        in_list = item;
        write_block(html, block.kind, block.span.in(dispatch.body));
    }
    if (in_list) html.raw("</ul>\n");
    if (dispatch.credit) html.raw("<p>(").text(dispatch.credit->agency).raw(")</p>\n");
    return html.take();
}

}  // namespace chappe
