#pragma once
// Shelf: the wire as one user has read it, for the programs that people read news with.
//
//     1 ─────────────────── floor ─────────────────── newest      positions of the wire
//       read, but what is     │   unread, but what
//       kept unread           │   rows say is read
//
// The floor is the highest of: the user's mark on all of the wire, their mark on the source, and
// the newest change less `unread_window`. So marking everything as read writes one row, and a new
// user, who has no row at all, costs no more than one who reads all day.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "base/time.h"
#include "news/ids.h"
#include "news/search_query.h"

namespace chappe {

/// Changes of the wire; what is older counts as read, unless it was kept unread. Nobody catches up
/// with more, and it bounds what counting costs.
inline constexpr std::int64_t unread_window = 50'000;
inline constexpr std::size_t longest_shelf_page = 10'000;

/// What sources are listed under. Number 1 has no name: what is listed under none.
struct ShelfCategory {
    std::int64_t id = 1;
    std::string name;
};

/// A source with what the user has of it. Also those that are not watched but have dispatches.
struct ShelfFeed {
    SourceId id{};
    std::string name;      // "desk", "https://agency.example/rss"
    std::string address;   // where it is visited; its name when it is not watched
    std::string site_url;  // empty: not known
    Text title;
    ShelfCategory category;
    bool watched = false;
    bool paused = false;
    std::string trouble;  // of the last visit; empty: none
    int failures = 0;     // in a row
    std::optional<Instant> last_visit, next_visit;
    std::optional<Instant> newest;  // arrival
    std::int64_t dispatches = 0;    // live
    std::int64_t unread = 0;
};

enum class ReadStatus { unread, read };

enum class ShelfOrder {
    wire,     // of arrival
    changed,  // within the newest `unread_window` changes
};
enum class Direction { oldest_first, newest_first };

/// Times are half-open: at or after, before.
struct ShelfQuery {
    std::optional<ReadStatus> status{};
    std::optional<bool> starred{};
    std::optional<SourceId> source{};
    std::optional<std::int64_t> category{};
    std::optional<DispatchId> before_entry{}, after_entry{};  // in the order of the wire
    Interval published = ever;
    Interval arrived = ever;
    Interval changed = ever;             // the dispatch, or what the user did with it
    std::optional<SearchQuery> words{};  // within the newest thousand matches
    ShelfOrder order = ShelfOrder::wire;
    Direction direction = Direction::newest_first;
    std::size_t offset = 0;
    std::size_t limit = 100;  // at most longest_shelf_page

    static constexpr Interval ever{Instant::min(), Instant::max()};
};

/// A live dispatch as the user has it.
struct ShelfEntry {
    DispatchId id{};
    ChangeSeq position{};
    SourceId source{};
    bool read = false;
    std::optional<Instant> starred;
    Instant arrived;
    Instant published;  // as the source says; arrival where it says only a day, or a later time
    Instant changed;    // of the dispatch, or by the user
};

struct ShelfPage {
    std::vector<ShelfEntry> entries;
    std::int64_t total = 0;  // that match; counted up to 10,000 where it takes a look at each
};

// What a user does. What is not live is passed over.
struct SetEntries {
    enum class Star { as_it_is, set, cleared, toggled };
    std::vector<DispatchId> ids;
    std::optional<ReadStatus> status;
    Star star = Star::as_it_is;
};
/// All of the wire, or of one source, or of those of a category.
struct MarkRead {
    std::optional<SourceId> source;
    std::optional<std::int64_t> category;
    std::optional<Instant> until;  // what arrived later stays as it is
};
using ShelfChange = std::variant<SetEntries, MarkRead>;

class Shelves {
 public:
    virtual ~Shelves() = default;

    [[nodiscard]] virtual Result<std::vector<ShelfCategory>> categories() = 0;
    /// By category and title.
    [[nodiscard]] virtual Result<std::vector<ShelfFeed>> feeds(UserId) = 0;
    [[nodiscard]] virtual Result<ShelfPage> find(UserId, const ShelfQuery&) = 0;
    /// Those of them that are live, in their order.
    [[nodiscard]] virtual Result<std::vector<ShelfEntry>> entries(
        UserId, const std::vector<DispatchId>&) = 0;

    using Kept = std::move_only_function<void(Result<void>)>;
    /// Answered from the writer's thread once it survives a power cut. `busy` at once when too much
    /// waits; nothing was accepted then.
    [[nodiscard]] virtual Result<void> keep(UserId, ShelfChange, Kept) = 0;
};

}  // namespace chappe
