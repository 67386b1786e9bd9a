// Searches that are sent to addresses, each with how its receiver is.
#include "wire/desk_form.h"
#include "wire/desk_pages.h"
#include "wire/lines.h"

namespace chappe {
namespace {

std::string number_of_alert(const Alert& alert) {
    return std::to_string(number_of(alert.id));
}

void write_state(HtmlWriter& html, const Reader& reader, const Alert& alert) {
    const auto count = [&](std::int64_t number) {
        return number_words(reader.ui, static_cast<std::uint64_t>(number));
    };
    html.raw(alert.trouble.empty() ? Literal("<p class=\"health\">\n<span>")
                                   : Literal("<p class=\"health bad\">\n<span>"));
    html.text(
        say(reader.ui, DeskMessage::alert_counts, {count(alert.delivered), count(alert.waiting)}));
    html.raw("</span>\n");
    if (alert.last_success) {
        html.raw("<span>").text(say(reader.ui, DeskMessage::alert_last)).raw(" ");
        time_element(html, *alert.last_success, instant_words(reader.ui, *alert.last_success),
                     Shown::full);
        html.raw("</span>\n");
    }
    html.raw("</p>\n");
    if (!alert.trouble.empty())
        html.raw("<p class=\"aside\" lang=\"en\" dir=\"auto\">")
            .text(Text::repair(alert.trouble))
            .raw("</p>\n");
}

void write_remove(HtmlWriter& html, const Reader& reader, const Alert& alert) {
    html.raw("<div class=\"acts\">\n<details><summary")
        .attribute("aria-label", say(reader.ui, DeskMessage::act_on,
                                     {say(reader.ui, DeskMessage::alert_remove), alert.query}));
    html.raw(">").text(say(reader.ui, DeskMessage::alert_remove)).raw("</summary>\n");
    begin_form(html, reader, "/desk/alerts/" + number_of_alert(alert) + "/remove");
    html.raw("<p dir=\"auto\">")
        .text(say(reader.ui, DeskMessage::alert_remove_means, {alert.query}));
    html.raw("</p>\n<p class=\"actions\">\n");
    button(html, reader, DeskMessage::alert_remove, ButtonKind::grave);
    html.raw("</p>\n</form>\n</details>\n</div>\n");
}

void write_alert(HtmlWriter& html, const Reader& reader, const Alert& alert) {
    html.raw("<li>\n<a dir=\"auto\"");
    html.link("href", own_path(reader, "/search", query_of(alert.query)));
    html.raw(">").text(alert.query).raw("</a>\n<span class=\"where\" dir=\"auto\">");
    html.text(alert.address).raw("</span>\n<div class=\"state\">\n");
    write_state(html, reader, alert);
    html.raw("<p><a").link("href", feed_address("/feed.atom", alert.query)).raw(">");
    html.text(say(reader.ui, DeskMessage::alert_feed)).raw("</a></p>\n");
    write_remove(html, reader, alert);
    html.raw("</div>\n</li>\n");
}

void write_new_alert(HtmlWriter& html, const Reader& reader, const AlertsPage& page) {
    html.raw("<section>\n<h2>").text(say(reader.ui, DeskMessage::alert_add_title));
    html.raw("</h2>\n");
    begin_form(html, reader, "/desk/alerts");
    input_field(html, reader,
                {"query", DeskMessage::alert_query_label, page.query, DeskMessage::alert_query_hint,
                 "type=\"text\" autocomplete=\"off\" required"},
                page.problems);
    input_field(
        html, reader,
        {"address", DeskMessage::alert_address_label, page.address, DeskMessage::alert_address_hint,
         "type=\"url\" autocomplete=\"off\" spellcheck=\"false\" required"},
        page.problems);
    html.raw("<p class=\"actions\">\n");
    button(html, reader, DeskMessage::alert_add_button, ButtonKind::main);
    html.raw("</p>\n</form>\n</section>\n");
}

}  // namespace

std::string alerts_page(const Reader& reader, const AlertsPage& page) {
    HtmlWriter html;
    begin_desk(html, reader, DeskMessage::alerts_title, page.problems);
    write_problems(html, reader, page.problems);
    if (!page.secret.empty())
        html.raw("<p class=\"done\" role=\"status\">")
            .text(say(reader.ui, DeskMessage::alert_secret, {page.added, page.secret}))
            .raw("</p>\n");
    if (page.alerts.empty())
        html.raw("<p>").text(say(reader.ui, DeskMessage::alerts_none)).raw("</p>\n");
    if (!page.alerts.empty()) html.raw("<ul class=\"names watched\">\n");
    for (const Alert& alert : page.alerts) write_alert(html, reader, alert);
    if (!page.alerts.empty()) html.raw("</ul>\n");
    write_new_alert(html, reader, page);
    end_desk(html, reader);
    return html.take();
}

}  // namespace chappe
