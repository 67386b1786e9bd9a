#include "app/visit_notes.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <string_view>

#include "base/text.h"
#include "base/url.h"
#include "ingest/declared_feeds.h"
#include "ingest/link_header.h"
#include "ingest/sitemap.h"

namespace chappe {
namespace {

constexpr std::size_t most_pages = 200;  // of one visit; the next one brings the others
// Shorter than any article, longer than "Please log in": what is read in less is no article.
constexpr std::size_t shortest_article = 140;  // bytes of the body
constexpr std::size_t shortest_headline = 20;  // bytes: menus have "Sport", "Contact us"
constexpr std::size_t fewest_words = 4;        // of it

void fail_visit(Delivery& delivery, Reading& reading, std::string why) {
    delivery.visit.health = Health::failing;
    delivery.visit.trouble = std::move(why);
    reading.dispatches.clear();
}

void note_facts(Visit& visit, const FeedFacts& facts) {
    visit.summaries_only = facts.summaries_only;
    visit.manners.wait = std::max(visit.manners.wait, facts.wait);
    visit.manners.skip_hours = facts.skip_hours;
    visit.manners.skip_days = facts.skip_days;
    if (facts.ended) visit.trouble = "the feed says that nothing will follow";
}

/// WebSub, 4: headers go before what stands in the feed.
HubLinks hub_links_of(const Delivery& delivery, const FeedFacts& facts) {
    const std::string& address = delivery.arrival.url;
    HubLinks links{link_with("hub", delivery.link_header, address), {}};
    if (links.hub.empty()) links.hub = facts.hub;
    if (links.hub.empty()) return {};
    links.topic = link_with("self", delivery.link_header, address);
    if (links.topic.empty()) links.topic = facts.url;
    if (links.topic.empty()) links.topic = address;
    return links;
}

void note_feed(Delivery& delivery, const Reading& reading) {
    Visit& visit = delivery.visit;
    visit.kind = SourceKind::feed;
    visit.rhythm_before = rhythm_before(reading, visit.at);
    if (reading.feed) note_facts(visit, *reading.feed);
    if (reading.feed) visit.hub = hub_links_of(delivery, *reading.feed);
    if (reading.dispatches.empty()) visit.trouble = "the feed has no entries";

    const FullText wanted = delivery.errand.full_text;
    if (wanted == FullText::never) return;
    if (wanted == FullText::when_needed && visit.summaries_only != true) return;
    for (std::size_t i = 0; i < reading.dispatches.size() && visit.pages.size() < most_pages; ++i) {
        const std::string& url = reading.dispatches[i].url;
        if (Url::parse(url) && url != delivery.arrival.url) visit.pages.push_back({url, i});
    }
}

/// A link that says what an article would: several words, to a page of the same site below the
/// first one.
bool is_headline(const Link& link, const Url& page) {
    const auto url = Url::parse(link.url);
    if (!url || url->host() != page.host() || url->identity() == page.identity()) return false;
    const std::string words = fold_space(link.text);
    return words.size() >= shortest_headline &&
           static_cast<std::size_t>(std::count(words.begin(), words.end(), ' ')) + 1 >=
               fewest_words;
}

/// A page is watched for its links; itself it is no dispatch.
void note_page_of_links(Delivery& delivery, Reading& reading) {
    Visit& visit = delivery.visit;
    reading.dispatches.clear();
    const auto page = Url::parse(delivery.arrival.url);
    if (!page) return;
    visit.kind = SourceKind::page;
    std::set<std::string> seen;
    for (const Link& link : reading.links) {
        if (visit.pages.size() >= most_pages) break;
        if (!is_headline(link, *page)) continue;
        const std::string address = Url::parse(link.url)->identity();
        if (seen.insert(address).second) visit.pages.push_back({address});
    }
    if (visit.pages.empty())
        fail_visit(delivery, reading, "neither a feed nor a page with links to articles");
}

void note_sitemap(Delivery& delivery, Reading& reading, const Sitemap& sitemap) {
    constexpr std::chrono::days looked_back{3};
    Visit& visit = delivery.visit;
    reading.dispatches.clear();
    const Instant since = visit.at - looked_back;
    if (sitemap.is_index) {
        const auto parts = newest_of(sitemap, Instant{}, 1);
        return fail_visit(
            delivery, reading,
            "a list of sitemaps" +
                (parts.empty() ? std::string() : "; add one of them, such as " + parts.front()));
    }
    visit.kind = SourceKind::sitemap;
    for (std::string& url : newest_of(sitemap, since, most_pages))
        visit.pages.push_back({std::move(url)});
}

/// Where a page that was added leads instead: to a feed that it declares, else to a news sitemap
/// that the site's robots.txt names. Empty: nowhere.
std::string better_address(const Delivery& delivery) {
    const auto feeds = declared_feeds(delivery.arrival.bytes, delivery.arrival.url);
    if (!feeds.empty()) return feeds.front();
    for (const std::string& sitemap : delivery.sitemaps)
        if (lower_ascii(sitemap).find("news") != std::string::npos && Url::parse(sitemap))
            return sitemap;
    return {};
}

void note_new_page(Delivery& delivery, Reading& reading) {
    Visit& visit = delivery.visit;
    const std::string better = better_address(delivery);
    if (better.empty() || better == delivery.arrival.url)
        return note_page_of_links(delivery, reading);
    reading.dispatches.clear();
    visit.moved_to = better;  // and of no kind: visited there at once
    visit.etag.clear();
    visit.last_modified.clear();
    visit.content.reset();
}

/// The page behind an entry or a link: one article, or one that could not be read.
void note_article(Delivery& delivery, Reading& reading) {
    const bool is_article = !reading.feed && reading.dispatches.size() == 1 &&
                            reading.dispatches.front().body.size() >= shortest_article;
    if (!is_article) fail_visit(delivery, reading, "no article could be read on this page");
}

}  // namespace

void note_reading(Delivery& delivery, Reading& reading) {
    if (delivery.errand.page != PageId{}) return note_article(delivery, reading);
    if (reading.feed || reading.is_container) return note_feed(delivery, reading);
    if (const auto sitemap = read_sitemap(delivery.arrival.bytes))
        return note_sitemap(delivery, reading, *sitemap);
    if (delivery.errand.kind == SourceKind::unknown) return note_new_page(delivery, reading);
    if (delivery.errand.kind == SourceKind::page) return note_page_of_links(delivery, reading);
    fail_visit(delivery, reading,
               "it was a " + std::string(name_of(delivery.errand.kind)) + " and is none any more");
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
