// The dispatches of one source, one agency or one day.
#include "base/url.h"
#include "wire/lines.h"

namespace chappe {
namespace {

struct Words {
    std::string title;
    Message intro;
    Message empty;
    std::string path;
    std::string_view all;  // the list that this one is of
    Message all_words;
    Section section;
};

Words words_of(const Reader& reader, const ListPage& page) {
    switch (page.of) {
        case ListPage::Of::source:
            return {source_words(page.name),
                    Message::source_intro,
                    Message::name_empty,
                    source_address(page.name),
                    "/sources",
                    Message::sources_title,
                    Section::sources};
        case ListPage::Of::agency:
            return {page.name,           Message::agency_intro,
                    Message::name_empty, agency_address(page.name),
                    "/agencies",         Message::agencies_title,
                    Section::agencies};
        case ListPage::Of::day:
            break;
    }
    return {long_day(reader.ui, page.day),
            Message::day_intro,
            Message::day_empty,
            day_address(page.day),
            "/archive",
            Message::archive_title,
            Section::archive};
}

void write_neighbours(HtmlWriter& html, const Reader& reader, const ListPage& page) {
    if (!page.day_before && !page.day_after) return;
    html.raw("<nav class=\"turning\"").attribute("aria-label", say(reader.ui, Message::days_label));
    html.raw(">\n");
    const auto link = [&](const auto& day, Message words, std::string_view rel) {
        if (!day) return;
        html.raw("<a").attribute("rel", rel);
        html.link("href", own_path(reader, day_address(*day))).raw(">");
        html.text(say(reader.ui, words, {short_day(reader.ui, *day)})).raw("</a>\n");
    };
    link(page.day_before, Message::day_before, "prev");
    link(page.day_after, Message::day_after, "next");
    html.raw("</nav>\n");
}

void write_top(HtmlWriter& html, const Reader& reader, const ListPage& page, const Words& words) {
    html.raw("<header class=\"top\">\n<p class=\"up\">");
    own_link(html, reader, words.all, say(reader.ui, words.all_words));
    html.raw("</p>\n<h1 dir=\"auto\">").text(words.title).raw("</h1>\n");
    const auto url = Url::parse(page.name);
    if (page.of == ListPage::Of::source && url) {
        html.raw("<p class=\"where\"><a rel=\"noopener nofollow\"").link("href", url->str());
        html.raw(">").text(url->str()).raw("</a></p>\n");
    }
    html.raw("<p>").text(say(reader.ui, words.intro)).raw("</p>\n</header>\n");
}

}  // namespace

std::string list_page(const Reader& reader, const ListPage& page) {
    const Words words = words_of(reader, page);
    const bool live = page.of != ListPage::Of::day && !page.before && !page.found.hits.empty();
    HtmlWriter html;
    PageHead head;
    head.title = words.title;
    head.description = say(reader.ui, words.intro);
    head.search = page.search;
    head.section = words.section;
    head.live = live ? Live::yes : Live::no;
    if (page.before || page.found.hits.empty())
        head.robots = Robots::stay_out;
    else
        head.path = words.path;
    begin_page(html, reader, head);
    html.raw("<main id=\"content\" class=\"wire\" tabindex=\"-1\"");
    if (live)
        begin_live(html, reader, page.newest, page.search,
                   page.of == ListPage::Of::source ? Copies::each : Copies::once);
    else
        html.raw(">\n");
    write_top(html, reader, page, words);
    if (!page.found.hits.empty()) {
        html.raw("<div class=\"bar\">\n<p class=\"feeds\">");
        write_feed_links(html, reader, page.search);
        html.raw("</p>\n</div>\n");
    }
    html.raw("<div id=\"lines\">\n");
    if (page.found.hits.empty())
        html.raw("<p class=\"aside\">")
            .text(say(reader.ui, page.before ? Message::no_more_hits : words.empty))
            .raw("</p>\n");
    write_lines(html, reader, page.found.hits,
                page.of == ListPage::Of::day ? Grouping::one_day : Grouping::by_day);
    html.raw("</div>\n");
    write_turning(html, reader, words.path, {}, page.before, page.found.next);
    write_neighbours(html, reader, page);
    html.raw("</main>\n");
    end_page(html, reader);
    return html.take();
}

}  // namespace chappe
