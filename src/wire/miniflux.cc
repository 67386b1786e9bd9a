#include "wire/miniflux.h"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <map>

#include "base/text.h"
#include "base/url.h"
#include "wire/desk.h"
#include "wire/reading_items.h"
#include "wire/source_outline.h"

namespace chappe {
namespace {

namespace json = boost::json;

/// A request under /v1/ and the numbers in its path.
struct MinifluxAsked {
    const Asked& asked;
    std::array<std::int64_t, 2> ids{};

    const User& user() const { return *asked.user; }
    Archive& archive() const { return asked.site.archive; }
    Shelves& shelves() const { return asked.site.archive.shelves(); }
};

Response refuse(const MinifluxAsked& m, int status, std::string_view line) {
    return error_response(m.asked.request, status, line);
}

Response no_content() {
    Response response;
    response.status = 204;
    response.type = "application/json";
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

template <typename Write>
Response written(int status, Write write) {
    JsonWriter out;
    write(out);
    return json_response(status, out.take() + "\n");
}

// ---- what is sent

/// The members of a JSON object; nothing when the body is none.
std::optional<json::object> body_of(const MinifluxAsked& m) {
    boost::system::error_code error;
    json::value value = json::parse(m.asked.request.body, error);
    if (error || !value.is_object()) return std::nullopt;
    return std::move(value.as_object());
}

std::string text_of(const json::object& body, std::string_view name) {
    const json::value* value = body.if_contains(name);
    return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

std::optional<std::int64_t> id_in(const json::value& value) {
    if (value.is_int64() && value.as_int64() > 0) return value.as_int64();
    return std::nullopt;
}

// ---- users, categories, feeds

Answer me_door(const MinifluxAsked& m) {
    return written(200, [&](JsonWriter& out) { write_miniflux_user(out, m.user()); });
}

Answer version_door(const MinifluxAsked&) {
    return written(200, [](JsonWriter& out) {
        out.begin_object().key("version").string(CHAPPE_VERSION).key("commit").string("");
        out.key("build_date").string("").key("go_version").string("");
        out.key("compiler").string("").key("arch").string("").key("os").string("").end_object();
    });
}

Answer integrations_door(const MinifluxAsked&) {
    return written(200, [](JsonWriter& out) {
        out.begin_object().key("has_integrations").boolean(false).end_object();
    });
}

/// Of the sources of a category, or of all.
struct Sums {
    std::int64_t feeds = 0;
    std::int64_t unread = 0;
};
Sums sums_of(const std::vector<ShelfFeed>& feeds, std::int64_t category) {
    Sums sums;
    for (const ShelfFeed& feed : feeds) {
        if (feed.category.id != category) continue;
        ++sums.feeds;
        sums.unread += feed.unread;
    }
    return sums;
}

Answer categories_door(const MinifluxAsked& m) {
    const auto categories = m.shelves().categories();
    if (!categories) return failure_response(m.asked, categories.error());
    const bool counted = m.asked.target.parameter("counts") == "true";
    std::vector<ShelfFeed> feeds;
    if (counted) {
        auto found = m.shelves().feeds(m.user().id);
        if (!found) return failure_response(m.asked, found.error());
        feeds = std::move(*found);
    }
    return written(200, [&](JsonWriter& out) {
        out.begin_array();
        for (const ShelfCategory& category : *categories) {
            const Sums sums = sums_of(feeds, category.id);
            out.begin_object().key("id").number(category.id);
            out.key("title").string(category_title(category));
            out.key("user_id").number(number_of(m.user().id)).key("hide_globally").boolean(false);
            if (counted)
                out.key("feed_count").number(sums.feeds).key("total_unread").number(sums.unread);
            out.end_object();
        }
        out.end_array();
    });
}

Answer list_feeds(const MinifluxAsked& m, std::optional<std::int64_t> category) {
    const auto feeds = m.shelves().feeds(m.user().id);
    if (!feeds) return failure_response(m.asked, feeds.error());
    if (category) {
        const auto categories = m.shelves().categories();
        if (!categories) return failure_response(m.asked, categories.error());
        const bool known = std::any_of(categories->begin(), categories->end(),
                                       [&](const auto& one) { return one.id == *category; });
        if (!known) return refuse(m, 404, "there is no such category");
    }
    return written(200, [&](JsonWriter& out) {
        out.begin_array();
        for (const ShelfFeed& feed : *feeds)
            if (!category || feed.category.id == *category)
                write_miniflux_feed(out, feed, m.user());
        out.end_array();
    });
}

Answer feeds_door(const MinifluxAsked& m) {
    return list_feeds(m, std::nullopt);
}

Answer category_feeds_door(const MinifluxAsked& m) {
    return list_feeds(m, m.ids[0]);
}

/// `then` gets the feed that the path names.
template <typename Then>
Answer with_feed(const MinifluxAsked& m, Then then) {
    const auto feeds = m.shelves().feeds(m.user().id);
    if (!feeds) return failure_response(m.asked, feeds.error());
    for (const ShelfFeed& feed : *feeds)
        if (number_of(feed.id) == m.ids[0]) return then(feed);
    return refuse(m, 404, "there is no such feed");
}

Answer feed_door(const MinifluxAsked& m) {
    return with_feed(m, [&](const ShelfFeed& feed) {
        return written(200, [&](JsonWriter& out) { write_miniflux_feed(out, feed, m.user()); });
    });
}

Answer no_icon_door(const MinifluxAsked& m) {
    return refuse(m, 404, "sources have no icons");
}

Answer counters_door(const MinifluxAsked& m) {
    const auto feeds = m.shelves().feeds(m.user().id);
    if (!feeds) return failure_response(m.asked, feeds.error());
    return written(200, [&](JsonWriter& out) {
        out.begin_object().key("reads").begin_object();
        for (const ShelfFeed& feed : *feeds)
            if (feed.dispatches > feed.unread)
                out.key(std::to_string(number_of(feed.id))).number(feed.dispatches - feed.unread);
        out.end_object().key("unreads").begin_object();
        for (const ShelfFeed& feed : *feeds)
            if (feed.unread > 0) out.key(std::to_string(number_of(feed.id))).number(feed.unread);
        out.end_object().end_object();
    });
}

Answer export_door(const MinifluxAsked& m) {
    const auto watched = m.archive().watched();
    if (!watched) return failure_response(m.asked, watched.error());
    Response response;
    response.type = "text/x-opml; charset=utf-8";
    response.body = opml_of(*watched);
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

// ---- sources, for editors

/// What its act answers when it is done.
Later act_on_feed(const MinifluxAsked& m, Act act,
                  std::function<Response(const ActReceipt&)> done) {
    Request head;
    head.target = m.asked.request.target;
    return act_then(m.asked.site, std::move(act), by_user(m.asked),
                    [head, said = std::move(done)](const Result<ActReceipt>& receipt) {
                        return receipt ? said(*receipt) : failure_response(head, receipt.error());
                    });
}

Response nothing_more(const ActReceipt&) {
    return no_content();
}

/// Which no editor would hear.
std::optional<Response> refuse_reader(const MinifluxAsked& m) {
    if (may(m.asked.user, Role::editor)) return std::nullopt;
    return refuse(m, 403, "only an editor may do this");
}

Answer discover_door(const MinifluxAsked& m) {
    const auto body = body_of(m);
    const auto url = body ? Url::parse(text_of(*body, "url")) : std::nullopt;
    if (!url) return refuse(m, 400, "url must be an address that begins with http:// or https://");
    // Any page may be watched; which feed it has is looked for at the first visit.
    return written(200, [&](JsonWriter& out) {
        out.begin_array().begin_object().key("url").string(url->str());
        out.key("title").string(url->host()).key("type").string("page").end_object().end_array();
    });
}

/// The name behind the number of a category; nothing when there is none.
Result<std::optional<std::string>> category_named(const MinifluxAsked& m, std::int64_t id) {
    for (const ShelfCategory& category : TRY(m.shelves().categories()))
        if (category.id == id) return category.name;
    return std::nullopt;
}

Answer add_feed_door(const MinifluxAsked& m) {
    if (auto refused = refuse_reader(m)) return std::move(*refused);
    const auto body = body_of(m);
    const auto url = body ? Url::parse(text_of(*body, "feed_url")) : std::nullopt;
    if (!url)
        return refuse(m, 400, "feed_url must be an address that begins with http:// or https://");
    AddSource act;
    act.address = url->str();
    act.host = url->host();
    if (const json::value* category = body->if_contains("category_id")) {
        const auto id = id_in(*category);
        const auto name = category_named(m, id.value_or(0));
        if (!name) return failure_response(m.asked, name.error());
        if (!*name) return refuse(m, 400, "there is no such category");
        act.category = **name;
    }
    if (const json::value* crawler = body->if_contains("crawler"))
        if (crawler->is_bool() && crawler->as_bool()) act.full_text = FullText::always;
    return act_on_feed(m, std::move(act), [](const ActReceipt& receipt) {
        return written(201, [&](JsonWriter& out) {
            out.begin_object().key("feed_id").number(number_of(receipt.source)).end_object();
        });
    });
}

Answer remove_feed_door(const MinifluxAsked& m) {
    return act_on_feed(m, RemoveSource{SourceId{m.ids[0]}}, nothing_more);
}

Answer refresh_feed_door(const MinifluxAsked& m) {
    return act_on_feed(m, RefreshSource{SourceId{m.ids[0]}}, nothing_more);
}

/// "All" are those that are due (miniflux/v2, internal/api/feed.go), and these are being visited.
Answer refresh_all_door(const MinifluxAsked&) {
    return no_content();
}

// ---- entries

Answer entries_response(const MinifluxAsked& m, const ShelfPage& page,
                        const std::vector<ShelfFeed>& feeds) {
    std::map<SourceId, const ShelfFeed*> by_id;
    for (const ShelfFeed& feed : feeds) by_id[feed.id] = &feed;
    auto items = texts_of(m.archive(), page.entries);
    if (!items) return failure_response(m.asked, items.error());
    return written(200, [&](JsonWriter& out) {
        out.begin_object().key("total").number(page.total).key("entries").begin_array();
        for (FoundItem& item : *items) {
            const auto feed = by_id.find(item.entry.source);
            write_miniflux_entry(out,
                                 {std::move(item.entry), std::move(item.stored),
                                  feed == by_id.end() ? nullptr : feed->second},
                                 m.user(), m.asked.site.public_url);
        }
        out.end_array().end_object();
    });
}

/// `choose` adds what the path says.
template <typename Choose>
Answer find_entries(const MinifluxAsked& m, Choose choose) {
    auto query = miniflux_query(m.asked.target);
    if (!query) return refuse(m, 400, query.error().message);
    choose(*query);
    const auto feeds = m.shelves().feeds(m.user().id);
    if (!feeds) return failure_response(m.asked, feeds.error());
    const bool known = std::any_of(feeds->begin(), feeds->end(), [&](const ShelfFeed& feed) {
        return feed.id == query->source;
    });
    if (query->source && !known) return refuse(m, 400, "there is no such feed");
    if (query->limit == 0) return entries_response(m, {}, *feeds);
    const auto page = m.shelves().find(m.user().id, *query);
    if (!page && page.error().failure == Failure::absent)
        return refuse(m, 400, page.error().message);
    if (!page) return failure_response(m.asked, page.error());
    return entries_response(m, *page, *feeds);
}

Answer entries_door(const MinifluxAsked& m) {
    return find_entries(m, [](ShelfQuery&) {});
}

Answer feed_entries_door(const MinifluxAsked& m) {
    return with_feed(m, [&](const ShelfFeed& feed) {
        return find_entries(m, [&](ShelfQuery& query) { query.source = feed.id; });
    });
}

Answer category_entries_door(const MinifluxAsked& m) {
    return find_entries(m, [&](ShelfQuery& query) { query.category = m.ids[0]; });
}

/// `is_asked` says whether it is one of the feed or category in the path.
template <typename IsAsked>
Answer one_entry(const MinifluxAsked& m, std::int64_t id, IsAsked is_asked) {
    const auto feeds = m.shelves().feeds(m.user().id);
    if (!feeds) return failure_response(m.asked, feeds.error());
    const auto entries = m.shelves().entries(m.user().id, {DispatchId{id}});
    if (!entries) return failure_response(m.asked, entries.error());
    auto items = texts_of(m.archive(), *entries);
    if (!items) return failure_response(m.asked, items.error());
    for (FoundItem& item : *items) {
        const auto feed = std::find_if(feeds->begin(), feeds->end(), [&](const ShelfFeed& one) {
            return one.id == item.entry.source;
        });
        if (feed == feeds->end() || !is_asked(*feed)) continue;
        const MinifluxEntry shown{std::move(item.entry), std::move(item.stored), &*feed};
        return written(200, [&](JsonWriter& out) {
            write_miniflux_entry(out, shown, m.user(), m.asked.site.public_url);
        });
    }
    return refuse(m, 404, "there is no such entry");
}

Answer entry_door(const MinifluxAsked& m) {
    return one_entry(m, m.ids[0], [](const ShelfFeed&) { return true; });
}

Answer feed_entry_door(const MinifluxAsked& m) {
    return one_entry(m, m.ids[1],
                     [&](const ShelfFeed& feed) { return number_of(feed.id) == m.ids[0]; });
}

Answer category_entry_door(const MinifluxAsked& m) {
    return one_entry(m, m.ids[1],
                     [&](const ShelfFeed& feed) { return feed.category.id == m.ids[0]; });
}

// ---- what a reader does

Answer set_entries_door(const MinifluxAsked& m) {
    constexpr std::size_t most = 10'000;
    const auto body = body_of(m);
    if (!body) return refuse(m, 400, "the body must be a JSON object");
    SetEntries change;
    const std::string status = text_of(*body, "status");
    if (status == "read") change.status = ReadStatus::read;
    if (status == "unread") change.status = ReadStatus::unread;
    if (!change.status) return refuse(m, 400, "status must be read or unread");
    const json::value* ids = body->if_contains("entry_ids");
    if (!ids || !ids->is_array() || ids->as_array().empty())
        return refuse(m, 400, "entry_ids must be a list of numbers");
    if (ids->as_array().size() > most)
        return refuse(m, 400, "at most 10,000 entries are changed at once");
    for (const json::value& value : ids->as_array()) {
        const auto id = id_in(value);
        if (!id) return refuse(m, 400, "entry_ids must be a list of numbers");
        change.ids.push_back(DispatchId{*id});
    }
    return keep_then(m.asked, std::move(change), no_content);
}

Answer bookmark_door(const MinifluxAsked& m) {
    const auto entries = m.shelves().entries(m.user().id, {DispatchId{m.ids[0]}});
    if (!entries) return failure_response(m.asked, entries.error());
    if (entries->empty()) return refuse(m, 404, "there is no such entry");
    SetEntries change;
    change.ids = {DispatchId{m.ids[0]}};
    change.star = SetEntries::Star::toggled;
    return keep_then(m.asked, std::move(change), no_content);
}

Answer mark_feed_door(const MinifluxAsked& m) {
    return with_feed(m, [&](const ShelfFeed& feed) -> Answer {
        MarkRead mark;
        mark.source = feed.id;
        return keep_then(m.asked, mark, no_content);
    });
}

Answer mark_category_door(const MinifluxAsked& m) {
    MarkRead mark;
    mark.category = m.ids[0];
    return keep_then(m.asked, mark, no_content);
}

Answer mark_user_door(const MinifluxAsked& m) {
    if (m.ids[0] != number_of(m.user().id)) return refuse(m, 403, "this is another user's shelf");
    return keep_then(m.asked, MarkRead{}, no_content);
}

// ---- which door

struct MinifluxRoute {
    std::string_view method;
    std::string_view path;  // behind "/v1/"; `#` is a number
    Answer (*door)(const MinifluxAsked&);
};
constexpr auto miniflux_routes = std::to_array<MinifluxRoute>({
    {"GET", "me", me_door},
    {"GET", "version", version_door},
    {"GET", "integrations/status", integrations_door},
    {"GET", "export", export_door},
    {"POST", "discover", discover_door},
    {"GET", "categories", categories_door},
    {"GET", "categories/#/feeds", category_feeds_door},
    {"GET", "categories/#/entries", category_entries_door},
    {"GET", "categories/#/entries/#", category_entry_door},
    {"PUT", "categories/#/mark-all-as-read", mark_category_door},
    {"GET", "feeds", feeds_door},
    {"POST", "feeds", add_feed_door},
    {"GET", "feeds/counters", counters_door},
    {"PUT", "feeds/refresh", refresh_all_door},
    {"GET", "feeds/#", feed_door},
    {"DELETE", "feeds/#", remove_feed_door},
    {"PUT", "feeds/#/refresh", refresh_feed_door},
    {"GET", "feeds/#/icon", no_icon_door},
    {"GET", "icons/#", no_icon_door},
    {"GET", "feeds/#/entries", feed_entries_door},
    {"GET", "feeds/#/entries/#", feed_entry_door},
    {"PUT", "feeds/#/mark-all-as-read", mark_feed_door},
    {"GET", "entries", entries_door},
    {"PUT", "entries", set_entries_door},
    {"GET", "entries/#", entry_door},
    {"PUT", "entries/#/bookmark", bookmark_door},
    {"PUT", "entries/#/star", bookmark_door},
    {"PUT", "users/#/mark-all-as-read", mark_user_door},
});

/// The next part of a path, without its slash.
std::string_view take_part(std::string_view& path) {
    const std::string_view part = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(path.size(), part.size() + 1));
    return part;
}

bool fits(std::string_view pattern, std::string_view path, std::array<std::int64_t, 2>& ids) {
    std::size_t holes = 0;
    while (!pattern.empty() && !path.empty()) {
        const std::string_view wanted = take_part(pattern);
        const std::string_view part = take_part(path);
        if (wanted != "#") {
            if (wanted != part) return false;
            continue;
        }
        const auto number = parse_number(part);
        if (!number || holes == ids.size()) return false;
        ids[holes++] = *number;
    }
    return pattern.empty() && path.empty();
}

}  // namespace

Answer miniflux_door(const Asked& asked) {
    const std::string_view method =
        asked.request.method == "HEAD" ? std::string_view("GET") : asked.request.method;
    bool known = false;
    for (const MinifluxRoute& route : miniflux_routes) {
        MinifluxAsked m{asked};
        if (!fits(route.path, asked.name, m.ids)) continue;
        if (route.method == method) return route.door(m);
        known = true;
    }
    return known ? error_response(asked.request, 405, "this address does not take this method")
                 : error_response(asked.request, 404, "there is nothing at this address");
}

Answer healthcheck_door(const Asked& asked) {
    const auto stats = asked.site.archive.stats();
    if (!stats) return failure_response(asked, stats.error());
    Response response;
    response.type = "text/plain; charset=utf-8";
    response.body = "OK";
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

}  // namespace chappe
