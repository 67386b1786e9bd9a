// WebSub in the archive: what is due, and what becomes of it.
#include "archive/hubs.h"

#include <gtest/gtest.h>

#include <future>

#include "archive/test_desk.h"

namespace chappe {
namespace {

using namespace std::chrono_literals;
using namespace test;

const std::string address = "https://agence.example/rss";
const HubLinks links{"https://hub.example/", address};

class HubsTest : public ::testing::Test {
 protected:
    HubsTest() {
        AddSource added;
        added.address = address;
        added.host = "agence.example";
        source = act(*archive, std::move(added)).source;
    }

    template <typename News>
    Result<void> keep(News news) {
        std::promise<Result<void>> told;
        const auto accepted = archive->hubs().keep(
            std::move(news), [&told](Result<void> kept) { told.set_value(std::move(kept)); });
        return accepted ? told.get_future().get() : accepted;
    }
    void visit(HubLinks hub, Instant at, bool unchanged = false) {
        Visit visit;
        visit.source = source;
        visit.at = at;
        visit.kind = SourceKind::feed;
        visit.unchanged = unchanged;
        visit.hub = std::move(hub);
        std::promise<Result<void>> told;
        ASSERT_TRUE(archive->queue().keep(
            visit, [&told](Result<void> kept) { told.set_value(std::move(kept)); }));
        ASSERT_TRUE(told.get_future().get());
    }
    std::vector<Subscription> due(Instant at) {
        return archive->hubs().due_subscriptions(at, 10).value();
    }
    std::vector<Listener> listeners(Instant at) { return archive->hubs().listeners(at).value(); }
    ListeningWish wish(Instant at, std::chrono::seconds lease = 1h) {
        return {"https://reader.example/cb", "https://wire.example/feed.atom", "secret", lease, at};
    }

    Folder folder;
    std::unique_ptr<Archive> archive = open(folder);
    SourceId source{};
    Instant start = now();
};

TEST_F(HubsTest, AFeedThatNamesAHubIsSubscribedToAtOnce) {
    EXPECT_TRUE(due(start).empty());
    visit(links, start);
    const auto found = due(start);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].links, links);
    EXPECT_EQ(found[0].callback.size(), 32U);
    EXPECT_EQ(found[0].secret.size(), 64U);
    EXPECT_EQ(archive->hubs().subscription_at(found[0].callback).value()->source, source);
    EXPECT_FALSE(archive->hubs().subscription_at("nothing").value());

    // The same again is the same subscription; another hub is another one; none is none.
    visit(links, start + 1s);
    EXPECT_EQ(due(start + 1s)[0].callback, found[0].callback);
    visit({}, start + 2s, true);
    EXPECT_EQ(due(start + 2s).size(), 1U);
    visit({"https://other.example/", links.topic}, start + 3s);
    EXPECT_NE(due(start + 3s)[0].callback, found[0].callback);
    visit({}, start + 4s);
    EXPECT_TRUE(due(start + 1h).empty());
}

TEST_F(HubsTest, WhatIsAskedWaitsAndWhatIsVerifiedIsRenewed) {
    using What = SubscriptionNews::What;
    visit(links, start);
    ASSERT_TRUE(keep(SubscriptionNews{source, What::asked, 0s, "", start, 0.5}));
    EXPECT_TRUE(due(start + 9min).empty());
    EXPECT_EQ(due(start + 11min).size(), 1U);
    ASSERT_TRUE(keep(SubscriptionNews{source, What::failed, 0s, "no answer", start, 0.5}));
    EXPECT_TRUE(due(start + 1min).empty());
    EXPECT_EQ(due(start + 3min).front().failures, 2);

    ASSERT_TRUE(keep(SubscriptionNews{source, What::verified, 10h, "", start, 0.5}));
    EXPECT_TRUE(due(start + 7h).empty());
    EXPECT_EQ(due(start + 8h + 1s).front().lease_ends, start + 10h);

    // Its hub sends what is new, so it is visited every hour only.
    visit(links, start);
    EXPECT_GE(archive->watched()->front().next_visit.value(), start + 1h);

    ASSERT_TRUE(keep(SubscriptionNews{source, What::denied, 0s, "no", start, 0.5}));
    EXPECT_TRUE(due(start + 24h).empty());
    visit(links, start);
    EXPECT_LT(archive->watched()->front().next_visit.value(), start + 25h);
}

TEST_F(HubsTest, APausedOrRemovedSourceIsSentNothing) {
    visit(links, start);
    const std::string callback = due(start).front().callback;
    act(*archive, PauseSource{source});
    EXPECT_TRUE(due(start + 1h).empty());
    EXPECT_FALSE(archive->hubs().subscription_at(callback).value());
    act(*archive, ResumeSource{source});
    EXPECT_EQ(due(start).size(), 1U);
    act(*archive, RemoveSource{source});
    EXPECT_FALSE(archive->hubs().subscription_at(callback).value());
}

TEST_F(HubsTest, APushIsAVisitThatLeavesTheFeedsTagsAlone) {
    const auto bring = [&](const Visit& visit, std::string_view title) {
        Submission brought = submission(dispatch(title));
        brought.arrival.source = address;
        brought.visit = visit;
        put(*archive, std::move(brought));
    };
    Visit visit;
    visit.source = source;
    visit.at = start;
    visit.kind = SourceKind::feed;
    visit.etag = "\"1\"";
    bring(visit, "Sommet à Bakou");
    visit.at = start + 60s;
    visit.pushed = true;
    visit.etag.clear();
    bring(visit, "Second sommet à Bakou");
    act(*archive, RefreshSource{source});
    const auto errands = archive->queue().due(now() + 1s, 10).value();
    ASSERT_EQ(errands.size(), 1U);
    EXPECT_EQ(errands[0].etag, "\"1\"");
    EXPECT_EQ(errands[0].last_success, start + 60s);
}

TEST_F(HubsTest, AListenerIsServedOnceItConfirms) {
    using What = ListenerNews::What;
    ASSERT_TRUE(keep(wish(start)));
    auto found = listeners(start);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_FALSE(found[0].lease_ends);
    EXPECT_EQ(found[0].wished_lease, 1h);
    EXPECT_EQ(found[0].secret, "");  // not before it has confirmed

    const Digest feed = digest("feed");
    ASSERT_TRUE(keep(ListenerNews{found[0].id, What::confirmed, feed, "", start, 0.5}));
    found = listeners(start);
    EXPECT_EQ(found[0].lease_ends, start + 1h);
    EXPECT_EQ(found[0].secret, "secret");
    EXPECT_EQ(found[0].told, feed);
    EXPECT_FALSE(found[0].wished_lease);
    EXPECT_TRUE(listeners(start + 1h).empty());

    ASSERT_TRUE(keep(ListenerNews{found[0].id, What::failed, {}, "no answer", start, 0.5}));
    EXPECT_EQ(listeners(start)[0].due, start + 10s);
    ASSERT_TRUE(keep(ListenerNews{found[0].id, What::failed, {}, "no answer", start, 0.5}));
    EXPECT_EQ(listeners(start)[0].due, start + 20s);
    EXPECT_EQ(listeners(start)[0].told, feed);
    ASSERT_TRUE(keep(ListenerNews{found[0].id, What::told, digest("more"), "", start, 0.5}));
    EXPECT_EQ(listeners(start)[0].told, digest("more"));
    EXPECT_EQ(listeners(start)[0].failures, 0);

    // Renewed: what it was told stays, so that nothing between is lost.
    ASSERT_TRUE(keep(wish(start + 30min)));
    ASSERT_TRUE(keep(ListenerNews{found[0].id, What::confirmed, feed, "", start + 30min, 0.5}));
    EXPECT_EQ(listeners(start)[0].lease_ends, start + 90min);
    EXPECT_EQ(listeners(start)[0].told, digest("more"));

    ASSERT_TRUE(keep(wish(start, 0s)));
    ASSERT_TRUE(keep(ListenerNews{found[0].id, What::confirmed, {}, "", start, 0.5}));
    EXPECT_TRUE(listeners(start).empty());
}

TEST_F(HubsTest, WhoDoesNotConfirmLosesNothingThatItHad) {
    using What = ListenerNews::What;
    ASSERT_TRUE(keep(wish(start)));
    ASSERT_TRUE(keep(ListenerNews{listeners(start)[0].id, What::refused, {}, "no", start, 0.5}));
    EXPECT_TRUE(listeners(start).empty());

    ASSERT_TRUE(keep(wish(start)));
    const ListenerId id = listeners(start)[0].id;
    ASSERT_TRUE(keep(ListenerNews{id, What::confirmed, {}, "", start, 0.5}));
    ASSERT_TRUE(keep(wish(start, 0s)));  // somebody else says that it wants no more
    ASSERT_TRUE(keep(ListenerNews{id, What::refused, {}, "no", start, 0.5}));
    EXPECT_EQ(listeners(start)[0].lease_ends, start + 1h);
    ASSERT_TRUE(keep(ListenerNews{id, What::gone, {}, "", start, 0.5}));
    EXPECT_TRUE(listeners(start).empty());
}

TEST_F(HubsTest, OneHostCannotFillTheHub) {
    for (int i = 0; i < 1000; ++i) {
        ListeningWish one = wish(start);
        one.callback += std::to_string(i);
        ASSERT_TRUE(keep(one));
    }
    const auto refused = keep(wish(start));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().failure, Failure::busy);
    ListeningWish other = wish(start);
    other.callback = "https://other.example/cb";
    EXPECT_TRUE(keep(other));
    // Those that never confirmed go.
    EXPECT_TRUE(keep(wish(start + 11min)));
}

}  // namespace
}  // namespace chappe
