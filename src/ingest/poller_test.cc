// The poller against a server on this machine and a queue in memory. tests/system/sources_test.py
// does the same with a thousand hosts.
#include "ingest/poller.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "ingest/loopback_server.h"

namespace chappe {
namespace {

using namespace std::chrono_literals;
using Connection = LoopbackServer::Connection;

/// Each errand is due until its visit is kept.
class MemoryQueue : public Queue {
 public:
    Result<std::vector<Errand>> due(Instant, std::size_t limit) override {
        std::vector<Errand> due;
        {
            const std::lock_guard lock(mutex);
            for (const Errand& errand : errands)
                if (due.size() < limit) due.push_back(errand);
        }
        if (const auto happens = std::exchange(meanwhile, nullptr)) happens();
        return due;
    }
    Result<std::optional<Origin>> origin(const std::string& name) override {
        const std::lock_guard lock(mutex);
        const auto found = origins.find(name);
        if (found == origins.end()) return std::nullopt;
        return found->second;
    }
    Result<void> keep(Origin origin, Kept kept) override {
        {
            const std::lock_guard lock(mutex);
            origins[origin.name] = origin;
        }
        kept(Result<void>());
        return {};
    }
    Result<void> keep(Visit visit, Kept kept) override {
        {
            const std::lock_guard lock(mutex);
            std::erase_if(errands, [&](const Errand& errand) {
                return errand.source == visit.source && errand.page == visit.page;
            });
            visits.push_back(std::move(visit));
        }
        kept(Result<void>());
        return {};
    }

    void add(std::string address) {
        Errand errand;
        errand.source = SourceId{static_cast<std::int64_t>(errands.size() + visits.size() + 1)};
        errand.name = address;
        errand.address = std::move(address);
        errands.push_back(std::move(errand));
    }

    std::mutex mutex;
    std::vector<Errand> errands;
    std::map<std::string, Origin> origins;
    std::vector<Visit> visits;
    std::function<void()> meanwhile;  // happens while the answer is on its way
};

std::string answer(std::string_view status, std::string_view headers = "",
                   std::string_view body = "") {
    return "HTTP/1.1 " + std::string(status) +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n" +
           std::string(headers) + "\r\n" + std::string(body);
}

/// A site whose pages are in a map; it writes down what was asked for.
struct TestSite {
    std::map<std::string, std::string> pages;
    std::vector<std::string> asked;  // paths
    std::vector<std::string> requests;
    LoopbackServer server{[this](const Connection& connection) {
        asked.push_back(connection.path());
        requests.push_back(connection.request);
        const auto found = pages.find(connection.path());
        connection.send(found == pages.end() ? answer("404 Not Found") : found->second);
    }};
};

struct Tour {
    MemoryQueue queue;
    std::vector<Delivery> deliveries;
    PollerOptions options;
    std::function<void(Visit, Queue::Kept)> keep = [this](Visit visit, Queue::Kept kept) {
        EXPECT_TRUE(queue.keep(std::move(visit), std::move(kept)));
    };

    void visit(const TestSite& site) {
        options.fetch.policy.ports = {site.server.port()};
        options.fetch.policy.allow = AllowList::parse({"127.0.0.1"}).value();
        options.fetch.deadline = 5s;
        options.fetch.resolver = [](const std::string&) {
            return std::vector{Address::v4(127, 0, 0, 1)};
        };
        options.pause = 0ms;
        Poller poller(queue, options, [this](Delivery delivery, Queue::Kept kept) {
            deliveries.push_back(delivery);
            keep(std::move(delivery.visit), std::move(kept));
        });
        poller.run_until_idle();
    }
};

TEST(Poller, FetchesRobotsThenTheSource) {
    TestSite site;
    site.pages["/rss"] = answer(
        "200 OK", "ETag: \"v1\"\r\nLast-Modified: yesterday\r\nCache-Control: max-age=600\r\n",
        "<rss/>");
    Tour tour;
    tour.queue.add(site.server.url("/rss"));
    tour.visit(site);
    EXPECT_EQ(site.asked, (std::vector<std::string>{"/robots.txt", "/rss"}));
    EXPECT_NE(site.requests[1].find("User-Agent: Chappe/"), std::string::npos);
    ASSERT_EQ(tour.deliveries.size(), 1U);
    EXPECT_EQ(tour.deliveries[0].arrival.bytes, "<rss/>");
    EXPECT_EQ(tour.deliveries[0].arrival.source, site.server.url("/rss"));
    const Visit& visit = tour.queue.visits.at(0);
    EXPECT_EQ(visit.health, Health::well);
    EXPECT_EQ(visit.etag, "\"v1\"");
    EXPECT_EQ(visit.last_modified, "yesterday");
    EXPECT_EQ(visit.manners.wait, 600s);
    EXPECT_EQ(visit.content, digest("<rss/>"));

    // The rules are known now.
    tour.queue.add(site.server.url("/rss"));
    tour.visit(site);
    EXPECT_EQ(std::count(site.asked.begin(), site.asked.end(), "/robots.txt"), 1);
}

TEST(Poller, AsksWhetherSomethingIsNew) {
    TestSite site;
    site.pages["/rss"] = answer("304 Not Modified", "Cache-Control: max-age=60\r\n");
    Tour tour;
    tour.queue.add(site.server.url("/rss"));
    tour.queue.errands[0].etag = "\"v1\"";
    tour.queue.errands[0].last_modified = "yesterday";
    tour.queue.errands[0].manners.skip_hours = 3;
    tour.visit(site);
    EXPECT_NE(site.requests.at(1).find("If-None-Match: \"v1\"\r\n"), std::string::npos);
    EXPECT_NE(site.requests.at(1).find("If-Modified-Since: yesterday\r\n"), std::string::npos);
    EXPECT_TRUE(tour.deliveries.empty());
    const Visit& visit = tour.queue.visits.at(0);
    EXPECT_TRUE(visit.unchanged);
    EXPECT_EQ(visit.etag, "\"v1\"");
    EXPECT_EQ(visit.manners, (Manners{.wait = 60s, .skip_hours = 3}));
}

TEST(Poller, TheSameBytesAreNotReadAgain) {
    TestSite site;
    site.pages["/rss"] = answer("200 OK", "", "<rss/>");
    Tour tour;
    tour.queue.add(site.server.url("/rss"));
    tour.queue.errands[0].content = digest("<rss/>");
    tour.visit(site);
    EXPECT_TRUE(tour.deliveries.empty());
    EXPECT_TRUE(tour.queue.visits.at(0).unchanged);
}

TEST(Poller, WhatRobotsForbidIsNotAskedFor) {
    TestSite site;
    site.pages["/robots.txt"] = answer("200 OK", "", "User-agent: *\nDisallow: /no\n");
    site.pages["/yes"] = answer("200 OK", "", "x");
    Tour tour;
    for (const char* path : {"/no/1", "/yes", "/no/2"}) tour.queue.add(site.server.url(path));
    tour.visit(site);
    EXPECT_EQ(site.asked, (std::vector<std::string>{"/robots.txt", "/yes"}));
    ASSERT_EQ(tour.queue.visits.size(), 3U);
    EXPECT_EQ(tour.queue.visits[0].health, Health::excluded);
    EXPECT_EQ(tour.queue.visits[0].trouble,
              "127.0.0.1 asks programs not to read this page (robots.txt)");
}

TEST(Poller, ASiteWhoseRulesCannotBeHadIsLeftAlone) {
    TestSite site;
    site.pages["/robots.txt"] = answer("500 Oops");
    Tour tour;
    tour.queue.add(site.server.url("/rss"));
    tour.visit(site);
    EXPECT_EQ(site.asked, std::vector<std::string>{"/robots.txt"});
    EXPECT_EQ(tour.queue.visits.at(0).health, Health::failing);
    EXPECT_EQ(tour.queue.visits.at(0).trouble,
              "127.0.0.1: its robots.txt cannot be had: it answers 500");
}

TEST(Poller, StatusesAreStates) {
    TestSite site;
    const std::map<std::string, Health> states = {
        {"401 No", Health::forbidden}, {"403 No", Health::forbidden}, {"404 No", Health::missing},
        {"410 No", Health::gone},      {"451 No", Health::barred},    {"500 No", Health::failing},
        {"204 No", Health::failing}};
    for (const auto& [status, health] : states) {
        site.pages["/rss"] = answer(status);
        Tour tour;
        tour.queue.add(site.server.url("/rss"));
        tour.visit(site);
        EXPECT_EQ(tour.queue.visits.at(0).health, health) << status;
        EXPECT_NE(tour.queue.visits.at(0).trouble, "");
    }
}

TEST(Poller, RetryAfterHoldsForTheWholeHost) {
    TestSite site;
    site.pages["/a"] = answer("503 Busy", "Retry-After: 120\r\n");
    site.pages["/b"] = answer("200 OK", "", "b");
    Tour tour;
    tour.queue.add(site.server.url("/a"));
    tour.queue.add(site.server.url("/b"));
    tour.visit(site);
    EXPECT_EQ(site.asked, (std::vector<std::string>{"/robots.txt", "/a"}));
    ASSERT_EQ(tour.queue.visits.size(), 2U);
    EXPECT_EQ(tour.queue.visits[0].manners.wait, 120s);
    EXPECT_GE(tour.queue.visits[1].manners.wait, 110s);
    EXPECT_NE(tour.queue.visits[1].trouble.find("asked not to be visited before"),
              std::string::npos);
}

TEST(Poller, PermanentRedirectsAreRememberedAndOthersNot) {
    TestSite site;
    site.pages["/old"] = answer("301 Moved", "Location: /new\r\n");
    site.pages["/new"] = answer("200 OK", "", "x");
    site.pages["/now"] = answer("302 Found", "Location: /old\r\n");
    Tour tour;
    tour.queue.add(site.server.url("/old"));
    tour.visit(site);
    EXPECT_EQ(tour.queue.visits.at(0).moved_to, site.server.url("/new"));
    EXPECT_EQ(tour.deliveries.at(0).arrival.url, site.server.url("/new"));
    tour.queue.add(site.server.url("/now"));
    tour.visit(site);
    EXPECT_EQ(tour.queue.visits.at(1).health, Health::well);
    EXPECT_EQ(tour.queue.visits.at(1).moved_to, "");
}

TEST(Poller, RedirectsEndAtFiveAndRobotsHoldBehindThem) {
    TestSite site;
    site.pages["/robots.txt"] = answer("200 OK", "", "User-agent: *\nDisallow: /no\n");
    site.pages["/loop"] = answer("302 Found", "Location: /loop\r\n");
    site.pages["/trick"] = answer("302 Found", "Location: /no\r\n");
    site.pages["/inside"] = answer("302 Found", "Location: http://10.0.0.1/\r\n");
    Tour tour;
    for (const char* path : {"/loop", "/trick", "/inside"}) tour.queue.add(site.server.url(path));
    tour.visit(site);
    EXPECT_EQ(std::count(site.asked.begin(), site.asked.end(), "/loop"), 6);
    EXPECT_EQ(tour.queue.visits.at(0).trouble, "127.0.0.1 redirects more than 5 times");
    EXPECT_EQ(tour.queue.visits.at(1).health, Health::excluded);
    EXPECT_NE(tour.queue.visits.at(2).trouble.find("redirects to a page that is not fetched"),
              std::string::npos);
}

TEST(Poller, PausesBetweenPagesOfAHost) {
    TestSite site;
    site.pages["/a"] = site.pages["/b"] = site.pages["/c"] = answer("200 OK", "", "x");
    site.pages["/robots.txt"] = answer("200 OK", "", "User-agent: *\nCrawl-delay: 0.2\n");
    Tour tour;
    for (const char* path : {"/a", "/b", "/c"}) tour.queue.add(site.server.url(path));
    const auto begin = std::chrono::steady_clock::now();
    tour.visit(site);
    EXPECT_GE(std::chrono::steady_clock::now() - begin, 2s);  // a second, twice: it is rounded up
    EXPECT_EQ(tour.queue.visits.size(), 3U);
}

TEST(Poller, PrivateAddressesAreNeverDialled) {
    TestSite site;
    Tour tour;
    tour.queue.add("http://10.0.0.1:" + std::to_string(site.server.port()) + "/");
    tour.queue.add("http://localhost:" + std::to_string(site.server.port()) + "/");
    tour.queue.add("ftp://agence.example/");
    tour.visit(site);
    EXPECT_TRUE(site.asked.empty());
    ASSERT_EQ(tour.queue.visits.size(), 3U);
    for (const Visit& visit : tour.queue.visits) EXPECT_EQ(visit.health, Health::failing);
    EXPECT_NE(tour.queue.visits[0].trouble.find("private use"), std::string::npos);
}

TEST(Poller, WhatCouldNotBeKeptIsNotFetchedAgainAtOnce) {
    TestSite site;
    site.pages["/rss"] = answer("200 OK", "", "x");
    Tour tour;
    tour.options.fetch.policy.ports = {site.server.port()};
    tour.options.fetch.policy.allow = AllowList::parse({"127.0.0.1"}).value();
    tour.queue.add(site.server.url("/rss"));
    int taken = 0;
    Poller poller(tour.queue, tour.options, [&](const Delivery&, Queue::Kept kept) {
        ++taken;
        kept(fail(Failure::full, "no room on the disk"));
    });
    poller.run_until_idle();
    poller.run_until_idle();
    EXPECT_EQ(taken, 1);
}

TEST(Poller, WhatIsKeptWhileTheQueueIsReadIsNotVisitedAgain) {
    TestSite site;
    site.pages["/rss"] = answer("200 OK", "", "<rss/>");
    Tour tour;
    tour.queue.add(site.server.url("/rss"));
    tour.keep = [&](Visit visit, Queue::Kept kept) {
        auto waiting =
            std::make_shared<std::pair<Visit, Queue::Kept>>(std::move(visit), std::move(kept));
        tour.queue.meanwhile = [&tour, waiting] {
            EXPECT_TRUE(tour.queue.keep(std::move(waiting->first), std::move(waiting->second)));
        };
    };
    tour.visit(site);
    EXPECT_EQ(site.asked, (std::vector<std::string>{"/robots.txt", "/rss"}));
}

}  // namespace
}  // namespace chappe
