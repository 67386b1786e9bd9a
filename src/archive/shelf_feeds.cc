// The sources as a user has them. Unread dispatches of a source are those above its floor, counted
// in an index of positions, less those that the user's rows say are read, plus what is kept unread.
#include <algorithm>
#include <map>
#include <utility>

#include "archive/columns.h"
#include "archive/floors.h"
#include "archive/shelf_rows.h"

namespace chappe {
namespace {

ShelfFeed feed_in(const Query& row) {
    ShelfFeed feed;
    feed.id = SourceId{row.integer(0)};
    feed.name = row.text(1);
    feed.watched = !row.is_null(2);
    feed.address = feed.watched ? row.text(2) : row.text(1);
    feed.title = Text::repair(row.text(3));
    if (feed.title.empty()) feed.title = Text::repair(feed.name);
    feed.site_url = row.text(4);
    feed.category = {row.integer(5), std::string(row.text(6))};
    feed.paused = row.integer(7) != 0;
    feed.trouble = row.text(8);
    feed.failures = count_in(row, 9);
    feed.last_visit = instant_in(row, 10);
    feed.next_visit = instant_in(row, 11);
    feed.newest = instant_in(row, 12);
    feed.dispatches = row.integer(13);
    return feed;
}

/// By source: what the rows of the user take from, or add to, what lies above the floors.
Result<std::map<std::int64_t, std::int64_t>> said_by_rows(Database& database, UserId user,
                                                          const Floors& floors) {
    std::map<std::int64_t, std::int64_t> more;
    {
        Query row = database.query(
            "SELECT d.source, d.position FROM user_state s CROSS JOIN dispatch d"
            " ON d.id = s.dispatch WHERE s.user = ? AND s.read_at IS NOT NULL"
            " AND d.state = 'live'");
        row.bind(number_of(user));
        while (TRY(row.step()))
            if (row.integer(1) > floors.of_source(row.integer(0))) --more[row.integer(0)];
    }
    Query row = database.query(
        "SELECT d.source, d.position FROM user_state s INDEXED BY user_kept CROSS JOIN dispatch d"
        " ON d.id = s.dispatch WHERE s.user = ? AND s.kept_unread = 1 AND d.state = 'live'");
    row.bind(number_of(user));
    while (TRY(row.step()))
        if (row.integer(1) <= floors.of_source(row.integer(0))) ++more[row.integer(0)];
    return more;
}

}  // namespace

Result<std::vector<ShelfCategory>> find_shelf_categories(Database& database) {
    Query row = database.query(
        "SELECT id, name FROM category c WHERE id = 1"
        " OR EXISTS (SELECT 1 FROM watch w WHERE w.category = c.name) ORDER BY name");
    std::vector<ShelfCategory> categories;
    while (TRY(row.step())) categories.push_back({row.integer(0), std::string(row.text(1))});
    return categories;
}

Result<std::vector<ShelfFeed>> find_shelf_feeds(Database& database, UserId user) {
    const Floors floors = TRY(Floors::of(database, user));
    std::vector<ShelfFeed> feeds;
    {
        Query row = database.query(
            "SELECT s.id, s.name, w.address, coalesce(nullif(w.title, ''), s.title, ''),"
            " coalesce(s.site_url, ''), coalesce(c.id, 1), coalesce(c.name, ''), w.paused,"
            " w.trouble, w.failures, w.last_visit, w.due, t.newest, coalesce(t.dispatches, 0)"
            " FROM source s LEFT JOIN watch w ON w.source = s.id"
            " LEFT JOIN category c ON c.name = w.category"
            " LEFT JOIN source_tally t ON t.source = s.id"
            " WHERE w.source IS NOT NULL OR t.source IS NOT NULL");
        while (TRY(row.step())) feeds.push_back(feed_in(row));
    }
    const auto more = TRY(said_by_rows(database, user, floors));
    for (ShelfFeed& feed : feeds) {
        const std::int64_t source = number_of(feed.id);
        Query row = database.query(
            "SELECT count(*) FROM dispatch INDEXED BY wire_of_source"
            " WHERE source = ? AND state = 'live' AND position > ?");
        row.bind(source, floors.of_source(source));
        feed.unread = TRY(row.value()).value_or(0);
        if (const auto found = more.find(source); found != more.end()) feed.unread += found->second;
    }
    std::sort(feeds.begin(), feeds.end(), [](const ShelfFeed& a, const ShelfFeed& b) {
        return std::pair(a.category.name, a.title.str()) <
               std::pair(b.category.name, b.title.str());
    });
    return feeds;
}

Result<std::vector<SourceId>> find_sources_of_category(Database& database, std::int64_t id) {
    {
        Query row = database.query("SELECT 1 FROM category WHERE id = ?");
        row.bind(id);
        if (!TRY(row.step())) return fail(Failure::absent, "there is no such category");
    }
    Query row = database.query(
        "SELECT s.id FROM source s LEFT JOIN watch w ON w.source = s.id"
        " WHERE coalesce(w.category, '') = (SELECT name FROM category WHERE id = ?)");
    row.bind(id);
    std::vector<SourceId> sources;
    while (TRY(row.step())) sources.push_back(SourceId{row.integer(0)});
    return sources;
}

}  // namespace chappe
