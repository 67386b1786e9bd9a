// One dispatch: its words, then the record of where they come from.
#include "base/text.h"
#include "base/url.h"
#include "wire/desk_pages.h"
#include "wire/layout.h"
#include "wire/lines.h"
#include "wire/news_article.h"
#include "wire/said_marks.h"
#include "wire/story_messages.h"
#include "wire/story_pages.h"

namespace chappe {
namespace {

constexpr std::size_t longest_title = 120;        // code points in the tab and in previews
constexpr std::size_t longest_description = 200;  // previews show about 160

/// A tag as a phrase to search for.
std::string quoted(std::string_view words) {
    std::string out = "\"";
    for (const char c : words) out += c == '"' ? ' ' : c;
    return out + '"';
}

/// "A, B et C" would need grammar; commas are right in every language.
std::string joined(const std::vector<Text>& texts) {
    std::string out;
    for (const Text& text : texts) {
        if (!out.empty()) out += ", ";
        out += text.view();
    }
    return out;
}

void write_dates(HtmlWriter& html, const Reader& reader, const Dispatch& dispatch) {
    const auto write = [&](const Date& date, Message message) {
        html.raw("<time").attribute("datetime", to_string(date)).raw(">");
        html.text(say(reader.ui, message, {date_words(reader.ui, date)})).raw("</time>\n");
    };
    if (dispatch.published) write(*dispatch.published, Message::published);
    if (dispatch.modified && dispatch.modified != dispatch.published)
        write(*dispatch.modified, Message::modified);
}

/// The source's counter stands apart from ours; they are never added together. Ends the first half
/// of the page where our number stands.
std::string write_reads(HtmlWriter& html, const Reader& reader, const StoredDispatch& stored) {
    html.raw("<p class=\"reads\"><span>");
    const std::string_view words = say(reader.ui, Message::reads_here);
    const std::size_t hole = words.find("{}");
    html.text(words.substr(0, hole));
    std::string before = html.take();
    html.text(words.substr(hole + 2)).raw("</span>");
    if (stored.reads_at_source) {
        const Instant seen = stored.reads_at_source->seen;
        const std::string count = number_words(reader.ui, stored.reads_at_source->count);
        html.raw(" <span>").text(say(reader.ui, Message::reads_at_source, {count}));
        time_element(html, seen, short_day(reader.ui, std::chrono::floor<std::chrono::days>(seen)),
                     Shown::day);
        html.raw("</span>");
    }
    html.raw("</p>\n");
    return before;
}

void write_credit(HtmlWriter& html, const Reader& reader, const Dispatch& dispatch) {
    if (!dispatch.credit) return;
    html.raw("<p class=\"credit\"><span class=\"said\">").text(say(reader.ui, Message::credit));
    html.raw("</span> <a dir=\"auto\"");
    html.link("href", own_path(reader, agency_address(dispatch.credit->agency))).raw(">");
    html.text(dispatch.credit->agency).raw("</a></p>\n");
}

void write_title(HtmlWriter& html, const Reader& reader, const Dispatch& dispatch) {
    write_credit(html, reader, dispatch);
    html.raw("<h1");
    foreign(html, dispatch.language);
    html.raw(">");
    html.text(dispatch.title.empty() ? say(reader.ui, Message::no_title) : dispatch.title.view());
    html.raw("</h1>\n<p class=\"dates\">\n");
    write_dates(html, reader, dispatch);
    if (!dispatch.authors.empty()) {
        html.raw("<span class=\"authors\" dir=\"auto\">");
        html.text(say(reader.ui, Message::authors, {joined(dispatch.authors)})).raw("</span>\n");
    }
    html.raw("</p>\n");
}

/// That it repeats another one, before it is read.
void write_copy_note(HtmlWriter& html, const Reader& reader, const StoredDispatch& stored) {
    if (!stored.copy_of) return;
    html.raw("<p class=\"copy-note\">").text(say(reader.ui, StoryMessage::copy_note)).raw(" ");
    own_link(html, reader, dispatch_address(*stored.copy_of),
             say(reader.ui, StoryMessage::see_original));
    html.raw(" · ");
    own_link(html, reader, dispatch_address(stored.id) + "/copies",
             say(reader.ui, StoryMessage::what_changed));
    html.raw("</p>\n");
}

std::string write_heading(HtmlWriter& html, const Reader& reader, const StoredDispatch& stored) {
    html.raw("<header>\n");
    write_title(html, reader, stored.dispatch);
    std::string before = write_reads(html, reader, stored);
    write_copy_note(html, reader, stored);
    html.raw("</header>\n");
    return before;
}

void write_block(HtmlWriter& html, const Dispatch& dispatch, const Block& block,
                 const SaidMarks& marks) {
    switch (block.kind) {
        case Block::Kind::heading:
            html.raw("<h2 dir=\"auto\">");
            marks.write(html, block.span);
            html.raw("</h2>\n");
            return;
        case Block::Kind::quote:
            html.raw("<blockquote dir=\"auto\">");
            marks.write(html, block.span);
            html.raw("</blockquote>\n");
            return;
        case Block::Kind::item:
            html.raw("<li dir=\"auto\">");
            marks.write(html, block.span);
            html.raw("</li>\n");
            return;
        case Block::Kind::paragraph:
            break;
    }
    const bool lead = dispatch.lead && dispatch.lead->begin <= block.span.begin &&
                      block.span.end <= dispatch.lead->end;
    if (lead)
        html.raw("<p class=\"lead\" dir=\"auto\">");
    else
        html.raw("<p dir=\"auto\">");
    marks.write(html, block.span);
    html.raw("</p>\n");
}

void write_body(HtmlWriter& html, const Dispatch& dispatch, const SaidMarks& marks) {
    html.raw("<div class=\"body\"");
    foreign(html, dispatch.language);
    html.raw(">\n");
    bool in_list = false;
    for (const Block& block : dispatch.blocks) {
        const bool item = block.kind == Block::Kind::item;
        if (item && !in_list) html.raw("<ul>\n");
        if (!item && in_list) html.raw("</ul>\n");
        in_list = item;
        write_block(html, dispatch, block, marks);
    }
    if (in_list) html.raw("</ul>\n");
    html.raw("</div>\n");
}

/// Each declared tag leads to what else names it.
void write_tags(HtmlWriter& html, const Reader& reader, const Dispatch& dispatch) {
    if (!dispatch.tags || dispatch.tags->empty()) return;
    html.raw("<ul class=\"tags\"").attribute("aria-label", say(reader.ui, Message::declared_tags));
    html.raw(">\n");
    for (const Text& tag : *dispatch.tags) {
        html.raw("<li><a dir=\"auto\"");
        html.link("href", own_path(reader, "/search", query_of(quoted(tag)))).raw(">");
        html.text(tag).raw("</a></li>\n");
    }
    html.raw("</ul>\n");
}

void write_origin(HtmlWriter& html, const Reader& reader, const Dispatch& dispatch) {
    const auto url = Url::parse(dispatch.url);
    if (!url) return;
    html.raw("<p><a class=\"origin\" rel=\"noopener nofollow\"").link("href", url->str());
    html.raw(">").text(say(reader.ui, Message::source_link)).raw("</a> <span class=\"host\">");
    html.text(url->host()).raw("</span></p>\n");
}

/// In place of what this reader is not shown.
void write_rest(HtmlWriter& html, const Reader& reader) {
    html.raw("<p class=\"rest\">").text(say(reader.ui, Message::summary_note)).raw("</p>\n");
}

/// Where the words come from: source, arrival, editions.
void write_evidence(HtmlWriter& html, const Reader& reader, const StoredDispatch& stored) {
    const std::string editions =
        stored.editions == 1
            ? std::string(say(reader.ui, Message::edition_one))
            : say(reader.ui, Message::edition_many,
                  {number_words(reader.ui, static_cast<std::uint64_t>(stored.editions))});
    html.raw("<p class=\"evidence\"><span>").text(say(reader.ui, Message::source));
    html.raw(" <a class=\"source\" dir=\"auto\"");
    html.link("href", own_path(reader, source_address(stored.source))).raw(">");
    html.text(stored.source).raw("</a></span> · <span>").text(say(reader.ui, Message::arrived));
    html.raw(" ");
    time_element(html, stored.arrived, instant_words(reader.ui, stored.arrived), Shown::full);
    html.raw("</span> · ");
    if (stored.editions == 1)
        html.raw("<span>").text(editions).raw("</span>");
    else
        own_link(html, reader, dispatch_address(stored.id) + "/versions", editions);
    if (stored.copies > 0) {
        html.raw(" · ");
        write_copies_link(html, reader, stored.id, stored.copies);
    }
    html.raw("</p>\n");
}

void write_record(HtmlWriter& html, const Reader& reader, const StoredDispatch& stored, Show show,
                  const SaidInDispatch& said) {
    const std::string path = dispatch_address(stored.id);
    html.raw("<footer class=\"record\">\n");
    if (show == Show::summary) write_rest(html, reader);
    write_origin(html, reader, stored.dispatch);
    write_tags(html, reader, stored.dispatch);
    write_proposed_topics(html, reader, said);
    write_evidence(html, reader, stored);
    html.raw("<p class=\"forms\">").text(say(reader.ui, Message::record)).raw(" <a");
    html.link("href", path + ".json").raw(">JSON</a> <a").link("href", path + ".txt");
    html.raw(">TXT</a></p>\n</footer>\n");
}

PageHead head_of(const Reader& reader, const StoredDispatch& stored) {
    const Dispatch& dispatch = stored.dispatch;
    PageHead head;
    head.path = dispatch_address(stored.id);
    head.title = dispatch.title.empty() ? std::string(say(reader.ui, Message::no_title))
                                        : shorten(dispatch.title, longest_title);
    if (dispatch.lead)
        head.description =
            shorten(fold_space(dispatch.lead->in(dispatch.body)), longest_description);
    head.facts = news_article(stored, reader.public_url + head.path);
    head.kind = "article";
    return head;
}

}  // namespace

std::string CountedPage::with(Ui ui, std::uint64_t reads) const {
    return before + number_words(ui, reads) + after;
}

CountedPage dispatch_page(const Reader& reader, const StoredDispatch& stored, Show show,
                          const SaidInDispatch& said) {
    const SaidMarks marks(reader.ui, said.statements, stored.dispatch.body);
    HtmlWriter html;
    PageHead head = head_of(reader, stored);
    if (!said.statements.empty() || !said.topics.empty()) head.said = SaidStyle::yes;
    begin_page(html, reader, head);
    html.raw("<main id=\"content\" class=\"reading\" tabindex=\"-1\">\n");
    html.raw(said.statements.empty() ? Literal("<article>\n")
                                     : Literal("<article class=\"with-sayings\">\n"));
    std::string before = write_heading(html, reader, stored);
    write_body(html, stored.dispatch, marks);
    write_sayings(html, reader, stored, said, marks);
    write_record(html, reader, stored, show, said);
    html.raw("</article>\n");
    write_desk_strip(html, reader, stored);
    html.raw("<nav class=\"turning\"");
    html.attribute("aria-label", say(reader.ui, Message::pages_label)).raw(">");
    own_link(html, reader, "/", say(reader.ui, Message::back_to_wire));
    html.raw("</nav>\n</main>\n");
    end_page(html, reader);
    return {std::move(before), html.take()};
}

void write_story(HtmlWriter& html, const Reader& reader, const Dispatch& dispatch) {
    html.raw("<header>\n");
    write_title(html, reader, dispatch);
    html.raw("</header>\n");
    const std::vector<StoredStatement> nothing_said;
    write_body(html, dispatch, SaidMarks(reader.ui, nothing_said, dispatch.body));
}

}  // namespace chappe
