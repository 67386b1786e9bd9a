// Feeds of the wire and of any search, and what crawlers ask for.
#include <algorithm>
#include <array>

#include "wire/api.h"
#include "wire/asked.h"
#include "wire/feeds.h"
#include "wire/said_words.h"
#include "wire/sitemaps.h"
#include "wire/visible.h"
#include "wire/websub.h"

namespace chappe {
namespace {

using namespace std::chrono;

constexpr std::size_t entries_a_feed = 50;
constexpr std::int64_t changes_a_feed = 200;  // that are searched for withdrawals
constexpr std::size_t most_news = 1000;       // a news sitemap may have no more (Google's limit)
constexpr auto news_age = days{2};            // nor older ones

using MakeFeed = std::string(const FeedHead&, const std::vector<WireEntry>&);

/// The statements that a search found, in place of the summary: a line each.
Text words_in(const std::vector<SaidLine>& said) {
    std::string words;
    for (const SaidLine& line : said) {
        if (!words.empty()) words += '\n';
        const std::string speaker = speaker_words(line);
        words += speaker + (speaker.empty() ? "" : ": ") + words_of(line);
    }
    return Text::repair(words);
}

Result<std::vector<WireEntry>> entries_of(const Asked& asked, const AskedSearch& wanted) {
    if (wanted.text.empty())
        return asked.site.archive.latest({}, entries_a_feed, wanted.search.copies);
    Hits found = TRY(visible_hits(asked, wanted.search));
    std::vector<WireEntry> entries;
    entries.reserve(found.hits.size());
    for (Hit& hit : found.hits) {
        if (!hit.said.empty()) hit.entry.summary = words_in(hit.said);
        entries.push_back(std::move(hit.entry));
    }
    return entries;
}

/// Among the newest changes. What was reinstated since is none.
Result<std::vector<Withdrawn>> lately_withdrawn(Archive& archive) {
    const auto newest = number_of(archive.newest());
    const ChangeSeq after{std::max<std::int64_t>(newest - changes_a_feed, 0)};
    const auto changes = TRY(archive.changes(after, static_cast<std::size_t>(changes_a_feed)));
    std::vector<Withdrawn> gone;
    for (const Change& change : changes) {
        if (change.kind != ChangeKind::withdrawn) continue;
        const auto stored = archive.dispatch(change.entry.id);
        if (!stored && stored.error().failure == Failure::absent) continue;  // pruned since
        if (!stored) return std::unexpected(stored.error());
        const bool still =
            stored->state == DispatchState::withdrawn || stored->state == DispatchState::erased;
        if (still && stored->last_change == change.seq)
            gone.push_back({stored->id, stored->changed});
    }
    return gone;
}

/// When there is no entry: since the program runs.
Instant updated_of(const Asked& asked, const std::vector<WireEntry>& entries) {
    Instant updated{seconds{asked.site.metrics.started}};
    if (!entries.empty()) updated = {};
    for (const WireEntry& entry : entries) updated = std::max(updated, changed_of(entry));
    return updated;
}

/// WebSub, 4: where what is new in the feed is sent from.
void add_hub(Response& response, const FeedHead& head, std::string_view path) {
    if (head.hub.empty()) return;
    response.headers.push_back(
        {"Link", "<" + head.hub + ">; rel=\"hub\", <" + self_of(head, path) + ">; rel=\"self\""});
}

Response feed(const Asked& asked, std::string_view form, std::string_view type, MakeFeed* make) {
    auto wanted = search_of(asked, entries_a_feed);
    if (!wanted) return error_response(asked.request, 400, wanted.error().message);
    // Who reads a feed wants a story once, unless the address says otherwise.
    wanted->search.copies = copies_of(asked.target, Copies::once).value_or(Copies::once);
    if (!wanted->problems.empty())
        return error_response(asked.request, 400, words_of(wanted->problems.front().kind));
    const auto day = floor<days>(now()).time_since_epoch().count();
    std::string name(form);
    if (!wanted->text.empty()) name += std::to_string(day);  // "7d" moves with the day
    const bool each = wanted->search.copies == Copies::each;
    if (each) name += "each";
    FeedHead head{asked.site.public_url, "Chappe", {}, wanted->text, {}, hub_url(asked.site), each};
    Response response = tagged(asked, wire_etag(asked, name, asked.site.archive.newest()), type,
                               [&]() -> Result<std::string> {
                                   const auto entries = TRY(entries_of(asked, *wanted));
                                   head.updated = updated_of(asked, entries);
                                   if (make == atom_feed && wanted->text.empty())
                                       head.withdrawn = TRY(lately_withdrawn(asked.site.archive));
                                   return make(head, entries);
                               });
    add_hub(response, head, asked.target.path);
    return wanted->text.empty() ? shelved(asked, std::move(response)) : response;
}

Response for_crawlers(const Asked& asked, std::string_view form, std::string_view type,
                      const std::function<Result<std::string>()>& make) {
    return tagged(asked, wire_etag(asked, form, asked.site.archive.newest()), type, make);
}

}  // namespace

Answer atom_door(const Asked& asked) {
    return feed(asked, "atom", "application/atom+xml; charset=utf-8", atom_feed);
}

Answer rss_door(const Asked& asked) {
    return feed(asked, "rss", "application/rss+xml; charset=utf-8", rss_feed);
}

Answer json_feed_door(const Asked& asked) {
    return feed(asked, "jsonfeed", "application/feed+json", json_feed);
}

Answer robots_door(const Asked& asked) {
    return for_crawlers(asked, "robots", "text/plain; charset=utf-8", [&]() -> Result<std::string> {
        return robots_text(asked.site.public_url);
    });
}

Answer sitemap_door(const Asked& asked) {
    constexpr year_month_day first = year{1} / January / 1;
    constexpr year_month_day last = year{9999} / December / 31;
    return for_crawlers(asked, "sitemap", "application/xml", [&]() -> Result<std::string> {
        return sitemap(asked.site.public_url, TRY(asked.site.archive.days(first, last)));
    });
}

Answer news_sitemap_door(const Asked& asked) {
    const auto hour = floor<hours>(now()).time_since_epoch().count();
    return for_crawlers(
        asked, "news" + std::to_string(hour), "application/xml", [&]() -> Result<std::string> {
            const auto entries = TRY(asked.site.archive.latest({}, most_news, Copies::once));
            return news_sitemap(asked.site.public_url, entries, now() - news_age);
        });
}

}  // namespace chappe
