#include "wire/layout.h"

#include "wire/assets.h"
#include "wire/desk_pages.h"

namespace chappe {
namespace {

std::string_view address_of(std::string_view asset) {
    const Asset* found = find_asset(asset);
    return found ? std::string_view(found->address) : std::string_view();
}

void write_head(HtmlWriter& html, const Reader& reader, std::string_view title) {
    html.raw("<!doctype html>\n<html").attribute("lang", code_of(reader.ui));
    html.raw(">\n<head>\n<meta charset=\"utf-8\">\n<title>").text(title).raw("</title>\n");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    html.raw("<link rel=\"stylesheet\"").link("href", address_of("wire.css")).raw(">\n");
    if (reader.user || reader.at_desk) {
        html.raw("<link rel=\"stylesheet\"").link("href", address_of("desk.css")).raw(">\n");
        html.raw("<script defer").link("src", address_of("desk.js")).raw("></script>\n");
    }
    html.raw("<link rel=\"icon\" type=\"image/svg+xml\"").link("href", address_of("favicon.svg"));
    html.raw(">\n<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Atom\"");
    html.raw(" href=\"/feed.atom\">\n");
    html.raw("<link rel=\"alternate\" type=\"application/rss+xml\" title=\"RSS\"");
    html.raw(" href=\"/feed.rss\">\n");
    html.raw("<link rel=\"alternate\" type=\"application/feed+json\" title=\"JSON Feed\"");
    html.raw(" href=\"/feed.json\">\n");
    html.raw("<script defer").link("src", address_of("wire.js")).raw("></script>\n</head>\n");
}

void write_language_switch(HtmlWriter& html, const Reader& reader) {
    const Ui other = reader.ui == Ui::fr ? Ui::en : Ui::fr;
    std::string target = reader.path + "?";
    if (!reader.query.empty()) target += reader.query + "&";
    target += "ui=";
    target += code_of(other);
    html.raw("<a class=\"switch\"").link("href", target).attribute("lang", code_of(other));
    html.attribute("hreflang", code_of(other)).raw(">");
    html.text(say(reader.ui, Message::other_language)).raw("</a>\n");
}

}  // namespace

std::string own_path(const Reader& reader, std::string_view path, std::string_view query) {
    std::string out(path);
    if (!query.empty()) out.append("?").append(query);
    if (reader.choice == UiChoice::by_link)
        out.append(query.empty() ? "?ui=" : "&ui=").append(code_of(reader.ui));
    return out;
}

void begin_page(HtmlWriter& html, const Reader& reader, std::string_view title, Live live) {
    write_head(html, reader, title);
    html.raw("<body>\n<a class=\"skip\" href=\"#content\">");
    html.text(say(reader.ui, Message::skip_to_content)).raw("</a>\n");
    html.raw("<header class=\"masthead\">\n<a class=\"name\"");
    html.link("href", own_path(reader, "/")).raw("><img alt=\"\" width=\"34\" height=\"34\"");
    html.link("src", address_of("favicon.svg")).raw(">Chappe</a>\n<p class=\"tagline\">");
    html.text(say(reader.ui, Message::tagline)).raw("</p>\n");
    if (live == Live::yes) {
        html.raw("<p id=\"live\" class=\"live\" hidden");
        html.attribute("data-live", say(reader.ui, Message::live));
        html.attribute("data-lost", say(reader.ui, Message::reconnecting)).raw("></p>\n");
    }
    write_language_switch(html, reader);
    html.raw("</header>\n");
    write_desk_menu(html, reader);
}

void end_page(HtmlWriter& html, const Reader& reader) {
    html.raw("<footer class=\"colophon\">\n<p>").text(say(reader.ui, Message::feeds));
    html.raw(
        " <a href=\"/feed.atom\">Atom</a> <a href=\"/feed.rss\">RSS</a> "
        "<a href=\"/feed.json\">JSON</a></p>\n<p>");
    html.text(say(reader.ui, Message::utc_note)).raw("</p>\n</footer>\n</body>\n</html>\n");
}

void foreign(HtmlWriter& html, std::string_view language) {
    if (!language.empty()) html.attribute("lang", language);
    html.raw(" dir=\"auto\"");
}

void time_element(HtmlWriter& html, Instant instant, std::string_view words) {
    html.raw("<time").attribute("datetime", to_string(instant)).raw(">").text(words);
    html.raw("</time>");
}

}  // namespace chappe
