#pragma once
// The words of the site, in the languages it speaks, and how they write days and times.

#include <array>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/time.h"

namespace chappe {

/// A language of the site itself, not of the news.
enum class Ui { fr, en };

enum class Message {
    about_link,
    about_title,
    agencies_empty,
    agencies_intro,
    agencies_title,
    agency_intro,
    archive_empty,
    archive_intro,
    archive_title,
    arrived,
    authors,
    back_to_wire,
    best_first,
    best_note,
    busy_text,
    busy_title,
    credit,
    dated,
    day_after,
    day_before,
    day_empty,
    day_intro,
    days_label,
    declared_tags,
    dispatches_many,
    dispatches_one,
    edition_many,
    edition_one,
    empty_wire_text,
    empty_wire_title,
    feeds,
    feeds_of_search,
    filters_summary,
    gone_text,
    gone_title,
    help_link,
    help_title,
    keys_close,
    keys_off_hint,
    live,
    local_note,
    modified,
    more_help,
    name_empty,
    new_many,
    new_one,
    newest_dispatch,
    newest_first,
    newest_order,
    no_hits_text,
    no_hits_title,
    no_more_hits,
    no_title,
    not_found_text,
    not_found_title,
    not_yet_found,
    older,
    order_label,
    other_language,
    pages_label,
    published,
    query_label,
    reads_at_source,
    reads_here,
    reconnecting,
    record,
    search_button,
    search_hint,
    search_title,
    sections_label,
    server_error_text,
    server_error_title,
    site_description,
    skip_to_content,
    source,
    source_intro,
    source_link,
    sources_empty,
    sources_intro,
    sources_title,
    summary_note,
    tagline,
    utc_note,
    wire_nav,
    wire_title,
    wrong_query_title,
    wrong_request_text,
    years_label,
    wrong_request_title,  // last: messages.cc counts by it
};

std::string_view say(Ui, Message);
/// The message with its `{}` replaced, in order.
std::string say(Ui, Message, std::initializer_list<std::string_view> values);

/// The pattern with its `{}` replaced, in order.
std::string fill(std::string_view pattern, std::initializer_list<std::string_view> values);

std::string_view code_of(Ui);  // "fr"
/// `?ui=` when it names one of ours, else the best of Accept-Language (RFC 9110, 12.5.4), else
/// English.
Ui choose_ui(std::string_view parameter, std::string_view accept_language);

/// "mercredi 25 novembre 2026", "Wednesday 25 November 2026"
std::string long_day(Ui, std::chrono::year_month_day);
/// "3 avril 2024", "1er mai 2024", "3 April 2024"
std::string short_day(Ui, std::chrono::year_month_day);
/// "avril 2024", "April 2024"
std::string month_words(Ui, std::chrono::year_month);
/// "mercredi"
std::string_view weekday_name(Ui, std::chrono::weekday);
/// "12 dépêches", "1 dispatch"
std::string dispatches_words(Ui, std::int64_t count);
/// "09:05"
std::string clock_time(Instant);
/// The clock at the source's place, of a date that has one: "10:30"
std::string local_clock(const Date&);
/// A source's date as it gives it: "3 avril 2024", "3 avril 2024 à 10:30 (UTC+4)".
std::string date_words(Ui, const Date&);
/// "25 novembre 2026 à 09:05 UTC"
std::string instant_words(Ui, Instant);
/// 12345 as "12 345" (narrow no-break space) or "12,345".
std::string number_words(Ui, std::uint64_t);

}  // namespace chappe
