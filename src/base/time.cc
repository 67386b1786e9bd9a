#include "base/time.h"

#include <fmt/format.h>

#include <array>
#include <cstdlib>

#include "base/text.h"

namespace chappe {
namespace {

using namespace std::chrono;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Takes what it recognises off the front of a text.
struct Scanner {
    std::string_view rest;

    bool take(char c) {
        if (rest.empty() || rest.front() != c) return false;
        rest.remove_prefix(1);
        return true;
    }
    /// Exactly `size` digits.
    std::optional<int> take_number(std::size_t size) {
        if (rest.size() < size) return std::nullopt;
        int value = 0;
        for (std::size_t i = 0; i < size; ++i) {
            if (!is_digit(rest[i])) return std::nullopt;
            value = value * 10 + (rest[i] - '0');
        }
        rest.remove_prefix(size);
        return value;
    }
    std::size_t digits_ahead() const {
        std::size_t count = 0;
        while (count < rest.size() && is_digit(rest[count])) ++count;
        return count;
    }
    void skip_space() {
        while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t'))
            rest.remove_prefix(1);
    }
    std::string_view take_word() {
        std::size_t size = 0;
        while (size < rest.size() && ((rest[size] | 32) >= 'a' && (rest[size] | 32) <= 'z')) ++size;
        const std::string_view word = rest.substr(0, size);
        rest.remove_prefix(size);
        return word;
    }
};

std::optional<year_month_day> checked(int y, int m, int d) {
    const year_month_day date{year{y}, month{static_cast<unsigned>(m)},
                              day{static_cast<unsigned>(d)}};
    if (!date.ok() || y < 1000) return std::nullopt;
    return date;
}

/// "+04:00", "-0500", "+04", "Z"
std::optional<minutes> take_offset(Scanner& in) {
    if (in.take('Z') || in.take('z')) return minutes{0};
    const bool east = in.take('+');
    if (!east && !in.take('-')) return std::nullopt;
    const auto h = in.take_number(2);
    if (!h) return std::nullopt;
    in.take(':');
    const int m = in.digits_ahead() >= 2 ? *in.take_number(2) : 0;
    if (*h > 15 || m > 59) return std::nullopt;
    const minutes offset = hours{*h} + minutes{m};
    return east ? offset : -offset;
}

struct ClockTime {
    seconds since_midnight{0};
    Precision precision = Precision::minute;
};

/// "10:30", "10:30:00", "10:30:00.123", "103000"
std::optional<ClockTime> take_clock(Scanner& in) {
    const auto h = in.take_number(in.digits_ahead() == 1 ? 1 : 2);
    if (!h) return std::nullopt;
    const bool colons = in.take(':');
    const auto m = in.take_number(2);
    if (!m || *h > 24 || *m > 59) return std::nullopt;
    ClockTime clock{hours{*h} + minutes{*m}, Precision::minute};
    if (colons ? in.take(':') : in.digits_ahead() >= 2) {
        const auto s = in.take_number(2);
        if (!s || *s > 60) return std::nullopt;
        clock.since_midnight += seconds{*s == 60 ? 59 : *s};  // a leap second has no sys_seconds
        clock.precision = Precision::second;
        if (in.take('.') || in.take(',')) in.rest.remove_prefix(in.digits_ahead());
    }
    return clock;
}

struct Zone {
    std::string_view name;
    int hours;
};
// RFC 2822, 4.3, and the European names that feeds write.
constexpr std::array zones = {Zone{"ut", 0},   Zone{"utc", 0},  Zone{"gmt", 0},  Zone{"z", 0},
                              Zone{"est", -5}, Zone{"edt", -4}, Zone{"cst", -6}, Zone{"cdt", -5},
                              Zone{"mst", -7}, Zone{"mdt", -6}, Zone{"pst", -8}, Zone{"pdt", -7},
                              Zone{"wet", 0},  Zone{"west", 1}, Zone{"bst", 1},  Zone{"cet", 1},
                              Zone{"cest", 2}, Zone{"eet", 2},  Zone{"eest", 3}, Zone{"msk", 3}};

std::optional<minutes> zone_named(std::string_view name) {
    for (const Zone& zone : zones)
        if (equal_ignoring_ascii_case(zone.name, name)) return hours{zone.hours};
    return std::nullopt;
}

std::optional<int> month_named(std::string_view word) {
    constexpr std::array<std::string_view, 12> months = {"jan", "feb", "mar", "apr", "may", "jun",
                                                         "jul", "aug", "sep", "oct", "nov", "dec"};
    for (std::size_t i = 0; i < months.size(); ++i)
        if (word.size() >= 3 && equal_ignoring_ascii_case(word.substr(0, 3), months[i]))
            return static_cast<int>(i) + 1;
    return std::nullopt;
}

std::string format_local(sys_seconds local, Precision precision) {
    const auto midnight = floor<days>(local);
    if (precision == Precision::day) return to_string(year_month_day{midnight});
    const hh_mm_ss clock{local - midnight};
    return fmt::format("{}T{:02}:{:02}:{:02}", to_string(year_month_day{midnight}),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace

Instant now() {
    return floor<seconds>(system_clock::now());
}

Date Date::day(year_month_day day) {
    const sys_seconds midnight = sys_days{day};
    return {{midnight, midnight + days{1}}, std::nullopt, Precision::day};
}

Date Date::clock(local_seconds local, std::optional<minutes> offset, Precision precision) {
    const sys_seconds begin{local.time_since_epoch() - offset.value_or(minutes{0})};
    const seconds length = precision == Precision::day      ? seconds{days{1}}
                           : precision == Precision::minute ? seconds{60}
                                                            : seconds{1};
    return {{begin, begin + length}, offset, precision};
}

year_month_day Date::local_day() const {
    return year_month_day{floor<days>(when.begin + offset.value_or(minutes{0}))};
}

std::string to_string(year_month_day day) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

std::string to_string(Instant instant) {
    return format_local(instant, Precision::second) + "Z";
}

std::string to_string(const Date& date) {
    const minutes offset = date.offset.value_or(minutes{0});
    std::string text = format_local(date.when.begin + offset, date.precision);
    if (!date.offset || date.precision == Precision::day) return text;
    if (offset == minutes{0}) return text + "Z";
    const auto size = std::abs(offset.count());
    return text +
           fmt::format("{}{:02}:{:02}", offset.count() < 0 ? '-' : '+', size / 60, size % 60);
}

std::optional<Date> parse_iso_date(std::string_view text) {
    Scanner in{trim(text)};
    const auto y = in.take_number(4);
    if (!y) return std::nullopt;
    const bool dashes = in.take('-') || in.take('/');
    const auto m = in.take_number(dashes && in.digits_ahead() == 1 ? 1 : 2);
    if (dashes && !in.take('-') && !in.take('/')) return std::nullopt;
    const auto d = in.take_number(dashes && in.digits_ahead() == 1 ? 1 : 2);
    if (!m || !d) return std::nullopt;
    const auto date = checked(*y, *m, *d);
    if (!date) return std::nullopt;
    if (in.rest.empty()) return Date::day(*date);

    if (!in.take('T') && !in.take('t') && !in.take(' ')) return std::nullopt;
    in.skip_space();
    const auto clock = take_clock(in);
    if (!clock) return std::nullopt;
    in.skip_space();
    std::optional<minutes> offset;
    if (!in.rest.empty()) {
        offset = take_offset(in);
        if (!offset) offset = zone_named(in.take_word());
        if (!offset || !in.rest.empty()) return std::nullopt;
    }
    return Date::clock(local_days{*date} + clock->since_midnight, offset, clock->precision);
}

std::optional<Date> parse_rfc2822_date(std::string_view text) {
    Scanner in{trim(text)};
    if (!in.take_word().empty()) {  // "Wed,"
        in.take('.');
        in.take(',');
        in.skip_space();
    }
    const std::size_t day_digits = in.digits_ahead();
    if (day_digits < 1 || day_digits > 2) return std::nullopt;
    const int d = *in.take_number(day_digits);
    in.skip_space();
    in.take('-');
    const auto m = month_named(in.take_word());
    in.take('-');
    in.skip_space();
    const std::size_t year_digits = in.digits_ahead();
    if (!m || (year_digits != 2 && year_digits != 4)) return std::nullopt;
    int y = *in.take_number(year_digits);
    if (year_digits == 2) y += y < 50 ? 2000 : 1900;  // RFC 2822, 4.3
    const auto date = checked(y, *m, d);
    if (!date) return std::nullopt;
    in.skip_space();
    if (in.rest.empty()) return Date::day(*date);

    const auto clock = take_clock(in);
    if (!clock) return std::nullopt;
    in.skip_space();
    std::optional<minutes> offset = take_offset(in);
    if (!offset) offset = zone_named(in.take_word());
    return Date::clock(local_days{*date} + clock->since_midnight, offset, clock->precision);
}

}  // namespace chappe
