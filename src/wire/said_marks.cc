// Marks may stand in one another and cross at the ends of paragraphs. Between two borders the same
// marks are open; each such stretch opens and closes its own elements, the outermost first, so that
// the markup is always well-formed. Linear in the text and the borders.
#include "wire/said_marks.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "wire/layout.h"
#include "wire/said_words.h"

namespace chappe {
namespace {

constexpr std::array<std::string_view, 9> colours = {"c0", "c1", "c2", "c3", "c4",
                                                     "c5", "c6", "c7", "c8"};
constexpr std::size_t longest_words = 220;  // code points in the list; the text has them all

bool fits(Span span, std::string_view text) {
    return span.begin < span.end && span.end <= text.size();
}

std::string number_of_statement(const StoredStatement& said) {
    return std::to_string(number_of(said.id));
}

}  // namespace

SaidMarks::SaidMarks(Ui ui, const std::vector<StoredStatement>& said, std::string_view body)
    : ui_(ui), said_(said), body_(body) {
    for (std::size_t i = 0; i < said.size(); ++i) {
        if (said[i].speaker)
            colours_.try_emplace(said[i].speaker->id, colours_.size() % (colours.size() - 1) + 1);
        for (std::size_t piece = 0; piece < said[i].content.size(); ++piece)
            add(i, said[i].content[piece], true, piece + 1 == said[i].content.size());
        if (said[i].cue) add(i, *said[i].cue, false, false);
        if (said[i].source) add(i, *said[i].source, false, false);
    }
    std::sort(marks_.begin(), marks_.end(), [](const Mark& a, const Mark& b) {
        return std::tuple(a.span.begin, b.span.end, a.statement) <
               std::tuple(b.span.begin, a.span.end, b.statement);
    });
}

void SaidMarks::add(std::size_t statement, const Span& span, bool content, bool last) {
    if (fits(span, body_)) marks_.push_back({span, statement, content, last});
}

std::string_view SaidMarks::colour(const StoredStatement& said) const {
    const auto found = said.speaker ? colours_.find(said.speaker->id) : colours_.end();
    return colours[found == colours_.end() ? 0 : found->second];
}

void SaidMarks::open(HtmlWriter& html, const Mark& mark) const {
    const StoredStatement& said = said_[mark.statement];
    const std::string kind =
        mark.content ? "claim " + std::string(colour(said)) : std::string("voice");
    html.raw("<span").attribute("class", kind);
    html.attribute("data-said", number_of_statement(said)).raw(">");
}

void SaidMarks::write_number(HtmlWriter& html, const Mark& mark) const {
    const StoredStatement& said = said_[mark.statement];
    const std::string number = std::to_string(mark.statement + 1);
    html.raw("<a").attribute("class", "num " + std::string(colour(said)));
    html.attribute("id", "s-" + number_of_statement(said));
    html.attribute("href", "#said-" + number_of_statement(said));
    html.attribute("aria-label", say(ui_, SaidMessage::number_label, {number}));
    html.attribute("data-said", number_of_statement(said));
    html.attribute("data-n", number).raw("></a>");
}

void SaidMarks::write(HtmlWriter& html, Span piece, Numbers numbers) const {
    std::vector<Mark> here;  // clipped to the piece
    for (const Mark& mark : marks_) {
        if (mark.span.end <= piece.begin) continue;
        if (mark.span.begin >= piece.end) break;
        Mark clipped = mark;
        clipped.last = mark.last && mark.span.end <= piece.end;
        clipped.span.begin = std::max(mark.span.begin, piece.begin);
        clipped.span.end = std::min(mark.span.end, piece.end);
        here.push_back(clipped);
    }
    std::vector<std::uint32_t> borders = {piece.begin, piece.end};
    for (const Mark& mark : here) {
        borders.push_back(mark.span.begin);
        borders.push_back(mark.span.end);
    }
    std::sort(borders.begin(), borders.end());
    borders.erase(std::unique(borders.begin(), borders.end()), borders.end());

    std::vector<const Mark*> opened;
    auto next = here.begin();
    for (std::size_t i = 0; i + 1 < borders.size(); ++i) {
        for (; next != here.end() && next->span.begin == borders[i]; ++next)
            opened.push_back(&*next);
        for (const Mark* mark : opened) open(html, *mark);
        html.text(Span{borders[i], borders[i + 1]}.in(body_));
        for (std::size_t n = opened.size(); n > 0; --n) html.raw("</span>");
        for (const Mark* mark : opened)
            if (numbers == Numbers::links && mark->last && mark->span.end == borders[i + 1])
                write_number(html, *mark);
        std::erase_if(opened, [&](const Mark* m) { return m->span.end == borders[i + 1]; });
    }
}

namespace {

void write_actor(HtmlWriter& html, const Reader& reader, const ActorName& actor) {
    html.raw("<a dir=\"auto\"").link("href", own_path(reader, actor_address(actor.slug)));
    html.raw(">").text(actor.name).raw("</a>");
}

/// "1 Antony Blinken assure à Ilham Aliyev"
void write_by(HtmlWriter& html, const Reader& reader, const StoredStatement& said,
              std::string_view source, std::size_t number) {
    const std::string id = number_of_statement(said);
    const std::string words = std::to_string(number);
    html.raw("<p class=\"by\"><a class=\"num\"").attribute("href", "#s-" + id);
    html.attribute("aria-label", say(reader.ui, SaidMessage::number_label, {words}));
    html.attribute("data-said", id).raw(">").text(words).raw("</a> <span class=\"speaker\">");
    if (said.speaker)
        write_actor(html, reader, *said.speaker);
    else if (!source.empty())
        html.raw("<span dir=\"auto\">").text(source).raw("</span>");
    else
        html.raw("<i>").text(say(reader.ui, SaidMessage::no_source)).raw("</i>");
    html.raw("</span> <span class=\"stance\">").text(stance_words(reader.ui, said));
    html.raw("</span>");
    if (said.addressee) {
        html.raw(" <span class=\"to\">").text(say(reader.ui, SaidMessage::to_whom)).raw(" ");
        write_actor(html, reader, *said.addressee);
        html.raw("</span>");
    }
    html.raw("</p>\n");
}

void write_about(HtmlWriter& html, const Reader& reader, const StoredStatement& said,
                 const Dispatch& dispatch) {
    html.raw("<p class=\"about\">");
    if (said.said_on)
        html.raw("<span>").text(timex_words(reader.ui, said.said_on->value)).raw("</span> · ");
    html.raw("<a").link("href", own_path(reader, statement_address(said.id))).raw(">");
    html.text(say(reader.ui, SaidMessage::record_link)).raw("</a>");
    write_copy_button(html, reader, citation(reader.ui, said, dispatch, reader.public_url));
    html.raw("</p>\n");
}

}  // namespace

void write_copy_button(HtmlWriter& html, const Reader& reader, std::string_view words) {
    html.raw(" <button type=\"button\" class=\"copy\" hidden").attribute("data-copy", words);
    html.attribute("data-done", say(reader.ui, SaidMessage::copied)).raw(">");
    html.text(say(reader.ui, SaidMessage::copy_citation)).raw("</button>");
}

void write_sayings(HtmlWriter& html, const Reader& reader, const StoredDispatch& stored,
                   const SaidInDispatch& said, const SaidMarks& marks) {
    if (said.statements.empty()) return;
    const std::string_view body = stored.dispatch.body;
    html.raw("<aside class=\"sayings\" aria-labelledby=\"who-said-what\">\n");
    html.raw("<h2 id=\"who-said-what\">").text(say(reader.ui, SaidMessage::who_said_what));
    html.raw("</h2>\n<ol>\n");
    for (std::size_t i = 0; i < said.statements.size(); ++i) {
        const StoredStatement& one = said.statements[i];
        const bool named = one.source && fits(*one.source, body);
        std::string words;
        for (const Span& piece : one.content)
            if (fits(piece, body))
                (words += words.empty() ? "" : " […] ") += fold_space(piece.in(body));
        html.raw("<li").attribute("id", "said-" + number_of_statement(one));
        html.attribute("class", std::string(marks.colour(one)) + (one.inside ? " inner" : ""));
        html.attribute("data-said", number_of_statement(one)).raw(">\n");
        write_by(html, reader, one, named ? fold_space(one.source->in(body)) : std::string(),
                 i + 1);
        html.raw("<p class=\"words\"");
        foreign(html, stored.dispatch.language);
        html.raw(">").text(shorten(words, longest_words)).raw("</p>\n");
        write_about(html, reader, one, stored.dispatch);
        html.raw("</li>\n");
    }
    html.raw("</ol>\n</aside>\n");
}

void write_proposed_topics(HtmlWriter& html, const Reader& reader, const SaidInDispatch& said) {
    if (said.topics.empty()) return;
    html.raw("<p class=\"proposed\">").text(say(reader.ui, SaidMessage::proposed_topics));
    html.raw(reader.ui == Ui::fr ? Literal("\u202F:") : Literal(":"));
    for (const Topic& topic : said.topics) {
        html.raw(" <span").attribute("title", topic.code).raw(" dir=\"auto\">");
        html.text(topic.label).raw("</span>");
    }
    html.raw("</p>\n");
}

}  // namespace chappe
