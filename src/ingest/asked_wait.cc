#include "ingest/asked_wait.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace chappe {
namespace {

using std::chrono::seconds;

constexpr seconds a_day{24 * 3600};
constexpr seconds a_week = 7 * a_day;

/// Digits alone; more than fit are the most that fit.
std::optional<seconds> seconds_in(std::string_view text) {
    if (text.empty() || text.find_first_not_of("0123456789") != text.npos) return std::nullopt;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() ? std::min(seconds(value), a_week) : a_week;
}

std::optional<Instant> http_date(std::string_view text) {
    const auto date = parse_rfc2822_date(text);
    if (!date) return std::nullopt;
    return date->when.begin;
}

std::optional<seconds> max_age_in(std::string_view cache_control) {
    std::optional<seconds> age;
    while (!cache_control.empty()) {
        const std::size_t end = std::min(cache_control.find(','), cache_control.size());
        const std::string part = lower_ascii(trim(cache_control.substr(0, end)));
        cache_control.remove_prefix(std::min(end + 1, cache_control.size()));
        if (part == "no-cache" || part == "no-store") return seconds(0);
        if (!part.starts_with("max-age=")) continue;
        std::string_view value = std::string_view(part).substr(8);
        if (value.size() >= 2 && value.starts_with('"') && value.ends_with('"'))
            value = value.substr(1, value.size() - 2);
        if (const auto found = seconds_in(value)) age = found;
    }
    return age;
}

}  // namespace

seconds freshness(std::string_view cache_control, std::string_view expires, std::string_view age,
                  Instant now) {
    auto fresh = max_age_in(cache_control);
    if (!fresh) {
        const auto until = http_date(expires);
        if (until) fresh = *until - now;
    }
    if (!fresh) return seconds(0);
    const seconds old = seconds_in(trim(age)).value_or(seconds(0));
    return std::clamp(*fresh - old, seconds(0), a_day);
}

seconds retry_after(std::string_view value, Instant now) {
    value = trim(value);
    if (const auto wait = seconds_in(value)) return std::min(*wait, a_week);
    const auto until = http_date(value);
    if (!until) return seconds(0);
    return std::clamp<seconds>(*until - now, seconds(0), a_week);
}

}  // namespace chappe
