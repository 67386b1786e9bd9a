// One statement: who, what, to whom, when, and the sentence that proves it.
#include "base/text.h"
#include "wire/layout.h"
#include "wire/lines.h"
#include "wire/said_marks.h"
#include "wire/said_words.h"

namespace chappe {
namespace {

constexpr std::size_t longest_title = 120;        // code points in the tab and in previews
constexpr std::size_t longest_description = 200;  // previews show about 160

std::string source_of(const StatementPage& page) {
    const StoredStatement& said = page.said;
    if (said.speaker) return said.speaker->name.str();
    if (!said.source || !page.words_shown) return {};
    return fold_space(said.source->in(page.dispatch.dispatch.body));
}

std::string content_of(const StatementPage& page) {
    std::string words;
    if (!page.words_shown) return words;
    for (const Span& piece : page.said.content) {
        if (!words.empty()) words += " […] ";
        words += fold_space(piece.in(page.dispatch.dispatch.body));
    }
    return words;
}

std::string title_of(const Reader& reader, const StatementPage& page) {
    const std::string who = source_of(page);
    const std::string_view whom =
        who.empty() ? say(reader.ui, SaidMessage::no_source) : std::string_view(who);
    return say(reader.ui, SaidMessage::statement_title, {whom, stance_words(reader.ui, page.said)});
}

std::string address_in_dispatch(const StatementPage& page) {
    std::string address = dispatch_address(page.dispatch.id);
    if (page.words_shown) address += "#s-" + std::to_string(number_of(page.said.id));
    return address;
}

void begin_fact(HtmlWriter& html, const Reader& reader, SaidMessage name) {
    html.raw("<dt>").text(say(reader.ui, name)).raw("</dt>\n<dd>");
}

void write_actor(HtmlWriter& html, const Reader& reader, const ActorName& actor) {
    html.raw("<a dir=\"auto\"").link("href", own_path(reader, actor_address(actor.slug)));
    html.raw(">").text(actor.name).raw("</a>");
}

void write_speaker(HtmlWriter& html, const Reader& reader, const StatementPage& page) {
    begin_fact(html, reader, SaidMessage::speaker);
    const std::string words = source_of(page);
    if (page.said.speaker)
        write_actor(html, reader, *page.said.speaker);
    else if (words.empty())
        html.text(say(reader.ui, SaidMessage::no_source));
    else
        html.raw("<span dir=\"auto\">")
            .text(words)
            .raw("</span> <span class=\"soft\">(")
            .text(say(reader.ui, SaidMessage::nobody_linked))
            .raw(")</span>");
    html.raw("</dd>\n");
    if (!page.said.addressee) return;
    begin_fact(html, reader, SaidMessage::addressee);
    write_actor(html, reader, *page.said.addressee);
    html.raw("</dd>\n");
}

void write_days(HtmlWriter& html, const Reader& reader, const StatementPage& page) {
    if (page.said.said_on) {
        begin_fact(html, reader, SaidMessage::said_on);
        html.text(timex_words(reader.ui, page.said.said_on->value)).raw(" <span class=\"soft\">(");
        html.text(how_words(reader.ui, page.said.said_on->how)).raw(")</span></dd>\n");
    }
    begin_fact(html, reader, SaidMessage::reported_on);
    const auto& published = page.dispatch.dispatch.published;
    if (published)
        html.raw("<time")
            .attribute("datetime", to_string(*published))
            .raw(">")
            .text(date_words(reader.ui, *published))
            .raw("</time>");
    else
        time_element(html, page.dispatch.arrived, instant_words(reader.ui, page.dispatch.arrived),
                     Shown::full);
    html.raw("</dd>\n");
}

/// The sentence with the statement underlined in it, or where to read it.
void write_evidence(HtmlWriter& html, const Reader& reader, const StatementPage& page) {
    const Dispatch& dispatch = page.dispatch.dispatch;
    if (!page.words_shown) {
        html.raw("<p class=\"rest\">").text(say(reader.ui, SaidMessage::words_at_source));
        html.raw("</p>\n");
        return;
    }
    const std::vector<StoredStatement> one = {page.said};
    const SaidMarks marks(reader.ui, one, dispatch.body);
    html.raw("<blockquote class=\"evidence-words\"");
    foreign(html, dispatch.language);
    html.raw(">");
    marks.write(html, evidence_of(page.said, dispatch), SaidMarks::Numbers::none);
    html.raw("</blockquote>\n");
}

void write_around(HtmlWriter& html, const Reader& reader, const StatementPage& page) {
    if (page.around.empty() || !page.words_shown) return;
    html.raw("<section class=\"around\">\n<h2>").text(say(reader.ui, SaidMessage::inside));
    html.raw("</h2>\n<ul>\n");
    for (const StoredStatement& other : page.around) {
        std::string words;
        for (const Span& piece : other.content)
            (words += words.empty() ? "" : " […] ") +=
                fold_space(piece.in(page.dispatch.dispatch.body));
        html.raw("<li><a").link("href", own_path(reader, statement_address(other.id)));
        html.raw(" dir=\"auto\">").text(shorten(words, longest_description)).raw("</a></li>\n");
    }
    html.raw("</ul>\n</section>\n");
}

void write_where(HtmlWriter& html, const Reader& reader, const StatementPage& page) {
    const Dispatch& dispatch = page.dispatch.dispatch;
    html.raw("<p class=\"where-said\"><a class=\"dispatch\"");
    html.link("href", own_path(reader, dispatch_address(page.dispatch.id)));
    foreign(html, dispatch.language);
    html.raw(">").text(dispatch.title.empty() ? say(reader.ui, Message::no_title)
                                              : dispatch.title.view());
    html.raw("</a>");
    if (dispatch.credit) html.raw(" · <span>").text(dispatch.credit->agency).raw("</span>");
    html.raw("</p>\n<p><a").link("href", address_in_dispatch(page)).raw(">");
    html.text(say(reader.ui, SaidMessage::in_dispatch)).raw("</a></p>\n");
}

void write_citation(HtmlWriter& html, const Reader& reader, const StatementPage& page) {
    if (!page.words_shown) return;
    const std::string words =
        citation(reader.ui, page.said, page.dispatch.dispatch, reader.public_url);
    html.raw("<section class=\"citation\">\n<h2>").text(say(reader.ui, SaidMessage::citation));
    html.raw("</h2>\n<p class=\"cite\" dir=\"auto\">").text(words).raw("</p>\n<p>");
    write_copy_button(html, reader, words);
    html.raw("</p>\n</section>\n");
}

}  // namespace

std::string statement_page(const Reader& reader, const StatementPage& page) {
    HtmlWriter html;
    PageHead head;
    head.path = statement_address(page.said.id);
    head.title = shorten(title_of(reader, page), longest_title);
    head.description = shorten(content_of(page), longest_description);
    head.said = SaidStyle::yes;
    begin_page(html, reader, head);
    html.raw("<main id=\"content\" class=\"statement\" tabindex=\"-1\">\n<header class=\"top\">\n");
    html.raw("<p class=\"up\"><a");
    html.link("href", own_path(reader, dispatch_address(page.dispatch.id))).raw(">");
    html.text(say(reader.ui, SaidMessage::who_said_what)).raw("</a></p>\n<h1 dir=\"auto\">");
    html.text(title_of(reader, page)).raw("</h1>\n</header>\n");
    write_evidence(html, reader, page);
    write_where(html, reader, page);
    html.raw("<dl class=\"facts\">\n");
    write_speaker(html, reader, page);
    write_days(html, reader, page);
    begin_fact(html, reader, SaidMessage::how_said);
    html.text(form_words(reader.ui, page.said)).raw("</dd>\n</dl>\n");
    write_around(html, reader, page);
    write_citation(html, reader, page);
    html.raw("<p class=\"forms\">").text(say(reader.ui, Message::record)).raw(" <a");
    html.link("href", head.path + ".json").raw(">JSON</a></p>\n</main>\n");
    end_page(html, reader);
    return html.take();
}

}  // namespace chappe
