#include "wire/greader.h"

#include <algorithm>
#include <array>

#include "base/digest.h"
#include "base/text.h"
#include "base/url.h"
#include "wire/desk.h"

namespace chappe {
namespace {

constexpr std::size_t most_items = 1000;   // whole texts in one answer
constexpr std::size_t most_ids = 10'000;   // numbers alone
constexpr std::size_t most_sent = 12'000;  // `i` is sent once an item

/// A request under /reader/ with all that it was given.
struct GreaderAsked {
    const Asked& asked;
    std::string rest;  // of the path, behind the door's own
    GreaderFields fields;

    const User& user() const { return *asked.user; }
    Shelves& shelves() const { return asked.site.archive.shelves(); }
    std::string_view first(std::string_view name) const { return field(fields, name); }
};

Response refuse(const GreaderAsked& g, int status, std::string_view line) {
    return error_response(g.asked.request, status, line);
}

Response failed(const GreaderAsked& g, const Error& error) {
    return failure_response(g.asked, error);
}

Response text_response(std::string body) {
    Response response;
    response.type = "text/plain; charset=utf-8";
    response.body = std::move(body);
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

Response ok() {
    return text_response("OK");
}

/// JSON, or the XML that was asked for.
template <typename Write>
Response written(const GreaderAsked& g, Write write) {
    JsonWriter json;
    write(json);
    if (g.first("output") != "xml") return json_response(200, json.take() + "\n");
    Response response = text_response(greader_xml(json.str()));
    response.type = "text/xml; charset=utf-8";
    return response;
}

// ---- who, and what there is

Answer token_door(const GreaderAsked& g) {
    // Nothing is sent here with a cookie, so nothing has to be proved by it; clients want 57 signs.
    const std::string key = g.asked.request.authorization + g.asked.request.auth_token;
    return text_response(to_hex(digest("edit token of " + key)).substr(0, 57));
}

Answer user_info_door(const GreaderAsked& g) {
    return written(g, [&](JsonWriter& json) {
        const std::string id = std::to_string(number_of(g.user().id));
        json.begin_object().key("userId").string(id).key("userName").string(g.user().name);
        json.key("userProfileId").string(id).key("userEmail").string("");
        json.key("isBloggerUser").boolean(false);
        json.key("signupTimeSec").number(g.user().added.time_since_epoch().count());
        json.key("isMultiLoginEnabled").boolean(false).end_object();
    });
}

Answer preferences_door(const GreaderAsked& g) {
    return written(g, [](JsonWriter& json) {
        json.begin_object().key("prefs").begin_array().end_array().end_object();
    });
}

Answer stream_preferences_door(const GreaderAsked& g) {
    return written(g, [](JsonWriter& json) {
        json.begin_object().key("streamprefs").begin_object().end_object().end_object();
    });
}

Answer tags_door(const GreaderAsked& g) {
    const auto categories = g.shelves().categories();
    if (!categories) return failed(g, categories.error());
    return written(g, [&](JsonWriter& json) {
        json.begin_object().key("tags").begin_array();
        json.begin_object().key("id").string(starred_tag).key("sortid").string("A").end_object();
        for (const ShelfCategory& category : *categories) {
            json.begin_object().key("id").string(label_id(category));
            json.key("sortid").string("B" + std::to_string(category.id));
            json.key("type").string("folder").end_object();
        }
        json.end_array().end_object();
    });
}

void write_subscription(JsonWriter& json, const ShelfFeed& feed) {
    json.begin_object().key("id").string(feed_stream_id(feed.id));
    json.key("title").string(feed.title);
    json.key("categories").begin_array().begin_object();
    json.key("id").string(label_id(feed.category));
    json.key("label").string(category_title(feed.category)).end_object().end_array();
    json.key("sortid").string(std::to_string(number_of(feed.id)));
    json.key("firstitemmsec").string("0");
    json.key("url").string(Text::repair(feed.address));
    json.key("htmlUrl").string(Text::repair(feed.site_url.empty() ? feed.address : feed.site_url));
    json.key("iconUrl").string("").end_object();
}

Answer subscriptions_door(const GreaderAsked& g) {
    const auto feeds = g.shelves().feeds(g.user().id);
    if (!feeds) return failed(g, feeds.error());
    return written(g, [&](JsonWriter& json) {
        json.begin_object().key("subscriptions").begin_array();
        for (const ShelfFeed& feed : *feeds) write_subscription(json, feed);
        json.end_array().end_object();
    });
}

struct UnreadSum {
    std::int64_t unread = 0;
    Instant newest{};
    void add(const ShelfFeed& feed) {
        unread += feed.unread;
        if (feed.newest) newest = std::max(newest, *feed.newest);
    }
};

Answer unread_door(const GreaderAsked& g) {
    const auto feeds = g.shelves().feeds(g.user().id);
    if (!feeds) return failed(g, feeds.error());
    std::vector<std::pair<std::string, UnreadSum>> counts;
    UnreadSum all;
    for (const ShelfFeed& feed : *feeds) {
        all.add(feed);
        counts.emplace_back(feed_stream_id(feed.id), UnreadSum{}).second.add(feed);
        const std::string label = label_id(feed.category);
        auto known = std::find_if(counts.begin(), counts.end(),
                                  [&](const auto& one) { return one.first == label; });
        if (known == counts.end()) known = counts.insert(counts.end(), {label, UnreadSum{}});
        known->second.add(feed);
    }
    counts.emplace_back(std::string(reading_list_tag), all);
    return written(g, [&](JsonWriter& json) {
        json.begin_object().key("max").number(unread_window).key("unreadcounts").begin_array();
        for (const auto& [id, count] : counts) {
            json.begin_object().key("id").string(id).key("count").number(count.unread);
            json.key("newestItemTimestampUsec")
                .string(std::to_string(count.newest.time_since_epoch().count()) + "000000");
            json.end_object();
        }
        json.end_array().end_object();
    });
}

// ---- streams

/// What of a stream was asked for.
struct FoundStream {
    std::string id;
    std::vector<ShelfFeed> feeds;
    std::vector<ShelfEntry> entries;
    std::string continuation;
};

/// Finds one more than asked for: whether there is a next page.
Result<FoundStream> find_stream(const GreaderAsked& g, std::string id, std::size_t most) {
    FoundStream found;
    found.id = std::move(id);
    found.feeds = TRY(g.shelves().feeds(g.user().id));
    const auto stream = greader_stream(found.id);
    if (!stream) return fail(Failure::absent, "there is no such stream");
    ShelfQuery query = TRY(greader_query(*stream, g.fields, found.feeds, most));
    const std::size_t limit = query.limit;
    if (limit == 0) return found;
    ++query.limit;
    found.entries = TRY(g.shelves().find(g.user().id, query)).entries;
    if (found.entries.size() <= limit) return found;
    found.entries.resize(limit);
    found.continuation = std::to_string(number_of(found.entries.back().id));
    return found;
}

/// As its feed or label is called.
std::string title_of(const FoundStream& found) {
    const auto stream = greader_stream(found.id);
    if (!stream) return "Chappe";
    if (stream->kind == GreaderStream::Kind::label) return stream->name;
    if (stream->kind != GreaderStream::Kind::feed) return "Chappe";
    for (const ShelfFeed& feed : found.feeds)
        if (feed_stream_id(feed.id) == found.id || feed.address == stream->name ||
            feed.name == stream->name)
            return feed.title.str();
    return stream->name;
}

Result<GreaderPage> page_of(const GreaderAsked& g, FoundStream& found) {
    GreaderPage page{found.id, title_of(found), {}, found.continuation};
    page.items = TRY(texts_of(g.asked.site.archive, std::move(found.entries)));
    return page;
}

std::string stream_in(const GreaderAsked& g) {
    if (!g.rest.empty()) return g.rest;
    const std::string_view asked = g.first("s");
    return asked.empty() ? std::string(reading_list_tag) : std::string(asked);
}

Answer contents_door(const GreaderAsked& g) {
    auto found = find_stream(g, stream_in(g), most_items);
    if (!found) return failed(g, found.error());
    const auto page = page_of(g, *found);
    if (!page) return failed(g, page.error());
    return json_response(200, greader_contents_json(*page, found->feeds, g.asked.site.public_url));
}

Answer atom_stream_door(const GreaderAsked& g) {
    auto found = find_stream(g, stream_in(g), most_items);
    if (!found) return failed(g, found.error());
    const auto page = page_of(g, *found);
    if (!page) return failed(g, page.error());
    Response response = text_response(greader_atom(*page, found->feeds, g.asked.site.public_url));
    response.type = "application/atom+xml; charset=utf-8";
    return response;
}

Answer ids_door(const GreaderAsked& g) {
    const auto found = find_stream(g, stream_in(g), most_ids);
    if (!found) return failed(g, found.error());
    return written(g, [&](JsonWriter& json) {
        json.begin_object().key("itemRefs").begin_array();
        for (const ShelfEntry& entry : found->entries) {
            json.begin_object().key("id").string(std::to_string(number_of(entry.id)));
            json.key("directStreamIds").begin_array().string(feed_stream_id(entry.source));
            json.end_array().key("timestampUsec");
            json.string(std::to_string(entry.arrived.time_since_epoch().count()) + "000000");
            json.end_object();
        }
        json.end_array();
        if (!found->continuation.empty()) json.key("continuation").string(found->continuation);
        json.end_object();
    });
}

/// Nothing when one of them is no item's id.
std::optional<std::vector<DispatchId>> items_in(const GreaderAsked& g) {
    std::vector<DispatchId> ids;
    for (const std::string_view text : all_fields(g.fields, "i")) {
        const auto id = greader_item(text);
        if (!id) return std::nullopt;
        ids.push_back(*id);
    }
    return ids;
}

Answer items_door(const GreaderAsked& g) {
    const auto ids = items_in(g);
    if (!ids) return refuse(g, 400, "i must be the id of an item");
    if (ids->size() > most_items) return refuse(g, 400, "at most 1,000 items are sent at once");
    const auto feeds = g.shelves().feeds(g.user().id);
    if (!feeds) return failed(g, feeds.error());
    auto entries = g.shelves().entries(g.user().id, *ids);
    if (!entries) return failed(g, entries.error());
    auto items = texts_of(g.asked.site.archive, std::move(*entries));
    if (!items) return failed(g, items.error());
    const GreaderPage page{std::string(reading_list_tag), "Chappe", std::move(*items), {}};
    return json_response(200, greader_contents_json(page, *feeds, g.asked.site.public_url));
}

// ---- what a reader does

/// What one tag, added or taken away, does.
bool apply_tag(std::string_view tag, bool added, SetEntries& change) {
    const auto stream = greader_stream(tag);
    if (!stream) return false;
    using Kind = GreaderStream::Kind;
    switch (stream->kind) {
        case Kind::read:
            change.status = added ? ReadStatus::read : ReadStatus::unread;
            return true;
        case Kind::kept_unread:
            // Taken away beside "read" added; alone it does not make anything read.
            if (added) change.status = ReadStatus::unread;
            return true;
        case Kind::starred:
            change.star = added ? SetEntries::Star::set : SetEntries::Star::cleared;
            return true;
        case Kind::feed:
        case Kind::label:
        case Kind::reading_list:
        case Kind::nothing:
            break;
    }
    return false;
}

Answer edit_tag_door(const GreaderAsked& g) {
    SetEntries change;
    auto ids = items_in(g);
    if (!ids || ids->empty()) return refuse(g, 400, "i must be the id of an item");
    if (ids->size() > most_ids) return refuse(g, 400, "at most 10,000 items are changed at once");
    change.ids = std::move(*ids);
    for (const bool added : {false, true})
        for (const std::string_view tag : all_fields(g.fields, added ? "a" : "r"))
            if (!apply_tag(tag, added, change))
                return refuse(g, 400, "dispatches are tagged read, kept-unread and starred here");
    return keep_then(g.asked, std::move(change), ok);
}

/// Microseconds; some clients send fewer digits.
std::optional<Instant> instant_in(std::string_view text) {
    const auto number = parse_number(text);
    if (!number || *number == 0) return std::nullopt;
    std::int64_t seconds = *number;
    while (seconds > 100'000'000'000) seconds /= 1000;
    return Instant{std::chrono::seconds{seconds}};
}

Answer mark_all_door(const GreaderAsked& g) {
    const auto stream = greader_stream(g.first("s"));
    if (!stream) return refuse(g, 404, "there is no such stream");
    const auto feeds = g.shelves().feeds(g.user().id);
    if (!feeds) return failed(g, feeds.error());
    const auto query = greader_query(*stream, {}, *feeds, most_items);
    if (!query) return failed(g, query.error());
    if (query->status || query->starred || query->limit == 0)
        return refuse(g, 400, "a feed, a label or the reading list is marked as read");
    MarkRead mark;
    mark.source = query->source;
    mark.category = query->category;
    mark.until = instant_in(g.first("ts"));
    return keep_then(g.asked, mark, ok);
}

// ---- sources, for editors

Later act_then_ok(const GreaderAsked& g, Act act, std::string body) {
    Request head;
    head.target = g.asked.request.target;
    return act_then(g.asked.site, std::move(act), by_user(g.asked),
                    [head, body = std::move(body)](const Result<ActReceipt>& receipt) {
                        return receipt ? text_response(body)
                                       : failure_response(head, receipt.error());
                    });
}

Answer subscribe(const GreaderAsked& g, std::string_view address) {
    const auto url = Url::parse(address);
    if (!url) return refuse(g, 400, "a feed has an address that begins with http:// or https://");
    AddSource act;
    act.address = url->str();
    act.host = url->host();
    if (const auto label = greader_stream(g.first("a")))
        if (label->kind == GreaderStream::Kind::label &&
            label->name != category_title(ShelfCategory{}))
            act.category = label->name;
    act.title = g.first("t");
    return act_then_ok(g, std::move(act), "OK");
}

Answer edit_subscription_door(const GreaderAsked& g) {
    const auto stream = greader_stream(g.first("s"));
    if (!stream || stream->kind != GreaderStream::Kind::feed)
        return refuse(g, 400, "s must name a feed");
    if (g.first("ac") == "subscribe") return subscribe(g, stream->name);
    if (g.first("ac") != "unsubscribe")
        return refuse(g, 400, "ac must be subscribe or unsubscribe");
    const auto feeds = g.shelves().feeds(g.user().id);
    if (!feeds) return failed(g, feeds.error());
    const auto query = greader_query(*stream, {}, *feeds, most_items);
    if (!query) return failed(g, query.error());
    return act_then_ok(g, RemoveSource{*query->source}, "OK");
}

// ---- which door

struct GreaderRoute {
    std::string_view method;  // empty: GET and POST
    std::string_view path;    // behind "/reader/"; with "/" at its end: what follows is a stream
    Answer (*door)(const GreaderAsked&);
};
constexpr auto greader_routes = std::to_array<GreaderRoute>({
    {"GET", "api/0/token", token_door},
    {"GET", "api/0/user-info", user_info_door},
    {"GET", "api/0/preference/list", preferences_door},
    {"GET", "api/0/preference/stream/list", stream_preferences_door},
    {"GET", "api/0/tag/list", tags_door},
    {"GET", "api/0/subscription/list", subscriptions_door},
    {"POST", "api/0/subscription/edit", edit_subscription_door},
    {"GET", "api/0/unread-count", unread_door},
    {"GET", "api/0/stream/contents", contents_door},
    {"GET", "api/0/stream/contents/", contents_door},
    {"GET", "api/0/stream/items/ids", ids_door},
    {"", "api/0/stream/items/contents", items_door},
    {"GET", "atom", atom_stream_door},
    {"GET", "atom/", atom_stream_door},
    {"POST", "api/0/edit-tag", edit_tag_door},
    {"POST", "api/0/mark-all-as-read", mark_all_door},
});

const GreaderRoute* find_route(std::string_view path, std::string& rest) {
    for (const GreaderRoute& route : greader_routes) {
        if (route.path == path) return &route;
        if (!route.path.ends_with('/') || !path.starts_with(route.path)) continue;
        rest = path.substr(route.path.size());
        return &route;
    }
    return nullptr;
}

}  // namespace

Answer greader_door(const Asked& asked) {
    GreaderAsked g{asked, {}, asked.target.query};
    const GreaderRoute* route = find_route(asked.name, g.rest);
    if (!route) return error_response(asked.request, 404, "there is nothing at this address");
    const bool posted = asked.request.method == "POST";
    if (!route->method.empty() && posted != (route->method == "POST"))
        return error_response(asked.request, 405, "this address does not take this method");
    // Clients send forms under all kinds of types.
    if (posted && !asked.request.body.empty()) {
        auto form = parse_form(asked.request.body, most_sent);
        if (!form) return error_response(asked.request, 400, form.error().message);
        for (auto& one : form->fields) g.fields.push_back(std::move(one));
    }
    return route->door(g);
}

}  // namespace chappe
