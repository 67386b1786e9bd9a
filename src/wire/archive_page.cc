// The archive by day: the months of a year as calendars, each day with dispatches a link.
#include <map>

#include "wire/lines.h"

namespace chappe {
namespace {

using namespace std::chrono;

using Counts = std::map<year_month_day, std::int64_t>;

void write_years(HtmlWriter& html, const Reader& reader, const ArchivePage& page) {
    html.raw("<nav class=\"years\"").attribute("aria-label", say(reader.ui, Message::years_label));
    html.raw(">\n");
    for (const int each : page.years) {
        const std::string words = std::to_string(each);
        html.raw("<a").link("href", own_path(reader, "/archive", "year=" + words));
        if (each == page.year) html.raw(" aria-current=\"page\"");
        html.raw(">").text(words).raw("</a>\n");
    }
    html.raw("</nav>\n");
}

void write_day(HtmlWriter& html, const Reader& reader, year_month_day day, const Counts& counts) {
    const auto found = counts.find(day);
    const auto number = static_cast<unsigned>(day.day());
    html.raw("<td>");
    if (found == counts.end()) {
        html.number(number);
    } else {
        const std::string words =
            short_day(reader.ui, day) + ", " + dispatches_words(reader.ui, found->second);
        html.raw("<a").link("href", own_path(reader, day_address(day)));
        html.attribute("aria-label", words).attribute("title", words).raw(">");
        html.number(number).raw("</a>");
    }
    html.raw("</td>");
}

void write_weekdays(HtmlWriter& html, Ui ui) {
    html.raw("<thead>\n<tr>");
    for (unsigned i = 1; i <= 7; ++i) {  // Monday first
        const std::string_view name = weekday_name(ui, weekday{i});
        html.raw("<th scope=\"col\"").attribute("aria-label", name).raw(">");
        html.text(name.substr(0, 1)).raw("</th>");
    }
    html.raw("</tr>\n</thead>\n");
}

void write_empty_cells(HtmlWriter& html, unsigned count) {
    for (; count > 0; --count) html.raw("<td></td>");
}

void write_month(HtmlWriter& html, const Reader& reader, year_month month, const Counts& counts) {
    std::int64_t total = 0;
    for (const auto& [day, count] : counts)
        if (day.year() / day.month() == month) total += count;
    if (total == 0) return;

    html.raw("<table class=\"month\">\n<caption>").text(month_words(reader.ui, month));
    html.raw(" <span>").text(dispatches_words(reader.ui, total)).raw("</span></caption>\n");
    write_weekdays(html, reader.ui);
    html.raw("<tbody>\n<tr>");
    const sys_days first = sys_days{month / 1};
    const sys_days last = sys_days{month / std::chrono::last};
    write_empty_cells(html, weekday{first}.iso_encoding() - 1);
    for (sys_days day = first; day <= last; day += days{1}) {
        if (day != first && weekday{day} == Monday) html.raw("</tr>\n<tr>");
        write_day(html, reader, day, counts);
    }
    write_empty_cells(html, 7 - weekday{last}.iso_encoding());
    html.raw("</tr>\n</tbody>\n</table>\n");
}

}  // namespace

std::string archive_page(const Reader& reader, const ArchivePage& page) {
    HtmlWriter html;
    PageHead head;
    head.title = say(reader.ui, Message::archive_title);
    head.description = say(reader.ui, Message::archive_intro);
    head.path = "/archive";
    head.section = Section::archive;
    if (page.year != 0) {
        head.path += "?year=" + std::to_string(page.year);
        head.title += " " + std::to_string(page.year);
    }
    begin_page(html, reader, head);
    html.raw("<main id=\"content\" tabindex=\"-1\">\n<header class=\"top\">\n<h1>")
        .text(head.title);
    html.raw("</h1>\n<p>").text(head.description).raw("</p>\n</header>\n");
    if (page.days.empty())
        html.raw("<p class=\"aside\">").text(say(reader.ui, Message::archive_empty)).raw("</p>\n");
    if (!page.years.empty()) write_years(html, reader, page);
    Counts counts;
    for (const DayTally& tally : page.days) counts[tally.day] = tally.dispatches;
    html.raw("<div class=\"months\">\n");
    for (int number = 12; number >= 1; --number)
        write_month(html, reader, year{page.year} / number, counts);
    html.raw("</div>\n</main>\n");
    end_page(html, reader);
    return html.take();
}

}  // namespace chappe
