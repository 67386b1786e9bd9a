// The editions of a dispatch, and what changed from one to another.
#include <algorithm>

#include "wire/diff_html.h"
#include "wire/layout.h"
#include "wire/story_messages.h"
#include "wire/story_pages.h"

namespace chappe {
namespace {

std::string comparison_address(DispatchId id, std::int64_t from, std::int64_t to) {
    return dispatch_address(id) + "/versions/" + std::to_string(from) + ".." + std::to_string(to);
}

std::string number_of_edition(const Reader& reader, const Edition& edition) {
    return number_words(reader.ui, static_cast<std::uint64_t>(edition.number));
}

void write_who_and_when(HtmlWriter& html, const Reader& reader, const Edition& edition) {
    html.raw("<span>");
    html.text(say(reader.ui, edition.by == Edition::By::desk ? StoryMessage::by_desk
                                                             : StoryMessage::by_source));
    html.raw("</span> ");
    time_element(html, edition.arrived, instant_words(reader.ui, edition.arrived), Shown::full);
}

void begin_story(HtmlWriter& html, const Reader& reader, StoryMessage title,
                 std::string_view name) {
    PageHead head;
    head.title = std::string(say(reader.ui, title)) + " — " + std::string(name);
    head.robots = Robots::stay_out;
    begin_page(html, reader, head);
    html.raw("<main id=\"content\" class=\"prose story-page\" tabindex=\"-1\">\n");
    html.raw("<header class=\"top\">\n<h1>").text(say(reader.ui, title)).raw("</h1>\n");
}

void end_story(HtmlWriter& html, const Reader& reader, DispatchId id, bool to_editions) {
    html.raw("<nav class=\"turning\"");
    html.attribute("aria-label", say(reader.ui, Message::pages_label)).raw(">\n");
    own_link(html, reader, dispatch_address(id), say(reader.ui, StoryMessage::to_dispatch));
    html.raw("\n");
    if (to_editions)
        own_link(html, reader, dispatch_address(id) + "/versions",
                 say(reader.ui, StoryMessage::see_versions));
    html.raw("</nav>\n</main>\n");
    end_page(html, reader);
}

void write_edition(HtmlWriter& html, const Reader& reader, const StoredDispatch& stored,
                   const Edition& edition, bool newest) {
    html.raw("<li>\n<h2>");
    html.text(say(reader.ui, StoryMessage::edition_number, {number_of_edition(reader, edition)}));
    if (newest) html.raw(" <small>").text(say(reader.ui, StoryMessage::newest)).raw("</small>");
    html.raw("</h2>\n<p class=\"edition-title\"");
    foreign(html, stored.dispatch.language);
    html.raw(">").text(edition.title).raw("</p>\n<p class=\"marks\">");
    write_who_and_when(html, reader, edition);
    html.raw("</p>\n");
    if (edition.number > 1) {
        html.raw("<p><a");
        const std::string path = comparison_address(stored.id, edition.number - 1, edition.number);
        html.link("href", own_path(reader, path)).raw(">");
        html.text(say(reader.ui, StoryMessage::compare)).raw("</a></p>\n");
    }
    html.raw("</li>\n");
}

void write_edition(JsonWriter& json, const Edition& edition) {
    json.begin_object().key("number").number(edition.number);
    json.key("by").string(edition.by == Edition::By::desk ? "desk" : "source");
    json.key("arrived").string(to_string(edition.arrived));
    json.key("title").string_or_null(edition.title).end_object();
}

}  // namespace

std::string versions_page(const Reader& reader, const VersionsPage& page) {
    HtmlWriter html;
    begin_story(html, reader, StoryMessage::versions_title, page.stored.dispatch.title);
    html.raw("<p>").text(say(reader.ui, StoryMessage::versions_intro)).raw("</p>\n</header>\n");
    html.raw("<ol class=\"copies-list\" reversed>\n");
    for (auto edition = page.editions.rbegin(); edition != page.editions.rend(); ++edition)
        write_edition(html, reader, page.stored, *edition, edition == page.editions.rbegin());
    html.raw("</ol>\n");
    end_story(html, reader, page.stored.id, false);
    return html.take();
}

std::string versions_json(const VersionsPage& page) {
    JsonWriter json;
    json.begin_object().key("id").number(number_of(page.stored.id));
    json.key("editions").begin_array();
    for (const Edition& edition : page.editions) write_edition(json, edition);
    json.end_array().end_object();
    return json.take() + "\n";
}

std::string comparison_page(const Reader& reader, const ComparisonPage& page) {
    HtmlWriter html;
    begin_story(html, reader, StoryMessage::compared, page.after.title);
    html.raw("<p>");
    html.text(say(reader.ui, StoryMessage::from_to,
                  {number_of_edition(reader, page.from), number_of_edition(reader, page.to)}));
    html.raw(". ").text(say(reader.ui, StoryMessage::diff_legend)).raw("</p>\n<p class=\"marks\">");
    write_who_and_when(html, reader, page.to);
    html.raw("</p>\n</header>\n");
    if (page.show == Show::summary)
        html.raw("<p class=\"rest\">")
            .text(say(reader.ui, StoryMessage::text_not_shown))
            .raw("</p>\n");
    const auto titles = word_diff(page.before.title, page.after.title);
    const auto bodies = word_diff(page.before.body, page.after.body);
    const auto is_same = [](const DiffPiece& piece) { return piece.kind == DiffPiece::Kind::same; };
    if (std::all_of(titles.begin(), titles.end(), is_same) &&
        std::all_of(bodies.begin(), bodies.end(), is_same))
        html.raw("<p class=\"aside\">").text(say(reader.ui, StoryMessage::same_text)).raw("</p>\n");
    html.raw("<article class=\"diff\"");
    foreign(html, page.after.language);
    html.raw(">\n<h2>");
    write_diff(html, reader, page.before.title, page.after.title, titles);
    html.raw("</h2>\n<div class=\"body\">\n");
    write_body_diff(html, reader, page.before.body, page.after.body, bodies);
    html.raw("</div>\n</article>\n");
    end_story(html, reader, page.id, true);
    return html.take();
}

std::string comparison_json(const ComparisonPage& page) {
    JsonWriter json;
    json.begin_object().key("id").number(number_of(page.id)).key("from");
    write_edition(json, page.from);
    json.key("to");
    write_edition(json, page.to);
    json.key("title");
    write_diff(json, page.before.title, page.after.title,
               word_diff(page.before.title, page.after.title));
    json.key("body");
    write_diff(json, page.before.body, page.after.body,
               word_diff(page.before.body, page.after.body));
    json.end_object();
    return json.take() + "\n";
}

}  // namespace chappe
