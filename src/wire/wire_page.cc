// The live wire: one line a dispatch, by day of arrival, newest first.
#include <fmt/format.h>

#include "base/url.h"
#include "wire/api.h"
#include "wire/layout.h"

namespace chappe {
namespace {

using namespace std::chrono;

sys_days day_of(Instant instant) {
    return floor<days>(instant);
}

/// Whom a reader would name: the site, else the host of a feed, else the source as it is called.
std::string source_words(const WireEntry& entry) {
    if (!entry.site.empty()) return entry.site.str();
    const auto url = Url::parse(entry.source);
    return url ? std::string(url->host()) : entry.source;
}

/// The source's own date, when it is of another day than the arrival.
bool tells_another_day(const WireEntry& entry) {
    return entry.published && entry.published->local_day() != year_month_day{day_of(entry.arrived)};
}

void write_marks(HtmlWriter& html, const Reader& reader, const WireEntry& entry) {
    html.raw("<p class=\"marks\"><span class=\"source\" dir=\"auto\">");
    html.text(source_words(entry)).raw("</span>");
    if (!entry.agency.empty())
        html.raw(" <span class=\"agency\" dir=\"auto\">").text(entry.agency).raw("</span>");
    if (!entry.language.empty())
        html.raw(" <span class=\"language\">").text(entry.language).raw("</span>");
    if (tells_another_day(entry)) {
        const std::string day = short_day(reader.ui, entry.published->local_day());
        html.raw(" <time class=\"dated\"").attribute("datetime", to_string(*entry.published));
        html.raw(">").text(say(reader.ui, Message::dated, {day})).raw("</time>");
    }
    html.raw("</p>\n");
}

void write_line(HtmlWriter& html, const Reader& reader, const WireEntry& entry) {
    const std::string id = std::to_string(number_of(entry.id));
    html.raw("<li class=\"line\"").attribute("data-id", id).raw(">\n<p class=\"clock\">");
    time_element(html, entry.arrived, clock_time(entry.arrived));
    html.raw("</p>\n<div class=\"story\">\n<h3");
    foreign(html, entry.language);
    html.raw("><a").link("href", own_path(reader, "/d/" + id)).raw(">");
    html.text(entry.title.empty() ? say(reader.ui, Message::no_title) : short_title(entry));
    html.raw("</a></h3>\n");
    if (!entry.summary.empty()) {
        html.raw("<p class=\"summary\"");
        foreign(html, entry.language);
        html.raw(">").text(entry.summary).raw("</p>\n");
    }
    write_marks(html, reader, entry);
    html.raw("</div>\n</li>\n");
}

void write_days(HtmlWriter& html, const Reader& reader, const std::vector<WireEntry>& entries) {
    std::optional<sys_days> open;
    for (const WireEntry& entry : entries) {
        const sys_days day = day_of(entry.arrived);
        if (day != open) {
            if (open) html.raw("</ol>\n</section>\n");
            html.raw("<section class=\"day\"")
                .attribute("data-day", to_string(year_month_day{day}));
            html.raw(">\n<h2>").text(long_day(reader.ui, day)).raw("</h2>\n<ol>\n");
            open = day;
        }
        write_line(html, reader, entry);
    }
    if (open) html.raw("</ol>\n</section>\n");
}

void write_empty(HtmlWriter& html, const Reader& reader) {
    html.raw("<div class=\"notice\">\n<h2>").text(say(reader.ui, Message::empty_wire_title));
    html.raw("</h2>\n<p>").text(say(reader.ui, Message::empty_wire_text)).raw("</p>\n</div>\n");
}

void begin_live(HtmlWriter& html, const Reader& reader, const WirePage& page) {
    html.attribute("data-newest", std::to_string(number_of(page.newest)));
    html.attribute("data-new-one", say(reader.ui, Message::new_one));
    html.attribute("data-new-many", say(reader.ui, Message::new_many));
    html.raw(">\n<p id=\"fresh\" class=\"fresh\" hidden><button type=\"button\"></button></p>\n");
    html.raw("<p id=\"said\" class=\"said\" role=\"status\"></p>\n");
}

void write_turning(HtmlWriter& html, const Reader& reader, const WirePage& page) {
    html.raw("<nav id=\"turning\" class=\"turning\">\n");
    if (page.before) {
        html.raw("<a").link("href", own_path(reader, "/")).raw(">");
        html.text(say(reader.ui, Message::newest_first)).raw("</a>\n");
    }
    if (page.older) {
        html.raw("<a rel=\"next\"");
        html.link("href", own_path(reader, "/", fmt::format("before={}", number_of(*page.older))));
        html.raw(">").text(say(reader.ui, Message::older)).raw("</a>\n");
    }
    html.raw("</nav>\n");
}

}  // namespace

std::string wire_page(const Reader& reader, const WirePage& page) {
    HtmlWriter html;
    const Live live = page.before ? Live::no : Live::yes;
    begin_page(html, reader, std::string("Chappe — ").append(say(reader.ui, Message::wire_title)),
               live);
    html.raw("<main id=\"content\" class=\"wire\" tabindex=\"-1\"");
    if (live == Live::yes)
        begin_live(html, reader, page);
    else
        html.raw(">\n");
    html.raw("<h1 class=\"said\">").text(say(reader.ui, Message::wire_title)).raw("</h1>\n");
    html.raw("<div id=\"lines\">\n");
    if (page.entries.empty()) write_empty(html, reader);
    write_days(html, reader, page.entries);
    html.raw("</div>\n");
    write_turning(html, reader, page);
    html.raw("</main>\n");
    end_page(html, reader);
    return html.take();
}

}  // namespace chappe
