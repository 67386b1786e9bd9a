#include "base/zone.h"

#include <unicode/basictz.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>
#include <unicode/ucal.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>

namespace chappe {
namespace {

constexpr std::size_t longest_name = 64;  // "America/Argentina/ComodRivadavia" has 32

std::unique_ptr<icu::BasicTimeZone> find_zone(std::string_view name) {
    if (name.empty() || name.size() > longest_name) return nullptr;
    const auto ascii = icu::UnicodeString::fromUTF8(
        icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size())));
    std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(ascii));
    if (!zone) return nullptr;
    icu::UnicodeString id;  // of what is no zone: "Etc/Unknown"
    if (zone->getID(id) == UNICODE_STRING_SIMPLE(UCAL_UNKNOWN_ZONE_ID)) return nullptr;
    // Every zone of the tz database is a BasicTimeZone (ICU, timezone.h, createTimeZone).
    auto* basic = dynamic_cast<icu::BasicTimeZone*>(zone.get());
    if (!basic) return nullptr;
    zone.release();
    return std::unique_ptr<icu::BasicTimeZone>(basic);
}

UDate milliseconds(std::chrono::seconds since_epoch) {
    return static_cast<UDate>(since_epoch.count()) * 1000.0;
}

std::vector<std::string> read_names() {
    std::vector<std::string> names;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::StringEnumeration> all(icu::TimeZone::createTimeZoneIDEnumeration(
        UCAL_ZONE_TYPE_CANONICAL_LOCATION, nullptr, nullptr, status));
    while (U_SUCCESS(status) && all) {
        const char* name = all->next(nullptr, status);
        if (!name) break;
        names.emplace_back(name);
    }
    std::sort(names.begin(), names.end());
    names.insert(names.begin(), "UTC");
    return names;
}

}  // namespace

const std::vector<std::string>& zone_names() {
    static const std::vector<std::string> names = read_names();
    return names;
}

std::optional<Instant> instant_in(std::string_view zone, std::chrono::local_seconds local) {
    const auto found = find_zone(zone);
    if (!found) return std::nullopt;
    std::int32_t raw = 0;
    std::int32_t saving = 0;
    UErrorCode status = U_ZERO_ERROR;
    found->getOffsetFromLocal(milliseconds(local.time_since_epoch()), UCAL_TZ_LOCAL_FORMER,
                              UCAL_TZ_LOCAL_LATTER, raw, saving, status);
    if (U_FAILURE(status)) return std::nullopt;
    return Instant{local.time_since_epoch() - std::chrono::seconds{(raw + saving) / 1000}};
}

std::optional<std::chrono::local_seconds> clock_in(std::string_view zone, Instant instant) {
    const auto found = find_zone(zone);
    if (!found) return std::nullopt;
    std::int32_t raw = 0;
    std::int32_t saving = 0;
    UErrorCode status = U_ZERO_ERROR;
    found->getOffset(milliseconds(instant.time_since_epoch()), false, raw, saving, status);
    if (U_FAILURE(status)) return std::nullopt;
    return std::chrono::local_seconds{instant.time_since_epoch() +
                                      std::chrono::seconds{(raw + saving) / 1000}};
}

}  // namespace chappe
