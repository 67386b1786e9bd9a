#include "wire/lines.h"

#include <fmt/format.h>

#include "base/url.h"
#include "wire/api.h"
#include "wire/said_lines.h"
#include "wire/story_messages.h"
#include "wire/story_pages.h"

namespace chappe {
namespace {

using namespace std::chrono;

sys_days day_of(Instant instant) {
    return floor<days>(instant);
}

/// The source's own date. Where it is the day of arrival nobody needs to be told, but web/wire.js
/// may find that in the reader's zone it is another one.
void write_dated(HtmlWriter& html, const Reader& reader, const WireEntry& entry) {
    if (!entry.published) return;
    const year_month_day day = entry.published->local_day();
    html.raw(" <time class=\"dated\"").attribute("datetime", to_string(*entry.published));
    if (day == year_month_day{day_of(entry.arrived)}) html.raw(" hidden");
    html.raw(">").text(say(reader.ui, Message::dated, {short_day(reader.ui, day)}));
    html.raw("</time>");
}

void write_clock(HtmlWriter& html, const Reader& reader, const WireEntry& entry,
                 Grouping grouping) {
    switch (grouping) {
        case Grouping::by_day:
            return time_element(html, entry.arrived, clock_time(entry.arrived), Shown::clock);
        case Grouping::none:
            return time_element(html, entry.arrived, short_day(reader.ui, day_of(entry.arrived)),
                                Shown::day);
        case Grouping::one_day:
            break;
    }
    if (!entry.published || entry.published->precision == Precision::day) return;
    html.raw("<time").attribute("datetime", to_string(*entry.published)).raw(">");
    html.text(local_clock(*entry.published)).raw("</time>");
}

/// How many repeat it, or that it repeats another one.
void write_copies(HtmlWriter& html, const Reader& reader, const WireEntry& entry) {
    if (entry.copies > 0) {
        html.raw(" ");
        write_copies_link(html, reader, entry.id, entry.copies);
    } else if (entry.copy_of) {
        html.raw(" <a class=\"copies\"");
        html.link("href", own_path(reader, dispatch_address(entry.id) + "/copies")).raw(">");
        html.text(say(reader.ui, StoryMessage::copy_mark)).raw("</a>");
    }
}

void write_marks(HtmlWriter& html, const Reader& reader, const WireEntry& entry,
                 Grouping grouping) {
    html.raw("<p class=\"marks\"><a class=\"source\" dir=\"auto\"");
    html.link("href", own_path(reader, source_address(entry.source))).raw(">");
    html.text(source_words(entry)).raw("</a>");
    if (!entry.agency.empty()) {
        html.raw(" <a class=\"agency\" dir=\"auto\"");
        html.link("href", own_path(reader, agency_address(entry.agency))).raw(">");
        html.text(entry.agency).raw("</a>");
    }
    if (!entry.language.empty())
        html.raw(" <span class=\"language\">").text(entry.language).raw("</span>");
    if (grouping != Grouping::one_day) write_dated(html, reader, entry);
    write_copies(html, reader, entry);
    html.raw("</p>\n");
}

/// The snippet with what was found marked; marks that do not fit the text are left out.
void write_snippet(HtmlWriter& html, const Snippet& snippet) {
    const std::string_view words = snippet.text;
    std::size_t at = 0;
    for (const Span mark : snippet.marks) {
        if (mark.begin < at || mark.end <= mark.begin || mark.end > words.size()) continue;
        html.text(words.substr(at, mark.begin - at)).raw("<mark>");
        html.text(words.substr(mark.begin, mark.end - mark.begin)).raw("</mark>");
        at = mark.end;
    }
    html.text(words.substr(at));
}

void write_summary(HtmlWriter& html, const WireEntry& entry, const Snippet* snippet) {
    const bool found = snippet && !snippet->text.empty();
    if (!found && entry.summary.empty()) return;
    html.raw("<p class=\"summary\"");
    foreign(html, entry.language);
    html.raw(">");
    if (found)
        write_snippet(html, *snippet);
    else
        html.text(entry.summary);
    html.raw("</p>\n");
}

/// The statements that were asked for, in place of the summary.
void write_said(HtmlWriter& html, const Reader& reader, const Hit& hit) {
    html.raw("<ol class=\"said-lines\">\n");
    for (const SaidLine& line : hit.said)
        write_said_line(html, reader, line, hit.entry, SaidLineShows::speaker);
    html.raw("</ol>\n");
}

void write_line(HtmlWriter& html, const Reader& reader, const WireEntry& entry, const Hit* hit,
                Grouping grouping) {
    const Snippet* snippet = hit && hit->said.empty() ? &hit->snippet : nullptr;
    html.raw("<li class=\"line\"").attribute("data-id", std::to_string(number_of(entry.id)));
    html.link("data-url", entry.url).raw(">\n<p class=\"clock\">");
    write_clock(html, reader, entry, grouping);
    html.raw("</p>\n<div class=\"story\">\n");
    grouping == Grouping::by_day ? html.raw("<h3") : html.raw("<h2");
    foreign(html, entry.language);
    html.raw("><a").link("href", own_path(reader, dispatch_address(entry.id))).raw(">");
    html.text(entry.title.empty() ? say(reader.ui, Message::no_title) : short_title(entry));
    grouping == Grouping::by_day ? html.raw("</a></h3>\n") : html.raw("</a></h2>\n");
    if (hit && !hit->said.empty())
        write_said(html, reader, *hit);
    else
        write_summary(html, entry, snippet);
    write_marks(html, reader, entry, grouping);
    html.raw("</div>\n</li>\n");
}

/// Opens a section when the day is another one than that of the line before.
class Days {
 public:
    Days(HtmlWriter& html, const Reader& reader) : html_(html), reader_(reader) {}

    void enter(Instant arrived) {
        const sys_days day = day_of(arrived);
        if (day == open_) return;
        leave();
        html_.raw("<section class=\"day\"").attribute("data-day", to_string(year_month_day{day}));
        html_.raw(">\n<h2>").text(long_day(reader_.ui, day)).raw("</h2>\n<ol>\n");
        open_ = day;
    }
    void leave() {
        if (open_) html_.raw("</ol>\n</section>\n");
    }

 private:
    HtmlWriter& html_;
    const Reader& reader_;
    std::optional<sys_days> open_;
};

}  // namespace

std::string source_words(std::string_view source) {
    const auto url = Url::parse(source);
    return std::string(url ? std::string_view(url->host()) : source);
}

std::string source_words(const WireEntry& entry) {
    return entry.site.empty() ? source_words(entry.source) : entry.site.str();
}

void write_lines(HtmlWriter& html, const Reader& reader, const std::vector<WireEntry>& entries) {
    Days days(html, reader);
    for (const WireEntry& entry : entries) {
        days.enter(entry.arrived);
        write_line(html, reader, entry, nullptr, Grouping::by_day);
    }
    days.leave();
}

void write_lines(HtmlWriter& html, const Reader& reader, const std::vector<Hit>& hits,
                 Grouping grouping) {
    Days days(html, reader);
    const bool flat = grouping != Grouping::by_day && !hits.empty();
    if (flat && grouping == Grouping::none) html.raw("<ol class=\"flat dates-first\">\n");
    if (flat && grouping == Grouping::one_day) html.raw("<ol class=\"flat\">\n");
    for (const Hit& hit : hits) {
        if (grouping == Grouping::by_day) days.enter(hit.entry.arrived);
        write_line(html, reader, hit.entry, &hit, grouping);
    }
    days.leave();
    if (flat) html.raw("</ol>\n");
}

void begin_live(HtmlWriter& html, const Reader& reader, ChangeSeq newest, std::string_view search,
                Copies copies) {
    html.attribute("data-newest", std::to_string(number_of(newest)));
    if (!search.empty()) html.attribute("data-search", search);
    if (copies == Copies::each) html.raw(" data-copies=\"each\"");
    html.attribute("data-new-one", say(reader.ui, Message::new_one));
    html.attribute("data-new-many", say(reader.ui, Message::new_many));
    html.raw(">\n<p id=\"fresh\" class=\"fresh\" hidden><button type=\"button\"></button></p>\n");
    html.raw("<p id=\"said\" class=\"said\" role=\"status\"></p>\n");
}

void write_turning(HtmlWriter& html, const Reader& reader, std::string_view path,
                   std::string_view query, Before here, Before older) {
    html.raw("<nav id=\"turning\" class=\"turning\"");
    html.attribute("aria-label", say(reader.ui, Message::pages_label));
    if (!here && !older) html.raw(" hidden");
    html.raw(">\n");
    if (here) {
        html.raw("<a rel=\"prev\"").link("href", own_path(reader, path, query)).raw(">");
        html.text(say(reader.ui, Message::newest_first)).raw("</a>\n");
    }
    if (older) {
        const std::string before =
            fmt::format("{}{}before={}", query, query.empty() ? "" : "&", number_of(*older));
        html.raw("<a rel=\"next\"").link("href", own_path(reader, path, before)).raw(">");
        html.text(say(reader.ui, Message::older)).raw("</a>\n");
    }
    html.raw("</nav>\n");
}

void write_notice(HtmlWriter& html, const Reader& reader, Message title, Message text) {
    html.raw("<div class=\"notice\">\n<h2>").text(say(reader.ui, title)).raw("</h2>\n<p>");
    html.text(say(reader.ui, text)).raw("</p>\n</div>\n");
}

}  // namespace chappe
