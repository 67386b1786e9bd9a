// The desk's first page, what stands beside a dispatch for editors, and what stands in place of one
// that is gone.
#include <algorithm>

#include "wire/desk_form.h"
#include "wire/desk_pages.h"
#include "wire/story_messages.h"

namespace chappe {
namespace {

std::string address_of(DispatchId id) {
    return "/d/" + std::to_string(number_of(id));
}

/// A button that does it at once: what can be undone by another one.
void write_act(HtmlWriter& html, const Reader& reader, DispatchId id, std::string_view act,
               DeskMessage words, std::string_view title) {
    begin_form(html, reader, place_of(id, act), " class=\"act\"");
    html.raw("<button").attribute(
        "aria-label", say(reader.ui, DeskMessage::act_on, {say(reader.ui, words), title}));
    html.raw(">").text(say(reader.ui, words)).raw("</button></form>\n");
}

void write_way(HtmlWriter& html, const Reader& reader, DispatchId id, std::string_view act,
               DeskMessage words, std::string_view title) {
    html.raw("<a").link("href", own_path(reader, place_of(id, act)));
    html.attribute("aria-label",
                   say(reader.ui, DeskMessage::act_on, {say(reader.ui, words), title}));
    html.raw(">").text(say(reader.ui, words)).raw("</a>\n");
}

/// What this person can do with a dispatch in this state.
void write_acts(HtmlWriter& html, const Reader& reader, DispatchId id, DispatchState state,
                std::string_view title) {
    const bool admin = reader.user && reader.user->role == Role::admin;
    html.raw("<div class=\"acts\">\n");
    if (state == DispatchState::embargoed)
        write_act(html, reader, id, "release", DeskMessage::release_now, title);
    if (state == DispatchState::withdrawn)
        write_act(html, reader, id, "reinstate", DeskMessage::reinstate, title);
    if (state == DispatchState::live || state == DispatchState::embargoed) {
        write_way(html, reader, id, "edit", DeskMessage::correct, title);
        write_way(html, reader, id, "withdraw", DeskMessage::withdraw, title);
    }
    if (admin && state != DispatchState::erased)
        write_way(html, reader, id, "erase", DeskMessage::erase, title);
    html.raw("</div>\n");
}

std::string name_of_entry(const Reader& reader, const DeskEntry& entry) {
    if (!entry.entry.title.empty()) return shorten(entry.entry.title, 200);
    return say(reader.ui, DeskMessage::dispatch_number,
               {std::to_string(number_of(entry.entry.id))});
}

void write_when(HtmlWriter& html, const Reader& reader, const DeskEntry& entry) {
    if (entry.state == DispatchState::embargoed && entry.release)
        html.raw("<p class=\"when\">")
            .text(say(reader.ui, DeskMessage::until, {instant_words(reader.ui, *entry.release)}));
    else if (entry.state == DispatchState::live)
        html.raw("<p class=\"when\">")
            .text(say(reader.ui, DeskMessage::on_the_wire,
                      {instant_words(reader.ui, entry.entry.arrived)}));
    else
        html.raw("<p class=\"when\">")
            .text(say(reader.ui,
                      entry.state == DispatchState::erased ? DeskMessage::erased_on
                                                           : DeskMessage::withdrawn_on,
                      {instant_words(reader.ui, entry.entry.changed)}));
    html.raw("</p>\n");
}

void write_entry(HtmlWriter& html, const Reader& reader, const DeskEntry& entry) {
    const std::string title = name_of_entry(reader, entry);
    html.raw("<li>\n<h3");
    if (!entry.entry.title.empty()) foreign(html, entry.entry.language);
    html.raw("><a").link("href", own_path(reader, address_of(entry.entry.id))).raw(">");
    html.text(title).raw("</a></h3>\n");
    write_when(html, reader, entry);
    write_acts(html, reader, entry.entry.id, entry.state, title);
    html.raw("</li>\n");
}

void write_section(HtmlWriter& html, const Reader& reader, DeskMessage title, DeskMessage none,
                   const std::vector<DeskEntry>& entries,
                   std::initializer_list<DispatchState> states) {
    html.raw("<section>\n<h2>").text(say(reader.ui, title)).raw("</h2>\n");
    bool any = false;
    for (const DeskEntry& entry : entries) {
        if (std::find(states.begin(), states.end(), entry.state) == states.end()) continue;
        if (!any) html.raw("<ul class=\"entries\">\n");
        any = true;
        write_entry(html, reader, entry);
    }
    if (any)
        html.raw("</ul>\n");
    else
        html.raw("<p class=\"none\">").text(say(reader.ui, none)).raw("</p>\n");
    html.raw("</section>\n");
}

DeskMessage words_of(Done done) {
    switch (done) {
        case Done::embargoed:
            return DeskMessage::done_embargoed;
        case Done::erased:
            return DeskMessage::done_erased;
        case Done::released:
            return DeskMessage::done_released;
        case Done::password:
            return DeskMessage::done_password;
        case Done::reinstated:
            return DeskMessage::done_reinstated;
        case Done::nothing:
            break;
    }
    return DeskMessage::nothing;
}

}  // namespace

void write_desk_menu(HtmlWriter& html, const Reader& reader) {
    if (!reader.user) return;
    const auto item = [&](Role least, std::string_view path, DeskMessage words) {
        if (reader.user->role < least) return;
        html.raw("<li><a").link("href", own_path(reader, path));
        if (reader.path == path) html.raw(" aria-current=\"page\"");
        html.raw(">").text(say(reader.ui, words)).raw("</a></li>\n");
    };
    html.raw("<nav class=\"desk-menu\"");
    html.attribute("aria-label", say(reader.ui, DeskMessage::menu_label)).raw(">\n<ul>\n");
    item(Role::editor, "/desk", DeskMessage::menu_desk);
    item(Role::editor, "/desk/new", DeskMessage::menu_new);
    item(Role::editor, "/desk/alerts", DeskMessage::menu_alerts);
    item(Role::admin, "/desk/users", DeskMessage::menu_users);
    item(Role::admin, "/desk/audit", DeskMessage::menu_audit);
    item(Role::reader, "/desk/password", DeskMessage::menu_password);
    html.raw("</ul>\n");
    begin_form(html, reader, "/logout", " class=\"who\"");
    html.raw("<span dir=\"auto\">").text(reader.user->name).raw("</span>\n<button>");
    html.text(say(reader.ui, DeskMessage::logout)).raw("</button></form>\n</nav>\n");
}

std::string desk_page(const Reader& reader, const std::vector<DeskEntry>& entries, Done done) {
    HtmlWriter html;
    begin_desk(html, reader, DeskMessage::desk_title);
    if (done != Done::nothing)
        html.raw("<p class=\"done\" role=\"status\">")
            .text(say(reader.ui, words_of(done)))
            .raw("</p>\n");
    html.raw("<p class=\"actions\"><a class=\"main\"").link("href", own_path(reader, "/desk/new"));
    html.raw(">").text(say(reader.ui, DeskMessage::new_button)).raw("</a></p>\n");
    write_section(html, reader, DeskMessage::waiting_title, DeskMessage::waiting_none, entries,
                  {DispatchState::embargoed});
    write_section(html, reader, DeskMessage::withdrawn_title, DeskMessage::withdrawn_none, entries,
                  {DispatchState::withdrawn, DispatchState::erased});
    write_section(html, reader, DeskMessage::newest_title, DeskMessage::newest_none, entries,
                  {DispatchState::live});
    end_desk(html, reader);
    return html.take();
}

void write_desk_strip(HtmlWriter& html, const Reader& reader, const StoredDispatch& stored) {
    if (!reader.user || reader.user->role == Role::reader) return;
    html.raw("<aside class=\"strip\"")
        .attribute("aria-label", say(reader.ui, DeskMessage::strip_label));
    html.raw(">\n");
    if (stored.state == DispatchState::embargoed && stored.release) {
        html.raw("<p class=\"state\">")
            .text(say(reader.ui, DeskMessage::embargoed_note,
                      {instant_words(reader.ui, *stored.release)}));
        html.raw("</p>\n");
    }
    const std::string number =
        say(reader.ui, DeskMessage::dispatch_number, {std::to_string(number_of(stored.id))});
    write_acts(html, reader, stored.id, stored.state, number);
    if (stored.state == DispatchState::live) {
        html.raw("<p>");
        own_link(html, reader, place_of(stored.id, "copies"),
                 say(reader.ui, StoryMessage::copies_title));
        html.raw("</p>\n");
    }
    html.raw("</aside>\n");
}

std::string tombstone_page(const Reader& reader, const StoredDispatch& stored) {
    const bool erased = stored.state == DispatchState::erased;
    HtmlWriter html;
    const std::string_view title =
        say(reader.ui, erased ? DeskMessage::tombstone_erased : DeskMessage::tombstone_withdrawn);
    begin_page(html, reader, title, Live::no);
    html.raw("<main id=\"content\" class=\"reading\" tabindex=\"-1\">\n<div class=\"notice\">\n");
    html.raw("<p class=\"status\">410</p>\n<h1>").text(title).raw("</h1>\n");
    if (!stored.notice.empty())
        html.raw("<p class=\"why\" dir=\"auto\">").text(stored.notice).raw("</p>\n");
    const auto day = std::chrono::floor<std::chrono::days>(stored.changed);
    html.raw("<p><time").attribute("datetime", to_string(stored.changed)).raw(">");
    html.text(say(reader.ui, erased ? DeskMessage::erased_on : DeskMessage::withdrawn_on,
                  {short_day(reader.ui, day)}));
    html.raw("</time></p>\n</div>\n");
    write_desk_strip(html, reader, stored);
    html.raw("<nav class=\"turning\"><a").link("href", own_path(reader, "/")).raw(">");
    html.text(say(reader.ui, Message::back_to_wire)).raw("</a></nav>\n</main>\n");
    end_page(html, reader);
    return html.take();
}

std::string tombstone_text(const StoredDispatch& stored) {
    const bool erased = stored.state == DispatchState::erased;
    std::string out = say(Ui::en, erased ? DeskMessage::erased_on : DeskMessage::withdrawn_on,
                          {to_string(stored.changed)});
    if (!stored.notice.empty()) out.append("\n\n").append(stored.notice.view());
    return out + "\n";
}

}  // namespace chappe
