#include "ingest/download.h"

#include <gtest/gtest.h>

#include "ingest/loopback_server.h"

namespace chappe {
namespace {

using namespace std::chrono_literals;

// The last door before a packet leaves. fetch() judges before it comes here; these targets pretend
// that it was deceived: DNS gave another address a moment later, or curl read the URL differently.

LoopbackServer::Handler secret() {
    return [](const LoopbackServer::Connection& connection) {
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret");
    };
}

FetchTarget target_at(const LoopbackServer& server, const std::string& host) {
    FetchTarget target;
    target.host = host;
    target.port = server.port();
    target.url = "http://" + host + ":" + std::to_string(server.port()) + "/";
    return target;
}

std::string outcome(const FetchTarget& target, const FetchPolicy& policy = {}) {
    const auto answer = download({target, {.longest = 1000, .time = 5s}}, policy, "Chappe/test");
    return answer ? answer->body : answer.error().message;
}

TEST(Download, TheSocketIsTheLastDoor) {
    LoopbackServer server(secret());
    const std::string refusal = ": its address 127.0.0.1 is not a public one: loopback, RFC 1122";
    EXPECT_EQ(outcome(target_at(server, "127.0.0.1")), "127.0.0.1" + refusal);
    // Shorter and longer spellings are the same address when it comes to dialling.
    EXPECT_EQ(outcome(target_at(server, "127.1")), "127.1" + refusal);
    EXPECT_EQ(outcome(target_at(server, "2130706433")), "2130706433" + refusal);
    EXPECT_EQ(outcome(target_at(server, "0x7f.0.0.1")), "0x7f.0.0.1" + refusal);
    EXPECT_EQ(outcome(target_at(server, "0")), "0: its address 0.0.0.0 is not a public one: " +
                                                   std::string("this network, RFC 791"));
    EXPECT_EQ(outcome(target_at(server, "[::ffff:127.0.0.1]")),
              "[::ffff:127.0.0.1]: its address ::ffff:127.0.0.1 is not a public one: "
              "IPv4-mapped, RFC 4291");
    EXPECT_NE(outcome(target_at(server, "localhost")).find("loopback"), std::string::npos);
    EXPECT_EQ(server.connections(), 0);
}

TEST(Download, JudgedAddressesAreDialledAndNoOthers) {
    LoopbackServer server(secret());
    FetchTarget target = target_at(server, "news.example.org");
    target.addresses = {Address::v4(127, 0, 0, 1)};
    EXPECT_NE(outcome(target).find("loopback"), std::string::npos);

    FetchPolicy policy;
    policy.allow = AllowList::parse({"127.0.0.1"}).value();
    EXPECT_EQ(outcome(target, policy), "secret");
    target.trusted = true;
    EXPECT_EQ(outcome(target), "secret");

    // Judged for one address, about to be dialled at another.
    FetchTarget moved = target_at(server, "127.0.0.1");
    moved.literal = Address::v4(8, 8, 8, 8);
    moved.addresses = {*moved.literal};
    EXPECT_NE(outcome(moved, policy).find("not the address that was judged"), std::string::npos);
    EXPECT_EQ(server.connections(), 2);
}

TEST(Download, OtherProtocolsAreNotSpoken) {
    LoopbackServer server(secret());
    FetchPolicy policy;
    policy.allow = AllowList::parse({"127.0.0.1"}).value();
    FetchTarget target = target_at(server, "127.0.0.1");
    for (const std::string scheme : {"ftp", "gopher", "telnet", "dict", "file"}) {
        target.url = scheme + "://127.0.0.1:" + std::to_string(server.port()) + "/etc/passwd";
        EXPECT_NE(outcome(target, policy).find("no proper answer"), std::string::npos) << scheme;
    }
    target.url = "http://user:pw@127.0.0.1:" + std::to_string(server.port()) + "/";
    EXPECT_NE(outcome(target, policy).find("no proper answer"), std::string::npos);
    EXPECT_EQ(server.connections(), 0);
}

TEST(Download, NoTimeLeftIsNotTimeWithoutEnd) {
    FetchPolicy policy;
    policy.allow = AllowList::parse({"127.0.0.1"}).value();
    const auto silent = [](const LoopbackServer::Connection& connection) {
        while (!connection.ending) std::this_thread::sleep_for(10ms);
    };
    LoopbackServer mute(silent);
    const auto answer =
        download({target_at(mute, "127.0.0.1"), {1000, 0ms}}, policy, "Chappe/test");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().failure, Failure::busy);
}

TEST(Download, PostsWhatItIsGiven) {
    std::string asked, body;
    LoopbackServer server([&](const LoopbackServer::Connection& connection) {
        asked = connection.request.substr(0, connection.request.find("\r\n\r\n"));
        body = connection.body();
        connection.send("HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok");
    });
    FetchRequest request{target_at(server, "127.0.0.1"), {.longest = 1000, .time = 5s}};
    request.target.trusted = true;
    request.post = Posting{std::string("a=1&b=\0", 7),
                           "application/x-www-form-urlencoded",
                           {{"X-Hub-Signature", "sha256=12\r\nX-Other: 3"}}};
    const auto answer = download(std::move(request), {}, "Chappe/test");
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 202);
    EXPECT_EQ(body, std::string_view("a=1&b=\0", 7));
    EXPECT_TRUE(asked.starts_with("POST / HTTP/1.1\r\n")) << asked;
    EXPECT_NE(asked.find("Content-Type: application/x-www-form-urlencoded\r\n"), asked.npos);
    // A header stays one line, whatever is in it.
    EXPECT_NE(asked.find("X-Hub-Signature: sha256=12X-Other: 3"), asked.npos) << asked;
    EXPECT_EQ(asked.find("Expect"), asked.npos);
}

}  // namespace
}  // namespace chappe
