// Writing a dispatch, and correcting one; with a preview.
#include <algorithm>

#include "base/zone.h"
#include "wire/desk_form.h"
#include "wire/desk_pages.h"

namespace chappe {
namespace {

void write_preview(HtmlWriter& html, const Reader& reader, const DraftPage& page) {
    html.raw("<section class=\"preview\"")
        .attribute("aria-label", say(reader.ui, DeskMessage::preview));
    html.raw(">\n<p class=\"state\" role=\"status\">");
    html.text(say(reader.ui, DeskMessage::preview_note));
    if (page.release) {
        html.raw(" ").text(say(reader.ui, DeskMessage::preview_release,
                               {instant_words(reader.ui, *page.release)}));
    }
    html.raw("</p>\n<article>\n");
    write_story(html, reader, *page.preview);
    html.raw("</article>\n</section>\n");
}

void write_words(HtmlWriter& html, const Reader& reader, const DraftPage& page) {
    const DeskDraft& draft = page.draft;
    input_field(html, reader,
                {"title", DeskMessage::title_label, draft.title, DeskMessage::nothing,
                 "type=\"text\" dir=\"auto\" required class=\"headline\" autocomplete=\"off\""},
                page.problems);
    area_field(html, reader,
               {"text", DeskMessage::text_label, draft.text, DeskMessage::text_hint,
                "dir=\"auto\" required"},
               16, page.problems);
}

void write_language(HtmlWriter& html, const Reader& reader, const DraftPage& page) {
    const std::string& chosen = page.draft.language;
    begin_select(html, reader, {"language", DeskMessage::language_label}, page.problems);
    option(html, "", say(reader.ui, DeskMessage::language_found), chosen.empty());
    bool listed = chosen.empty();
    for (const OwnName& each : draft_languages()) {
        option(html, each.code, each.name, each.code == chosen, each.code);
        listed = listed || each.code == chosen;
    }
    if (!listed) option(html, chosen, chosen, true);
    end_select(html);
}

/// A day has a picker; a clock time of a source does not fit into one, and must not be lost.
void write_published(HtmlWriter& html, const Reader& reader, const DraftPage& page) {
    const std::string& given = page.draft.published;
    const auto date = parse_iso_date(given);
    const bool day = given.empty() || (date && date->precision == Precision::day);
    if (day)
        input_field(html, reader,
                    {"published", DeskMessage::published_label, given, DeskMessage::nothing,
                     "type=\"date\""},
                    page.problems);
    else
        input_field(html, reader,
                    {"published", DeskMessage::published_label, given, DeskMessage::nothing,
                     "type=\"text\" class=\"code\""},
                    page.problems);
}

void write_facts(HtmlWriter& html, const Reader& reader, const DraftPage& page) {
    const DeskDraft& draft = page.draft;
    html.raw("<div class=\"pair\">\n");
    write_language(html, reader, page);
    write_published(html, reader, page);
    html.raw("</div>\n<div class=\"pair\">\n");
    input_field(html, reader,
                {"credit", DeskMessage::credit_label, draft.credit, DeskMessage::credit_hint,
                 "type=\"text\" dir=\"auto\" autocomplete=\"off\""},
                page.problems);
    input_field(html, reader,
                {"authors", DeskMessage::authors_label, draft.authors, DeskMessage::comma_hint,
                 "type=\"text\" dir=\"auto\" autocomplete=\"off\""},
                page.problems);
    html.raw("</div>\n");
    input_field(html, reader,
                {"tags", DeskMessage::tags_label, draft.tags, DeskMessage::comma_hint,
                 "type=\"text\" dir=\"auto\" autocomplete=\"off\""},
                page.problems);
    input_field(html, reader,
                {"url", DeskMessage::url_label, draft.url, DeskMessage::url_hint,
                 "type=\"url\" inputmode=\"url\" autocomplete=\"off\""},
                page.problems);
}

void write_choice(HtmlWriter& html, const Reader& reader, std::string_view value, DeskMessage words,
                  bool chosen) {
    const std::string id = "timing-" + std::string(value);
    html.raw("<p class=\"choice\"><input type=\"radio\" name=\"timing\"").attribute("id", id);
    html.attribute("value", value);
    if (chosen) html.raw(" checked");
    html.raw("> <label").attribute("for", id).raw(">").text(say(reader.ui, words));
    html.raw("</label></p>\n");
}

void write_timing(HtmlWriter& html, const Reader& reader, const DraftPage& page) {
    const DeskDraft& draft = page.draft;
    html.raw("<fieldset>\n<legend>").text(say(reader.ui, DeskMessage::timing_legend));
    html.raw("</legend>\n");
    write_choice(html, reader, "now", DeskMessage::timing_now, !draft.embargo);
    write_choice(html, reader, "embargo", DeskMessage::timing_embargo, draft.embargo);
    html.raw("<div class=\"pair\">\n");
    input_field(html, reader,
                {"release", DeskMessage::release_label, draft.release, DeskMessage::nothing,
                 "type=\"datetime-local\" step=\"1\""},
                page.problems);
    // The browser's own zone is put here by web/desk.js, when nobody has chosen one yet.
    const bool untouched = draft.release.empty() && draft.zone == "UTC";
    begin_select(html, reader,
                 {"zone",
                  DeskMessage::zone_label,
                  {},
                  DeskMessage::nothing,
                  untouched ? Literal("data-own-zone") : Literal("")},
                 page.problems);
    const auto& names = zone_names();
    if (std::find(names.begin(), names.end(), draft.zone) == names.end())
        option(html, draft.zone, draft.zone, true);
    for (const std::string& name : names) option(html, name, name, name == draft.zone);
    end_select(html);
    html.raw("</div>\n</fieldset>\n");
}

}  // namespace

std::string draft_page(const Reader& reader, const DraftPage& page) {
    HtmlWriter html;
    const bool fresh = !page.corrects;
    begin_desk(html, reader, fresh ? DeskMessage::new_title : DeskMessage::correct_title,
               page.problems);
    write_problems(html, reader, page.problems);
    if (page.preview) write_preview(html, reader, page);
    begin_form(html, reader, fresh ? "/desk/new" : place_of(*page.corrects, "edit"),
               " class=\"draft\" data-unsaved");
    if (!fresh) hidden_field(html, "seen", std::to_string(number_of(page.seen)));
    write_words(html, reader, page);
    write_facts(html, reader, page);
    if (fresh) write_timing(html, reader, page);
    html.raw("<p class=\"actions\">\n");
    button(html, reader, DeskMessage::preview_button, ButtonKind::plain, "preview");
    button(html, reader, fresh ? DeskMessage::publish_button : DeskMessage::correct_button,
           ButtonKind::main, "send");
    link_to(html, reader, fresh ? "/desk" : "/d/" + std::to_string(number_of(*page.corrects)),
            say(reader.ui, DeskMessage::cancel));
    html.raw("</p>\n</form>\n");
    end_desk(html, reader);
    return html.take();
}

}  // namespace chappe
