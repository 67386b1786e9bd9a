// The server over real sockets of this machine, in front of an archive in memory.
#include "wire/server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "base/log.h"
#include "wire/http_client.h"
#include "wire/memory_archive.h"
#include "wire/test_news.h"

namespace chappe {
namespace {

using namespace std::chrono_literals;

class ServerTest : public testing::Test {
 protected:
    ServerTest() {
        log_quietly();
        ServerOptions options;
        options.port = 0;
        options.hosts = {"a"};
        options.trusted_proxies = {"127.0.0.1"};
        options.deaf_time = 500ms;
        token_ = *archive_.add_token("test");
        auto made = make_server(
            archive_, [this](const Arrival& arrival) { return read(arrival); }, options);
        if (!made) return;
        server_ = std::move(*made);
        thread_ = std::thread([this] { server_->run(); });
    }
    ~ServerTest() override { stop(); }

    void SetUp() override { ASSERT_TRUE(server_); }
    void stop() {
        archive_.release();
        if (!thread_.joinable()) return;
        server_->stop();
        thread_.join();
    }

    Reading read(const Arrival& arrival) {
        while (slow_reading_) std::this_thread::sleep_for(2ms);
        return read_plainly(arrival);
    }

    std::uint16_t port() const { return server_->port(); }
    std::string key() const { return "Authorization: Bearer " + token_ + "\r\n"; }
    std::string json_key() const { return key() + "Content-Type: application/json\r\n"; }

    Reply post(std::string_view title, std::string_view text = "Le corps.") {
        HttpClient client(port());
        return client.post(
            "/api/dispatches", json_key(),
            "{\"title\":\"" + std::string(title) + "\",\"text\":\"" + std::string(text) + "\"}");
    }

    MemoryArchive archive_;
    std::string token_;
    std::atomic<bool> slow_reading_ = false;
    std::unique_ptr<Server> server_;
    std::thread thread_;
};

std::string get_line(std::string_view target) {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
}

TEST_F(ServerTest, OneConnectionServesManyRequests) {
    HttpClient client(port());
    for (int i = 0; i < 5; ++i) EXPECT_EQ(client.get("/").status, 200);
    EXPECT_EQ(client.get("/nothing").status, 404);
    EXPECT_EQ(client.get("/api/stats").status, 200);
}

TEST_F(ServerTest, PipelinedRequestsAreAnsweredInTheirOrder) {
    HttpClient client(port());
    std::string all;
    for (int i = 0; i < 20; ++i) all += get_line(i % 2 ? "/nothing" : "/");
    ASSERT_TRUE(client.send(all));
    for (int i = 0; i < 20; ++i) EXPECT_EQ(client.reply().status, i % 2 ? 404 : 200);
}

TEST_F(ServerTest, WhoAsksTogetherGetsTheCodingOfTheirOwn) {
    slow_reading_ = true;  // the makers of pages are busy, so that both wait for one page
    std::vector<std::unique_ptr<HttpClient>> busy;
    for (int i = 0; i < 8; ++i) {
        busy.push_back(std::make_unique<HttpClient>(port()));
        busy.back()->send("POST /api/dispatches HTTP/1.1\r\nHost: a\r\n" + key() +
                          "Content-Type: text/plain\r\nContent-Length: 3\r\n\r\na" +
                          std::to_string(10 + i));
    }
    std::this_thread::sleep_for(100ms);
    HttpClient brief(port()), plain(port()), also(port());
    const std::string asked = "GET /search?q=bakou HTTP/1.1\r\nHost: a\r\n";
    brief.send(asked + "Accept-Encoding: br\r\n\r\n");
    std::this_thread::sleep_for(100ms);
    plain.send(asked + "\r\n");
    also.send(asked + "Accept-Encoding: gzip\r\n\r\n");
    std::this_thread::sleep_for(100ms);
    slow_reading_ = false;
    EXPECT_NE(brief.reply().head.find("Content-Encoding: br\r\n"), std::string::npos);
    EXPECT_NE(also.reply().head.find("Content-Encoding: gzip\r\n"), std::string::npos);
    const Reply whole = plain.reply();
    EXPECT_EQ(whole.head.find("Content-Encoding"), std::string::npos);
    EXPECT_NE(whole.body.find("</html>"), std::string::npos);
}

TEST_F(ServerTest, WhoHasAPageHearsOnlyThat) {
    ASSERT_EQ(post("Une réunion à Bakou").status, 201);
    for (const char* target : {"/", "/d/1", "/d/1.json", "/d/1.txt", "/search?q=bakou",
                               "/feed.atom", "/feed.json?q=bakou", "/robots.txt", "/help"}) {
        for (const std::string coding : {"", "Accept-Encoding: br\r\n"}) {
            HttpClient client(port());
            const Reply first = client.get(target, coding);
            EXPECT_EQ(first.status, 200) << target;
            const std::size_t at = first.head.find("ETag: ");
            ASSERT_NE(at, std::string::npos) << target;
            const std::string tag = first.head.substr(at + 6, first.head.find('\r', at) - at - 6);
            const Reply again = client.get(target, coding + "If-None-Match: " + tag + "\r\n");
            EXPECT_EQ(again.status, 304) << target;
            EXPECT_EQ(again.head.find("Content-"), again.head.find("Content-Security-Policy"));
            EXPECT_NE(again.head.find("ETag: " + tag), std::string::npos) << target;
            EXPECT_EQ(client.get(target, coding + "If-None-Match: \"other\"\r\n").status, 200);
        }
    }
}

TEST_F(ServerTest, APostedDispatchIsOnTheWireAndComesAsAnEvent) {
    HttpClient events(port());
    events.send(get_line("/events"));
    ASSERT_TRUE(events.read_until("retry: ", 5s));

    HttpClient reader(port());
    for (int i = 0; i < 2; ++i)  // made, then remembered
        EXPECT_EQ(reader.get("/").body.find("Une réunion"), std::string::npos);
    const Reply created = post("Une réunion à Bakou");
    EXPECT_EQ(created.status, 201);
    EXPECT_EQ(created.body, "{\"id\":1,\"outcome\":\"created\"}\n");
    ASSERT_TRUE(events.read_until("Une réunion à Bakou", 5s));
    ASSERT_TRUE(events.read_until("\n\n", 5s));
    EXPECT_NE(events.received().find("id: 1\n"), std::string::npos);

    EXPECT_NE(reader.get("/").body.find("Une réunion à Bakou"), std::string::npos);
    EXPECT_NE(reader.get("/d/1").body.find("Le corps."), std::string::npos);
}

TEST_F(ServerTest, AReaderGoesOnWhereItWas) {
    for (int i = 1; i <= 5; ++i) ASSERT_EQ(post("Dépêche " + std::to_string(i)).status, 201);
    HttpClient by_header(port());
    by_header.send("GET /events HTTP/1.1\r\nHost: a\r\nLast-Event-ID: 3\r\n\r\n");
    HttpClient by_query(port());
    by_query.send(get_line("/events?after=3"));
    for (HttpClient* client : {&by_header, &by_query}) {
        ASSERT_TRUE(client->read_until("Dépêche 5", 5s));
        EXPECT_EQ(client->received().find("Dépêche 3"), std::string::npos);
        EXPECT_LT(client->received().find("id: 4\n"), client->received().find("id: 5\n"));
    }
}

TEST_F(ServerTest, WhatTheRingForgotComesFromTheArchive) {
    // 450 changes: three pages of the archive, then live.
    const std::string long_text(3000, 'x');
    for (int i = 0; i < 450; ++i) {
        Submission submission;
        submission.arrival.source = "desk";
        submission.arrival.bytes = "Dépêche " + std::to_string(i) + "\n" + long_text;
        submission.reading = read_plainly(submission.arrival);
        ASSERT_TRUE(archive_.submit(std::move(submission), [](const Result<Receipt>&) {}));
    }
    HttpClient client(port());
    client.send(get_line("/events?after=0"));
    ASSERT_TRUE(client.read_until("id: 450\n", 20s));
    ASSERT_EQ(post("La suivante").status, 201);
    ASSERT_TRUE(client.read_until("id: 451\n", 5s));
    std::size_t at = 0;
    for (int i = 1; i <= 451; ++i) {
        at = client.received().find("id: " + std::to_string(i) + "\n", at);
        ASSERT_NE(at, std::string::npos) << i;
    }
}

TEST_F(ServerTest, ASlowReaderIsDroppedAndTheOthersAreNot) {
    HttpClient deaf(port(), 4096);
    deaf.send(get_line("/events"));
    HttpClient lively(port());
    lively.send(get_line("/events"));
    ASSERT_TRUE(deaf.read_until("retry: ", 5s));
    ASSERT_TRUE(lively.read_until("retry: ", 5s));
    // Its kernel buffers (some 300 KiB) and then its backlog fill with frames of ~1.5 KB.
    const std::string title(290, 't');
    HttpClient watcher(port());
    int seen = 0;
    bool dropped = false;
    for (int i = 0; i < 2000 && !dropped; ++i) {
        ASSERT_EQ(post(title + std::to_string(i), std::string(390, 'x')).status, 201);
        ++seen;
        ASSERT_TRUE(lively.read_until("id: " + std::to_string(seen) + "\n", 5s));
        if (i % 50 == 0)
            dropped =
                watcher.get("/metrics").body.find("\nchappe_event_readers_dropped_total 1\n") !=
                std::string::npos;
    }
    EXPECT_TRUE(dropped);
    ASSERT_EQ(post("Encore une").status, 201);
    EXPECT_TRUE(lively.read_until("Encore une", 5s));
}

TEST_F(ServerTest, StopAnswersWhatWasAccepted) {
    archive_.hold();
    HttpClient client(port());
    client.send("POST /api/dispatches HTTP/1.1\r\nHost: a\r\n" + json_key() +
                "Content-Length: 27\r\n\r\n{\"title\":\"x\",\"text\":\"yyyy\"}");
    HttpClient idle(port());
    EXPECT_EQ(idle.get("/web/wire.css").status, 200);
    HttpClient events(port());
    events.send(get_line("/events"));
    ASSERT_TRUE(events.read_until("retry: ", 5s));
    for (int i = 0; i < 1000 && archive_.held() == 0; ++i) std::this_thread::sleep_for(2ms);
    ASSERT_EQ(archive_.held(), 1u);
    server_->stop();
    EXPECT_TRUE(idle.ended(5s));
    EXPECT_TRUE(events.ended(5s));
    archive_.release();
    const Reply reply = client.reply();
    EXPECT_EQ(reply.status, 201);
    EXPECT_NE(reply.head.find("Connection: close"), std::string::npos);
    thread_.join();
    EXPECT_FALSE(HttpClient(port()).connected());
}

TEST_F(ServerTest, AFullQueueAnswersComeBackLater) {
    slow_reading_ = true;
    std::vector<std::unique_ptr<HttpClient>> clients;
    for (int i = 0; i < 600; ++i) {
        clients.push_back(std::make_unique<HttpClient>(port()));
        clients.back()->send("POST /api/dispatches HTTP/1.1\r\nHost: a\r\n" + key() +
                             "Content-Type: text/plain\r\nContent-Length: 3\r\n\r\na" +
                             std::to_string(10 + i % 90));
    }
    // The first are with the workers or in their queue; the last found it full.
    const Reply refused = clients.back()->reply();
    EXPECT_EQ(refused.status, 503);
    EXPECT_NE(refused.head.find("Retry-After: 1"), std::string::npos);
    slow_reading_ = false;
    int done = 0, busy = 0;
    clients.pop_back();
    for (const auto& client : clients) {
        const int status = client->reply().status;
        done += status == 201 || status == 200;
        busy += status == 503;
    }
    EXPECT_GE(done, 512);
    EXPECT_EQ(done + busy, 599);
    EXPECT_EQ(HttpClient(port()).get("/healthz").status, 200);
}

TEST_F(ServerTest, TooLargeIsAnsweredOnceAndClosed) {
    HttpClient header(port());
    header.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20000, 'x') + "\r\n\r\n" +
                get_line("/"));
    EXPECT_EQ(header.reply().status, 431);
    EXPECT_TRUE(header.ended(5s));
    EXPECT_EQ(header.received(), "");

    HttpClient length(port());
    EXPECT_EQ(
        length.post("/api/dispatches", json_key() + "Content-Length: 99999999\r\n", "x").status,
        400);  // two lengths
    HttpClient body(port());
    body.send("POST /api/dispatches HTTP/1.1\r\nHost: a\r\n" + json_key() +
              "Content-Length: 16777217\r\n\r\n");
    EXPECT_EQ(body.reply().status, 413);
    EXPECT_TRUE(body.ended(5s));

    HttpClient chunks(port());
    chunks.send("POST /api/dispatches HTTP/1.1\r\nHost: a\r\n" + json_key() +
                "Transfer-Encoding: chunked\r\n\r\n");
    const std::string chunk = "100000\r\n" + std::string(1 << 20, 'x') + "\r\n";
    for (int i = 0; i < 17; ++i)
        if (!chunks.send(chunk)) break;
    EXPECT_EQ(chunks.reply().status, 413);
}

TEST_F(ServerTest, ALargeBodyIsTakenFromThoseWithAToken) {
    const std::string large(5 << 20, 'x');
    HttpClient known(port());
    EXPECT_EQ(known.post("/api/dispatches", key() + "Content-Type: text/plain\r\n", large).status,
              201);
    HttpClient unknown(port());
    unknown.send(
        "POST /api/dispatches HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer no\r\n"
        "Content-Length: 5000000\r\n\r\n");
    EXPECT_EQ(unknown.reply().status, 401);  // before the body is sent
    HttpClient nobody(port());
    nobody.send("POST /api/dispatches HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n");
    EXPECT_EQ(nobody.reply().status, 401);
}

TEST_F(ServerTest, WhoAsksFirstIsToldToContinue) {
    HttpClient client(port());
    client.send("POST /api/dispatches HTTP/1.1\r\nHost: a\r\n" + json_key() +
                "Expect: 100-continue\r\nContent-Length: 27\r\n\r\n");
    ASSERT_TRUE(client.read_until("HTTP/1.1 100 Continue\r\n\r\n", 5s));
    EXPECT_EQ(client.reply().status, 100);
    client.send("{\"title\":\"x\",\"text\":\"yyyy\"}");
    EXPECT_EQ(client.reply().status, 201);
    EXPECT_EQ(client.get("/d/1").status, 200);
}

TEST_F(ServerTest, AHeadHasTheLengthButNotTheBody) {
    HttpClient client(port());
    client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
    const Reply head = client.reply("HEAD");
    EXPECT_EQ(head.status, 200);
    const Reply page = client.get("/");  // right behind it: nothing came between
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(head.head.find("Content-Length: " + std::to_string(page.body.size()) + "\r\n"),
              std::string::npos);
    client.send("HEAD /events HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client.reply("HEAD").status, 200);
}

TEST_F(ServerTest, APersonsViewCountsOnceAndIsShownAtOnce) {
    ASSERT_EQ(post("Une réunion").status, 201);
    const auto view = [&](HttpClient& client, const std::string& from, const std::string& agent,
                          const std::string& more = "") {
        client.send("GET /d/1 HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: " + from +
                    "\r\nUser-Agent: " + agent + "\r\n" + more + "\r\n");
        return client.reply();
    };
    const auto reads = [](const Reply& reply) {
        const std::size_t at = reply.body.find("Read: ");
        return at == std::string::npos ? "?" : reply.body.substr(at + 6, 1);
    };
    const std::string firefox = "Mozilla/5.0 (X11; rv:128.0) Gecko/20100101 Firefox/128.0";
    HttpClient client(port());
    EXPECT_EQ(reads(view(client, "203.0.113.1", "curl/8")), "0");
    EXPECT_EQ(reads(view(client, "203.0.113.1", firefox)), "1");
    EXPECT_EQ(reads(view(client, "203.0.113.1", firefox)), "1");
    EXPECT_EQ(reads(view(client, "203.0.113.2", firefox, "Sec-Purpose: prefetch\r\n")), "1");
    EXPECT_EQ(reads(view(client, "203.0.113.2", firefox)), "2");
    EXPECT_EQ(reads(view(client, "203.0.113.2", "Googlebot/2.1 (bot)")), "2");
    const Reply page = view(client, "203.0.113.1", firefox);
    const std::size_t tag = page.head.find("ETag: ") + 6;
    const std::string etag = page.head.substr(tag, page.head.find("\r\n", tag) - tag);
    EXPECT_EQ(view(client, "203.0.113.1", firefox, "If-None-Match: " + etag + "\r\n").status, 304);
    EXPECT_EQ(reads(view(client, "203.0.113.3", firefox, "If-None-Match: " + etag + "\r\n")), "3");
    for (const char* coding : {"gzip", "br"}) {  // made by a worker meanwhile
        Reply coded;
        for (int i = 0; i < 500 && coded.head.find("Content-Encoding") == std::string::npos; ++i)
            coded = view(client, "203.0.113.1", firefox,
                         "Accept-Encoding: " + std::string(coding) + "\r\n");
        EXPECT_NE(coded.head.find("Content-Encoding: " + std::string(coding)), std::string::npos);
        EXPECT_LT(coded.body.size(), page.body.size());
    }
}

TEST_F(ServerTest, WhatIsWithdrawnIsGoneAtOnce) {
    ASSERT_EQ(post("Une réunion").status, 201);
    HttpClient client(port());
    for (int i = 0; i < 3; ++i) ASSERT_EQ(client.get("/d/1").status, 200);
    archive_.withdraw(DispatchId{1});
    EXPECT_EQ(client.get("/d/1").status, 410);
}

TEST_F(ServerTest, StrangersDoNotSeeTheMetrics) {
    HttpClient client(port());
    EXPECT_EQ(client.get("/metrics").status, 200);
    client.send("GET /metrics HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.1\r\n\r\n");
    EXPECT_EQ(client.reply().status, 401);
    client.send("GET /metrics HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.1\r\n" + key() +
                "\r\n");
    const Reply reply = client.reply();
    EXPECT_EQ(reply.status, 200);
    EXPECT_NE(reply.body.find("chappe_http_requests_total{status=\"401\"} 1"), std::string::npos);
}

TEST_F(ServerTest, AClientInTheMiddleOfABodyDoesNotHoldTheStop) {
    HttpClient stuck(port());
    stuck.send("POST /api/dispatches HTTP/1.1\r\nHost: a\r\n" + json_key() +
               "Content-Length: 2000\r\n\r\n{");
    EXPECT_EQ(HttpClient(port()).get("/").status, 200);
    const auto began = std::chrono::steady_clock::now();
    server_->stop();
    thread_.join();
    EXPECT_LT(std::chrono::steady_clock::now() - began, 300ms);
}

TEST_F(ServerTest, ManyChangesAtOnceReachAttentiveReaders) {
    HttpClient events(port());
    events.send(get_line("/events"));
    ASSERT_TRUE(events.read_until("retry: ", 5s));
    for (int i = 0; i < 3000; ++i) {  // some 3 MB of frames
        Submission submission;
        submission.arrival.bytes = std::to_string(i) + "\n" + std::string(900, 'x');
        submission.reading = read_plainly(submission.arrival);
        ASSERT_TRUE(archive_.submit(std::move(submission), [](const Result<Receipt>&) {}));
    }
    ASSERT_TRUE(events.read_until("id: 3000\n", 20s));
}

TEST_F(ServerTest, AForeignNameIsNotAnswered) {
    HttpClient client(port());
    client.send("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n" + get_line("/"));
    EXPECT_EQ(client.reply().status, 421);
    EXPECT_TRUE(client.ended(5s));
    EXPECT_EQ(client.received(), "");
    HttpClient by_address(port());
    by_address.send("GET / HTTP/1.1\r\nHost: 127.0.0.1:8710\r\n\r\n");
    EXPECT_EQ(by_address.reply().status, 200);
    HttpClient by_target(port());
    by_target.send("GET http://evil.example/ HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(by_target.reply().status, 421);
}

TEST_F(ServerTest, ManyReadersHearOfOneDispatch) {
    std::vector<std::unique_ptr<HttpClient>> clients;
    for (int i = 0; i < 200; ++i) {
        clients.push_back(std::make_unique<HttpClient>(port()));
        clients.back()->send(get_line("/events"));
    }
    for (const auto& client : clients) ASSERT_TRUE(client->read_until("retry: ", 5s));
    ASSERT_EQ(post("Pour tous").status, 201);
    for (const auto& client : clients) ASSERT_TRUE(client->read_until("Pour tous", 5s));
}

TEST_F(ServerTest, ManyWritersAtOnceAreAllAnswered) {
    std::vector<std::thread> threads;
    std::atomic<int> created = 0;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            HttpClient client(port());
            for (int i = 0; i < 50; ++i) {
                const std::string number = std::to_string(t * 1000 + i);
                const Reply reply = client.post("/api/dispatches", json_key(),
                                                "{\"title\":\"x\",\"text\":\"" + number + "\"}");
                created += reply.status == 201;
                client.get("/");
            }
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(created, 200);
    EXPECT_NE(HttpClient(port()).get("/api/stats").body.find("\"total\":200"), std::string::npos);
}

TEST(ServerAddress, ATakenPortAndABadHostAreOneClearLine) {
    log_quietly();
    MemoryArchive archive;
    ServerOptions options;
    options.port = 0;
    const auto first = make_server(archive, read_plainly, options);
    ASSERT_TRUE(first);
    options.port = (*first)->port();
    const auto second = make_server(archive, read_plainly, options);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().failure, Failure::busy);
    options.host = "no such host";
    const auto third = make_server(archive, read_plainly, options);
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error().failure, Failure::refused);
}

TEST(ServerAddress, AServerThatNeverRanStopsAtOnce) {
    log_quietly();
    MemoryArchive archive;
    ServerOptions options;
    options.port = 0;
    auto server = make_server(archive, read_plainly, options);
    ASSERT_TRUE(server);
    (*server)->stop();
    (*server)->run();
}

}  // namespace
}  // namespace chappe
