// A search: its form, what is wrong with it or what it found, and the same as feeds.
#include <array>

#include "wire/lines.h"
#include "wire/search_examples.h"

namespace chappe {
namespace {

// In the order of QueryProblem::Kind; the English ones are those of words_of().
constexpr std::array<std::string_view, 10> french_problems = {
    "Ce guillemet n’est pas refermé. Ajoutez-en un à la fin de l’expression.",
    "Cette parenthèse n’est pas refermée. Ajoutez «\u202F)\u202F».",
    "Cette parenthèse ne ferme rien. Retirez-la.",
    "Ces parenthèses sont vides. Mettez-y des mots ou retirez-les.",
    "Il manque quelque chose après ceci. Ajoutez un mot ou retirez-le.",
    "Ce filtre n’existe pas. Il y a qui, à, sur, dit, posture, source, langue, credit, depuis, "
    "jusqu et le\u202F; entre "
    "guillemets, ceci se cherche comme un mot.",
    "Ceci n’est pas un jour. Écrivez 2024-04-03, ou 7d pour les sept derniers jours.",
    "Cette posture n’existe pas. Il y a affirmer, démentir, accuser, promettre, exiger, saluer…",
    "Trop de parenthèses les unes dans les autres. Simplifiez la recherche.",
    "Cette recherche est trop longue. Gardez-en les mots qui comptent.",
};
static_assert(french_problems.size() == static_cast<std::size_t>(QueryProblem::Kind::too_long) + 1);

std::string_view name_of(Order order) {
    return order == Order::best ? "best" : "";
}

std::string query_with(const SearchPage& page, Order order) {
    std::string out = query_of(page.text);
    if (order == Order::best) out += "&order=best";
    return out;
}

void write_problem(HtmlWriter& html, const Reader& reader, const SearchPage& page) {
    const QueryProblem& problem = page.problems.front();
    const std::string_view text = page.text;
    const std::size_t begin = std::min<std::size_t>(problem.place.begin, text.size());
    const std::size_t end = std::clamp<std::size_t>(problem.place.end, begin, text.size());
    html.raw("<div class=\"notice wrong\">\n<h2>").text(say(reader.ui, Message::wrong_query_title));
    html.raw("</h2>\n<p id=\"problem\">");
    html.text(reader.ui == Ui::fr ? french_problems[static_cast<std::size_t>(problem.kind)]
                                  : words_of(problem.kind));
    html.raw("</p>\n<p class=\"query\" dir=\"auto\"><code>").text(text.substr(0, begin));
    html.raw("<mark>").text(begin == end ? "\u2038" : text.substr(begin, end - begin));
    html.raw("</mark>").text(text.substr(end)).raw("</code></p>\n</div>\n");
}

void write_orders(HtmlWriter& html, const Reader& reader, const SearchPage& page) {
    const auto choice = [&](Order order, Message words) {
        html.raw(" <a").link("href", own_path(reader, "/search", query_with(page, order)));
        if (order == page.order) html.raw(" aria-current=\"true\"");
        html.raw(">").text(say(reader.ui, words)).raw("</a>");
    };
    html.raw("<div class=\"bar\">\n<p class=\"orders\">")
        .text(say(reader.ui, Message::order_label));
    choice(Order::newest, Message::newest_order);
    choice(Order::best, Message::best_first);
    html.raw("</p>\n<p class=\"feeds\">");
    write_feed_links(html, reader, page.text);
    html.raw(" <a").link("href", feed_address("/api/search", page.text)).raw(">API</a></p>\n");
    html.raw("</div>\n");
    if (page.order == Order::best)
        html.raw("<p class=\"aside\">").text(say(reader.ui, Message::best_note)).raw("</p>\n");
}

void write_howto(HtmlWriter& html, const Reader& reader, const SearchPage& page) {
    html.raw("<details class=\"howto\"");
    if (page.text.empty() || !page.problems.empty()) html.raw(" open");
    html.raw(">\n<summary>").text(say(reader.ui, Message::filters_summary)).raw("</summary>\n");
    write_search_examples(html, reader);
    html.raw("<p>");
    own_link(html, reader, "/help", say(reader.ui, Message::more_help));
    html.raw("</p>\n</details>\n");
}

void write_found(HtmlWriter& html, const Reader& reader, const SearchPage& page) {
    write_orders(html, reader, page);
    html.raw("<div id=\"lines\">\n");
    if (page.found.hits.empty()) {
        if (page.found.next)  // the archive gave up for now, not for good
            html.raw("<p class=\"aside\">")
                .text(say(reader.ui, Message::not_yet_found))
                .raw("</p>\n");
        else if (page.before)
            html.raw("<p class=\"aside\">")
                .text(say(reader.ui, Message::no_more_hits))
                .raw("</p>\n");
        else
            write_notice(html, reader, Message::no_hits_title, Message::no_hits_text);
    }
    write_lines(html, reader, page.found.hits,
                page.order == Order::newest ? Grouping::by_day : Grouping::none);
    html.raw("</div>\n");
    write_turning(html, reader, "/search", query_with(page, page.order), page.before,
                  page.found.next);
}

}  // namespace

std::string search_page(const Reader& reader, const SearchPage& page) {
    const bool searched = !page.text.empty() && page.problems.empty();
    const bool live = searched && page.order == Order::newest && !page.before;
    HtmlWriter html;
    PageHead head;
    head.title = page.text;
    head.title += page.text.empty() ? "" : " — ";
    head.title += say(reader.ui, Message::search_title);
    head.search = searched ? page.text : "";
    // A search that finds something is a page worth finding; all its other forms are doubles of it.
    if (live && !page.found.hits.empty())
        head.path = "/search?" + query_of(page.text);
    else
        head.robots = Robots::stay_out;
    head.finder = Finder::elsewhere;
    head.live = live ? Live::yes : Live::no;
    head.said = SaidStyle::yes;
    begin_page(html, reader, head);
    html.raw("<main id=\"content\" class=\"wire\" tabindex=\"-1\"");
    if (live)
        begin_live(html, reader, page.newest, page.text);
    else
        html.raw(">\n");
    html.raw("<h1 class=\"said\">").text(say(reader.ui, Message::search_title)).raw("</h1>\n");
    write_finder(html, reader, page.text, name_of(page.order));
    html.raw("<p id=\"in-words\" class=\"in-words\" aria-live=\"polite\">").text(page.in_words);
    html.raw("</p>\n");
    if (!page.problems.empty()) write_problem(html, reader, page);
    write_howto(html, reader, page);
    if (searched) write_found(html, reader, page);
    html.raw("</main>\n");
    end_page(html, reader);
    return html.take();
}

}  // namespace chappe
