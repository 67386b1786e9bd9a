// How to search, the keys, what is counted, feeds and API; and what Chappe is.
#include <array>
#include <span>

#include "wire/layout.h"
#include "wire/search_examples.h"

namespace chappe {
namespace {

struct Words {
    std::string_view fr;
    std::string_view en;
    std::string_view in(Ui ui) const { return ui == Ui::fr ? fr : en; }
};

void heading(HtmlWriter& html, const Reader& reader, const Words& words) {
    html.raw("<h2>").text(words.in(reader.ui)).raw("</h2>\n");
}

void paragraph(HtmlWriter& html, const Reader& reader, const Words& words) {
    html.raw("<p>").text(words.in(reader.ui)).raw("</p>\n");
}

void list(HtmlWriter& html, const Reader& reader, std::span<const Words> items) {
    html.raw("<ul>\n");
    for (const Words& item : items) html.raw("<li>").text(item.in(reader.ui)).raw("</li>\n");
    html.raw("</ul>\n");
}

void write_search(HtmlWriter& html, const Reader& reader) {
    html.raw("<section id=\"search\">\n");
    heading(html, reader, {"Chercher", "Searching"});
    write_search_examples(html, reader);
    paragraph(
        html, reader,
        {"Un espace entre deux demandes veut dire «\u202Fet\u202F». Les filtres et les mots se "
         "combinent librement. Les résultats viennent du plus récent au plus ancien\u202F; par "
         "pertinence, ils sont classés parmi les mille plus récents.",
         "A space between two terms means “and”. Filters and words combine freely. Results "
         "come newest first; by best match, they are ranked among the newest thousand."});
    paragraph(html, reader,
              {"Une recherche ouverte annonce les dépêches qui arrivent et lui répondent. Son "
               "adresse peut être gardée, et chaque recherche est aussi un flux.",
               "An open search announces dispatches that arrive and match it. Its address can be "
               "kept, and every search is a feed too."});
    html.raw("</section>\n");
}

struct Key {
    std::string_view keys;  // parted by a space; " / " parts alternatives
    Words does;
};

// Those of Miniflux where both have the thing (its help names them: j k o v / ? and g with a
// letter).
constexpr std::array<Key, 16> keys = {{
    {"j / n / →", {"dépêche suivante", "next dispatch"}},
    {"k / p / ←", {"dépêche précédente", "previous dispatch"}},
    {"o / Enter", {"ouvrir la dépêche choisie", "open the chosen dispatch"}},
    {"v", {"ouvrir l’original dans un nouvel onglet", "open the original in a new tab"}},
    {"V", {"ouvrir l’original ici", "open the original here"}},
    {"F", {"aller à la source de la dépêche", "go to the source of the dispatch"}},
    {"h", {"page plus récente", "newer page"}},
    {"l", {"page plus ancienne", "older page"}},
    {"z t", {"amener la dépêche choisie en haut", "scroll the chosen dispatch to the top"}},
    {"R", {"montrer les dépêches annoncées", "show the dispatches that were announced"}},
    {"[ / ]", {"déclaration précédente, suivante", "previous, next statement"}},
    {"/", {"chercher", "search"}},
    {"g u", {"aller au fil", "go to the wire"}},
    {"g h", {"aller aux archives", "go to the archive"}},
    {"g f / g c", {"aller aux sources, aux agences", "go to the sources, the agencies"}},
    {"? / Esc", {"ouvrir et fermer cette liste", "open and close this list"}},
}};

void write_key(HtmlWriter& html, std::string_view words) {
    while (!words.empty()) {
        const std::string_view word = words.substr(0, words.find(' '));
        words.remove_prefix(std::min(words.size(), word.size() + 1));
        const bool stroke = word == "/" && !words.empty() && !html.str().ends_with("<dt>");
        if (stroke)
            html.raw("<span>/</span>");
        else
            html.raw("<kbd>").text(word).raw("</kbd>");
        if (!words.empty()) html.raw(" ");
    }
}

/// web/wire.js shows this section in its overlay, and the switch that needs it.
void write_keys(HtmlWriter& html, const Reader& reader) {
    html.raw("<section id=\"keyboard\"")
        .attribute("data-close", say(reader.ui, Message::keys_close));
    html.raw(">\n");
    heading(html, reader, {"Au clavier", "Keyboard"});
    paragraph(html, reader,
              {"Avec JavaScript, ces touches agissent hors des champs de saisie. Les lecteurs "
               "d’écran suivent\u202F: la dépêche choisie reçoit le focus.",
               "With JavaScript, these keys work outside of input fields. Screen readers follow: "
               "the chosen dispatch gets the focus."});
    html.raw("<p class=\"keyswitch\" hidden><label><input type=\"checkbox\"> ");
    html.text(say(reader.ui, Message::keys_off_hint)).raw("</label></p>\n<dl class=\"keys\">\n");
    for (const Key& key : keys) {
        html.raw("<div>\n<dt>");
        write_key(html, key.keys);
        html.raw("</dt>\n<dd>").text(key.does.in(reader.ui)).raw("</dd>\n</div>\n");
    }
    html.raw("</dl>\n</section>\n");
}

void write_counting(HtmlWriter& html, const Reader& reader) {
    html.raw("<section id=\"reads\">\n");
    heading(html, reader, {"Ce que «\u202FLu\u202F» compte", "What “Read” counts"});
    paragraph(html, reader,
              {"«\u202FLu\u202F: N\u202F» est exact. Il compte chaque fois qu’une personne ouvre "
               "ici la page d’une "
               "dépêche. Il ne compte pas\u202F:",
               "“Read: N” is exact. It counts each time a person opens the page of a dispatch "
               "here. It does not count:"});
    constexpr std::array<Words, 4> excluded = {{
        {"les flux, l’API et les événements en direct\u202F;", "feeds, the API and live events;"},
        {"les robots connus et les pages chargées d’avance par un navigateur\u202F;",
         "known bots, and pages that a browser loads ahead of time;"},
        {"la rédaction, quand elle est connectée\u202F;",
         "the desk’s own users while they are signed in;"},
        {"le même lecteur sur la même dépêche dans les trente minutes.",
         "the same reader on the same dispatch within thirty minutes."},
    }};
    list(html, reader, excluded);
    paragraph(
        html, reader,
        {"Aucun cookie n’est posé pour cela et aucune adresse n’est gardée\u202F: un lecteur est "
         "reconnu par une empreinte salée, en mémoire seulement, et le sel disparaît chaque "
         "jour.",
         "No cookie is set for it and no address is stored: a reader is recognised by a "
         "salted hash, in memory alone, and the salt dies each day."});
    paragraph(html, reader,
              {"«\u202FLu à la source\u202F» est autre chose\u202F: le compteur que la page "
               "d’origine affichait, et "
               "le jour où il a été vu. Les deux ne sont jamais additionnés.",
               "“Read at the source” is another thing: the counter that the original page showed, "
               "and the day it was seen. The two are never added up."});
    html.raw("</section>\n");
}

void write_who_said_what(HtmlWriter& html, const Reader& reader) {
    html.raw("<section id=\"statements\">\n");
    heading(html, reader, {"Qui a dit quoi", "Who said what"});
    paragraph(
        html, reader,
        {"Chappe relève dans les dépêches en français et en anglais ce qui y est dit, "
         "directement ou non\u202F: qui parle, à qui, ce qu’il affirme, dément ou promet, et "
         "quel jour. Chaque déclaration est soulignée dans le texte, à la couleur de qui "
         "parle, et porte un numéro qui mène à la liste\u202F; la fiche donne ses mots exacts, "
         "la phrase qui la prouve et une citation à copier.",
         "In dispatches in French and English Chappe marks what is said, directly or not: "
         "who speaks, to whom, what they assert, deny or promise, and on which day. Each "
         "statement is underlined in the text, in its speaker’s colour, with a number that "
         "leads to the list; its record gives the exact words, the sentence that proves it, "
         "and a citation to copy."});
    paragraph(
        html, reader,
        {"C’est une machine qui lit\u202F: elle peut se tromper ou passer une déclaration, et "
         "ne nomme personne quand elle n’est pas sûre. Les thèmes sont proposés, rien de "
         "plus. La dépêche, elle, n’est jamais récrite.",
         "A machine reads: it can be wrong or miss a statement, and names nobody when it is "
         "not sure. Topics are proposed, no more. The dispatch itself is never "
         "rewritten."});
    html.raw("</section>\n");
}

struct DoorLine {
    std::string_view address;
    Words gives;
};

constexpr std::array<DoorLine, 9> doors = {{
    {"/feed.atom?q=  /feed.rss?q=  /feed.json?q=",
     {"le fil, ou une recherche, en flux", "the wire, or a search, as a feed"}},
    {"/d/{id}.json  /d/{id}.txt", {"une dépêche", "a dispatch"}},
    {"/api/search?q=&before=&limit=&order=newest|best&fields=",
     {"une recherche\u202F; fields=id,title ne donne que ces champs",
      "a search; fields=id,title gives those fields alone"}},
    {"/api/dispatches?before=&limit=", {"le fil", "the wire"}},
    {"/api/dispatches/{id}", {"une dépêche et ses compteurs", "a dispatch and its counters"}},
    {"/s/{id}  /s/{id}.json",
     {"une déclaration, ses mots, sa preuve", "a statement, its words, its evidence"}},
    {"/actor/{slug}  /actor/{slug}.json",
     {"qui parle\u202F: ses déclarations et ce qu’on en dit",
      "who speaks: their statements, and what is said of them"}},
    {"/events", {"les changements en direct (SSE)", "changes as they happen (SSE)"}},
    {"POST /api/dispatches",
     {"déposer une dépêche, avec un jeton", "post a dispatch, with a token"}},
}};

void write_doors(HtmlWriter& html, const Reader& reader) {
    html.raw("<section id=\"doors\">\n");
    heading(html, reader, {"Flux et API", "Feeds and API"});
    html.raw("<dl class=\"examples\">\n");
    for (const DoorLine& door : doors) {
        html.raw("<dt><code>").text(door.address).raw("</code></dt>\n<dd>");
        html.text(door.gives.in(reader.ui)).raw("</dd>\n");
    }
    html.raw("</dl>\n");
    paragraph(
        html, reader,
        {"before est un numéro d’ordre\u202F: le «\u202Fnext\u202F» de la réponse précédente. Les "
         "intervalles du JSON comptent des caractères Unicode.",
         "before is a position: the “next” of the answer before. Spans in JSON count Unicode "
         "code points."});
    html.raw("</section>\n");
}

PageHead head_of(const Reader& reader, Message title, std::string_view path) {
    PageHead head;
    head.title = say(reader.ui, title);
    head.path = path;
    return head;
}

void begin_prose(HtmlWriter& html, const Reader& reader, const PageHead& head) {
    begin_page(html, reader, head);
    html.raw("<main id=\"content\" class=\"prose\" tabindex=\"-1\">\n<h1>").text(head.title);
    html.raw("</h1>\n");
}

}  // namespace

std::string help_page(const Reader& reader) {
    HtmlWriter html;
    PageHead head = head_of(reader, Message::help_title, "/help");
    head.section = Section::help;
    begin_prose(html, reader, head);
    write_search(html, reader);
    write_who_said_what(html, reader);
    write_keys(html, reader);
    write_counting(html, reader);
    write_doors(html, reader);
    html.raw("</main>\n");
    end_page(html, reader);
    return html.take();
}

std::string about_page(const Reader& reader) {
    HtmlWriter html;
    begin_prose(html, reader, head_of(reader, Message::about_title, "/about"));
    paragraph(html, reader,
              {"Chappe est un serveur de dépêches qui sait qui a dit quoi. Il garde un fil en "
               "direct, où l’on peut chercher, et pour chaque dépêche d’où elle vient, les octets "
               "tels qu’ils sont arrivés et chacune de ses éditions. Les mots d’une dépêche ne "
               "sont jamais récrits.",
               "Chappe is a newswire server that knows who said what. It keeps a live wire that "
               "can be searched, and for each dispatch where it came from, the bytes as they "
               "arrived and every one of its editions. The words of a dispatch are never "
               "rewritten."});
    heading(html, reader, {"Le nom", "The name"});
    paragraph(
        html, reader,
        {"Claude Chappe a fait construire la première ligne de télégraphe optique, de Paris à "
         "Lille. En 1794, elle porta à Paris ses premières dépêches\u202F: des bras articulés sur "
         "des tours, lus à la lunette de l’une à l’autre.",
         "Claude Chappe had the first line of optical telegraph built, from Paris to Lille. "
         "In 1794 it carried its first dispatches to Paris: jointed arms on towers, read by "
         "telescope from one to the next."});
    heading(html, reader, {"Le programme", "The program"});
    html.raw("<dl class=\"facts\">\n<dt>").text(Words{"Version", "Version"}.in(reader.ui));
    html.raw("</dt>\n<dd>" CHAPPE_VERSION "</dd>\n<dt>");
    html.text(Words{"Licence", "Licence"}.in(reader.ui)).raw("</dt>\n<dd>Apache 2.0</dd>\n</dl>\n");
    paragraph(html, reader,
              {"Ce site ne pose pas de cookie à ses lecteurs, ne charge rien d’ailleurs et se lit "
               "sans JavaScript. Ce que disent les dépêches est dit par leurs sources.",
               "This site sets no cookie for its readers, loads nothing from elsewhere and can be "
               "read without JavaScript. What the dispatches say is said by their sources."});
    html.raw("<p>");
    own_link(html, reader, "/help", say(reader.ui, Message::help_link));
    html.raw("</p>\n</main>\n");
    end_page(html, reader);
    return html.take();
}

}  // namespace chappe
