// The sources and the agencies, each with how much of it is here.
#include "wire/desk_pages.h"
#include "wire/lines.h"

namespace chappe {
namespace {

struct Words {
    Message title;
    Message intro;
    Message empty;
    std::string_view path;
    Section section;
};

/// What a list calls it: its own title, else its name as readers know it.
std::string title_of(const Tally& tally, Section section) {
    if (!tally.title.empty()) return tally.title.str();
    return section == Section::sources ? source_words(tally.name) : tally.name;
}

void write_name(HtmlWriter& html, const Reader& reader, const Tally& tally, Section section) {
    const std::string title = title_of(tally, section);
    const std::string address =
        section == Section::sources ? source_address(tally.name) : agency_address(tally.name);
    html.raw("<li>\n<a dir=\"auto\"").link("href", own_path(reader, address)).raw(">");
    html.text(title).raw("</a>\n");
    if (title != tally.name)
        html.raw("<span class=\"where\" dir=\"auto\">").text(tally.name).raw("</span>\n");
    html.raw("<span class=\"much\">")
        .text(dispatches_words(reader.ui, tally.dispatches))
        .raw(", <span>");
    const auto day = std::chrono::floor<std::chrono::days>(tally.newest);
    const std::string_view words = say(reader.ui, Message::newest_dispatch);
    html.text(words).raw(" ");
    time_element(html, tally.newest, short_day(reader.ui, day), Shown::day);
    html.raw("</span></span>\n</li>\n");
}

std::string names_page(const Reader& reader, const std::vector<Tally>& tallies,
                       const Words& words) {
    HtmlWriter html;
    PageHead head;
    head.title = say(reader.ui, words.title);
    head.description = say(reader.ui, words.intro);
    head.path = words.path;
    head.section = words.section;
    begin_page(html, reader, head);
    html.raw("<main id=\"content\" tabindex=\"-1\">\n<header class=\"top\">\n<h1>")
        .text(head.title);
    html.raw("</h1>\n<p>").text(head.description).raw("</p>\n</header>\n");
    if (tallies.empty()) {
        html.raw("<p class=\"aside\">").text(say(reader.ui, words.empty)).raw("</p>\n");
    } else {
        html.raw("<ul class=\"names\">\n");
        for (const Tally& tally : tallies) write_name(html, reader, tally, words.section);
        html.raw("</ul>\n");
    }
    html.raw("</main>\n");
    end_page(html, reader);
    return html.take();
}

}  // namespace

void write_source_names(HtmlWriter& html, const Reader& reader, const std::vector<Tally>& tallies) {
    html.raw("<ul class=\"names\">\n");
    for (const Tally& tally : tallies) write_name(html, reader, tally, Section::sources);
    html.raw("</ul>\n");
}

std::string sources_page(const Reader& reader, const std::vector<Tally>& tallies) {
    return names_page(reader, tallies,
                      {Message::sources_title, Message::sources_intro, Message::sources_empty,
                       "/sources", Section::sources});
}

std::string agencies_page(const Reader& reader, const std::vector<Tally>& tallies) {
    return names_page(reader, tallies,
                      {Message::agencies_title, Message::agencies_intro, Message::agencies_empty,
                       "/agencies", Section::agencies});
}

}  // namespace chappe
