#include "app/visit_notes.h"

#include <algorithm>
#include <chrono>

namespace chappe {
namespace {

void note_feed(Delivery& delivery, const Reading& reading) {
    Visit& visit = delivery.visit;
    visit.kind = SourceKind::feed;
    visit.rhythm_before = rhythm_before(reading, visit.at);
    if (reading.dispatches.empty()) visit.trouble = "the feed has no entries";
}

}  // namespace

void note_reading(Delivery& delivery, Reading& reading) {
    Visit& visit = delivery.visit;
    if (delivery.errand.page != PageId{}) return;
    if (reading.feed) return note_feed(delivery, reading);
    visit.health = Health::failing;
    visit.trouble = "this is no feed";
    reading.dispatches.clear();
}

std::optional<Rhythm> rhythm_before(const Reading& reading, Instant now) {
    constexpr std::chrono::hours looked_back{72};  // as far as a rhythm remembers
    std::optional<Instant> oldest;
    double recent = 0;
    for (const Dispatch& dispatch : reading.dispatches) {
        if (!dispatch.published) continue;
        const Instant at = dispatch.published->when.begin;
        if (!oldest || at < *oldest) oldest = at;
        if (at > now - looked_back) ++recent;
    }
    if (!oldest) return std::nullopt;
    // A feed that holds less than three days says nothing of what was before.
    const auto heard =
        std::clamp<std::chrono::seconds>(now - *oldest, std::chrono::hours(1), looked_back);
    return Rhythm{recent, static_cast<double>(heard.count()) / 3600};
}

}  // namespace chappe
