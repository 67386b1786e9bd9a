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
    arrived,
    authors,
    back_to_wire,
    busy_text,
    busy_title,
    credit,
    dated,
    declared_tags,
    desk,
    edition_many,
    edition_one,
    empty_wire_text,
    empty_wire_title,
    feeds,
    gone_text,
    gone_title,
    live,
    modified,
    new_many,
    new_one,
    newest_first,
    no_title,
    not_found_text,
    not_found_title,
    older,
    other_language,
    published,
    reads_at_source,
    reads_here,
    reconnecting,
    record,
    server_error_text,
    server_error_title,
    skip_to_content,
    source,
    source_link,
    tagline,
    utc_note,
    wire_title,
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
/// "09:05"
std::string clock_time(Instant);
/// A source's date as it gives it: "3 avril 2024", "3 avril 2024 à 10:30 (UTC+4)".
std::string date_words(Ui, const Date&);
/// "25 novembre 2026 à 09:05 UTC"
std::string instant_words(Ui, Instant);
/// 12345 as "12 345" (narrow no-break space) or "12,345".
std::string number_words(Ui, std::uint64_t);

}  // namespace chappe
