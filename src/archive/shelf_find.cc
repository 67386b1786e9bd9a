// Which dispatches a user's program asks for. Where the answer can be walked in the order of the
// wire, it is: unread ones lie above the floor, read ones below it, and rows say the few that do
// not. So a page costs about what it shows, however many dispatches there are. Stars, changes and
// words name their dispatches themselves; those are gathered, then put in order.
#include <algorithm>
#include <limits>
#include <utility>

#include "archive/columns.h"
#include "archive/floors.h"
#include "archive/search.h"
#include "archive/shelf_rows.h"
#include "base/sort_stably.h"

namespace chappe {
namespace {

constexpr std::int64_t end_of_wire = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t most_hits = 1000;         // of a search for words
constexpr std::size_t most_counted = 10'000;    // shelf.h promises it
constexpr std::size_t most_gathered = 100'000;  // changes or stars of one user that are looked at

/// A dispatch and what the user's row says of it.
struct ShelfRow {
    ShelfEntry entry;
    std::int64_t source = 0;
    bool below = false;  // the floor
    bool row_says_read = false;
    bool kept_unread = false;
    bool complete = false;  // published and changed were looked up
};

/// `where` begins behind the join; `?1` is the user.
std::string rows_sql(const std::string& from, const std::string& where) {
    return "SELECT d.id, d.position, d.source, d.arrived, s.read_at, s.starred_at, s.kept_unread"
           " FROM " +
           from + " WHERE d.state = 'live' AND " + where;
}

const std::string beside = " LEFT JOIN user_state s ON s.user = ?1 AND s.dispatch = d.id";

std::string_view walk_sql(bool one_source, Direction direction) {
    static const auto make = [](const char* index, const char* source, const char* order) {
        return rows_sql("dispatch d INDEXED BY " + std::string(index) + beside,
                        "d.position > ?2 AND d.position < ?3" + std::string(source) +
                            " ORDER BY d.position" + order);
    };
    static const std::string all_up = make("wire", "", "");
    static const std::string all_down = make("wire", "", " DESC");
    static const std::string one_up = make("wire_of_source", " AND d.source = ?4", "");
    static const std::string one_down = make("wire_of_source", " AND d.source = ?4", " DESC");
    if (direction == Direction::oldest_first) return one_source ? one_up : all_up;
    return one_source ? one_down : all_down;
}

std::string_view one_sql() {
    static const std::string sql = rows_sql("dispatch d" + beside, "d.id = ?2");
    return sql;
}

std::string_view at_position_sql() {
    static const std::string sql = rows_sql("dispatch d" + beside, "d.position = ?2");
    return sql;
}

/// Of the user's own rows.
std::string own_rows_sql(const std::string& index, const std::string& where) {
    return rows_sql("user_state s" + index + " CROSS JOIN dispatch d ON d.id = s.dispatch",
                    "s.user = ?1 AND " + where);
}

class ShelfFinder {
 public:
    ShelfFinder(Database& database, UserId user, const ShelfQuery& query, Floors floors)
        : database_(database), user_(number_of(user)), query_(query), floors_(std::move(floors)) {}

    Result<ShelfPage> page();
    Result<std::optional<ShelfRow>> one(DispatchId);
    Result<ShelfEntry> completed(ShelfRow);

 private:
    ShelfRow row_in(const Query&) const;
    bool is_wanted(const ShelfRow&) const;
    bool is_marked_since(const ShelfRow&) const;
    Result<bool> matches(ShelfRow&);
    Result<void> complete(ShelfRow&);
    Result<void> bound();
    Result<std::optional<std::int64_t>> position_of(DispatchId) const;
    Result<void> choose_sources();

    template <typename Keep>
    Result<void> take(Query rows, Keep keep);
    Result<void> walk(std::optional<std::int64_t> source, std::int64_t low, std::int64_t high);
    Result<void> walk_all();
    Result<void> walk_source(std::optional<std::int64_t> source);
    Result<void> add_exceptions();
    Result<void> gather_stars();
    Result<void> gather_changes();
    Result<void> gather_hits();
    Result<void> gather(Query rows);
    Result<std::int64_t> total();
    bool is_counted_by_tallies() const;

    Database& database_;
    const std::int64_t user_;
    const ShelfQuery& query_;
    const Floors floors_;
    std::optional<std::vector<std::int64_t>> sources_;  // nothing: all
    std::int64_t low_ = 0, high_ = end_of_wire;         // positions, both outside
    std::vector<ShelfRow> found_;
    std::size_t most_ = 0;  // that a walk takes
};

ShelfRow ShelfFinder::row_in(const Query& row) const {
    ShelfRow found;
    found.entry.id = DispatchId{row.integer(0)};
    found.entry.position = ChangeSeq{row.integer(1)};
    found.source = row.integer(2);
    found.entry.source = SourceId{found.source};
    found.entry.arrived = instant_at(row.integer(3));
    found.row_says_read = !row.is_null(4);
    if (!row.is_null(5)) found.entry.starred = instant_at(row.integer(5));
    found.kept_unread = row.integer(6) != 0;
    found.below = row.integer(1) <= floors_.of_source(found.source);
    found.entry.read = found.row_says_read || (found.below && !found.kept_unread);
    return found;
}

bool holds(const Interval& interval, Instant at) {
    return interval.begin <= at && at < interval.end;
}

/// What needs no further look-up.
bool ShelfFinder::is_wanted(const ShelfRow& row) const {
    const std::int64_t position = number_of(row.entry.position);
    if (position <= low_ || position >= high_) return false;
    if (query_.status && row.entry.read != (*query_.status == ReadStatus::read)) return false;
    if (query_.starred && row.entry.starred.has_value() != *query_.starred) return false;
    if (!holds(query_.arrived, row.entry.arrived)) return false;
    return !sources_ || std::binary_search(sources_->begin(), sources_->end(), row.source);
}

/// Where a mark alone answers what changed since: whatever it reached needs no look-up.
bool ShelfFinder::is_marked_since(const ShelfRow& row) const {
    if (query_.published != ShelfQuery::ever || query_.changed.end != Instant::max()) return false;
    if (!row.below || row.kept_unread) return false;
    const auto at = floors_.marked_at(row.source, number_of(row.entry.position));
    return at && instant_at(*at) >= query_.changed.begin;
}

Result<bool> ShelfFinder::matches(ShelfRow& row) {
    if (!is_wanted(row)) return false;
    if (query_.published == ShelfQuery::ever && query_.changed == ShelfQuery::ever) return true;
    if (is_marked_since(row)) return true;
    TRY(complete(row));
    return holds(query_.published, row.entry.published) && holds(query_.changed, row.entry.changed);
}

Result<void> ShelfFinder::complete(ShelfRow& row) {
    if (row.complete) return {};
    Query more = database_.query(
        "SELECT r.published_begin, r.published_precision,"
        " (SELECT at FROM change WHERE seq = d.last_change),"
        " (SELECT changed FROM user_state WHERE user = ?1 AND dispatch = d.id)"
        " FROM dispatch d LEFT JOIN reading r ON r.id = d.reading WHERE d.id = ?2");
    more.bind(user_, number_of(row.entry.id));
    row.complete = true;
    row.entry.published = row.entry.changed = row.entry.arrived;
    if (!TRY(more.step())) return {};
    if (!more.is_null(0) && more.text(1) != "day")
        row.entry.published = std::min(row.entry.arrived, instant_at(more.integer(0)));
    row.entry.changed = std::max(instant_at(more.integer(2)), instant_at(more.integer(3)));
    if (row.below && !row.kept_unread)
        if (const auto at = floors_.marked_at(row.source, number_of(row.entry.position)))
            row.entry.changed = std::max(row.entry.changed, instant_at(*at));
    return {};
}

Result<ShelfEntry> ShelfFinder::completed(ShelfRow row) {
    TRY(complete(row));
    return std::move(row.entry);
}

Result<std::optional<ShelfRow>> ShelfFinder::one(DispatchId id) {
    Query row = database_.query(one_sql());
    row.bind(user_, number_of(id));
    if (!TRY(row.step())) return std::nullopt;
    return row_in(row);
}

// ---- what the query bounds

/// Of an entry that is gone: where the last one before it stands.
Result<std::optional<std::int64_t>> ShelfFinder::position_of(DispatchId id) const {
    Query row = database_.query(
        "SELECT position FROM dispatch WHERE id <= ? AND position > 0 ORDER BY id DESC LIMIT 1");
    row.bind(number_of(id));
    return row.value();
}

/// Changes before `at`: nothing arrived at or after it stands among them.
Result<std::int64_t> changes_before(Database& database, Instant at) {
    std::int64_t low = 0;
    std::int64_t high = TRY(database.query("SELECT max(seq) FROM change").value()).value_or(0) + 1;
    while (high - low > 1) {
        const std::int64_t middle = low + (high - low) / 2;
        Query row =
            database.query("SELECT at FROM change WHERE seq <= ? ORDER BY seq DESC LIMIT 1");
        row.bind(middle);
        const auto when = TRY(row.value());
        (when && *when >= seconds_of(at) ? high : low) = middle;
    }
    return low;
}

Result<void> ShelfFinder::bound() {
    if (query_.after_entry)
        low_ = std::max(low_, TRY(position_of(*query_.after_entry)).value_or(0));
    if (query_.before_entry) {
        const auto position = TRY(position_of(*query_.before_entry));
        high_ = position.value_or(0) + (TRY(one(*query_.before_entry)) ? 0 : 1);
    }
    // Published is never later than arrived, nor arrived later than its change.
    const Instant since = std::max(query_.arrived.begin, query_.published.begin);
    if (since > Instant{}) low_ = std::max(low_, TRY(changes_before(database_, since)));
    return {};
}

Result<void> ShelfFinder::choose_sources() {
    if (query_.category) {
        sources_.emplace();
        for (const SourceId id : TRY(find_sources_of_category(database_, *query_.category)))
            sources_->push_back(number_of(id));
        std::sort(sources_->begin(), sources_->end());
    }
    if (!query_.source) return {};
    const std::int64_t wanted = number_of(*query_.source);
    const bool listed = !sources_ || std::binary_search(sources_->begin(), sources_->end(), wanted);
    sources_.emplace();
    if (listed) sources_->push_back(wanted);
    return {};
}

// ---- walking

/// `keep` says whether to go on.
template <typename Keep>
Result<void> ShelfFinder::take(Query rows, Keep keep) {
    while (TRY(rows.step())) {
        ShelfRow row = row_in(rows);
        if (!TRY(matches(row))) continue;
        found_.push_back(std::move(row));
        if (!keep()) break;
    }
    return {};
}

Result<void> ShelfFinder::walk(std::optional<std::int64_t> source, std::int64_t low,
                               std::int64_t high) {
    low = std::max(low, low_);
    high = std::min(high, high_);
    if (high - low < 2) return {};
    Query rows = database_.query(walk_sql(source.has_value(), query_.direction));
    if (source)
        rows.bind(user_, low, high, *source);
    else
        rows.bind(user_, low, high);
    const std::size_t end = found_.size() + most_;
    return take(std::move(rows), [&] { return found_.size() < end; });
}

/// Of a source, or of all: where dispatches of the wanted status lie side by side.
Result<void> ShelfFinder::walk_source(std::optional<std::int64_t> source) {
    if (!query_.status) return walk(source, 0, end_of_wire);
    const std::int64_t floor = source ? floors_.of_source(*source) : floors_.of_all();
    if (*query_.status == ReadStatus::unread) return walk(source, floor, end_of_wire);
    return walk(source, 0, floor + 1);
}

Result<void> ShelfFinder::walk_all() {
    if (sources_) {
        for (const std::int64_t source : *sources_) TRY(walk_source(source));
    } else {
        TRY(walk_source({}));
        // Above the floor of all, what lies below the floor of its source is read.
        if (query_.status == ReadStatus::read)
            for (const auto& [source, floor] : floors_.higher())
                TRY(walk(source, floors_.of_all(), floor + 1));
    }
    return query_.status ? add_exceptions() : Result<void>();
}

/// What only rows say: kept unread below the floor, or read above it.
Result<void> ShelfFinder::add_exceptions() {
    static const std::string kept = own_rows_sql(" INDEXED BY user_kept", "s.kept_unread = 1");
    static const std::string read = own_rows_sql("", "s.read_at IS NOT NULL");
    const bool unread = *query_.status == ReadStatus::unread;
    Query rows = database_.query(unread ? kept : read);
    rows.bind(user_);
    while (TRY(rows.step())) {
        ShelfRow row = row_in(rows);
        if (row.below != unread || !TRY(matches(row))) continue;
        found_.push_back(std::move(row));
    }
    return {};
}

// ---- gathering

Result<void> ShelfFinder::gather(Query rows) {
    return take(std::move(rows), [&] { return found_.size() < most_gathered; });
}

Result<void> ShelfFinder::gather_stars() {
    static const std::string starred =
        own_rows_sql(" INDEXED BY user_stars", "s.starred_at IS NOT NULL") +
        " ORDER BY s.starred_at DESC";
    Query rows = database_.query(starred);
    rows.bind(user_);
    return gather(std::move(rows));
}

/// Dispatches that changed, that the user did something with, or that a mark of theirs reached.
Result<void> ShelfFinder::gather_changes() {
    static const std::string touched =
        own_rows_sql(" INDEXED BY user_changed", "s.changed >= ?2") + " ORDER BY s.changed DESC";
    const std::int64_t newest =
        TRY(database_.query("SELECT max(seq) FROM change").value()).value_or(0);
    std::int64_t after = std::max<std::int64_t>(0, newest - unread_window);
    if (query_.changed.begin > Instant{})
        after = std::max(after, TRY(changes_before(database_, query_.changed.begin)));
    static const std::string changed =
        rows_sql("change c CROSS JOIN dispatch d ON d.id = c.dispatch AND d.last_change = c.seq" +
                     beside,
                 "c.seq > ?2") +
        " ORDER BY c.seq DESC";
    {
        Query rows = database_.query(changed);
        rows.bind(user_, after);
        TRY(gather(std::move(rows)));
    }
    const std::int64_t since = std::max<std::int64_t>(seconds_of(query_.changed.begin), 1);
    {
        Query rows = database_.query(touched);
        rows.bind(user_, since);
        TRY(gather(std::move(rows)));
    }
    if (const auto lowest = floors_.reached_since(since)) {
        most_ = most_gathered;
        TRY(walk({}, std::max(*lowest, newest - unread_window), end_of_wire));
    }
    return {};
}

Result<void> ShelfFinder::gather_hits() {
    Search search;
    search.query = *query_.words;
    search.limit = most_hits;
    for (const ChangeSeq position : TRY(find_positions(database_, search))) {
        Query row = database_.query(at_position_sql());
        row.bind(user_, number_of(position));
        TRY(gather(std::move(row)));
    }
    return {};
}

// ---- pages

bool ShelfFinder::is_counted_by_tallies() const {
    return !query_.starred && !query_.words && !query_.before_entry && !query_.after_entry &&
           query_.published == ShelfQuery::ever && query_.arrived == ShelfQuery::ever &&
           query_.changed == ShelfQuery::ever && query_.order == ShelfOrder::wire;
}

Result<std::int64_t> ShelfFinder::total() {
    std::int64_t all = 0;
    std::int64_t unread = 0;
    for (const ShelfFeed& feed : TRY(find_shelf_feeds(database_, UserId{user_}))) {
        if (sources_ && !std::binary_search(sources_->begin(), sources_->end(), number_of(feed.id)))
            continue;
        all += feed.dispatches;
        unread += feed.unread;
    }
    if (!query_.status) return all;
    return *query_.status == ReadStatus::unread ? unread : all - unread;
}

bool is_same(const ShelfRow& a, const ShelfRow& b) {
    return a.entry.position == b.entry.position;
}

Result<ShelfPage> ShelfFinder::page() {
    TRY(choose_sources());
    TRY(bound());
    const std::size_t limit = std::min(query_.limit, longest_shelf_page);
    const bool counted = is_counted_by_tallies();
    const std::size_t end = std::min(query_.offset, most_gathered) + limit;
    most_ = counted ? end : std::max(end, most_counted);

    const bool by_change = query_.order == ShelfOrder::changed || query_.changed.begin > Instant{};
    if (query_.words)
        TRY(gather_hits());
    else if (query_.starred == true)
        TRY(gather_stars());
    else if (by_change)
        TRY(gather_changes());
    else
        TRY(walk_all());

    const bool up = query_.direction == Direction::oldest_first;
    std::sort(found_.begin(), found_.end(), [up](const ShelfRow& a, const ShelfRow& b) {
        return up ? a.entry.position < b.entry.position : b.entry.position < a.entry.position;
    });
    found_.erase(std::unique(found_.begin(), found_.end(), is_same), found_.end());
    if (query_.order == ShelfOrder::changed) {
        for (ShelfRow& row : found_) TRY(complete(row));
        sort_stably(found_, [up](const ShelfRow& a, const ShelfRow& b) {
            return up ? a.entry.changed < b.entry.changed : b.entry.changed < a.entry.changed;
        });
    }
    ShelfPage page;
    page.total = static_cast<std::int64_t>(found_.size());
    for (std::size_t i = query_.offset; i < std::min(found_.size(), end); ++i)
        page.entries.push_back(TRY(completed(std::move(found_[i]))));
    if (counted) page.total = TRY(total());
    return page;
}

}  // namespace

Result<ShelfPage> find_shelf_page(Database& database, UserId user, const ShelfQuery& query) {
    const Transaction moment = TRY(Transaction::read(database));
    Floors floors = TRY(Floors::of(database, user));
    return ShelfFinder(database, user, query, std::move(floors)).page();
}

Result<std::vector<ShelfEntry>> find_shelf_entries(Database& database, UserId user,
                                                   const std::vector<DispatchId>& ids) {
    const Transaction moment = TRY(Transaction::read(database));
    const ShelfQuery everything;
    ShelfFinder finder(database, user, everything, TRY(Floors::of(database, user)));
    std::vector<ShelfEntry> entries;
    for (const DispatchId id : ids)
        if (auto row = TRY(finder.one(id)))
            entries.push_back(TRY(finder.completed(*std::move(row))));
    return entries;
}

}  // namespace chappe
