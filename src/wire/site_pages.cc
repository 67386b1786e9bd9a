// The doors that people and feed readers knock at, and those for the machines that watch.
#include <fmt/format.h>

#include "wire/api.h"
#include "wire/asked.h"
#include "wire/assets.h"
#include "wire/feeds.h"

namespace chappe {
namespace {

constexpr std::size_t lines_a_page = 50;
constexpr std::size_t entries_a_feed = 50;
constexpr std::int64_t changes_a_feed = 200;  // that are searched for withdrawals

/// The state of the wire as a tag: it changes with every visible change and with the program.
std::string wire_etag(const Asked& asked, std::string_view form, ChangeSeq newest) {
    return fmt::format("W/\"{}-{}-{}-{}\"", number_of(newest), form, code_of(asked.reader.ui),
                       assets_version());
}

Response not_modified_page(Response response, std::string etag) {
    add_validators(response, std::move(etag));
    return response;
}

/// `before`, when it is given: nothing in it when it is not a number.
std::optional<Before> before_of(const Target& target) {
    const std::string_view given = target.parameter("before");
    if (given.empty()) return Before();
    const auto number = parse_number(given);
    if (!number) return std::nullopt;
    return Before(ChangeSeq{*number});
}

/// The dispatch when it is live, else what to say instead.
std::variant<StoredDispatch, Response> live_dispatch(const Asked& asked) {
    auto stored = asked.site.archive.dispatch(DispatchId{asked.id});
    if (!stored) {
        if (stored.error().failure == Failure::absent)
            return error_response(asked.request, 404, "there is no such dispatch");
        return failure_response(asked, stored.error());
    }
    // Before its release an embargoed one does not exist, but for the desk.
    if (stored->state == DispatchState::embargoed && !may(asked.user, Role::editor))
        return error_response(asked.request, 404, "there is no such dispatch");
    if (stored->state == DispatchState::withdrawn || stored->state == DispatchState::erased)
        return gone_response(asked, *stored);
    return std::move(*stored);
}

std::string form_tag(const Asked& asked, std::string_view form) {
    return fmt::format("{}-{}-{}", form, code_of(asked.reader.ui), assets_version());
}

std::string dispatch_tag(const StoredDispatch& stored) {
    return fmt::format("{}-{}", number_of(stored.last_change),
                       stored.reads_at_source ? to_string(stored.reads_at_source->seen) : "");
}

/// Reads are counted without a change of the wire, and these forms show them.
std::string dispatch_etag(const Asked& asked, std::string_view form, const StoredDispatch& stored) {
    return fmt::format("W/\"{}-{}-{}\"", dispatch_tag(stored), form_tag(asked, form),
                       stored.reads_here);
}

Response make_of(const Asked& asked, std::string_view form, std::string_view type,
                 std::string (*make)(const Asked&, const StoredDispatch&)) {
    auto found = live_dispatch(asked);
    if (auto* response = std::get_if<Response>(&found)) return std::move(*response);
    const auto& stored = std::get<StoredDispatch>(found);
    std::string etag = dispatch_etag(asked, form, stored);
    if (auto kept = not_modified(asked.request, etag))
        return not_modified_page(std::move(*kept), std::move(etag));
    Response response;
    response.type = type;
    response.body = make(asked, stored);
    add_validators(response, std::move(etag));
    return response;
}

/// Among the newest changes. What was reinstated since is none.
Result<std::vector<Withdrawn>> lately_withdrawn(Archive& archive) {
    const auto newest = number_of(archive.newest());
    const ChangeSeq after{std::max<std::int64_t>(newest - changes_a_feed, 0)};
    const auto changes = TRY(archive.changes(after, changes_a_feed));
    std::vector<Withdrawn> gone;
    for (const Change& change : changes) {
        if (change.kind != ChangeKind::withdrawn) continue;
        const auto stored = archive.dispatch(change.entry.id);
        if (!stored) return std::unexpected(stored.error());
        const bool still = stored->state == DispatchState::withdrawn ||
                           stored->state == DispatchState::erased;
        if (still && stored->last_change == change.seq) gone.push_back({stored->id, stored->changed});
    }
    return gone;
}

Response feed(const Asked& asked, std::string_view form, std::string_view type,
              std::string (*make)(const FeedHead&, const std::vector<WireEntry>&)) {
    std::string etag = wire_etag(asked, form, asked.site.archive.newest());
    if (auto kept = not_modified(asked.request, etag))
        return not_modified_page(std::move(*kept), std::move(etag));
    const auto entries = asked.site.archive.latest({}, entries_a_feed);
    if (!entries) return failure_response(asked, entries.error());
    auto withdrawn = lately_withdrawn(asked.site.archive);
    if (!withdrawn) return failure_response(asked, withdrawn.error());
    const Instant started{std::chrono::seconds{asked.site.metrics.started}};
    const FeedHead head{asked.site.public_url, "Chappe",
                        entries->empty() ? started : entries->front().arrived,
                        std::move(*withdrawn)};
    Response response;
    response.type = type;
    response.body = make(head, *entries);
    add_validators(response, std::move(etag));
    response.shelf = Shelf::until_change;
    return response;
}

Response plain(int status, std::string body) {
    Response response;
    response.status = status;
    response.type = "text/plain; charset=utf-8";
    response.body = std::move(body);
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

}  // namespace

Answer wire_door(const Asked& asked) {
    const auto before = before_of(asked.target);
    if (!before) return error_response(asked.request, 400, "before must be a number");
    WirePage page;
    page.before = *before;
    page.newest = asked.site.archive.newest();  // before the lines: what comes between is told live
    std::string etag = wire_etag(asked, "wire", page.newest);
    if (auto kept = not_modified(asked.request, etag))
        return not_modified_page(std::move(*kept), std::move(etag));

    auto entries = asked.site.archive.latest(page.before, lines_a_page + 1);
    if (!entries) return failure_response(asked, entries.error());
    page.entries = std::move(*entries);
    if (page.entries.size() > lines_a_page) {
        page.entries.pop_back();
        page.older = page.entries.back().position;
    }
    Reader reader = asked.reader;
    if (page.before) reader.query = fmt::format("before={}", number_of(*page.before));
    Response response;
    response.body = wire_page(reader, page);
    add_validators(response, std::move(etag));
    response.shelf = Shelf::until_change;
    return response;
}

Answer dispatch_door(const Asked& asked) {
    auto found = live_dispatch(asked);
    if (auto* response = std::get_if<Response>(&found)) return std::move(*response);
    const auto& stored = std::get<StoredDispatch>(found);
    return Counted{stored.id,
                   asked.reader.ui,
                   dispatch_page(asked.reader, stored),
                   fmt::format("{}-{}", dispatch_tag(stored), form_tag(asked, "page")),
                   stored.reads_here,
                   asked.user ? Viewer::desk : Viewer::person};
}

Response with_reads(const Counted& counted, const Request& request, std::uint64_t reads) {
    std::string etag = fmt::format("W/\"{}-{}\"", counted.tag, reads);
    if (auto kept = not_modified(request, etag))
        return not_modified_page(std::move(*kept), std::move(etag));
    Response response;
    response.body = counted.page.with(counted.ui, reads);
    add_validators(response, std::move(etag));
    return response;
}

Answer dispatch_json_door(const Asked& asked) {
    return make_of(
        asked, "json", "application/json",
        [](const Asked&, const StoredDispatch& stored) { return dispatch_json(stored); });
}

Answer dispatch_text_door(const Asked& asked) {
    return make_of(
        asked, "txt", "text/plain; charset=utf-8",
        [](const Asked&, const StoredDispatch& stored) { return dispatch_text(stored); });
}

Answer atom_door(const Asked& asked) {
    return feed(asked, "atom", "application/atom+xml; charset=utf-8", atom_feed);
}

Answer rss_door(const Asked& asked) {
    return feed(asked, "rss", "application/rss+xml; charset=utf-8", rss_feed);
}

Answer json_feed_door(const Asked& asked) {
    return feed(asked, "jsonfeed", "application/feed+json", json_feed);
}

Answer events_door(const Asked& asked) {
    std::string_view given = asked.request.last_event_id;
    if (given.empty()) given = asked.target.parameter("after");
    const ChangeSeq newest = asked.site.archive.newest();
    if (given.empty()) return Stream{newest};
    const auto after = parse_number(given);
    if (!after)
        return error_response(asked.request, 400, "Last-Event-ID and after must be a number");
    // A number from the future comes from another archive; what is to come here is still told.
    return Stream{std::min(ChangeSeq{*after}, newest)};
}

Answer health_door(const Asked& asked) {
    const auto entries = asked.site.archive.latest({}, 1);
    if (!entries)
        return plain(503, "the archive cannot be read: " + entries.error().message + "\n");
    return plain(200, "ok\n");
}

Answer metrics_door(const Asked& asked) {
    const auto stats = asked.site.archive.stats();
    if (!stats) return failure_response(asked, stats.error());
    Response response = plain(200, metrics_text(asked.site.metrics, *stats));
    response.type = "text/plain; version=0.0.4; charset=utf-8";
    return response;
}

}  // namespace chappe
