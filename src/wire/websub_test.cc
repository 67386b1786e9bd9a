// WebSub at the site's doors: who may subscribe, what hubs may send.
#include <gtest/gtest.h>

#include "base/hmac.h"
#include "wire/test_desk.h"

namespace chappe {
namespace {

using namespace std::chrono_literals;
using namespace test;

struct Wire : Desk {
    Wire() {
        site.hub = true;
        site.read_pushed = [](const Subscription& subscription, Arrival arrival) {
            Reading reading = read_plainly(arrival);
            Submission submission{std::move(arrival), std::move(reading), std::nullopt};
            submission.visit.emplace().source = subscription.source;
            submission.visit->pushed = true;
            return submission;
        };
        Subscription ours;
        ours.source = SourceId{7};
        ours.name = "https://agence.example/rss";
        ours.links = {"https://hub.example/", "https://agence.example/rss"};
        ours.callback = "0123456789abcdef";
        ours.secret = "between us";
        archive.hubs().subscriptions.push_back(ours);
    }
    /// As another server does it: no cookie, no page of ours.
    Response ask_hub(std::vector<std::pair<std::string, std::string>> fields) {
        Request request = asking("POST", "/hub");
        request.content_type = form_type;
        request.body = to_string(Form{std::move(fields)});
        return respond(request);
    }
    Response subscribe(std::string topic, std::string callback = "https://reader.example/cb?u=1",
                       std::string lease = "") {
        return ask_hub({{"hub.mode", "subscribe"},
                        {"hub.topic", std::move(topic)},
                        {"hub.callback", std::move(callback)},
                        {"hub.lease_seconds", std::move(lease)},
                        {"hub.secret", "s"}});
    }
    Response push(std::string signature, std::string body,
                  std::string callback = "0123456789abcdef") {
        Request request = asking("POST", "/websub/" + std::move(callback));
        request.content_type = "text/plain";
        request.hub_signature = std::move(signature);
        request.body = std::move(body);
        return respond(request);
    }
    std::int64_t total() { return archive.stats()->total; }
};

TEST(WebSub, FeedsNameTheHub) {
    Wire wire;
    const Response atom = wire.get("/feed.atom?q=titre");
    EXPECT_TRUE(has(atom, R"(<link rel="hub" href="https://wire.example/hub"/>)"));
    EXPECT_EQ(header(atom, "Link"),
              "<https://wire.example/hub>; rel=\"hub\", "
              "<https://wire.example/feed.atom?q=titre>; rel=\"self\"");
    EXPECT_TRUE(has(wire.get("/feed.rss"),
                    R"(<atom:link rel="hub" href="https://wire.example/hub"/>)"));
    EXPECT_TRUE(has(wire.get("/feed.json"),
                    R"("hubs":[{"type":"WebSub","url":"https://wire.example/hub"}])"));
    wire.site.hub = false;
    EXPECT_FALSE(has(wire.get("/feed.atom"), "hub"));
    EXPECT_EQ(wire.subscribe("https://wire.example/feed.atom").status, 404);
}

TEST(WebSub, WhoeverAsksTheHubWillBeCalledBack) {
    Wire wire;
    EXPECT_EQ(wire.subscribe("https://wire.example/feed.atom?q=titre").status, 202);
    const auto& wishes = wire.archive.hubs().wishes;
    ASSERT_EQ(wishes.size(), 1U);
    EXPECT_EQ(wishes[0].callback, "https://reader.example/cb?u=1");
    EXPECT_EQ(wishes[0].topic, "https://wire.example/feed.atom?q=titre");
    EXPECT_EQ(wishes[0].secret, "s");
    EXPECT_EQ(wishes[0].lease, 240h);
    wire.subscribe("https://wire.example/feed.json", "http://a.example/", "5");
    EXPECT_EQ(wishes[1].lease, 1h);
    wire.subscribe("https://wire.example/feed.json", "http://a.example/", "99999999");
    EXPECT_EQ(wishes[2].lease, 720h);
    EXPECT_EQ(wire.ask_hub({{"hub.mode", "unsubscribe"},
                            {"hub.topic", "https://wire.example/feed.gone"},
                            {"hub.callback", "https://reader.example/cb"}})
                  .status,
              202);
    EXPECT_EQ(wishes[3].lease, 0s);
}

TEST(WebSub, WhatIsNoSubscriptionIsRefusedInWords) {
    Wire wire;
    for (const char* topic :
         {"", "https://wire.example/", "https://wire.example/feed.atomic",
          "https://other.example/feed.atom", "https://wire.example/feed.atom?q=\"never closed",
          "/feed.atom"}) {
        const Response refused = wire.subscribe(topic);
        EXPECT_EQ(refused.status, 400) << topic;
        EXPECT_EQ(refused.body, "hub.topic is no feed of this site\n") << topic;
    }
    const std::string topic = "https://wire.example/feed.atom";
    for (const char* callback : {"", "reader.example", "ftp://reader.example/", "javascript:x"})
        EXPECT_EQ(wire.subscribe(topic, callback).status, 400) << callback;
    EXPECT_EQ(wire.subscribe(topic, "https://a.example/", "soon").status, 400);
    EXPECT_EQ(wire.ask_hub({{"hub.mode", "publish"}}).status, 400);
    EXPECT_EQ(wire.ask_hub({{"hub.mode", "subscribe"},
                            {"hub.topic", topic},
                            {"hub.callback", "https://a.example/"},
                            {"hub.secret", std::string(200, 's')}})
                  .status,
              400);
    EXPECT_TRUE(wire.archive.hubs().wishes.empty());
}

TEST(WebSub, OnlyWhatWeAskedForIsConfirmed) {
    Wire wire;
    const std::string asked =
        "/websub/0123456789abcdef?hub.topic=https%3A%2F%2Fagence.example%2Frss"
        "&hub.challenge=a%3Cb%3E&hub.lease_seconds=86400&hub.mode=";
    const Response confirmed = wire.get(asked + "subscribe");
    EXPECT_EQ(confirmed.status, 200);
    EXPECT_EQ(confirmed.body, "a<b>");
    EXPECT_EQ(confirmed.type, "text/plain; charset=utf-8");
    const auto& news = wire.archive.hubs().news;
    ASSERT_EQ(news.size(), 1U);
    EXPECT_EQ(news[0].source, SourceId{7});
    EXPECT_EQ(news[0].what, SubscriptionNews::What::verified);
    EXPECT_EQ(news[0].lease, 24h);

    EXPECT_EQ(wire.get(asked + "unsubscribe").status, 404);
    EXPECT_EQ(wire.get("/websub/0123456789abcdef?hub.mode=subscribe&hub.challenge=a"
                       "&hub.topic=https%3A%2F%2Fother.example%2F")
                  .status,
              404);
    EXPECT_EQ(wire.get("/websub/ffff?hub.mode=subscribe&hub.challenge=a").status, 404);
    EXPECT_EQ(news.size(), 1U);

    EXPECT_EQ(wire.get("/websub/0123456789abcdef?hub.mode=denied&hub.reason=No+more"
                       "&hub.topic=https%3A%2F%2Fagence.example%2Frss")
                  .status,
              200);
    EXPECT_EQ(news[1].what, SubscriptionNews::What::denied);
    EXPECT_EQ(news[1].trouble, "the hub sends nothing: No more");
}

TEST(WebSub, WhatTheHubSignedIsTakenAndNothingElse) {
    Wire wire;
    const std::string body = "Sommet à Bakou\n\nLes ministres se réunissent mardi.";
    const std::int64_t before = wire.total();
    for (const Sha sha : {Sha::sha1, Sha::sha256, Sha::sha384, Sha::sha512}) {
        const std::string text = std::string(name_of(sha)) + " " + body;
        const std::string signature =
            std::string(name_of(sha)) + "=" + hmac_hex(sha, "between us", text);
        EXPECT_EQ(wire.push(signature, text).status, 202);
    }
    EXPECT_EQ(wire.total(), before + 4);

    // To others the answer is the same, and nothing is kept.
    for (const std::string& signature :
         {std::string(), std::string("sha256="), std::string("sha256"), std::string("md5=00"),
          "sha256=" + hmac_hex(Sha::sha256, "guess", body),
          "sha1=" + hmac_hex(Sha::sha256, "between us", body)})
        EXPECT_EQ(wire.push(signature, body).status, 202) << signature;
    EXPECT_EQ(wire.total(), before + 4);
    EXPECT_EQ(wire.push("sha256=" + hmac_hex(Sha::sha256, "between us", body), body, "ff").status,
              404);
}

}  // namespace
}  // namespace chappe
