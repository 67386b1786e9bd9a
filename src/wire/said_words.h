#pragma once
// Statements in words: what pages of who said what say, in the languages of the site.

#include <optional>
#include <string>
#include <string_view>

#include "archive/archive.h"
#include "wire/messages.h"

namespace chappe {

enum class SaidMessage {
    actor_intro,  // of the page
    actor_introduced,
    actor_no_statements,
    actor_said,
    actor_said_of,
    actor_title,
    addressee,
    citation,
    copied,
    copy_citation,
    corrected,
    example,
    how_said,
    in_dispatch,
    inside,
    newest_statements,
    no_source,
    nobody_linked,
    number_label,
    older_statements,
    proposed_topics,
    record_link,
    reported_on,
    role_count_many,
    role_count_one,
    role_dates,
    said_on,
    speaker,
    statement_title,
    statements_many,
    statements_one,
    to_whom,
    who_said_what,
    words_at_source,
    words_label,  // last: said_words.cc counts by it
};
std::string_view say(Ui, SaidMessage);
/// The message with its `{}` replaced, in order.
std::string say(Ui, SaidMessage, std::initializer_list<std::string_view> values);

/// What the speaker does: "dément", "denies"; of beliefs "pense", "thinks"; with "(nié)" or
/// "(negated)" behind it.
std::string stance_words(Ui, const StoredStatement&);
/// "direct", "indirect", "mixte": and the class when it is no speech.
std::string form_words(Ui, const StoredStatement&);
/// How the day of the saying is known: "d'après une date dans la phrase".
std::string_view how_words(Ui, SaidOn::How);
/// "personne", "organisation", ...
std::string_view kind_words(Ui, Actor::Kind);
/// A TIMEX3 day, month or year as the site writes them; anything else as it is.
std::string timex_words(Ui, std::string_view value);
/// "3 déclarations"
std::string statements_words(Ui, std::int64_t count);

/// The pieces of the content as one line; "[…]" between them.
std::string words_of(const SaidLine&);
/// Whom the line names: the actor, else the words that stand for the speaker; empty: nobody.
std::string speaker_words(const SaidLine&);

/// Span of what proves a statement: the sentences that its source, cue and content stand in.
Span evidence_of(const StoredStatement&, const Dispatch&);

/// For somebody else's text: speaker, day, exact words, and where they were reported.
///
///     Antony Blinken, 3 avril 2024 : « a souligné que la réunion ... » — Azertac, « Titre »,
///     3 avril 2024, https://wire.example/s/12
std::string citation(Ui, const StoredStatement&, const Dispatch&, std::string_view public_url);

}  // namespace chappe
