#include "wire/search_examples.h"

#include <array>

namespace chappe {
namespace {

struct Words {
    std::string_view fr;
    std::string_view en;
};

struct Example {
    Words query;
    Words finds;
};

// Filters and OR have French names too (news/search_query.h).
constexpr std::array<Example, 14> examples = {{
    {{"accord climat", "climate agreement"},
     {"les deux mots, où qu’ils soient, sans égard aux accents, aux majuscules ni aux terminaisons",
      "both words, anywhere; accents, capitals and endings do not matter"}},
    {{"\"accord de Paris\"", "\"Paris Agreement\""},
     {"ces mots, dans cet ordre, l’un après l’autre", "these words, in this order, side by side"}},
    {{"télégraphe -optique", "telegraph -optical"},
     {"le premier mot sans le second", "the first word without the second"}},
    {{"espace (Europe OU Japon)", "space (Europe OR Japan)"},
     {"le premier mot, et l’un au moins des deux autres",
      "the first word, and at least one of the others"}},
    {{"qui:Gagarine", "who:Gagarin"},
     {"ce qu’une personne, un pays ou une organisation dit, par son nom",
      "what a person, a country or an organisation says, by its name"}},
    {{"à:Convention", "to:Convention"}, {"ce qui lui est dit", "what is said to it"}},
    {{"sur:climat dit:\"accord de Paris\"", "about:climate said:\"Paris Agreement\""},
     {"des mots de ce qui est dit\u202F; ces mots-là, dans cet ordre",
      "words of what is said; those words, in that order"}},
    {{"qui:ONU posture:saluer", "who:UN stance:praise"},
     {"ce qu’on fait en le disant\u202F: affirmer, démentir, accuser, promettre, exiger, saluer… "
      "Côte à côte, ces filtres parlent d’une même déclaration.",
      "what is done by saying it: assert, deny, accuse, promise, demand, praise… Side by side, "
      "these filters speak of one statement."}},
    {{"langue:fr euro", "lang:en euro"},
     {"les dépêches dans une langue, par son code", "dispatches in one language, by its code"}},
    {{"credit:Azertac", "credit:Azertac"},
     {"ce qui est crédité à une agence", "what is credited to an agency"}},
    {{"source:agence.example", "source:agency.example"},
     {"ce qui vient d’une source, d’un site ou d’un serveur",
      "what came from a source, a site or a host"}},
    {{"le:2024-04-03", "on:2024-04-03"},
     {"ce qui est daté de ce jour", "what is dated to this day"}},
    {{"depuis:2024-04-01 jusqu:2024-04-30", "since:2024-04-01 until:2024-04-30"},
     {"d’un jour à l’autre, tous deux compris", "from one day to another, both included"}},
    {{"depuis:7d", "since:7d"}, {"les sept derniers jours", "the last seven days"}},
}};

}  // namespace

void write_search_examples(HtmlWriter& html, const Reader& reader) {
    const auto in = [&](const Words& words) { return reader.ui == Ui::fr ? words.fr : words.en; };
    html.raw("<dl class=\"examples\">\n");
    for (const Example& example : examples) {
        html.raw("<dt><a").link("href", own_path(reader, "/search", query_of(in(example.query))));
        html.raw("><code>").text(in(example.query)).raw("</code></a></dt>\n<dd>");
        html.text(in(example.finds)).raw("</dd>\n");
    }
    html.raw("</dl>\n");
}

}  // namespace chappe
