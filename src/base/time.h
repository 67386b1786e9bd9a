#pragma once
// Time as news has it.
//
//     2024-04-03T10:30:00+04:00   an instant, with the source's offset
//     2024-04-03T10:30:00         a clock time whose zone the source does not give
//     2024-04-03                  a day; not midnight, and no instant

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace chappe {

using Instant = std::chrono::sys_seconds;  // UTC

Instant now();

/// Half-open.
struct Interval {
    Instant begin;
    Instant end;
    friend bool operator==(const Interval&, const Interval&) = default;
};

enum class Precision { second, minute, day };

/// A date as a source gives it. Without an offset, `when` holds the source's local time as if it
/// were UTC: good for order and for days, not an instant.
struct Date {
    Interval when;
    std::optional<std::chrono::minutes> offset;  // of the source's clock, east of UTC
    Precision precision = Precision::second;

    static Date day(std::chrono::year_month_day day);
    /// A clock time at the source's place.
    static Date clock(std::chrono::local_seconds local, std::optional<std::chrono::minutes> offset,
                      Precision precision);

    /// The day at the source's place.
    std::chrono::year_month_day local_day() const;
    friend bool operator==(const Date&, const Date&) = default;
};

/// RFC 3339 with the source's offset; without one when the source gives none; `YYYY-MM-DD` for a
/// day.
std::string to_string(const Date&);
/// `2024-04-03T06:30:00Z`
std::string to_string(Instant);
std::string to_string(std::chrono::year_month_day);

/// The forms of to_string and what machines write of ISO 8601: "2024-04-03", "20240403",
/// "2024-04-03T10:30+0400", "2024-04-03 10:30:00.123Z". Nothing when the whole text is not a date.
std::optional<Date> parse_iso_date(std::string_view text);

/// RFC 2822 as feeds have it: "Wed, 03 Apr 2024 10:30:00 +0400", zones by name, two-digit years.
std::optional<Date> parse_rfc2822_date(std::string_view text);

}  // namespace chappe
