#include "wire/page_cache.h"

#include <algorithm>

namespace chappe {
namespace {

constexpr std::size_t largest_page = 2 << 20;  // bytes, in all its forms
constexpr std::chrono::seconds longest_time{60};
constexpr std::size_t bookkeeping = 300;  // bytes of lists and tables, a page

}  // namespace

PageCache::SheetPointer PageCache::find(std::string_view key, ChangeSeq newest,
                                        Clock::time_point now) {
    const auto found = places_.find(key);
    if (found == places_.end()) return nullptr;
    const Place place = found->second;
    const Sheet& sheet = *place->sheet;
    if (!sheet.keeps_for_ever()) {
        const bool good = sheet.dispatch() ? known_ >= newest : place->as_of == newest;
        if (!good || now - place->made > longest_time) return nullptr;
    }
    pages_.splice(pages_.begin(), pages_, place);
    return place->sheet;
}

void PageCache::keep(std::string_view key, SheetPointer sheet, ChangeSeq as_of,
                     Clock::time_point now) {
    // A change that is known by now may be one of this page.
    if (as_of < known_ && !sheet->keeps_for_ever()) return;
    const std::size_t bytes = sheet->bytes() + key.size() + bookkeeping;
    if (bytes > largest_page) return;
    if (const auto old = places_.find(key); old != places_.end()) drop(old->second);
    pages_.push_front({std::string(key), std::move(sheet), as_of, now, bytes});
    const Place place = pages_.begin();
    places_.emplace(place->key, place);
    if (place->sheet->dispatch()) of_dispatch_.emplace(*place->sheet->dispatch(), place);
    bytes_ += bytes;
    make_room();
}

void PageCache::measure(std::string_view key, const SheetPointer& sheet) {
    const auto found = places_.find(key);
    if (found == places_.end() || found->second->sheet != sheet) return;
    const std::size_t bytes = sheet->bytes() + key.size() + bookkeeping;
    bytes_ += bytes - found->second->bytes;
    found->second->bytes = bytes;
    make_room();
}

void PageCache::changed(DispatchId id) {
    const auto [begin, end] = of_dispatch_.equal_range(id);
    std::vector<Place> gone;
    for (auto it = begin; it != end; ++it) gone.push_back(it->second);
    for (const Place place : gone) drop(place);
}

void PageCache::drop(Place place) {
    if (const auto& id = place->sheet->dispatch()) {
        const auto [begin, end] = of_dispatch_.equal_range(*id);
        const auto found =
            std::find_if(begin, end, [&](const auto& entry) { return entry.second == place; });
        if (found != end) of_dispatch_.erase(found);
    }
    bytes_ -= place->bytes;
    places_.erase(place->key);
    pages_.erase(place);
}

void PageCache::make_room() {
    while (bytes_ > budget_ && !pages_.empty()) drop(std::prev(pages_.end()));
}

}  // namespace chappe
