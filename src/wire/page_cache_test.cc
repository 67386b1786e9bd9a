#include "wire/page_cache.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

using namespace std::chrono_literals;

constexpr ChangeSeq seq(std::int64_t number) {
    return ChangeSeq{number};
}
const PageCache::Clock::time_point start = PageCache::Clock::now();

std::shared_ptr<Sheet> list(std::string body, Shelf shelf = Shelf::until_change) {
    Response response;
    response.body = std::move(body);
    response.headers = {{"ETag", "W/\"1\""}};
    response.shelf = shelf;
    Answer answer = std::move(response);
    return Sheet::of(answer);
}

std::shared_ptr<Sheet> dispatch(std::int64_t id, std::uint64_t reads = 7) {
    Counted counted;
    counted.id = DispatchId{id};
    counted.page = {"<p>Read: " + std::string(2000, 'x'), "</p>"};
    counted.tag = "3-page";
    counted.reads = reads;
    Answer answer = std::move(counted);
    return Sheet::of(answer);
}

std::string sent(const Sheet& sheet, std::uint64_t reads, std::string tag = "",
                 std::string method = "GET", Coding coding = Coding::identity) {
    Request request;
    request.method = std::move(method);
    request.if_none_match = std::move(tag);
    std::string out;
    sheet.append_answer(sheet.form(coding, reads), reads, request, Persistence::keep_alive, out);
    return out;
}

TEST(PageCache, AListIsGoodUntilTheWireChanges) {
    PageCache cache(seq(1), 1 << 20);
    EXPECT_FALSE(cache.find("fr /", seq(1), start));
    cache.keep("fr /", list("one"), seq(1), start);
    EXPECT_TRUE(cache.find("fr /", seq(1), start));
    EXPECT_FALSE(cache.find("en /", seq(1), start));
    EXPECT_FALSE(cache.find("fr /", seq(2), start));
    EXPECT_FALSE(cache.find("fr /", seq(1), start + 61s));
    cache.know(seq(3));
    cache.keep("en /", list("made before the change"), seq(2), start);
    EXPECT_FALSE(cache.find("en /", seq(2), start));
    cache.keep("/web/wire.css", list("a{}", Shelf::always), seq(1), start);
    EXPECT_TRUE(cache.find("/web/wire.css", seq(9), start + 1h));
}

TEST(PageCache, ADispatchIsGoodUntilItsOwnChange) {
    PageCache cache(seq(3), 1 << 20);
    cache.keep("fr /d/1", dispatch(1), seq(3), start);
    cache.keep("en /d/1", dispatch(1), seq(3), start);
    cache.keep("fr /d/2", dispatch(2), seq(3), start);
    EXPECT_TRUE(cache.find("fr /d/1", seq(3), start));
    EXPECT_FALSE(cache.find("fr /d/1", seq(4), start));  // whose change is 4? not known yet
    cache.changed(DispatchId{1});
    cache.know(seq(4));
    EXPECT_FALSE(cache.find("fr /d/1", seq(4), start));
    EXPECT_FALSE(cache.find("en /d/1", seq(4), start));
    EXPECT_TRUE(cache.find("fr /d/2", seq(4), start));
    cache.keep("fr /d/1", dispatch(1), seq(3), start);  // made before the change
    EXPECT_FALSE(cache.find("fr /d/1", seq(4), start));
}

TEST(PageCache, TheLeastUsedGoFirst) {
    PageCache cache(seq(1), 20000);
    for (int i = 0; i < 100; ++i) {
        cache.keep("fr /d/" + std::to_string(i), dispatch(i), seq(1), start);
        EXPECT_TRUE(cache.find("fr /d/0", seq(1), start)) << i;
        EXPECT_LE(cache.bytes(), 20000u);
    }
    EXPECT_FALSE(cache.find("fr /d/1", seq(1), start));
    EXPECT_TRUE(cache.find("fr /d/99", seq(1), start));
    const auto sheet = cache.find("fr /d/99", seq(1), start);
    sheet->keep_form(Coding::gzip, sheet->make_form(Coding::gzip, 7));
    const std::size_t before = cache.bytes();
    cache.measure("fr /d/99", sheet);
    EXPECT_NE(cache.bytes(), before);
    for (int i = 0; i < 100; ++i) cache.changed(DispatchId{i});
    EXPECT_EQ(cache.bytes(), 0u);
    cache.keep("fr /", list(std::string(3 << 20, 'x')), seq(1), start);
    EXPECT_EQ(cache.pages(), 0u);
}

TEST(Sheet, WhatIsNotForOthersIsNoSheet) {
    Answer error = Response{503, "text/html", "busy", {}, Shelf::until_change};
    EXPECT_FALSE(Sheet::of(error));
    Answer own = Response{200, "text/html", "mine", {}, Shelf::none};
    EXPECT_FALSE(Sheet::of(own));
    Counted desk;
    desk.viewer = Viewer::desk;
    Answer of_desk = std::move(desk);
    EXPECT_FALSE(Sheet::of(of_desk));
}

TEST(Sheet, TheCountStandsInBodyLengthAndTag) {
    const auto sheet = dispatch(1);
    const std::string seven = sent(*sheet, 7);
    EXPECT_TRUE(seven.starts_with("HTTP/1.1 200 OK\r\n"));
    EXPECT_NE(seven.find("ETag: W/\"3-page-7\"\r\n"), seven.npos);
    EXPECT_NE(seven.find("Content-Length: 2014\r\n"), seven.npos);
    EXPECT_NE(seven.find("Content-Security-Policy: "), seven.npos);
    EXPECT_TRUE(seven.ends_with("x7</p>"));
    const std::string more = sent(*sheet, 1234);
    EXPECT_NE(more.find("ETag: W/\"3-page-1234\"\r\n"), more.npos);
    EXPECT_NE(more.find("Content-Length: 2018\r\n"), more.npos);
    EXPECT_TRUE(more.ends_with("x1,234</p>"));
}

TEST(Sheet, WhoHasItHearsSo) {
    const auto sheet = dispatch(1);
    const std::string has = sent(*sheet, 7, "W/\"3-page-7\"");
    EXPECT_TRUE(has.starts_with("HTTP/1.1 304 Not Modified\r\n"));
    EXPECT_TRUE(has.ends_with("\r\n\r\n"));
    EXPECT_EQ(has.find("Content-Length"), has.npos);
    EXPECT_TRUE(sent(*sheet, 8, "W/\"3-page-7\"").starts_with("HTTP/1.1 200 OK\r\n"));
    const std::string head = sent(*sheet, 7, "", "HEAD");
    EXPECT_NE(head.find("Content-Length: 2014\r\n"), head.npos);
    EXPECT_TRUE(head.ends_with("\r\n\r\n"));
}

TEST(Sheet, AFormIsUsedOnceItIsThereAndFits) {
    const auto sheet = dispatch(1);
    for (const Coding coding : {Coding::gzip, Coding::br}) {
        EXPECT_EQ(sent(*sheet, 7, "", "GET", coding).find("Content-Encoding"), std::string::npos);
        EXPECT_TRUE(sheet->claim_form(coding, 7));
        EXPECT_FALSE(sheet->claim_form(coding, 7));  // somebody is at it
        sheet->keep_form(coding, sheet->make_form(coding, 7));
        EXPECT_FALSE(sheet->claim_form(coding, 8));
        EXPECT_NE(sent(*sheet, 8, "", "GET", coding)
                      .find("Content-Encoding: " + std::string(name_of(coding)) + "\r\n"),
                  std::string::npos);
    }
    EXPECT_TRUE(sheet->claim_form(Coding::br, 10));  // a wider count
    EXPECT_FALSE(sheet->claim_form(Coding::gzip, 10));
}

}  // namespace
}  // namespace chappe
