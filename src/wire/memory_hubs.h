#pragma once
// Hubs in memory: for tests and the fuzzer. Everything is kept as it was told.

#include <optional>
#include <string_view>
#include <vector>

#include "news/websub.h"

namespace chappe {

struct MemoryHubs : public Hubs {
    std::vector<Subscription> subscriptions;
    std::vector<SubscriptionNews> news;
    std::vector<ListeningWish> wishes;
    std::vector<ListenerNews> listener_news;

    Result<std::vector<Subscription>> due_subscriptions(Instant, std::size_t) override {
        return subscriptions;
    }
    Result<std::optional<Subscription>> subscription_at(std::string_view callback) override {
        for (const Subscription& subscription : subscriptions)
            if (subscription.callback == callback) return subscription;
        return std::nullopt;
    }
    Result<void> keep(SubscriptionNews told, Kept kept) override {
        news.push_back(std::move(told));
        kept({});
        return {};
    }
    Result<std::vector<Listener>> listeners(Instant) override { return std::vector<Listener>{}; }
    Result<void> keep(ListeningWish wish, Kept kept) override {
        wishes.push_back(std::move(wish));
        kept({});
        return {};
    }
    Result<void> keep(ListenerNews told, Kept kept) override {
        listener_news.push_back(std::move(told));
        kept({});
        return {};
    }
};

}  // namespace chappe
