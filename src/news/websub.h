#pragma once
// WebSub (W3C Recommendation of 2018-01-23): a hub sends what is new in a feed to those who asked
// for it, instead of being visited.
//
//     subscriptions   ours, to the feeds of our sources, at their hubs
//     listeners       others, to our feeds, at our hub
//
// Whoever asks a hub is called back before anything is sent, so that nobody can subscribe others.

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "base/time.h"
#include "news/source.h"

namespace chappe {

/// Ours, to the feed of a source.
struct Subscription {
    SourceId source{};
    std::string name;  // of the source
    FullText full_text = FullText::when_needed;
    HubLinks links;
    std::string callback;  // last part of the address that the hub calls: nobody can guess it
    std::string secret;    // what it sends is signed with
    int failures = 0;      // to ask, in a row
    std::optional<Instant> lease_ends;  // nothing: the hub did not call back yet
};

/// What became of a subscription.
struct SubscriptionNews {
    enum class What {
        asked,     // the hub took the request and will call back
        failed,    // it did not
        verified,  // it called back; for `lease` from now
        denied,    // it will send nothing
    };
    SourceId source{};
    What what = What::asked;
    std::chrono::seconds lease{0};
    std::string trouble{};  // for people
    Instant at{};
    double chance = 0.5;  // in [0, 1): spreads tries
};

/// Somebody asks our hub.
struct ListeningWish {
    std::string callback, topic;    // http(s)
    std::string secret;             // empty: what is sent is not signed
    std::chrono::seconds lease{0};  // 0: to end it
    Instant at;
};

enum class ListenerId : std::int64_t {};
constexpr std::int64_t number_of(ListenerId id) {
    return static_cast<std::int64_t>(id);
}

/// Another server, to a feed of ours.
struct Listener {
    ListenerId id{};
    std::string callback, topic, secret;
    std::optional<Instant> lease_ends;  // nothing: not called back yet
    std::optional<Digest> told;         // of the feed as it was sent last
    int failures = 0;                   // to send, in a row
    Instant due;                        // not before
    /// What it asked for and was not called back about.
    std::optional<std::chrono::seconds> wished_lease;  // 0: to end
};

/// What became of a listener.
struct ListenerNews {
    enum class What {
        confirmed,  // it was called back and wants what it asked for; `told` is what it has
        refused,    // it was called back and does not
        told,       // it has the feed whose digest is `told`
        failed,     // it did not take what was sent
        gone,       // it answered 410: it wants no more
    };
    ListenerId id{};
    What what = What::told;
    std::optional<Digest> told{};
    std::string trouble{};  // for people
    Instant at{};
    double chance = 0.5;
};

/// The archive's side of both.
class Hubs {
 public:
    virtual ~Hubs() = default;

    /// Answered from the archive's thread once it survives a power cut. `busy` at once when too
    /// much waits.
    using Kept = std::move_only_function<void(Result<void>)>;

    /// Subscriptions that are to be asked for, or renewed, the longest waiting first. A source that
    /// is paused has none.
    [[nodiscard]] virtual Result<std::vector<Subscription>> due_subscriptions(
        Instant now, std::size_t limit) = 0;
    /// Nothing when there is none: it never was, or the source is not watched any more.
    [[nodiscard]] virtual Result<std::optional<Subscription>> subscription_at(
        std::string_view callback) = 0;
    [[nodiscard]] virtual Result<void> keep(SubscriptionNews, Kept) = 0;

    /// All of them, those whose lease has ended without.
    [[nodiscard]] virtual Result<std::vector<Listener>> listeners(Instant now) = 0;
    /// `busy` when there are too many.
    [[nodiscard]] virtual Result<void> keep(ListeningWish, Kept) = 0;
    [[nodiscard]] virtual Result<void> keep(ListenerNews, Kept) = 0;
};

}  // namespace chappe
