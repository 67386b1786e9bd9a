// One dispatch: its words, then the record of where they come from.
#include "base/text.h"
#include "base/url.h"
#include "wire/desk_pages.h"
#include "wire/layout.h"

namespace chappe {
namespace {

/// "A, B et C" would need grammar; commas are right in every language.
std::string joined(const std::vector<Text>& texts) {
    std::string out;
    for (const Text& text : texts) {
        if (!out.empty()) out += ", ";
        out += text.view();
    }
    return out;
}

void write_dates(HtmlWriter& html, const Reader& reader, const Dispatch& dispatch) {
    const auto write = [&](const Date& date, Message message) {
        html.raw("<time").attribute("datetime", to_string(date)).raw(">");
        html.text(say(reader.ui, message, {date_words(reader.ui, date)})).raw("</time>\n");
    };
    if (dispatch.published) write(*dispatch.published, Message::published);
    if (dispatch.modified && dispatch.modified != dispatch.published)
        write(*dispatch.modified, Message::modified);
}

void write_heading(HtmlWriter& html, const Reader& reader, const StoredDispatch& stored) {
    const Dispatch& dispatch = stored.dispatch;
    html.raw("<header>\n");
    if (dispatch.credit) {
        html.raw("<p class=\"credit\" dir=\"auto\"><span class=\"said\">");
        html.text(say(reader.ui, Message::credit)).raw("</span> ");
        html.text(dispatch.credit->agency).raw("</p>\n");
    }
    html.raw("<h1");
    foreign(html, dispatch.language);
    html.raw(">");
    html.text(dispatch.title.empty() ? say(reader.ui, Message::no_title) : dispatch.title.view());
    html.raw("</h1>\n<p class=\"dates\">\n");
    write_dates(html, reader, dispatch);
    if (!dispatch.authors.empty()) {
        html.raw("<span class=\"authors\" dir=\"auto\">");
        html.text(say(reader.ui, Message::authors, {joined(dispatch.authors)})).raw("</span>\n");
    }
    html.raw("</p>\n</header>\n");
}

void write_block(HtmlWriter& html, const Dispatch& dispatch, const Block& block) {
    const std::string_view words = block.span.in(dispatch.body);
    switch (block.kind) {
        case Block::Kind::heading:
            html.raw("<h2 dir=\"auto\">").text(words).raw("</h2>\n");
            return;
        case Block::Kind::quote:
            html.raw("<blockquote dir=\"auto\">").text(words).raw("</blockquote>\n");
            return;
        case Block::Kind::item:
            html.raw("<li dir=\"auto\">").text(words).raw("</li>\n");
            return;
        case Block::Kind::paragraph:
            break;
    }
    const bool lead = dispatch.lead && dispatch.lead->begin <= block.span.begin &&
                      block.span.end <= dispatch.lead->end;
    if (lead)
        html.raw("<p class=\"lead\" dir=\"auto\">");
    else
        html.raw("<p dir=\"auto\">");
    html.text(words).raw("</p>\n");
}

void write_body(HtmlWriter& html, const Dispatch& dispatch) {
    html.raw("<div class=\"body\"");
    foreign(html, dispatch.language);
    html.raw(">\n");
    bool in_list = false;
    for (const Block& block : dispatch.blocks) {
        const bool item = block.kind == Block::Kind::item;
        if (item && !in_list) html.raw("<ul>\n");
        if (!item && in_list) html.raw("</ul>\n");
        in_list = item;
        write_block(html, dispatch, block);
    }
    if (in_list) html.raw("</ul>\n");
    html.raw("</div>\n");
}

/// The source's counter and our own, never added together. Ends the first half of the page where
/// our number stands.
std::string write_reads(HtmlWriter& html, const Reader& reader, const StoredDispatch& stored) {
    html.raw("<p class=\"reads\">");
    if (stored.reads_at_source) {
        const auto day = std::chrono::floor<std::chrono::days>(stored.reads_at_source->seen);
        html.raw("<span>");
        html.text(say(
            reader.ui, Message::reads_at_source,
            {number_words(reader.ui, stored.reads_at_source->count), short_day(reader.ui, day)}));
        html.raw("</span> ");
    }
    const std::string_view words = say(reader.ui, Message::reads_here);
    const std::size_t hole = words.find("{}");
    html.raw("<span>").text(words.substr(0, hole));
    std::string before = html.take();
    html.text(words.substr(hole + 2)).raw("</span></p>\n");
    return before;
}

void write_tags(HtmlWriter& html, const Reader& reader, const Dispatch& dispatch) {
    if (!dispatch.tags || dispatch.tags->empty()) return;
    html.raw("<ul class=\"tags\"").attribute("aria-label", say(reader.ui, Message::declared_tags));
    html.raw(">\n");
    for (const Text& tag : *dispatch.tags) html.raw("<li dir=\"auto\">").text(tag).raw("</li>\n");
    html.raw("</ul>\n");
}

/// Where the words come from: source, arrival, editions.
void write_evidence(HtmlWriter& html, const Reader& reader, const StoredDispatch& stored) {
    const std::string editions =
        stored.editions == 1
            ? std::string(say(reader.ui, Message::edition_one))
            : say(reader.ui, Message::edition_many,
                  {number_words(reader.ui, static_cast<std::uint64_t>(stored.editions))});
    html.raw("<p class=\"evidence\"><span dir=\"auto\">");
    html.text(say(reader.ui, Message::source, {stored.source})).raw("</span> · ");
    time_element(html, stored.arrived,
                 say(reader.ui, Message::arrived, {instant_words(reader.ui, stored.arrived)}));
    html.raw(" · ").text(editions).raw("</p>\n");
}

std::string write_record(HtmlWriter& html, const Reader& reader, const StoredDispatch& stored) {
    const std::string path = "/d/" + std::to_string(number_of(stored.id));
    html.raw("<footer class=\"record\">\n");
    write_tags(html, reader, stored.dispatch);
    std::string before = write_reads(html, reader, stored);
    if (const auto url = Url::parse(stored.dispatch.url)) {
        html.raw("<p><a class=\"origin\" rel=\"noopener nofollow\"").link("href", url->str());
        html.raw(">").text(say(reader.ui, Message::source_link)).raw("</a> <span class=\"host\">");
        html.text(url->host()).raw("</span></p>\n");
    }
    write_evidence(html, reader, stored);
    html.raw("<p class=\"forms\">").text(say(reader.ui, Message::record)).raw(" <a");
    html.link("href", path + ".json").raw(">JSON</a> <a").link("href", path + ".txt");
    html.raw(">TXT</a></p>\n</footer>\n");
    return before;
}

void write_way_back(HtmlWriter& html, const Reader& reader) {
    html.raw("<nav class=\"turning\"><a").link("href", own_path(reader, "/")).raw(">");
    html.text(say(reader.ui, Message::back_to_wire)).raw("</a></nav>\n");
}

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
                                 : Words{Message::wrong_request_title, Message::not_found_text};
    }
}

}  // namespace

std::string CountedPage::with(Ui ui, std::uint64_t reads) const {
    return before + number_words(ui, reads) + after;
}

CountedPage dispatch_page(const Reader& reader, const StoredDispatch& stored) {
    const Dispatch& dispatch = stored.dispatch;
    HtmlWriter html;
    const std::string_view title =
        dispatch.title.empty() ? say(reader.ui, Message::no_title) : dispatch.title.view();
    begin_page(html, reader, shorten(title, 120) + " — Chappe", Live::no);
    html.raw("<main id=\"content\" class=\"reading\" tabindex=\"-1\">\n<article>\n");
    write_heading(html, reader, stored);
    write_body(html, dispatch);
    std::string before = write_record(html, reader, stored);
    html.raw("</article>\n");
    write_desk_strip(html, reader, stored);
    write_way_back(html, reader);
    html.raw("</main>\n");
    end_page(html, reader);
    return {std::move(before), html.take()};
}

void write_story(HtmlWriter& html, const Reader& reader, const Dispatch& dispatch) {
    StoredDispatch stored;
    stored.dispatch = dispatch;
    write_heading(html, reader, stored);
    write_body(html, dispatch);
}

std::string error_page(const Reader& reader, int status) {
    const Words words = words_of(status);
    HtmlWriter html;
    begin_page(html, reader, std::string(say(reader.ui, words.title)) + " — Chappe", Live::no);
    html.raw("<main id=\"content\" class=\"reading\" tabindex=\"-1\">\n<div class=\"notice\">\n");
    html.raw("<p class=\"status\">").number(status).raw("</p>\n<h1>");
    html.text(say(reader.ui, words.title)).raw("</h1>\n<p>").text(say(reader.ui, words.text));
    html.raw("</p>\n</div>\n");
    write_way_back(html, reader);
    html.raw("</main>\n");
    end_page(html, reader);
    return html.take();
}

}  // namespace chappe
