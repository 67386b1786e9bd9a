#include "wire/messages.h"

#include <fmt/format.h>

#include "base/text.h"
#include "wire/message_rows.h"

namespace chappe {
namespace {

using namespace std::chrono;

using Words = UiWords;
using Row = MessageRow<Message>;

// In the order of Message. French puts a narrow no-break space (U+202F) before : ; ! ?
constexpr std::array<Row, static_cast<std::size_t>(Message::wrong_request_title) + 1> rows = {{
    {Message::about_link, {"À propos", "About"}},
    {Message::about_title, {"À propos de Chappe", "About Chappe"}},
    {Message::agencies_empty,
     {"Aucune dépêche ne nomme encore d’agence. Dès que l’une d’elles en porte une, entre "
      "parenthèses à la fin ou en tête du texte, elle est comptée ici.",
      "No dispatch names an agency yet. As soon as one does, in brackets at its end or in its "
      "dateline, the agency is counted here."}},
    {Message::agencies_intro,
     {"Les agences que les dépêches nomment, et ce que le fil a d’elles.",
      "The agencies that dispatches name, and what the wire has of each."}},
    {Message::agencies_title, {"Agences", "Agencies"}},
    {Message::agency_intro,
     {"Dépêches créditées à cette agence, les plus récentes d’abord.",
      "Dispatches credited to this agency, newest first."}},
    {Message::archive_empty,
     {"Dès que la première dépêche arrive, son jour apparaît ici.",
      "As soon as the first dispatch arrives, its day shows here."}},
    {Message::archive_intro,
     {"Chaque jour du fil, selon la date que donne la source.",
      "Every day of the wire, by the date that the source gives."}},
    {Message::archive_title, {"Archives", "Archive"}},
    {Message::arrived, {"arrivée le", "arrived"}},
    {Message::authors, {"Par {}", "By {}"}},
    {Message::back_to_wire, {"Retour au fil", "Back to the wire"}},
    {Message::best_first, {"les plus pertinentes", "best matches"}},
    {Message::best_note,
     {"Classement sur les mille dépêches les plus récentes qui correspondent.",
      "Ranked among the newest thousand that match."}},
    {Message::busy_text,
     {"Le serveur a plus de demandes qu’il n’en peut servir. Rechargez la page dans quelques "
      "secondes.",
      "The server has more requests than it can answer. Load the page again in a few seconds."}},
    {Message::busy_title, {"Un instant", "One moment"}},
    {Message::credit, {"Agence", "Agency"}},
    {Message::dated, {"datée du {}", "dated {}"}},
    {Message::day_after, {"Jour suivant\u202F: {}", "Next day: {}"}},
    {Message::day_before, {"Jour précédent\u202F: {}", "Previous day: {}"}},
    {Message::day_empty, {"Aucune dépêche ne porte cette date.", "No dispatch bears this date."}},
    {Message::day_intro,
     {"Dépêches datées de ce jour par leur source ou, sans date, arrivées ce jour-là.",
      "Dispatches that their source dates to this day or, without a date, that arrived on it."}},
    {Message::days_label, {"Jours", "Days"}},
    {Message::declared_tags, {"Mots-clés", "Tags"}},
    {Message::dispatches_many, {"{} dépêches", "{} dispatches"}},
    {Message::dispatches_one, {"1 dépêche", "1 dispatch"}},
    {Message::edition_many, {"{} éditions", "{} editions"}},
    {Message::edition_one, {"une seule édition", "one edition"}},
    {Message::empty_wire_text,
     {"La première dépêche qui arrive s’affichera ici, sans recharger la page.",
      "The first dispatch to arrive will show here, without a reload."}},
    {Message::empty_wire_title, {"Le fil est encore vide", "The wire is still empty"}},
    {Message::feeds, {"Flux", "Feeds"}},
    {Message::feeds_of_search, {"Cette recherche en flux", "This search as a feed"}},
    {Message::filters_summary, {"Comment chercher", "How to search"}},
    {Message::gone_text,
     {"Cette dépêche a été retirée du fil.", "This dispatch has been withdrawn from the wire."}},
    {Message::gone_title, {"Dépêche retirée", "Dispatch withdrawn"}},
    {Message::help_link, {"Aide", "Help"}},
    {Message::help_title, {"Aide", "Help"}},
    {Message::keys_close, {"Fermer", "Close"}},
    {Message::keys_off_hint,
     {"Raccourcis clavier actifs dans ce navigateur", "Keyboard shortcuts on in this browser"}},
    {Message::live, {"en direct", "live"}},
    {Message::local_note, {"Heures de votre fuseau ({})", "Times in your time zone ({})"}},
    {Message::modified, {"modifiée le {}", "modified {}"}},
    {Message::more_help, {"Toute la syntaxe", "The whole syntax"}},
    {Message::name_empty,
     {"Le fil n’a aucune dépêche sous ce nom. La liste montre les noms qu’il connaît.",
      "The wire has no dispatch under this name. The list shows the names it knows."}},
    {Message::new_many, {"{} nouvelles dépêches", "{} new dispatches"}},
    {Message::new_one, {"1 nouvelle dépêche", "1 new dispatch"}},
    {Message::newest_dispatch, {"la dernière arrivée le", "newest arrived"}},
    {Message::newest_first, {"Retour au plus récent", "Back to the newest"}},
    {Message::newest_order, {"les plus récentes", "newest"}},
    {Message::no_hits_text,
     {"Essayez moins de mots, un autre mot, ou retirez un filtre. Les accents et les majuscules ne "
      "comptent pas.",
      "Try fewer words, another word, or drop a filter. Accents and capitals do not matter."}},
    {Message::no_hits_title, {"Aucune dépêche ne correspond", "No dispatch matches"}},
    {Message::no_more_hits,
     {"Il n’y a pas de dépêche plus ancienne ici.", "There is no older dispatch here."}},
    {Message::no_title, {"Sans titre", "Untitled"}},
    {Message::not_found_text,
     {"Il n’y a rien à cette adresse. Cherchez ce que vous vouliez lire, ou revenez au fil.",
      "There is nothing at this address. Search for what you wanted to read, or go back to the "
      "wire."}},
    {Message::not_found_title, {"Page introuvable", "Page not found"}},
    {Message::not_yet_found,
     {"Rien jusqu’ici. La recherche est longue\u202F: continuez avec les dépêches plus anciennes.",
      "Nothing so far. This search takes long: go on with older dispatches."}},
    {Message::older, {"Dépêches plus anciennes", "Older dispatches"}},
    {Message::order_label, {"Ordre\u202F:", "Order:"}},
    {Message::other_language, {"English", "Français"}},
    {Message::pages_label, {"Autres pages", "Other pages"}},
    {Message::published, {"publiée le {}", "published {}"}},
    {Message::query_label, {"Recherche", "Search"}},
    {Message::reads_at_source,
     {"Lu à la source\u202F: {}, vu le ", "Read at the source: {}, seen "}},
    {Message::reads_here, {"Lu\u202F: {}", "Read: {}"}},
    {Message::reconnecting, {"reconnexion…", "reconnecting…"}},
    {Message::record, {"Autres formes", "Other forms"}},
    {Message::search_button, {"Chercher", "Search"}},
    {Message::search_hint,
     {"mots, \"expression\", -sans, lang:fr", "words, \"a phrase\", -not, lang:fr"}},
    {Message::search_title, {"Recherche", "Search"}},
    {Message::sections_label, {"Rubriques", "Sections"}},
    {Message::server_error_text,
     {"L’archive ne répond pas pour le moment. Rien de ce qui a été accepté n’est perdu.",
      "The archive does not answer at the moment. Nothing that was accepted is lost."}},
    {Message::server_error_title, {"Archive indisponible", "Archive unavailable"}},
    {Message::site_description,
     {"Fil de dépêches en direct, avec leur source et leurs mots exacts.",
      "A live wire of dispatches, with their source and their exact words."}},
    {Message::skip_to_content, {"Aller au contenu", "Skip to content"}},
    {Message::source, {"Source\u202F:", "Source:"}},
    {Message::source_intro,
     {"Dépêches de cette source, les plus récentes d’abord.",
      "Dispatches from this source, newest first."}},
    {Message::source_link, {"Lire à la source", "Read at the source"}},
    {Message::sources_empty,
     {"Une source apparaît ici avec sa première dépêche.",
      "A source shows here with its first dispatch."}},
    {Message::sources_intro,
     {"D’où viennent les dépêches du fil.", "Where the dispatches on the wire come from."}},
    {Message::sources_title, {"Sources", "Sources"}},
    {Message::summary_note,
     {"Ceci est un résumé. L’article entier se lit chez celui qui l’a publié.",
      "This is a summary. The whole article is where it was published."}},
    {Message::tagline, {"Qui a dit quoi, mot pour mot.", "Who said what, word for word."}},
    {Message::utc_note, {"Heures en temps universel (UTC)", "Times in UTC"}},
    {Message::wire_nav, {"Fil", "Wire"}},
    {Message::wire_title, {"Fil d’info", "The wire"}},
    {Message::wrong_query_title, {"Cette recherche ne se lit pas", "This search cannot be read"}},
    {Message::wrong_request_text,
     {"Cette adresse est mal formée. Le fil, lui, est toujours là.",
      "This address is not well-formed. The wire is still where it was."}},
    {Message::years_label, {"Années", "Years"}},
    {Message::wrong_request_title, {"Demande incorrecte", "Wrong request"}},
}};

static_assert(every_message_has_its_row(rows));

constexpr std::array<Words, 7> weekdays = {{{"dimanche", "Sunday"},
                                            {"lundi", "Monday"},
                                            {"mardi", "Tuesday"},
                                            {"mercredi", "Wednesday"},
                                            {"jeudi", "Thursday"},
                                            {"vendredi", "Friday"},
                                            {"samedi", "Saturday"}}};

constexpr std::array<Words, 12> months = {{{"janvier", "January"},
                                           {"février", "February"},
                                           {"mars", "March"},
                                           {"avril", "April"},
                                           {"mai", "May"},
                                           {"juin", "June"},
                                           {"juillet", "July"},
                                           {"août", "August"},
                                           {"septembre", "September"},
                                           {"octobre", "October"},
                                           {"novembre", "November"},
                                           {"décembre", "December"}}};

/// "0.8" in thousandths; 1000 for what is no quality value.
int quality_of(std::string_view parameters) {
    const std::size_t at = parameters.find("q=");
    if (at == parameters.npos) return 1000;
    const std::string_view value = parameters.substr(at + 2);
    if (!value.starts_with('0')) return 1000;
    int out = 0, scale = 100;
    for (std::size_t i = 2; i < value.size() && scale > 0; ++i, scale /= 10) {
        if (value[i] < '0' || value[i] > '9') break;
        out += (value[i] - '0') * scale;
    }
    return out;
}

std::string offset_words(minutes offset) {
    const auto total = offset.count() < 0 ? -offset.count() : offset.count();
    std::string out = offset.count() < 0 ? "UTC\u2212" : "UTC+";
    if (offset.count() == 0) return "UTC";
    out += std::to_string(total / 60);
    if (total % 60 != 0) out += fmt::format(":{:02}", total % 60);
    return out;
}

std::string at_clock(Ui ui, std::string_view day, std::string_view clock) {
    return fmt::format("{} {} {}", day, ui == Ui::fr ? "à" : "at", clock);
}

}  // namespace

std::string_view say(Ui ui, Message message) {
    return rows[static_cast<std::size_t>(message)].words.in(ui);
}

std::string fill(std::string_view pattern, std::initializer_list<std::string_view> values) {
    std::string out;
    for (const std::string_view value : values) {
        const std::size_t hole = pattern.find("{}");
        if (hole == pattern.npos) break;
        out.append(pattern.substr(0, hole)).append(value);
        pattern.remove_prefix(hole + 2);
    }
    return out.append(pattern);
}

std::string say(Ui ui, Message message, std::initializer_list<std::string_view> values) {
    return fill(say(ui, message), values);
}

std::string_view code_of(Ui ui) {
    return ui == Ui::fr ? "fr" : "en";
}

Ui choose_ui(std::string_view parameter, std::string_view accept_language) {
    if (parameter == "fr") return Ui::fr;
    if (parameter == "en") return Ui::en;
    Ui best = Ui::en;
    int best_quality = 0;
    while (!accept_language.empty()) {
        const std::string_view item = accept_language.substr(0, accept_language.find(','));
        accept_language.remove_prefix(std::min(accept_language.size(), item.size() + 1));
        const std::string_view range = trim(item.substr(0, item.find(';')));
        const std::size_t semicolon = item.find(';');
        const int quality = quality_of(semicolon == item.npos ? "" : item.substr(semicolon + 1));
        const std::string_view primary = range.substr(0, range.find('-'));
        const bool french = equal_ignoring_ascii_case(primary, "fr");
        if (!french && !equal_ignoring_ascii_case(primary, "en")) continue;
        if (quality > best_quality) {
            best = french ? Ui::fr : Ui::en;
            best_quality = quality;
        }
    }
    return best;
}

std::string short_day(Ui ui, year_month_day date) {
    const auto day_number = static_cast<unsigned>(date.day());
    const std::string_view month_name =
        months[(static_cast<unsigned>(date.month()) + 11) % 12].in(ui);
    return fmt::format("{}{} {} {}", day_number, ui == Ui::fr && day_number == 1 ? "er" : "",
                       month_name, static_cast<int>(date.year()));
}

std::string month_words(Ui ui, year_month month) {
    return fmt::format("{} {}", months[(static_cast<unsigned>(month.month()) + 11) % 12].in(ui),
                       static_cast<int>(month.year()));
}

std::string_view weekday_name(Ui ui, weekday day) {
    return weekdays[day.c_encoding() % 7].in(ui);
}

std::string dispatches_words(Ui ui, std::int64_t count) {
    if (count == 1) return std::string(say(ui, Message::dispatches_one));
    return say(ui, Message::dispatches_many, {number_words(ui, static_cast<std::uint64_t>(count))});
}

std::string long_day(Ui ui, year_month_day date) {
    const weekday day_of_week{sys_days{date}};
    return fmt::format("{} {}", weekdays[day_of_week.c_encoding()].in(ui), short_day(ui, date));
}

std::string clock_time(Instant instant) {
    const hh_mm_ss clock{instant - floor<days>(instant)};
    return fmt::format("{:02}:{:02}", clock.hours().count(), clock.minutes().count());
}

std::string local_clock(const Date& date) {
    return clock_time(date.when.begin + date.offset.value_or(minutes{0}));
}

std::string date_words(Ui ui, const Date& date) {
    std::string day_words = short_day(ui, date.local_day());
    if (date.precision == Precision::day) return day_words;
    std::string clock = local_clock(date);
    if (date.offset) clock += fmt::format(" ({})", offset_words(*date.offset));
    return at_clock(ui, day_words, clock);
}

std::string instant_words(Ui ui, Instant instant) {
    return at_clock(ui, short_day(ui, year_month_day{floor<days>(instant)}),
                    clock_time(instant) + " UTC");
}

std::string number_words(Ui ui, std::uint64_t value) {
    const std::string digits = std::to_string(value);
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) out += ui == Ui::fr ? "\u202F" : ",";
        out += digits[i];
    }
    return out;
}

}  // namespace chappe
