// The sources that are watched, each with how it is in plain words.
#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "wire/desk_form.h"
#include "wire/desk_pages.h"
#include "wire/lines.h"

namespace chappe {
namespace {

struct Words {
    std::string_view fr;
    std::string_view en;
    std::string_view in(Ui ui) const { return ui == Ui::fr ? fr : en; }
};

/// How a source is. The archive's own line, which says more, stands behind it.
Words health_words(const WatchedSource& source) {
    if (source.paused) return {"En pause", "Paused"};
    switch (source.health) {
        case Health::fresh:
            return {"Pas encore visitée", "Not visited yet"};
        case Health::well:
            return {"En ordre", "Well"};
        case Health::failing:
            return {"Ne répond pas comme il faut", "Does not answer as it should"};
        case Health::missing:
            return {"La page n’existe pas", "There is no such page"};
        case Health::gone:
            return {"Retirée par le site\u202F; n’est plus visitée",
                    "Withdrawn by the site; not visited any more"};
        case Health::forbidden:
            return {"Le site refuse la visite", "The site refuses the visit"};
        case Health::barred:
            return {"Barrée pour raison légale", "Barred for legal reasons"};
        case Health::excluded:
            return {"Exclue par robots.txt", "Excluded by robots.txt"};
    }
    return {"", ""};
}

Words kind_words(const WatchedSource& source) {
    switch (source.kind) {
        case SourceKind::unknown:
            return {"", ""};
        case SourceKind::feed:
            if (source.summaries_only == true) return {"flux de résumés", "feed of summaries"};
            return {"flux", "feed"};
        case SourceKind::page:
            return {"page dont les liens sont suivis", "page whose links are followed"};
        case SourceKind::sitemap:
            return {"plan de site", "sitemap"};
        case SourceKind::folder:
            return {"dossier de cette machine", "folder of this machine"};
        case SourceKind::warc:
            return {"fichier WARC", "WARC file"};
    }
    return {"", ""};
}

bool is_well(const WatchedSource& source) {
    return source.paused || source.health == Health::well || source.health == Health::fresh;
}

std::string title_of(const WatchedSource& source) {
    return source.title.empty() ? source.name : source.title.str();
}

void write_fact(HtmlWriter& html, std::string_view words) {
    html.raw("<span>").text(words).raw("</span>\n");
}

void write_instant(HtmlWriter& html, const Reader& reader, const Words& words,
                   const std::optional<Instant>& at) {
    if (!at) return;
    html.raw("<span>").text(words.in(reader.ui)).raw(" ");
    time_element(html, *at, instant_words(reader.ui, *at), Shown::full);
    html.raw("</span>\n");
}

std::string rate_words(Ui ui, const Rhythm& rhythm) {
    const double a_day = rhythm.hours > 0 ? rhythm.items / rhythm.hours * 24 : 0;
    const auto rounded = static_cast<std::uint64_t>(std::llround(std::max(0.0, a_day)));
    if (rounded == 0)
        return std::string(ui == Ui::fr ? "moins d’une par jour" : "less than one a day");
    const std::string number = number_words(ui, rounded);
    return ui == Ui::fr ? "environ " + number + " par jour" : "about " + number + " a day";
}

std::string pages_words(Ui ui, const WatchedSource& source) {
    const auto count = [&](std::int64_t pages, const Words& words) {
        return number_words(ui, static_cast<std::uint64_t>(pages)) + " " +
               std::string(words.in(ui));
    };
    std::string text;
    if (source.pages_waiting > 0)
        text = count(source.pages_waiting, {"pages à lire", "pages to be read"});
    if (source.pages_failed > 0) {
        if (!text.empty()) text += ", ";
        text += count(source.pages_failed, {"pages illisibles", "pages that could not be read"});
    }
    return text;
}

void write_health(HtmlWriter& html, const Reader& reader, const WatchedSource& source) {
    html.raw(is_well(source) ? Literal("<p class=\"health\">\n<strong>")
                             : Literal("<p class=\"health bad\">\n<strong>"));
    html.text(health_words(source).in(reader.ui)).raw("</strong>\n");
    if (const auto kind = kind_words(source).in(reader.ui); !kind.empty()) write_fact(html, kind);
    write_instant(html, reader, {"lue", "read"}, source.last_success);
    if (source.pushed_until > now())
        write_fact(html,
                   Words{"envoyée par son hub (WebSub)", "sent by its hub (WebSub)"}.in(reader.ui));
    write_instant(html, reader, {"prochaine visite", "next visit"}, source.next_visit);
    if (source.last_success) write_fact(html, rate_words(reader.ui, source.rhythm));
    if (const std::string pages = pages_words(reader.ui, source); !pages.empty())
        write_fact(html, pages);
    html.raw("</p>\n");
    for (const std::string& trouble : {source.trouble, source.hub_trouble})
        if (!trouble.empty())
            html.raw("<p class=\"aside\" lang=\"en\" dir=\"auto\">")
                .text(Text::repair(trouble))
                .raw("</p>\n");
}

std::string place_of_source(SourceId id, std::string_view act) {
    return "/desk/sources/" + std::to_string(number_of(id)) + "/" + std::string(act);
}

void write_act(HtmlWriter& html, const Reader& reader, const WatchedSource& source,
               std::string_view act, DeskMessage words) {
    begin_form(html, reader, place_of_source(source.id, act), " class=\"act\"");
    html.raw("<button").attribute("aria-label", say(reader.ui, DeskMessage::act_on,
                                                    {say(reader.ui, words), title_of(source)}));
    html.raw(">").text(say(reader.ui, words)).raw("</button></form>\n");
}

void write_acts(HtmlWriter& html, const Reader& reader, const WatchedSource& source) {
    html.raw("<div class=\"acts\">\n");
    if (source.paused) {
        write_act(html, reader, source, "resume", DeskMessage::source_resume);
    } else {
        write_act(html, reader, source, "refresh", DeskMessage::refresh_source);
        write_act(html, reader, source, "pause", DeskMessage::source_pause);
    }
    html.raw("<details><summary")
        .attribute("aria-label",
                   say(reader.ui, DeskMessage::act_on,
                       {say(reader.ui, DeskMessage::remove_source), title_of(source)}));
    html.raw(">").text(say(reader.ui, DeskMessage::remove_source)).raw("</summary>\n");
    begin_form(html, reader, place_of_source(source.id, "remove"));
    html.raw("<p dir=\"auto\">")
        .text(say(reader.ui, DeskMessage::source_remove_means, {title_of(source)}));
    html.raw("</p>\n<p class=\"actions\">\n");
    button(html, reader, DeskMessage::remove_source, ButtonKind::grave);
    html.raw("</p>\n</form>\n</details>\n</div>\n");
}

void write_source(HtmlWriter& html, const Reader& reader, const WatchedSource& source,
                  bool may_act) {
    html.raw("<li>\n<a dir=\"auto\"").link("href", own_path(reader, source_address(source.name)));
    html.raw(">").text(title_of(source)).raw("</a>\n<span class=\"where\" dir=\"auto\">");
    html.text(source.address).raw("</span>\n<span class=\"much\">");
    html.text(dispatches_words(reader.ui, source.dispatches)).raw("</span>\n");
    html.raw("<div class=\"state\">\n");
    write_health(html, reader, source);
    if (may_act) write_acts(html, reader, source);
    html.raw("</div>\n</li>\n");
}

void write_watched(HtmlWriter& html, const Reader& reader,
                   const std::vector<WatchedSource>& watched, bool may_act) {
    for (std::size_t i = 0; i < watched.size();) {
        const std::string& category = watched[i].category;
        if (!category.empty()) html.raw("<h2 dir=\"auto\">").text(category).raw("</h2>\n");
        html.raw("<ul class=\"names watched\">\n");
        for (; i < watched.size() && watched[i].category == category; ++i)
            write_source(html, reader, watched[i], may_act);
        html.raw("</ul>\n");
    }
}

void write_new_source(HtmlWriter& html, const Reader& reader, const WatchedPage& page) {
    html.raw("<section>\n<h2>").text(say(reader.ui, DeskMessage::add_source_title));
    html.raw("</h2>\n");
    begin_form(html, reader, "/desk/sources");
    input_field(html, reader,
                {"address", DeskMessage::source_address_label, page.address,
                 DeskMessage::source_address_hint,
                 "type=\"url\" autocomplete=\"off\" spellcheck=\"false\" required"},
                page.problems);
    input_field(html, reader,
                {"category", DeskMessage::source_category_label, page.category,
                 DeskMessage::source_category_hint, "type=\"text\" autocomplete=\"off\""},
                page.problems);
    html.raw("<p class=\"actions\">\n");
    button(html, reader, DeskMessage::add_source_button, ButtonKind::main);
    html.raw("</p>\n</form>\n</section>\n");
}

/// Those that brought something and are not watched: the desk, programs, files.
std::vector<Tally> unwatched(const WatchedPage& page) {
    std::set<std::string_view> names;
    for (const WatchedSource& source : page.watched) names.insert(source.name);
    std::vector<Tally> others;
    for (const Tally& tally : page.tallies)
        if (!names.contains(tally.name)) others.push_back(tally);
    return others;
}

}  // namespace

std::string watched_page(const Reader& reader, const WatchedPage& page) {
    const bool may_act = reader.user && reader.user->role >= Role::editor;
    HtmlWriter html;
    begin_desk(html, reader, DeskMessage::sources_title, page.problems);
    write_problems(html, reader, page.problems);
    write_watched(html, reader, page.watched, may_act);
    if (may_act) write_new_source(html, reader, page);
    if (const auto others = unwatched(page); !others.empty()) {
        constexpr Words heading = {"Aussi sur le fil", "Also on the wire"};
        html.raw("<h2>").text(heading.in(reader.ui)).raw("</h2>\n");
        write_source_names(html, reader, others);
    }
    end_desk(html, reader);
    return html.take();
}

}  // namespace chappe
