#include "read/warc.h"

#include <gtest/gtest.h>

#include "read/check_reading.h"
#include "read/http_message.h"
#include "read/read.h"
#include "read/test_packing.h"

namespace chappe {
namespace {

std::string record(std::string_view type, std::string_view url, std::string_view block,
                   std::string_view length = "") {
    return "WARC/1.1\r\nWARC-Type: " + std::string(type) +
           "\r\nWARC-Target-URI: " + std::string(url) +
           "\r\nWARC-Date: 2024-04-03T10:30:00Z\r\nContent-Type: "
           "application/http;msgtype=response\r\n"
           "Content-Length: " +
           (length.empty() ? std::to_string(block.size()) : std::string(length)) + "\r\n\r\n" +
           std::string(block) + "\r\n\r\n";
}

std::string page(std::string_view text) {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><title>" +
           std::string(text) + "</title><p>" + std::string(text) + "</p></html>";
}

struct Read {
    std::vector<WarcPage> pages;
    std::vector<std::string> notes;
};

Read read_all(std::string bytes) {
    Read read;
    WarcReader reader(source_of(std::move(bytes)));
    while (auto one = reader.next()) read.pages.push_back(std::move(*one));
    read.notes = reader.notes();
    return read;
}

TEST(Warc, EachPageIsFoundAndNothingElse) {
    const std::string file =
        record("warcinfo", "", "software: x") + record("request", "https://a.example/1", "GET /1") +
        record("response", "https://a.example/1", page("one")) +
        record("response", "https://a.example/i.png",
               "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nPNG") +
        record("response", "https://a.example/404",
               "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html>no</html>") +
        record("response", "<https://a.example/2>", page("two"));
    const Read plain = read_all(file);
    ASSERT_EQ(plain.pages.size(), 2u);
    EXPECT_EQ(plain.pages[0].url, "https://a.example/1");
    EXPECT_EQ(plain.pages[1].url, "https://a.example/2");
    EXPECT_EQ(to_string(*plain.pages[0].taken), "2024-04-03T10:30:00Z");
    EXPECT_EQ(plain.notes.at(0), "4 of 6 records are no pages (other types or statuses)");
}

TEST(Warc, RecordsMayBePackedOneByOneOrTogether) {
    const std::string one = record("response", "https://a.example/1", page("one"));
    const std::string two = record("response", "https://a.example/2", page("two"));
    for (const std::string& file : {gzip(one) + gzip(two), gzip(one + two), one + two}) {
        const Read read = read_all(file);
        EXPECT_EQ(read.pages.size(), 2u);
        EXPECT_TRUE(read.notes.empty());
        EXPECT_TRUE(looks_like_warc(file));
    }
    EXPECT_FALSE(looks_like_warc(gzip("other")));
    EXPECT_FALSE(looks_like_warc("WARC"));
}

TEST(Warc, ABrokenRecordLeavesTheOthersWhole) {
    const std::string one = record("response", "https://a.example/1", page("one"));
    const std::string two = record("response", "https://a.example/2", page("two"));
    for (const std::string& broken :
         {record("response", "https://a.example/x", page("x"), "-5"),
          record("response", "https://a.example/x", page("x"), "18446744073709551615"),
          std::string("WARC/1.0\r\nno end of this head\r\n"), std::string("junk\r\njunk\r\n"),
          "WARC/1.0\r\n" + std::string(100'000, 'A') + "\r\n",
          record("response", "https://a.example/x", page("x"), "3")}) {
        const Read read = read_all(one + broken + two);
        ASSERT_GE(read.pages.size(), 2u) << broken.substr(0, 200);
        EXPECT_EQ(read.pages.back().url, "https://a.example/2") << broken.substr(0, 200);
        EXPECT_FALSE(read.notes.empty());
    }
}

TEST(Warc, ALengthThatIsTooLongEndsAtTheNextRecord) {
    const std::string long_one =
        record("response", "https://a.example/1", page(std::string(600, 'x')), "1099511627776");
    const std::string two = record("response", "https://a.example/2", page("two"));
    for (const std::string& file : {long_one + two, gzip(long_one) + gzip(two)}) {
        const Read read = read_all(file);
        ASSERT_EQ(read.pages.size(), 2u);
        EXPECT_EQ(read.pages[0].notes.at(0), "record broken: shorter than it says");
        EXPECT_EQ(read.pages[1].url, "https://a.example/2");
    }
}

TEST(Warc, ADamagedMemberLosesOnlyItself) {
    std::string random;  // what packs badly, so that there is something to damage
    for (unsigned i = 0, x = 1; i < 3000; ++i, x = x * 1103515245 + 12345)
        random += static_cast<char>('a' + (x >> 16) % 26);
    const std::string one = gzip(record("response", "https://a.example/1", page("one")));
    std::string damaged = gzip(record("response", "https://a.example/x", page(random)));
    for (std::size_t i = damaged.size() / 2; i < damaged.size() / 2 + 30; ++i) damaged[i] = '\x55';
    const std::string two = gzip(record("response", "https://a.example/2", page("two")));
    const Read read = read_all(one + damaged + two);
    ASSERT_GE(read.pages.size(), 2u);
    EXPECT_EQ(read.pages.front().url, "https://a.example/1");
    EXPECT_EQ(read.pages.back().url, "https://a.example/2");
    EXPECT_FALSE(read.notes.empty());
}

TEST(Warc, ArcIsReadToo) {
    const std::string body = page("one");
    const std::string file =
        "filedesc://x.arc 0.0.0.0 20240403103000 text/plain 76\n1 0 Chappe\n"
        "URL IP-address Archive-date Content-type Archive-length\n12345678\n\n"
        "https://a.example/a b 192.0.2.1 20240403103000 text/html " +
        std::to_string(body.size()) + "\n" + body + "\n" +
        "https://a.example/2 192.0.2.1 20240403103001 text/html 200 - - 0 x.arc " +
        std::to_string(body.size()) + "\n" + body + "\n";
    const Read read = read_all(file);
    ASSERT_EQ(read.pages.size(), 2u);
    EXPECT_EQ(read.pages[0].url, "https://a.example/a%20b");
    EXPECT_EQ(to_string(*read.pages[1].taken), "2024-04-03T10:30:01Z");
}

TEST(Warc, AWholeFileIsDispatches) {
    Arrival arrival;
    arrival.source = "test";
    arrival.bytes = gzip(record("response", "https://a.example/1", page("The first page of all"))) +
                    gzip(record("response", "https://a.example/2", page("The second page of all")));
    const Reading reading = read(arrival);
    EXPECT_EQ(broken_promise(reading), "");
    EXPECT_TRUE(reading.is_container);
    ASSERT_EQ(reading.dispatches.size(), 2u);
    EXPECT_EQ(reading.dispatches[1].title.view(), "The second page of all");
    EXPECT_EQ(reading.dispatches[1].url, "https://a.example/2");
}

TEST(Warc, HostileFilesTakeLinearTime) {
    for (const std::string_view piece :
         {"WARC/1.0\n", "WARC/1.0\r\n\r\n", "WARC/1.0\nContent-Length: 99999999\n\n",
          "WARC/1.0\nA: b\n c\n", "\n", "x\nWARC/", "WARC/1.0\nContent-Length: 0\n\n"}) {
        std::string file = "WARC/1.0\n";
        while (file.size() < 400'000) file += piece;
        EXPECT_TRUE(read_all(file).pages.empty()) << piece;
    }
}

TEST(HttpAnswer, BodiesAreWhole) {
    const auto body = [](std::string_view block) { return read_http_answer(block, 1000).body; };
    EXPECT_EQ(body("HTTP/1.1 200 OK\r\nTransfer-Encoding: "
                   "chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"),
              "abcde");
    EXPECT_EQ(body("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n<p>no chunks"), "<p>no chunks");
    EXPECT_EQ(body("HTTP/1.1 200 OK\r\nTransfer-Encoding: "
                   "chunked\r\n\r\nffffffffffffffff\r\nx\r\n0\r\n\r\n"),
              "x\r\n0\r\n\r\n");
    EXPECT_EQ(body("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip("packed")), "packed");
    EXPECT_EQ(body("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot packed"), "not packed");
    EXPECT_EQ(body("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n<p>not packed"),
              "<p>not packed");
    EXPECT_EQ(body("no head"), "no head");
    EXPECT_EQ(read_http_answer("HTTP/1.0 301 x\r\n\r\n", 10).status, 301);
    EXPECT_EQ(read_http_answer("", 10).status, 0);
    EXPECT_EQ(
        read_http_answer("HTTP/1.1 200 OK\r\n\r\n" + std::string(2000, 'x'), 1000).body.size(),
        1000u);
}

}  // namespace
}  // namespace chappe
