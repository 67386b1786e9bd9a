#pragma once
// Sources: what is watched, what is due, and what became of a visit.
//
//     add ─▶ source ─▶ due ─▶ Errand ─▶ (ingest) ─▶ Visit + Arrival ─▶ archive ─▶ due again
//                                                     └─▶ pages to be read ─▶ Errand ...

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/text.h"
#include "base/time.h"
#include "news/ids.h"
#include "news/rhythm.h"

namespace chappe {

enum class SourceKind {
    unknown,  // a web address that was not visited yet
    feed,     // RSS, Atom, JSON Feed
    page,     // whose links are watched for new articles
    sitemap,
    folder,  // of this machine: what is put there is read
    warc,    // a file of this machine
};
/// "unknown", "feed", "page", "sitemap", "folder", "warc"
std::string_view name_of(SourceKind);
std::optional<SourceKind> source_kind_named(std::string_view);

/// How a source is, after its last visit.
enum class Health {
    fresh,      // not visited yet
    well,       // read, or nothing new
    failing,    // no answer, an error of the server, no proper page
    missing,    // 404
    gone,       // 410: not visited again
    forbidden,  // 401, 403
    barred,     // 451
    excluded,   // by robots.txt
};
/// "new", "well", "failing", "missing", "gone", "forbidden", "barred", "excluded"
std::string_view name_of(Health);
std::optional<Health> health_named(std::string_view);

/// Whether the pages behind a feed's entries are fetched and read.
enum class FullText {
    when_needed,  // when the feed gives summaries only
    always,
    never,
};
/// "auto", "always", "never"
std::string_view name_of(FullText);
std::optional<FullText> full_text_named(std::string_view);

/// A source as lists show it.
struct WatchedSource {
    SourceId id{};
    std::string name;     // as it was added; its dispatches are filed under it
    std::string address;  // visited now: another one after a permanent redirect
    SourceKind kind = SourceKind::unknown;
    Text title;            // given by a person, else the source's own
    std::string category;  // "Presse/Europe"; empty: none
    FullText full_text = FullText::when_needed;
    std::optional<bool> summaries_only;  // of a feed that was read
    Instant added;

    bool paused = false;
    Health health = Health::fresh;
    std::string trouble;  // of the last visit, one line for people; empty: none
    int failures = 0;     // visits in a row that did not go well
    std::optional<Instant> last_visit;
    std::optional<Instant> last_success;
    std::optional<Instant> next_visit;  // nothing while paused or gone
    Rhythm rhythm;
    std::optional<Instant> pushed_until;  // its hub (WebSub) sends what is new until then
    std::string hub_trouble;              // why it does not, one line for people; empty: none

    std::int64_t dispatches = 0;     // live ones in the archive
    std::int64_t pages_waiting = 0;  // to be read
    std::int64_t pages_failed = 0;
};

/// One address that is due to be visited.
struct Errand {
    SourceId source{};
    PageId page{};     // 0: the source itself
    std::string name;  // of the source
    std::string address;
    SourceKind kind = SourceKind::unknown;  // of the source
    FullText full_text = FullText::when_needed;
    DispatchId dispatch{};  // whose text the page holds; 0: not known yet

    // For conditional requests; empty when there is nothing to compare with.
    std::string etag;
    std::string last_modified;
    std::optional<Digest> content;  // of the bytes that were read last

    Rhythm rhythm;
    Manners manners;
    int failures = 0;
    std::optional<Instant> last_success;
};

/// A page that is to be read: behind an entry of a feed, or a link of a page.
struct FoundPage {
    std::string address;
    std::size_t item = no_item;  // of the reading: whose text it holds

    static constexpr std::size_t no_item = static_cast<std::size_t>(-1);
};

/// What a feed says of whom to ask for what is new in it (WebSub).
struct HubLinks {
    std::string hub, topic;  // http(s); both empty: it says nothing
    friend bool operator==(const HubLinks&, const HubLinks&) = default;
};

/// What became of an errand.
struct Visit {
    SourceId source{};
    PageId page{};
    Instant at;
    std::chrono::milliseconds took{0};
    Health health = Health::well;
    bool unchanged = false;  // 304, or the same bytes
    int status = 0;          // HTTP; 0 when there was no answer
    std::size_t bytes = 0;   // of the body, decompressed
    std::string trouble;     // one line for people; empty when it went well

    SourceKind kind = SourceKind::unknown;  // as it turned out; unknown: as it was
    std::string moved_to;                   // by permanent redirects alone; empty: not moved
    std::string etag;
    std::string last_modified;
    std::optional<Digest> content;
    Manners manners;
    std::optional<bool> summaries_only;
    std::vector<FoundPage> pages;
    HubLinks hub;  // of a feed: whom to ask for what is new
    /// It did not answer a visit of ours, but was sent by its hub.
    bool pushed = false;
    /// At the first visit: what the entries' own dates say of the rhythm before it.
    std::optional<Rhythm> rhythm_before;
    double chance = 0.5;  // in [0, 1), for next_visit
};

/// What a host asks of visitors: robots.txt as it was fetched, and how long it wants to be left
/// alone.
struct Origin {
    std::string name;  // "https://example.org", "http://example.org:8080"
    std::string robots;
    int robots_status = 0;  // HTTP; 0: no answer, which shuts the host (RFC 9309, 2.3.1.4)
    std::optional<Instant> robots_fetched;
    std::optional<Instant> not_before;  // of a Retry-After
};

}  // namespace chappe
