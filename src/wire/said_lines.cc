#include "wire/said_lines.h"

#include "base/text.h"
#include "wire/api.h"
#include "wire/lines.h"
#include "wire/said_words.h"

namespace chappe {
namespace {

constexpr std::size_t longest_words = 300;  // code points; the statement's page has them all

void write_actor(HtmlWriter& html, const Reader& reader, const ActorName& actor) {
    html.raw("<a dir=\"auto\"").link("href", own_path(reader, actor_address(actor.slug)));
    html.raw(">").text(actor.name).raw("</a>");
}

void write_by(HtmlWriter& html, const Reader& reader, const SaidLine& line, SaidLineShows shows) {
    html.raw("<p class=\"by\">");
    if (shows != SaidLineShows::dispatch) {
        html.raw("<span class=\"speaker\">");
        if (line.statement.speaker)
            write_actor(html, reader, *line.statement.speaker);
        else if (!line.source.empty())
            html.raw("<span dir=\"auto\">").text(line.source).raw("</span>");
        else
            html.raw("<i>").text(say(reader.ui, SaidMessage::no_source)).raw("</i>");
        html.raw("</span> ");
    }
    html.raw("<span class=\"stance\">").text(stance_words(reader.ui, line.statement));
    html.raw("</span>");
    if (line.statement.addressee) {
        html.raw(" <span class=\"to\">").text(say(reader.ui, SaidMessage::to_whom)).raw(" ");
        write_actor(html, reader, *line.statement.addressee);
        html.raw("</span>");
    }
    if (line.statement.said_on)
        html.raw(" <span class=\"when\">")
            .text(timex_words(reader.ui, line.statement.said_on->value))
            .raw("</span>");
    html.raw("</p>\n");
}

}  // namespace

void write_said_line(HtmlWriter& html, const Reader& reader, const SaidLine& line,
                     const WireEntry& entry, SaidLineShows shows) {
    const std::string words = words_of(line);
    html.raw("<li class=\"said-line\">\n");
    write_by(html, reader, line, shows);
    html.raw("<p class=\"words\"");
    foreign(html, entry.language);
    html.raw("><a").link("href", own_path(reader, statement_address(line.statement.id)));
    html.raw(">");
    html.text(words.empty() ? std::string(say(reader.ui, SaidMessage::words_at_source))
                            : shorten(words, longest_words));
    html.raw("</a></p>\n");
    if (shows != SaidLineShows::speaker) {
        html.raw("<p class=\"about\"><a");
        html.link("href", own_path(reader, dispatch_address(entry.id)));
        foreign(html, entry.language);
        html.raw(">");
        html.text(entry.title.empty() ? std::string(say(reader.ui, Message::no_title))
                                      : short_title(entry));
        html.raw("</a> · <span dir=\"auto\">");
        html.text(entry.agency.empty() ? source_words(entry) : entry.agency);
        html.raw("</span></p>\n");
    }
    html.raw("</li>\n");
}

}  // namespace chappe
