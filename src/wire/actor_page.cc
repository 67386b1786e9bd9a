// An actor: what they said, newest first, by month; what others say of them; how dispatches
// introduce them, and what a person corrected.
#include <fmt/format.h>

#include "base/text.h"
#include "wire/actor_desk.h"
#include "wire/lines.h"
#include "wire/said_lines.h"
#include "wire/said_words.h"

namespace chappe {
namespace {

using namespace std::chrono;

year_month month_of(Instant instant) {
    const year_month_day day = floor<days>(instant);
    return {day.year(), day.month()};
}

void write_top(HtmlWriter& html, const Reader& reader, const ActorPage& page) {
    const KnownActor& actor = page.actor;
    html.raw("<header class=\"top\">\n<h1 dir=\"auto\">").text(actor.name.name);
    html.raw("</h1>\n<p class=\"where\">").text(kind_words(reader.ui, actor.kind));
    if (!actor.country.empty()) html.raw(" · ").text(actor.country);
    html.raw(" · ").text(statements_words(reader.ui, actor.statements));
    for (const ActorCorrection& correction : actor.corrections)
        if (correction.property == ActorProperty::role && correction.value)
            html.raw(" · <span dir=\"auto\">").text(*correction.value).raw("</span>");
    if (!actor.corrections.empty())
        html.raw(" · <i>").text(say(reader.ui, SaidMessage::corrected)).raw("</i>");
    html.raw("</p>\n</header>\n");
}

void write_months(HtmlWriter& html, const Reader& reader, const ActorPage& page) {
    html.raw("<section class=\"months-said\">\n<h2>").text(say(reader.ui, SaidMessage::actor_said));
    html.raw("</h2>\n");
    if (page.said.hits.empty())
        html.raw("<p class=\"aside\">")
            .text(say(reader.ui, page.before ? Message::no_more_hits : Message::no_hits_title))
            .raw("</p>\n");
    std::optional<year_month> open;
    for (const Hit& hit : page.said.hits) {
        const year_month month = month_of(hit.entry.arrived);
        if (open != month) {
            if (open) html.raw("</ol>\n");
            html.raw("<h3>")
                .text(month_words(reader.ui, month))
                .raw("</h3>\n<ol class=\"said-lines\">\n");
            open = month;
        }
        for (const SaidLine& line : hit.said)
            write_said_line(html, reader, line, hit.entry, SaidLineShows::dispatch);
    }
    if (open) html.raw("</ol>\n");
    html.raw("</section>\n");
}

void write_said_of(HtmlWriter& html, const Reader& reader, const ActorPage& page) {
    if (page.of.empty()) return;
    html.raw("<section>\n<h2>").text(say(reader.ui, SaidMessage::actor_said_of));
    html.raw("</h2>\n<ol class=\"said-lines\">\n");
    for (const SaidOfActor& one : page.of)
        write_said_line(html, reader, one.said, one.entry, SaidLineShows::speaker_and_dispatch);
    html.raw("</ol>\n</section>\n");
}

std::string count_words(const Reader& reader, std::int64_t count) {
    if (count == 1) return std::string(say(reader.ui, SaidMessage::role_count_one));
    return say(reader.ui, SaidMessage::role_count_many,
               {number_words(reader.ui, static_cast<std::uint64_t>(count))});
}

void write_introductions(HtmlWriter& html, const Reader& reader, const ActorPage& page) {
    if (page.actor.introductions.empty()) return;
    html.raw("<section>\n<h2>").text(say(reader.ui, SaidMessage::actor_introduced));
    html.raw("</h2>\n<ul class=\"names roles\">\n");
    for (const Introduction& role : page.actor.introductions) {
        const year_month_day first = floor<days>(role.first), last = floor<days>(role.last);
        html.raw("<li>\n<span class=\"role\" dir=\"auto\">").text(role.role).raw("</span>\n");
        html.raw("<p class=\"much\">").text(count_words(reader, role.dispatches));
        html.raw("</p>\n<p class=\"where\">");
        if (first == last)
            html.text(short_day(reader.ui, first));
        else
            html.text(say(reader.ui, SaidMessage::role_dates,
                          {short_day(reader.ui, first), short_day(reader.ui, last)}));
        html.raw(" · <a").link("href", own_path(reader, dispatch_address(role.example)));
        html.raw(">").text(say(reader.ui, SaidMessage::example)).raw("</a></p>\n</li>\n");
    }
    html.raw("</ul>\n</section>\n");
}

}  // namespace

std::string actor_page(const Reader& reader, const ActorPage& page) {
    const std::string path = actor_address(page.actor.name.slug);
    const std::string search = "who:" + page.actor.name.slug;
    HtmlWriter html;
    PageHead head;
    head.title = say(reader.ui, SaidMessage::actor_title, {page.actor.name.name.view()});
    head.description = say(reader.ui, SaidMessage::actor_intro);
    head.search = search;
    if (page.before)
        head.robots = Robots::stay_out;
    else
        head.path = path;
    head.said = SaidStyle::yes;
    begin_page(html, reader, head);
    html.raw("<main id=\"content\" class=\"actor\" tabindex=\"-1\">\n");
    write_top(html, reader, page);
    html.raw("<div class=\"bar\">\n<p>").text(head.description).raw("</p>\n<p class=\"feeds\">");
    write_feed_links(html, reader, search);
    html.raw(" <a")
        .link("href", "/api/actors/" + page.actor.name.slug)
        .raw(">API</a></p>\n</div>\n");
    write_months(html, reader, page);
    write_turning(html, reader, path, {}, page.before, page.said.next);
    if (!page.before) {
        write_said_of(html, reader, page);
        write_introductions(html, reader, page);
        write_actor_desk(html, reader, page.actor);
    }
    html.raw("</main>\n");
    end_page(html, reader);
    return html.take();
}

}  // namespace chappe
