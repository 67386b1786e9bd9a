// The near-copies of a dispatch, and what each has changed.
#include "wire/api.h"
#include "wire/desk_form.h"
#include "wire/diff_html.h"
#include "wire/layout.h"
#include "wire/lines.h"
#include "wire/story_messages.h"
#include "wire/story_pages.h"

namespace chappe {
namespace {

std::string group_address(DispatchId id) {
    return dispatch_address(id) + "/group";
}

void write_heading(HtmlWriter& html, const Reader& reader, const WireEntry& entry) {
    html.raw("<h2");
    foreign(html, entry.language);
    html.raw("><a").link("href", own_path(reader, dispatch_address(entry.id))).raw(">");
    html.text(entry.title.empty() ? say(reader.ui, Message::no_title) : short_title(entry));
    html.raw("</a></h2>\n");
}

void write_marks(HtmlWriter& html, const Reader& reader, const WireEntry& entry) {
    html.raw("<p class=\"marks\"><a class=\"source\" dir=\"auto\"");
    html.link("href", own_path(reader, source_address(entry.source))).raw(">");
    html.text(source_words(entry)).raw("</a>");
    if (!entry.agency.empty()) {
        html.raw(" <a class=\"agency\" dir=\"auto\"");
        html.link("href", own_path(reader, agency_address(entry.agency))).raw(">");
        html.text(entry.agency).raw("</a>");
    }
    html.raw(" ");
    time_element(html, entry.arrived, instant_words(reader.ui, entry.arrived), Shown::full);
}

void write_difference(HtmlWriter& html, const Reader& reader, const Dispatch& original,
                      const Dispatch& copy) {
    const auto pieces = word_diff(original.body, copy.body);
    const DiffSize size = size_of(original.body, copy.body, pieces);
    if (size.removed + size.added == 0) {
        html.raw("<p class=\"aside\">").text(say(reader.ui, StoryMessage::same_text));
        html.raw("</p>\n");
        return;
    }
    html.raw("<details class=\"difference\"><summary>");
    html.text(say(reader.ui, StoryMessage::what_changed)).raw(" <span class=\"much\">");
    html.text(say(reader.ui, StoryMessage::words_changed,
                  {number_words(reader.ui, size.removed), number_words(reader.ui, size.added)}));
    html.raw("</span></summary>\n<div class=\"body diff\"");
    foreign(html, copy.language);
    html.raw(">\n");
    write_body_diff(html, reader, original.body, copy.body, pieces);
    html.raw("</div>\n</details>\n");
}

bool may_group(const Reader& reader) {
    return reader.user && reader.user->role >= Role::editor;
}

void write_alone_button(HtmlWriter& html, const Reader& reader, DispatchId id) {
    if (!may_group(reader)) return;
    begin_form(html, reader, group_address(id), " class=\"act\"");
    html.raw("<button name=\"act\" value=\"alone\">");
    html.text(say(reader.ui, StoryMessage::alone_button)).raw("</button></form>\n");
}

/// For an editor who knows better.
void write_copy_form(HtmlWriter& html, const Reader& reader, DispatchId id) {
    if (!may_group(reader)) return;
    begin_form(html, reader, group_address(id), " class=\"act copy-of\"");
    html.raw("<label for=\"of\">").text(say(reader.ui, StoryMessage::copy_label));
    html.raw("</label>\n<input id=\"of\" name=\"of\" inputmode=\"numeric\" required>\n");
    html.raw("<button name=\"act\" value=\"copy\">");
    html.text(say(reader.ui, StoryMessage::copy_button)).raw("</button></form>\n");
}

void write_copy(HtmlWriter& html, const Reader& reader, const CopiesPage& page,
                const CopiesPage::Copy& copy) {
    html.raw("<li>\n");
    write_heading(html, reader, copy.member.entry);
    write_marks(html, reader, copy.member.entry);
    if (copy.member.by_person)
        html.raw(" <span>").text(say(reader.ui, StoryMessage::by_person)).raw("</span>");
    html.raw("</p>\n");
    if (copy.text && page.text) write_difference(html, reader, *page.text, *copy.text);
    write_alone_button(html, reader, copy.member.entry.id);
    html.raw("</li>\n");
}

void write_group(HtmlWriter& html, const Reader& reader, const CopiesPage& page) {
    html.raw("<section class=\"original\">\n<p class=\"kicker\">");
    html.text(say(reader.ui, StoryMessage::original)).raw("</p>\n");
    write_heading(html, reader, page.original);
    write_marks(html, reader, page.original);
    html.raw("</p>\n</section>\n");
    if (page.show == Show::summary)
        html.raw("<p class=\"rest\">")
            .text(say(reader.ui, StoryMessage::text_not_shown))
            .raw("</p>\n");
    html.raw("<ol class=\"copies-list\">\n");
    for (const CopiesPage::Copy& copy : page.copies) write_copy(html, reader, page, copy);
    html.raw("</ol>\n");
    const auto named = static_cast<std::int64_t>(page.copies.size());
    if (page.original.copies > named) {
        const auto left = static_cast<std::uint64_t>(page.original.copies - named);
        html.raw("<p class=\"aside\">")
            .text(say(reader.ui, StoryMessage::copies_more, {number_words(reader.ui, left)}))
            .raw("</p>\n");
    }
}

void write_entry_with(JsonWriter& json, const GroupMember& member) {
    json.key("dispatch");
    write_entry(json, member.entry);
    json.key("likeness").hundredths(member.likeness);
    json.key("set_by").string(member.by_person ? "person" : "model");
}

}  // namespace

void write_copies_link(HtmlWriter& html, const Reader& reader, DispatchId id, std::int64_t copies) {
    html.raw("<a class=\"copies\"");
    html.link("href", own_path(reader, dispatch_address(id) + "/copies")).raw(">");
    html.text(copies_words(reader.ui, copies)).raw("</a>");
}

std::string copies_page(const Reader& reader, const CopiesPage& page) {
    HtmlWriter html;
    PageHead head;
    head.title = std::string(say(reader.ui, StoryMessage::copies_title)) + " — " +
                 short_title(page.original);
    head.robots = Robots::stay_out;
    begin_page(html, reader, head);
    html.raw("<main id=\"content\" class=\"prose story-page\" tabindex=\"-1\">\n");
    html.raw("<header class=\"top\">\n<h1>").text(say(reader.ui, StoryMessage::copies_title));
    html.raw("</h1>\n<p>");
    if (page.copies.empty()) {
        html.text(say(reader.ui, StoryMessage::copies_none)).raw("</p>\n</header>\n");
    } else {
        html.text(say(reader.ui, StoryMessage::copies_intro)).raw(" ");
        html.text(say(reader.ui, StoryMessage::diff_legend)).raw("</p>\n</header>\n");
        write_group(html, reader, page);
    }
    write_copy_form(html, reader, page.asked);
    html.raw("<nav class=\"turning\"");
    html.attribute("aria-label", say(reader.ui, Message::pages_label)).raw(">");
    own_link(html, reader, dispatch_address(page.asked), say(reader.ui, StoryMessage::to_dispatch));
    html.raw("</nav>\n</main>\n");
    end_page(html, reader);
    return html.take();
}

std::string copies_json(const CopiesPage& page) {
    JsonWriter json;
    json.begin_object().key("original");
    write_entry(json, page.original);
    json.key("copies").begin_array();
    for (const CopiesPage::Copy& copy : page.copies) {
        json.begin_object();
        write_entry_with(json, copy.member);
        json.key("diff");
        if (copy.text && page.text)
            write_diff(json, page.text->body, copy.text->body,
                       word_diff(page.text->body, copy.text->body));
        else
            json.null();
        json.end_object();
    }
    json.end_array().end_object();
    return json.take() + "\n";
}

}  // namespace chappe
