#include "wire/session.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

const std::string session(64, 'a');

Request from(std::string origin, std::string host, bool secure = false) {
    Request request;
    request.origin = std::move(origin);
    request.host = std::move(host);
    request.secure = secure;
    return request;
}

std::string found_in(std::string cookie, bool secure = false) {
    Request request;
    request.cookie = std::move(cookie);
    request.secure = secure;
    return std::string(session_in(request));
}

TEST(Session, TheCookieIsFoundAmongOthers) {
    EXPECT_EQ(found_in("a=b; chappe_session=" + session + "; c=d"), session);
    EXPECT_EQ(found_in("chappe_session=" + session), session);
    EXPECT_EQ(found_in("xchappe_session=" + session), "");
    EXPECT_EQ(found_in("chappe_session=short"), "");
    EXPECT_EQ(found_in("chappe_session=" + std::string(64, 'A')), "");
    EXPECT_EQ(found_in("chappe_session"), "");
    EXPECT_EQ(found_in(";;=;"), "");
    EXPECT_EQ(found_in(""), "");
}

TEST(Session, OverHttpsOnlyTheHostCookieCounts) {
    EXPECT_EQ(found_in("chappe_session=" + session, true), "");
    EXPECT_EQ(found_in("__Host-chappe_session=" + session, true), session);
    EXPECT_EQ(found_in("__Host-chappe_session=" + session, false), "");
}

TEST(Session, TheCookieIsOutOfReachOfScriptsAndOtherSites) {
    EXPECT_EQ(session_header(from("", "x"), "ab").value,
              "chappe_session=ab; Path=/; HttpOnly; SameSite=Lax");
    EXPECT_EQ(session_header(from("", "x", true), "ab").value,
              "__Host-chappe_session=ab; Path=/; HttpOnly; SameSite=Lax; Secure");
    EXPECT_TRUE(no_session_header(from("", "x")).value.ends_with("Max-Age=0"));
}

TEST(Session, APageOfOursHasOurOrigin) {
    const std::string open = "https://wire.example";
    EXPECT_TRUE(comes_from_own_page(from("https://wire.example", "127.0.0.1:8710"), open));
    EXPECT_TRUE(comes_from_own_page(from("https://WIRE.example:443", "x"), open));
    EXPECT_TRUE(comes_from_own_page(from("http://127.0.0.1:8710", "127.0.0.1:8710"), open));
    EXPECT_TRUE(comes_from_own_page(from("http://localhost", "localhost:80"), open));
    EXPECT_TRUE(comes_from_own_page(from("http://[::1]:8710", "[::1]:8710"), open));
    EXPECT_TRUE(comes_from_own_page(from("https://desk.example", "desk.example"), ""));
}

TEST(Session, AnyOtherPageHasNot) {
    const std::string open = "https://wire.example";
    for (const char* origin :
         {"null", "https://evil.example", "https://wire.example.evil.example",
          "http://wire.example", "https://wire.example:8443", "wire.example", "https://",
          "ftp://wire.example", "https://evil.example/https://wire.example",
          "https://wire.example@evil.example"})
        EXPECT_FALSE(comes_from_own_page(from(origin, "127.0.0.1:8710"), open)) << origin;
    EXPECT_FALSE(comes_from_own_page(from("http://desk.example", "desk.example", true), open));
    EXPECT_FALSE(comes_from_own_page(from("http://127.0.0.1:8711", "127.0.0.1:8710"), open));
    EXPECT_FALSE(comes_from_own_page(from("http://x", ""), ""));
}

TEST(Session, WithoutAnOriginTheBrowserItselfMustVouch) {
    Request request = from("", "wire.example");
    EXPECT_FALSE(comes_from_own_page(request, ""));
    for (const char* site : {"cross-site", "same-site", "none", "same-origin, x"}) {
        request.fetch_site = site;
        EXPECT_FALSE(comes_from_own_page(request, "")) << site;
    }
    request.fetch_site = "same-origin";
    EXPECT_TRUE(comes_from_own_page(request, ""));
    request.origin = "null";
    EXPECT_FALSE(comes_from_own_page(request, ""));
}

TEST(Session, OnlyAPathOfOursIsAPlaceToGoTo) {
    for (const char* good : {"/", "/desk", "/d/7/edit?ui=fr", "/search?q=a%20b"})
        EXPECT_EQ(own_place(good), good);
    for (const char* bad : {"", "desk", "//evil.example", "/\\evil.example", "\\\\evil.example",
                            "http://evil.example", "javascript:alert(1)", "/a b",
                            "/a\r\nSet-Cookie: x", "/%zz", "/d/\xC3\xA9"})
        EXPECT_EQ(own_place(bad), "") << bad;
    EXPECT_EQ(own_place("/" + std::string(600, 'a')), "");
}

}  // namespace
}  // namespace chappe
