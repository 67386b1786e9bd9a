#include "wire/said_words.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/url.h"
#include "wire/message_rows.h"

namespace chappe {
namespace {

using namespace std::chrono;

using Words = UiWords;
using Row = MessageRow<SaidMessage>;

// In the order of SaidMessage. French puts a narrow no-break space (U+202F) before : ; ! ?
constexpr std::array<Row, static_cast<std::size_t>(SaidMessage::words_label) + 1> rows = {{
    {SaidMessage::actor_intro,
     {"Ce que les dépêches du fil lui attribuent, les plus récentes d’abord.",
      "What dispatches on the wire attribute to them, newest first."}},
    {SaidMessage::actor_introduced,
     {"Ses rôles, selon les dépêches", "Their roles, by dispatches"}},
    {SaidMessage::actor_no_statements,
     {"Aucune dépêche du fil ne lui attribue de déclaration.",
      "No dispatch on the wire attributes a statement to them."}},
    {SaidMessage::actor_said, {"Déclarations", "What they said"}},
    {SaidMessage::actor_said_of, {"Ce que d’autres en disent", "What others say of them"}},
    {SaidMessage::actor_title, {"{}\u202F: qui a dit quoi", "{}: who said what"}},
    {SaidMessage::addressee, {"À qui", "To whom"}},
    {SaidMessage::citation, {"Citation", "Citation"}},
    {SaidMessage::copied, {"Citation copiée", "Citation copied"}},
    {SaidMessage::copy_citation, {"Copier la citation", "Copy citation"}},
    {SaidMessage::corrected, {"corrigé par la rédaction", "corrected by the desk"}},
    {SaidMessage::example, {"exemple", "example"}},
    {SaidMessage::how_said, {"Forme", "Form"}},
    {SaidMessage::in_dispatch, {"Voir dans la dépêche", "See it in the dispatch"}},
    {SaidMessage::inside, {"Rapporté dans la déclaration", "Reported inside the statement"}},
    {SaidMessage::newest_statements, {"Retour aux plus récentes", "Back to the newest"}},
    {SaidMessage::no_source, {"personne n’est nommé", "nobody is named"}},
    {SaidMessage::nobody_linked, {"rattaché à aucun acteur connu", "not linked to a known actor"}},
    {SaidMessage::number_label, {"Déclaration {} dans le texte", "Statement {} in the text"}},
    {SaidMessage::older_statements, {"Déclarations plus anciennes", "Older statements"}},
    {SaidMessage::proposed_topics, {"Thèmes proposés", "Proposed topics"}},
    {SaidMessage::record_link, {"Fiche", "Record"}},
    {SaidMessage::reported_on, {"Rapportée le", "Reported"}},
    {SaidMessage::role_count_many, {"{} dépêches", "{} dispatches"}},
    {SaidMessage::role_count_one, {"1 dépêche", "1 dispatch"}},
    {SaidMessage::role_dates, {"du {} au {}", "{} to {}"}},
    {SaidMessage::said_on, {"Dite le", "Said"}},
    {SaidMessage::speaker, {"Qui", "Who"}},
    {SaidMessage::statement_title, {"{} {}", "{} {}"}},
    {SaidMessage::statements_many, {"{} déclarations", "{} statements"}},
    {SaidMessage::statements_one, {"1 déclaration", "1 statement"}},
    {SaidMessage::to_whom, {"à", "to"}},
    {SaidMessage::who_said_what, {"Qui a dit quoi", "Who said what"}},
    {SaidMessage::words_at_source,
     {"Les mots se lisent chez celui qui les a publiés.",
      "The words are where they were published."}},
    {SaidMessage::words_label, {"Mot pour mot", "Word for word"}},
}};

static_assert(every_message_has_its_row(rows));

// In the order of Stance.
constexpr std::array<Words, static_cast<std::size_t>(Stance::discuss) + 1> stances = {{
    {"affirme", "says"},     {"assure", "assures"},   {"dément", "denies"},
    {"rejette", "rejects"},  {"accuse", "accuses"},   {"critique", "criticises"},
    {"promet", "promises"},  {"s’engage", "commits"}, {"envisage", "intends"},
    {"exige", "demands"},    {"demande", "asks"},     {"souligne", "stresses"},
    {"rappelle", "recalls"}, {"salue", "praises"},    {"approuve", "agrees"},
    {"refuse", "refuses"},   {"menace", "threatens"}, {"ne commente pas", "declines to comment"},
    {"évoque", "discusses"},
}};

constexpr std::array<Words, 6> kinds = {{
    {"personne", "person"},
    {"organisation", "organisation"},
    {"État", "state"},
    {"lieu", "place"},
    {"fonction", "office"},
    {"bloc", "bloc"},
}};

constexpr std::size_t longest_evidence = 1200;  // bytes; a long sentence has some 400

bool ends_sentence(std::string_view text, std::size_t at) {
    if (text[at] == '\n') return true;
    constexpr std::string_view ends = ".!?";
    return ends.find(text[at]) != ends.npos && at + 1 < text.size() && text[at + 1] == ' ';
}

std::string agency_of(const Dispatch& dispatch) {
    if (dispatch.credit) return dispatch.credit->agency.str();
    if (!dispatch.site.empty()) return dispatch.site.str();
    const auto url = Url::parse(dispatch.url);
    return url ? std::string(url->host()) : std::string();
}

std::string quoted(Ui ui, std::string_view words) {
    std::string out(ui == Ui::fr ? "«\u202F" : "“");
    out += words;
    return out += ui == Ui::fr ? "\u202F»" : "”";
}

}  // namespace

std::string_view say(Ui ui, SaidMessage message) {
    return rows[static_cast<std::size_t>(message)].words.in(ui);
}

std::string say(Ui ui, SaidMessage message, std::initializer_list<std::string_view> values) {
    return fill(say(ui, message), values);
}

std::string stance_words(Ui ui, const StoredStatement& said) {
    const bool thinks = said.kind == Statement::Class::belief && said.stance == Stance::assert_;
    std::string words(thinks ? Words{"pense", "thinks"}.in(ui)
                             : stances[static_cast<std::size_t>(said.stance)].in(ui));
    if (said.negated) words += Words{" (nié)", " (negated)"}.in(ui);
    return words;
}

std::string form_words(Ui ui, const StoredStatement& said) {
    constexpr std::array<Words, 3> forms = {{{"discours direct", "direct speech"},
                                             {"discours indirect", "indirect speech"},
                                             {"en partie direct", "partly direct speech"}}};
    std::string words(forms[static_cast<std::size_t>(said.form)].in(ui));
    if (said.kind == Statement::Class::belief) words += Words{", opinion", ", belief"}.in(ui);
    if (said.kind == Statement::Class::other) words += Words{", autre", ", other"}.in(ui);
    return words;
}

std::string_view how_words(Ui ui, SaidOn::How how) {
    constexpr std::array<Words, 3> ways = {
        {{"une date est donnée dans la phrase", "a date stands in the sentence"},
         {"le jour de l’événement rapporté", "the day of the event that is reported"},
         {"le jour de la dépêche", "the day of the dispatch"}}};
    return ways[static_cast<std::size_t>(how)].in(ui);
}

std::string_view kind_words(Ui ui, Actor::Kind kind) {
    return kinds[static_cast<std::size_t>(kind)].in(ui);
}

std::string timex_words(Ui ui, std::string_view value) {
    const bool is_month = value.size() == std::string_view("2024-04").size();
    const auto date = parse_iso_date(is_month ? std::string(value) + "-01" : std::string(value));
    if (!date || date->precision != Precision::day) return std::string(value);
    const year_month_day day = date->local_day();
    return is_month ? month_words(ui, year_month{day.year(), day.month()}) : short_day(ui, day);
}

std::string statements_words(Ui ui, std::int64_t count) {
    if (count == 1) return std::string(say(ui, SaidMessage::statements_one));
    std::string number = number_words(ui, static_cast<std::uint64_t>(count));
    if (count >= most_counted) number += '+';
    return say(ui, SaidMessage::statements_many, {number});
}

std::string words_of(const SaidLine& line) {
    std::string words;
    for (const Text& piece : line.content) {
        if (piece.empty()) continue;
        if (!words.empty()) words += " […] ";
        words += piece.view();
    }
    return words;
}

std::string speaker_words(const SaidLine& line) {
    return line.statement.speaker ? line.statement.speaker->name.str() : line.source.str();
}

Span evidence_of(const StoredStatement& said, const Dispatch& dispatch) {
    Span whole = said.content.front();
    const auto reach = [&](const Span& span) {
        whole.begin = std::min(whole.begin, span.begin);
        whole.end = std::max(whole.end, span.end);
    };
    for (const Span& piece : said.content) reach(piece);
    if (said.cue) reach(*said.cue);
    if (said.source) reach(*said.source);
    const std::string_view body = dispatch.body;
    const std::size_t left = whole.begin > longest_evidence ? whole.begin - longest_evidence : 0;
    std::size_t begin = whole.begin;
    while (begin > left && !(begin >= 1 && body[begin - 1] == '\n') &&
           !(begin >= 2 && ends_sentence(body, begin - 2)))
        --begin;
    std::size_t end = whole.end;
    const std::size_t right = std::min(body.size(), end + longest_evidence);
    while (end < right && !ends_sentence(body, end)) ++end;
    if (end < right && body[end] != '\n') ++end;
    // Where no sentence ends within reach, the statement is its own evidence.
    if (begin == left && left > 0) begin = whole.begin;
    if (end == right && right < body.size()) end = whole.end;
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

std::string citation(Ui ui, const StoredStatement& said, const Dispatch& dispatch,
                     std::string_view public_url) {
    std::string out;
    if (said.speaker) out = said.speaker->name.str();
    if (said.said_on) {
        if (!out.empty()) out += ", ";
        out += timex_words(ui, said.said_on->value);
    }
    if (!out.empty()) out += ui == Ui::fr ? "\u202F: " : ": ";
    out += quoted(ui, fold_space(evidence_of(said, dispatch).in(dispatch.body)));
    out += " — ";
    const std::string agency = agency_of(dispatch);
    if (!agency.empty()) out += agency + ", ";
    if (!dispatch.title.empty()) out += quoted(ui, fold_space(dispatch.title)) + ", ";
    if (dispatch.published) out += short_day(ui, dispatch.published->local_day()) + ", ";
    out.append(public_url) += "/s/" + std::to_string(number_of(said.id));
    return out;
}

}  // namespace chappe
