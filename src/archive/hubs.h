#pragma once
// Hubs: the rows of WebSub, inside the writer's transaction; see news/websub.h.

#include <optional>
#include <string_view>
#include <vector>

#include "archive/sqlite/database.h"
#include "base/result.h"
#include "news/websub.h"

namespace chappe {

/// The feed of a source names its hub, or none: it is asked at once when it is a new one.
[[nodiscard]] Result<void> keep_hub_links(Database&, SourceId, const HubLinks&, Instant now);
/// A source that is watched no more is subscribed to no more.
[[nodiscard]] Result<void> drop_subscription(Database&, SourceId);
/// Whether what is new in the source is sent to us.
[[nodiscard]] Result<bool> is_subscribed(Database&, SourceId, Instant now);

[[nodiscard]] Result<std::vector<Subscription>> find_due_subscriptions(Database&, Instant now,
                                                                       std::size_t limit);
[[nodiscard]] Result<std::optional<Subscription>> find_subscription(Database&,
                                                                    std::string_view callback);
[[nodiscard]] Result<void> keep_subscription_news(Database&, const SubscriptionNews&);

[[nodiscard]] Result<std::vector<Listener>> find_listeners(Database&, Instant now);
/// `busy` when there are too many, at all or on one host.
[[nodiscard]] Result<void> keep_listening_wish(Database&, const ListeningWish&);
[[nodiscard]] Result<void> keep_listener_news(Database&, const ListenerNews&);

}  // namespace chappe
