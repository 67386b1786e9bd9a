#include "ingest/fetch.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <optional>

#include "ingest/loopback_server.h"

namespace chappe {
namespace {

using namespace std::chrono_literals;
using Connection = LoopbackServer::Connection;

FetchOptions options_for(const LoopbackServer& server) {
    FetchOptions options;
    options.policy.ports = {server.port()};
    options.policy.allow = AllowList::parse({"127.0.0.1"}).value();
    options.deadline = 10s;
    options.resolver = [](const std::string&) { return std::vector<Address>{}; };
    return options;
}

std::string page(std::string_view body, std::string_view headers = "") {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n" + std::string(headers) + "\r\n" + std::string(body);
}

std::string redirect(std::string_view location, std::string_view status = "302 Found") {
    return "HTTP/1.1 " + std::string(status) + "\r\nLocation: " + std::string(location) +
           "\r\nContent-Length: 0\r\n\r\n";
}

/// A server that always says the same.
LoopbackServer::Handler saying(std::string answer) {
    return [answer = std::move(answer)](const Connection& connection) { connection.send(answer); };
}

/// What fetching from such a server ends with: the body, or "refused: ...".
std::string outcome(const Result<Arrival>& arrival) {
    if (arrival) return arrival->bytes;
    const std::map<Failure, std::string> names = {{Failure::absent, "absent: "},
                                                  {Failure::refused, "refused: "},
                                                  {Failure::busy, "busy: "},
                                                  {Failure::full, "full: "},
                                                  {Failure::broken, "broken: "}};
    return names.at(arrival.error().failure) + arrival.error().message;
}
std::string outcome_of(const std::string& answer) {
    LoopbackServer server(saying(answer));
    return outcome(fetch(server.url("/"), options_for(server)));
}

/// deflate (RFC 1951) by hand: one fixed block, a zero, then `copies` times "repeat the last byte
/// 258 times" in 13 bits each: 158:1.
std::string gzip_bomb(std::size_t copies) {
    std::string bytes("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
    unsigned held = 0;
    unsigned byte = 0;
    const auto put = [&](std::string_view bits) {
        for (const char bit : bits) {
            byte |= static_cast<unsigned>(bit - '0') << held;
            if (++held < 8) continue;
            bytes += static_cast<char>(byte);
            byte = held = 0;
        }
    };
    put("110");       // last block, fixed codes
    put("00110000");  // literal 0
    for (std::size_t i = 0; i < copies; ++i) put("1100010100000");
    put("0000000");  // end
    put("0000000");
    return bytes;
}

/// zstd (RFC 8878) by hand: `blocks` of 128 KiB of one letter, four bytes each.
std::string zstd_frame(std::size_t blocks) {
    std::string bytes("\x28\xb5\x2f\xfd\x00\x58", 6);
    constexpr unsigned run = 1U << 1 | (128U * 1024) << 3;
    for (std::size_t i = 0; i < blocks; ++i) {
        const unsigned header = run | (i + 1 == blocks ? 1U : 0U);
        for (const unsigned shift : {0U, 8U, 16U})
            bytes += static_cast<char>(header >> shift & 0xff);
        bytes += 'x';
    }
    return bytes;
}

TEST(Fetch, APageArrivesWithWhereItCameFrom) {
    std::string request;
    std::optional<LoopbackServer> server;
    server.emplace([&](const Connection& connection) {
        request = connection.request;
        connection.send(page("<p>Bonjour</p>"));
    });
    FetchOptions options = options_for(*server);
    options.contact_url = "https://example.org/about";
    const auto arrival = fetch(server->url("/news/d%C3%A9p%C3%AAche-7.fr.html?x=1#top"), options);
    ASSERT_TRUE(arrival) << outcome(arrival);
    EXPECT_EQ(arrival->bytes, "<p>Bonjour</p>");
    EXPECT_EQ(arrival->media_type, "text/html; charset=utf-8");
    EXPECT_EQ(arrival->url, server->url("/news/d%C3%A9p%C3%AAche-7.fr.html?x=1"));
    EXPECT_EQ(arrival->source, "127.0.0.1");
    EXPECT_EQ(arrival->name, "dépêche-7.fr");
    EXPECT_LE(now() - arrival->received, 60s);

    server.reset();  // its thread wrote the request
    EXPECT_TRUE(request.starts_with("GET /news/d%C3%A9p%C3%AAche-7.fr.html?x=1 HTTP/1.1\r\n"));
    EXPECT_NE(request.find("User-Agent: Chappe/"), std::string::npos);
    EXPECT_NE(request.find(" (+https://example.org/about)\r\n"), std::string::npos);
    EXPECT_NE(request.find("gzip"), std::string::npos);
    EXPECT_EQ(request.find("Cookie"), std::string::npos);
}

TEST(Fetch, NamesComeFromThePath) {
    LoopbackServer server(saying(page("x")));
    const auto name = [&](std::string_view path) {
        return fetch(server.url(path), options_for(server)).value().name;
    };
    EXPECT_EQ(name("/"), "127.0.0.1");
    EXPECT_EQ(name("/a/b/"), "b");
    EXPECT_EQ(name("/a/%2e%2e"), "127.0.0.1");
    EXPECT_EQ(name("/.html"), ".html");
    EXPECT_EQ(name("/a.tar.gz"), "a.tar");
    EXPECT_EQ(name("/%00%0a%2Fetc%ff"), "\xEF\xBF\xBD etc\xEF\xBF\xBD");
    EXPECT_EQ(name("/" + std::string(500, 'a')).size(), 100U + 3U);  // "…" is three bytes
}

TEST(Fetch, NamesAreDialledWhereTheResolverSays) {
    LoopbackServer server(saying(page("x")));
    FetchOptions options = options_for(server);
    options.resolver = [](const std::string& name) -> std::vector<Address> {
        return name == "news.example.org" ? std::vector{Address::v4(127, 0, 0, 1)}
                                          : std::vector<Address>{};
    };
    const std::string port = ":" + std::to_string(server.port()) + "/";
    const auto arrival = fetch("http://News.Example.ORG" + port, options);
    EXPECT_EQ(outcome(arrival), "x");
    EXPECT_EQ(arrival->source, "news.example.org");
    EXPECT_EQ(outcome(fetch("http://nowhere.example.org" + port, options)),
              "absent: cannot find the host nowhere.example.org");
    EXPECT_EQ(server.connections(), 1);
}

TEST(Fetch, PrivateAddressesAreNotDialled) {
    LoopbackServer server(saying(page("secret")));
    FetchOptions options = options_for(server);
    options.policy.allow = {};
    EXPECT_EQ(outcome(fetch(server.url("/"), options)),
              "refused: 127.0.0.1 is not a public address: loopback, RFC 1122");
    options.resolver = [](const std::string&) { return std::vector{Address::v4(127, 0, 0, 1)}; };
    const std::string named = "http://news.example.org:" + std::to_string(server.port()) + "/";
    EXPECT_NE(outcome(fetch(named, options)).find("not a public address"), std::string::npos);
    // Without a resolver curl looks the name up; "localhost" needs no network for that.
    options.resolver = nullptr;
    const std::string local = "http://localhost:" + std::to_string(server.port()) + "/";
    EXPECT_NE(outcome(fetch(local, options)).find("local machine"), std::string::npos);
    EXPECT_EQ(server.connections(), 0);
}

TEST(Fetch, AnAllowedNameIsDialledWhereverItIs) {
    LoopbackServer server(saying(page("x")));
    FetchOptions options = options_for(server);
    options.resolver = nullptr;
    options.policy.allow = AllowList::parse({"localhost"}).value();
    EXPECT_EQ(outcome(fetch("http://localhost:" + std::to_string(server.port()) + "/", options)),
              "x");
}

TEST(Fetch, TheEnvironmentNamesNoProxy) {
    LoopbackServer proxy(saying(page("from the proxy")));
    LoopbackServer server(saying(page("from the site")));
    const std::string at = "http://127.0.0.1:" + std::to_string(proxy.port());
    for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) ::setenv(name, at.c_str(), 1);
    EXPECT_EQ(outcome(fetch(server.url("/"), options_for(server))), "from the site");
    for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) ::unsetenv(name);
    EXPECT_EQ(proxy.connections(), 0);
}

TEST(Fetch, RedirectsAreFollowed) {
    LoopbackServer server([](const Connection& connection) {
        const std::string path = connection.path();
        if (path == "/a/1") connection.send(redirect("2?x=1", "301 Moved Permanently"));
        if (path == "/a/2?x=1") connection.send(redirect("/3?tag[]=1", "307 Temporary Redirect"));
        if (path == "/3?tag%5B%5D=1") {  // a body that never ends is not waited for
            connection.send("HTTP/1.1 308 Permanent Redirect\r\nLocation: //" + connection.host() +
                            "/4\r\nContent-Length: 1000\r\n\r\n");
        }
        if (path == "/4") connection.send(page("there"));
    });
    const auto arrival = fetch(server.url("/a/1"), options_for(server));
    EXPECT_EQ(outcome(arrival), "there");
    EXPECT_EQ(arrival->url, server.url("/4"));
}

TEST(Fetch, RedirectsAreJudgedAgain) {
    for (const std::string_view location :
         {"http://10.0.0.5/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/",
          "file:///etc/passwd", "ftp://8.8.8.8/", "http://0x7f.1/", "//10.0.0.5/",
          "http://user:pw@8.8.8.8/", "http://8.8.8.8:22/", "javascript:alert(1)", "\\\\10.0.0.5/",
          "/\\10.0.0.5/", "http://metadata.internal/", "HTTP://127.0.0.2/", "gopher://127.0.0.1/",
          "//127.0.0.1\\@10.0.0.5/"}) {
        const std::string refusal = outcome_of(redirect(location));
        EXPECT_TRUE(refusal.starts_with("refused: 127.0.0.1 redirects to ")) << location << refusal;
    }
    EXPECT_EQ(outcome_of("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"),
              "refused: 127.0.0.1 redirects, but does not say where to");
    EXPECT_EQ(outcome_of("HTTP/1.1 302 Found\r\nLocation: /a\r\nLocation: /b\r\n\r\n"),
              "refused: 127.0.0.1 redirects to two places");
}

TEST(Fetch, RedirectLoopsEnd) {
    LoopbackServer server(saying(redirect("/again")));
    EXPECT_EQ(outcome(fetch(server.url("/"), options_for(server))),
              "refused: 127.0.0.1 redirects more than 5 times");
    EXPECT_EQ(server.connections(), 6);
}

TEST(Fetch, StatusesBecomeClearLines) {
    const std::map<std::string, std::string> cases = {
        {"401 Unauthorized", "refused: 127.0.0.1 answers 401: the page needs a login"},
        {"403 Forbidden",
         "refused: 127.0.0.1 answers 403: the site does not let us read this page"},
        {"404 Not Found", "absent: 127.0.0.1 answers 404: there is no such page"},
        {"410 Gone", "absent: 127.0.0.1 answers 410: the page has been withdrawn"},
        {"429 Slow", "busy: 127.0.0.1 answers 429: we have asked too often; try again later"},
        {"451 No", "refused: 127.0.0.1 answers 451: the page is barred for legal reasons"},
        {"418 Teapot", "refused: 127.0.0.1 answers 418: the site does not take this request"},
        {"500 Oops", "busy: 127.0.0.1 answers 500: the site is in trouble; try again later"},
        {"503 Busy", "busy: 127.0.0.1 answers 503: the site is in trouble; try again later"},
        {"204 No Content", "refused: 127.0.0.1 answers 204: that is not a page"},
        {"206 Partial", "refused: 127.0.0.1 answers 206: that is not a page"},
        {"304 Not Modified", "refused: 127.0.0.1 answers 304: that is not a page"},
    };
    for (const auto& [status, line] : cases)
        EXPECT_EQ(outcome_of("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n"), line);
    // The error page itself is not waited for.
    EXPECT_EQ(outcome_of("HTTP/1.1 404 Not Found\r\nContent-Length: 99999999\r\n\r\nabc"),
              cases.at("404 Not Found"));
}

TEST(Fetch, CompressedPagesAreOpened) {
    EXPECT_EQ(outcome_of(page(gzip_bomb(3).append(4, '\0'), "Content-Encoding: zstd\r\n")),
              "refused: 127.0.0.1: the answer cannot be decompressed");
    const std::string opened = outcome_of(page(zstd_frame(1), "Content-Encoding: zstd\r\n"));
    EXPECT_EQ(opened, std::string(131'072, 'x'));  // 13,000:1, but small
}

TEST(Fetch, BombsAreCut) {
    const std::string cut = "refused: 127.0.0.1: compressed more than 100:1, as only bombs are";
    EXPECT_EQ(outcome_of(page(gzip_bomb(20'000), "Content-Encoding: gzip\r\n")), cut);  // 5 MB
    EXPECT_EQ(outcome_of(page(zstd_frame(40), "Content-Encoding: zstd\r\n")), cut);     // 5 MiB
    EXPECT_EQ(outcome_of(page(zstd_frame(1'000'000), "Content-Encoding: zstd\r\n")), cut);
}

TEST(Fetch, ChunkedBytesCountAsTheyCome) {
    // 1 MiB in chunks of 64 KiB, nothing compressed: far from 100:1 at every moment.
    std::string answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 16; ++i) answer += "10000\r\n" + std::string(65536, 'y') + "\r\n";
    EXPECT_EQ(outcome_of(answer + "0\r\n\r\n"), std::string(1 << 20, 'y'));
    EXPECT_TRUE(outcome_of(answer).starts_with("busy: 127.0.0.1 broke off its answer"));
}

TEST(Fetch, OversizedPagesAreRefused) {
    const auto fetched = [](std::string answer) {
        LoopbackServer server(saying(std::move(answer)));
        FetchOptions options = options_for(server);
        options.longest = 1000;
        return outcome(fetch(server.url("/"), options));
    };
    const std::string refusal = "refused: 127.0.0.1: the page is too long";
    EXPECT_EQ(fetched(page(std::string(1000, 'a'))), std::string(1000, 'a'));
    EXPECT_EQ(fetched(page(std::string(1001, 'a'))), refusal);
    EXPECT_EQ(fetched("HTTP/1.1 200 OK\r\n\r\n" + std::string(5000, 'a')), refusal);
    EXPECT_EQ(fetched("HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\na"), refusal);
    EXPECT_EQ(fetched(page(zstd_frame(1), "Content-Encoding: zstd\r\n")), refusal);
}

TEST(Fetch, EndlessHeadersAreRefused) {
    LoopbackServer server([](const Connection& connection) {
        connection.send("HTTP/1.1 200 OK\r\n");
        while (connection.send("X-More: " + std::string(1000, 'a') + "\r\n")) {
        }
    });
    const std::string refusal = outcome(fetch(server.url("/"), options_for(server)));
    EXPECT_TRUE(refusal.starts_with("refused: 127.0.0.1: ")) << refusal;
}

TEST(Fetch, SlowAnswersEndAtTheDeadline) {
    const auto timed = [](const LoopbackServer::Handler& handler) {
        LoopbackServer server(handler);
        FetchOptions options = options_for(server);
        options.deadline = 300ms;
        const auto begin = std::chrono::steady_clock::now();
        const std::string end = outcome(fetch(server.url("/"), options));
        EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
        return end;
    };
    const std::string late = "busy: 127.0.0.1 did not finish its answer in time";
    EXPECT_EQ(timed([](const Connection& connection) {  // a byte now and then
                  connection.send("HTTP/1.1 200 OK\r\n\r\n");
                  while (connection.send("a")) std::this_thread::sleep_for(20ms);
              }),
              late);
    EXPECT_EQ(timed([](const Connection& connection) {  // silence
                  while (!connection.ending) std::this_thread::sleep_for(20ms);
              }),
              late);
    EXPECT_EQ(
        timed([](const Connection& connection) {  // the deadline is for all redirects together
            std::this_thread::sleep_for(120ms);
            connection.send(redirect("/next"));
        }),
        late);
}

TEST(Fetch, AnswersThatBreakOffAreNoPages) {
    const std::string broke = "busy: 127.0.0.1 broke off its answer: ";
    EXPECT_TRUE(
        outcome_of("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf").starts_with(broke));
    EXPECT_TRUE(outcome_of("").starts_with(broke));
    EXPECT_TRUE(outcome_of("HTTP/1.1 200 OK\r\nContent-Type: te").starts_with(broke));
    // Too short a length ends the page there, as RFC 9112, 6.3 has it.
    EXPECT_EQ(outcome_of("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhalf and more"), "half");
    EXPECT_TRUE(outcome_of("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nhalf")
                    .starts_with("refused: 127.0.0.1: no proper"));
    EXPECT_TRUE(outcome_of("SSH-2.0-OpenSSH_9.2\r\n").starts_with("refused: 127.0.0.1: no proper"));
}

TEST(Fetch, HeadersCannotSmuggleBytes) {
    LoopbackServer server(
        saying("HTTP/1.1 200 OK\r\nContent-Type: text/html\x1b[31m;\xff charset=x" +
               std::string(1000, 'y') + "\r\nContent-Length: 0\r\n\r\n"));
    const auto arrival = fetch(server.url("/"), options_for(server));
    ASSERT_TRUE(arrival) << outcome(arrival);
    EXPECT_TRUE(arrival->media_type.starts_with("text/html[31m; charset=xy"));
    EXPECT_LE(arrival->media_type.size(), 255U);
    EXPECT_EQ(arrival->bytes, "");
}

TEST(Fetch, ClosedPortsAndOtherProtocolsSaySo) {
    FetchOptions options;
    std::string closed;
    std::string port;
    {
        const LoopbackServer gone(saying(""));
        options = options_for(gone);
        closed = gone.url("/");
        port = std::to_string(gone.port());
    }
    EXPECT_EQ(outcome(fetch(closed, options)), "busy: 127.0.0.1 does not answer on port " + port);

    LoopbackServer plain(saying(page("x")));
    const std::string secure = "https://127.0.0.1:" + std::to_string(plain.port()) + "/";
    // The server waits for a blank line that a TLS greeting does not hold, then closes.
    options = options_for(plain);
    options.deadline = 300ms;
    EXPECT_EQ(outcome(fetch(secure, options)), "busy: 127.0.0.1 did not finish its answer in time");
}

TEST(Fetch, WhatIsNoPageNeverLeavesTheMachine) {
    EXPECT_EQ(outcome(fetch("file:///etc/passwd")),
              "refused: only http:// and https:// addresses are fetched");
    EXPECT_EQ(outcome(fetch("")), "refused: only http:// and https:// addresses are fetched");
}

}  // namespace
}  // namespace chappe
