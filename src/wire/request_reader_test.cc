#include "wire/request_reader.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

using State = RequestReader::State;

int refusal_of(std::string_view bytes) {
    RequestReader reader;
    return reader.feed(bytes) == State::refused ? reader.refusal().status : 0;
}

std::string post(std::string_view headers, std::string_view body) {
    return "POST /api/dispatches HTTP/1.1\r\nHost: a\r\n" + std::string(headers) + "\r\n" +
           std::string(body);
}

TEST(RequestReader, ARequestByteByByteIsTheRequestAtOnce) {
    const std::string bytes = post(
        "Authorization: Bearer x\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n", "hello");
    RequestReader slow;
    for (std::size_t i = 0; i + 1 < bytes.size(); ++i) {
        ASSERT_NE(slow.feed(bytes.substr(i, 1)), State::complete);
        ASSERT_NE(slow.state(), State::refused);
    }
    ASSERT_EQ(slow.feed(bytes.substr(bytes.size() - 1)), State::complete);
    RequestReader fast;
    ASSERT_EQ(fast.feed(bytes), State::complete);
    for (RequestReader* reader : {&slow, &fast}) {
        EXPECT_EQ(reader->request().method, "POST");
        EXPECT_EQ(reader->request().target, "/api/dispatches");
        EXPECT_EQ(reader->request().authorization, "Bearer x");
        EXPECT_EQ(reader->request().content_type, "text/plain");
        EXPECT_EQ(reader->request().body, "hello");
        EXPECT_TRUE(reader->keep_alive());
    }
}

TEST(RequestReader, RequestsInOnePieceComeOneAfterTheOther) {
    RequestReader reader;
    const std::string two = post("Content-Length: 2\r\n", "hi") +
                            "\r\nGET /x HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n";
    ASSERT_EQ(reader.feed(two), State::complete);
    EXPECT_EQ(reader.request().body, "hi");
    ASSERT_EQ(reader.next(), State::complete);
    EXPECT_EQ(reader.request().target, "/x");
    EXPECT_EQ(reader.request().body, "");
    EXPECT_FALSE(reader.keep_alive());
    EXPECT_EQ(reader.next(), State::head);
    EXPECT_TRUE(reader.idle());
}

TEST(RequestReader, ChunksAreJoinedAndTheirTrailersForgotten) {
    RequestReader reader;
    const std::string head = "Transfer-Encoding: chunked\r\n";
    ASSERT_EQ(reader.feed(post(head, "3;x=y\r\nabc\r\nA\r\n0123456789\r\n")), State::body);
    ASSERT_EQ(reader.feed("0\r\nAuthorization: Bearer stolen\r\n\r\n"), State::complete);
    EXPECT_EQ(reader.request().body, "abc0123456789");
    EXPECT_EQ(reader.request().authorization, "");
}

TEST(RequestReader, AChunkedBodyMayBreakAnywhere) {
    const std::string bytes =
        post("Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n1;x=y\r\nd\r\n0\r\nTrailer: t\r\n\r\n");
    for (std::size_t first = 1; first < bytes.size(); ++first)
        for (std::size_t second = first; second < bytes.size(); ++second) {
            RequestReader reader;
            reader.feed(std::string_view(bytes).substr(0, first));
            reader.feed(std::string_view(bytes).substr(first, second - first));
            ASSERT_EQ(reader.feed(std::string_view(bytes).substr(second)), State::complete)
                << first << ' ' << second;
            ASSERT_EQ(reader.request().body, "abcd");
        }
    RequestReader reader;
    reader.feed(post("Transfer-Encoding: chunked\r\n", "0\r\na"));
    reader.feed("\n");
    EXPECT_EQ(reader.feed("b\r\n\r\n"), State::refused);
}

TEST(RequestReader, LimitsHaveTheirOwnAnswers) {
    EXPECT_EQ(refusal_of("GET /" + std::string(9000, 'a')), 414);
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(9000, 'a')), 431);
    std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 0; i < 150; ++i) many += "X: y\r\n";
    EXPECT_EQ(refusal_of(many + "\r\n"), 431);
    EXPECT_EQ(refusal_of(post("Content-Length: 70000\r\n", "")), 413);
    EXPECT_EQ(refusal_of(post("Authorization: x\r\nContent-Length: 16777217\r\n", "")), 413);
    EXPECT_EQ(refusal_of(post("Authorization: x\r\nContent-Length: 16777216\r\n", "")), 0);
    EXPECT_EQ(
        refusal_of(post("Transfer-Encoding: chunked\r\n", "20000\r\n" + std::string(0x20000, 'x'))),
        413);
    EXPECT_EQ(refusal_of(post("Transfer-Encoding: chunked\r\n", "1;" + std::string(9000, 'x'))),
              400);
}

TEST(RequestReader, WhatHasFooledServersIsRefused) {
    EXPECT_EQ(refusal_of(post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "")), 400);
    EXPECT_EQ(refusal_of(post("Content-Length: 5\r\nContent-Length: 5\r\n", "")), 400);
    EXPECT_EQ(refusal_of(post("Transfer-Encoding: chunked, chunked\r\n", "")), 501);
    EXPECT_EQ(refusal_of(post("Transfer-Encoding: gzip\r\n", "")), 501);
    EXPECT_EQ(refusal_of("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
    for (const char* length : {"", "+5", "-5", "0x5", "5,5", "5 5", "99999999999999999999"})
        EXPECT_EQ(refusal_of(post("Content-Length: " + std::string(length) + "\r\n", "")), 400)
            << length;
    for (const char* head :
         {"GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n",
          "GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n",
          "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "GET x HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /#x HTTP/1.1\r\nHost: a\r\n\r\n", "G:T / HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET / http/1.1\r\nHost: a\r\n\r\n", "GET /\r\nHost: a\r\n\r\n", "\x16\x03\x01",
          "GET /\xC3\xA9 HTTP/1.1\r\nHost: a\r\n\r\n"})
        EXPECT_EQ(refusal_of(head), 400) << head;
    EXPECT_EQ(refusal_of("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), 505);
    EXPECT_EQ(refusal_of(post("Expect: a miracle\r\n", "")), 417);
    EXPECT_EQ(refusal_of(post("Authorization: a\r\nAuthorization: b\r\n", "")), 400);
}

TEST(RequestReader, ProxiesMaySendWholeAddresses) {
    RequestReader reader;
    ASSERT_EQ(reader.feed("GET http://wire.example/d/1?x HTTP/1.1\r\nHost: a\r\n\r\n"),
              State::complete);
    EXPECT_EQ(reader.request().target, "/d/1?x");
    EXPECT_EQ(reader.request().host, "wire.example");
}

TEST(RequestReader, WhatTheSiteUsesOfAHeadIsKept) {
    RequestReader reader;
    ASSERT_EQ(
        reader.feed("GET /d/1 HTTP/1.1\r\nHOST: wire.example:80\r\nUser-Agent: Mozilla/5.0\r\n"
                    "Accept-Encoding: gzip\r\nAccept-Encoding: br\r\nCookie: a=b; c=d\r\n"
                    "Origin: https://wire.example\r\nSec-Purpose: prefetch\r\nX-Moz: prefetch\r\n"
                    "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-For: 5.6.7.8\r\n"
                    "X-Forwarded-Proto: https\r\n\r\n"),
        State::complete);
    const Request& request = reader.request();
    EXPECT_EQ(request.host, "wire.example:80");
    EXPECT_EQ(request.user_agent, "Mozilla/5.0");
    EXPECT_EQ(request.accept_encoding, "gzip, br");
    EXPECT_EQ(request.cookie, "a=b; c=d");
    EXPECT_EQ(request.origin, "https://wire.example");
    EXPECT_EQ(request.purpose, "prefetch, prefetch");
    EXPECT_EQ(reader.forwarded().chain, "1.2.3.4, 5.6.7.8");
    EXPECT_EQ(reader.forwarded().protocol, "https");
    reader.next();
    ASSERT_EQ(reader.feed("GET / HTTP/1.0\r\n\r\n"), State::complete);
    EXPECT_EQ(reader.request().host, "");
    EXPECT_EQ(reader.forwarded().chain, "");
}

}  // namespace
}  // namespace chappe
