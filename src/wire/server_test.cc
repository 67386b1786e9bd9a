// The server over real sockets of this machine, in front of an archive in memory.
#include "wire/server.h"

#include <gtest/gtest.h>

#include <thread>

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

TEST_F(ServerTest, APostedDispatchIsOnTheWireAndComesAsAnEvent) {
    HttpClient events(port());
    events.send(get_line("/events"));
    ASSERT_TRUE(events.read_until("retry: ", 5s));

    const Reply created = post("Une réunion à Bakou");
    EXPECT_EQ(created.status, 201);
    EXPECT_EQ(created.body, "{\"id\":1,\"outcome\":\"created\"}\n");
    ASSERT_TRUE(events.read_until("Une réunion à Bakou", 5s));
    ASSERT_TRUE(events.read_until("\n\n", 5s));
    EXPECT_NE(events.received().find("id: 1\n"), std::string::npos);

    HttpClient reader(port());
    EXPECT_NE(reader.get("/").body.find("Une réunion à Bakou"), std::string::npos);
    EXPECT_NE(reader.get("/d/1").body.find("Le corps."), std::string::npos);
}

}  // namespace
}  // namespace chappe
