#pragma once
// The pages that many ask for, under their address and language, the least used first to go. For
// the network thread alone.
//
//     lists    good until the next change of the wire
//     dispatch good until a change of its own; while a change is not yet known here, nothing is
//              good, so that what was withdrawn or erased is gone at once
//
// Nothing is older than a minute: days begin, and sources' counters are seen anew.

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "news/ids.h"
#include "wire/sheet.h"

namespace chappe {

class PageCache {
 public:
    using Clock = std::chrono::steady_clock;
    using SheetPointer = std::shared_ptr<Sheet>;

    /// All changes up to `known` are taken for known; at most `budget` bytes of pages are kept.
    PageCache(ChangeSeq known, std::size_t budget) : known_(known), budget_(budget) {}

    /// The page under this key, if it is good at this state of the archive; else nothing.
    SheetPointer find(std::string_view key, ChangeSeq newest, Clock::time_point now);
    /// Keeps a page that was made when the archive was at `as_of`, or later.
    void keep(std::string_view key, SheetPointer, ChangeSeq as_of, Clock::time_point now);
    /// A page has got another form.
    void measure(std::string_view key, const SheetPointer&);

    /// This dispatch has changed.
    void changed(DispatchId);
    /// Every change up to here has been told.
    void know(ChangeSeq seq) { known_ = std::max(known_, seq); }

    std::size_t bytes() const { return bytes_; }
    std::size_t pages() const { return pages_.size(); }

 private:
    struct Page {
        std::string key;
        SheetPointer sheet;
        ChangeSeq as_of{};
        Clock::time_point made;
        std::size_t bytes = 0;
    };
    using Place = std::list<Page>::iterator;
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view key) const {
            return std::hash<std::string_view>()(key);
        }
    };
    void drop(Place);
    void make_room();

    ChangeSeq known_{};
    std::size_t budget_ = 0;
    std::size_t bytes_ = 0;
    std::list<Page> pages_;  // the one last used first
    std::unordered_map<std::string_view, Place, Hash, std::equal_to<>> places_;  // keys of pages_
    std::unordered_multimap<DispatchId, Place> of_dispatch_;
};

}  // namespace chappe
