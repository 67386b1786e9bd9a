// The doors of feed readers: who gets in, and what Miniflux's and Google Reader's clients hear.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "wire/entry_html.h"
#include "wire/greader.h"
#include "wire/miniflux.h"
#include "wire/test_desk.h"

namespace chappe {
namespace {

using namespace test;
namespace json = boost::json;

/// The desk's people with tokens for their reading programs.
struct Reading : Desk {
    std::string token_of(const std::string& name) {
        const auto users = archive.users();
        for (const User& user : *users)
            if (user.name == name) return *archive.add_token(NewToken{name, user.id});
        return "";
    }
    Response ask(const std::string& who, std::string method, std::string target,
                 std::string body = {}) {
        Request request = asking(std::move(method), std::move(target));
        request.auth_token = token_of(who);
        request.content_type = "application/json";
        request.body = std::move(body);
        return respond(request);
    }
    json::value value(const std::string& who, std::string target) {
        const Response response = ask(who, "GET", std::move(target));
        EXPECT_EQ(response.status, 200) << response.body;
        return json::parse(response.body);
    }
};

std::string basic(std::string_view coded) {
    return "Basic " + std::string(coded);
}

TEST(Readers, ShowATokenOrAPassword) {
    Reading desk;
    Request request = desk.asking("GET", "/v1/me");
    Response nobody = desk.respond(request);
    EXPECT_EQ(nobody.status, 401);
    EXPECT_TRUE(header(nobody, "WWW-Authenticate").starts_with("Basic "));
    EXPECT_EQ(nobody.body, "{\"error_message\":\"this needs a token or a name and a password\"}\n");
    request.cookie = "chappe_session=" + desk.sessions.at("rita");
    EXPECT_EQ(desk.respond(request).status, 401);  // a session opens nothing here
    request.cookie.clear();
    request.authorization = basic("cml0YTpjb3JyZWN0IGhvcnNlIGJhdHRlcnk=");  // rita
    EXPECT_TRUE(has(desk.respond(request), "\"username\":\"rita\""));
    request.authorization = basic("cml0YTp3cm9uZw==");
    EXPECT_EQ(desk.respond(request).status, 401);
    for (const char* broken : {"", "=", "cml0YQ==", "//79/A=="}) {
        request.authorization = basic(broken);
        EXPECT_EQ(desk.respond(request).status, 401) << broken;
    }
    request.authorization = "GoogleLogin auth=" + desk.token_of("ada");
    EXPECT_TRUE(has(desk.respond(request), "\"is_admin\":true"));
    request.authorization = "Bearer " + desk.token;  // the operator's
    EXPECT_EQ(desk.respond(request).status, 403);
}

TEST(Readers, WrongPasswordsAreHeldBack) {
    Reading desk;
    Request request = desk.asking("GET", "/v1/me");
    request.authorization = basic("cml0YTp3cm9uZw==");
    int status = 401;
    for (int i = 0; i < 12 && status == 401; ++i) status = desk.respond(request).status;
    EXPECT_EQ(status, 429);
}

TEST(Readers, ABrowsersPasswordDoesNothingForAnotherSite) {
    Reading desk;
    Request request = desk.asking("PUT", "/v1/entries");
    request.authorization = basic("cml0YTpjb3JyZWN0IGhvcnNlIGJhdHRlcnk=");
    request.origin = "https://evil.example";
    request.body = "{\"entry_ids\":[1],\"status\":\"read\"}";
    EXPECT_EQ(desk.respond(request).status, 403);
    request.origin = origin;
    EXPECT_EQ(desk.respond(request).status, 204);
}

TEST(Readers, AReadersTokenWritesNoDispatch) {
    Reading desk;
    Request request = desk.posting("{\"title\":\"T\",\"text\":\"Un texte.\"}");
    request.authorization = "Bearer " + desk.token_of("rita");
    EXPECT_EQ(desk.respond(request).status, 403);
    request.authorization = "Bearer " + desk.token_of("edda");
    EXPECT_EQ(desk.respond(request).status, 201);
}

TEST(Miniflux, EntriesAreDispatches) {
    Reading desk;
    const auto page = desk.value("rita", "/v1/entries?status=unread");
    EXPECT_EQ(page.at("total"), 1);
    const auto& entry = page.at("entries").at(0);
    EXPECT_EQ(entry.at("title"), "Un titre");
    EXPECT_EQ(entry.at("content"), "<p>Un texte.</p>\n<blockquote><p>Deux.</p></blockquote>\n");
    EXPECT_EQ(entry.at("comments_url"), "https://wire.example/d/1");
    EXPECT_EQ(entry.at("feed").at("category").at("title"), "Chappe");
    EXPECT_EQ(
        desk.ask("rita", "PUT", "/v1/entries", "{\"entry_ids\":[1],\"status\":\"read\"}").status,
        204);
    EXPECT_EQ(desk.value("rita", "/v1/entries/1").at("status"), "read");
    EXPECT_EQ(desk.value("edda", "/v1/entries/1").at("status"), "unread");
    EXPECT_EQ(desk.ask("rita", "PUT", "/v1/entries/1/bookmark").status, 204);
    EXPECT_EQ(desk.value("rita", "/v1/entries?starred=true").at("total"), 1);
    EXPECT_EQ(desk.ask("rita", "PUT", "/v1/entries/9/bookmark").status, 404);
    EXPECT_EQ(desk.ask("rita", "DELETE", "/v1/entries").status, 405);
    EXPECT_EQ(desk.ask("rita", "GET", "/v1/feeds/1/icon").status, 404);
}

TEST(Miniflux, OnlyEditorsKeepSources) {
    Reading desk;
    const std::string body = "{\"feed_url\":\"https://a.example/rss\"}";
    EXPECT_EQ(desk.ask("rita", "POST", "/v1/feeds", body).status, 403);
    EXPECT_EQ(desk.ask("edda", "POST", "/v1/feeds", body).status, 201);
    EXPECT_EQ(desk.ask("edda", "POST", "/v1/feeds", "{}").status, 400);
    EXPECT_EQ(desk.ask("edda", "POST", "/v1/feeds", "[").status, 400);
    EXPECT_TRUE(has(desk.ask("rita", "GET", "/v1/export"), "https://a.example/rss"));
}

TEST(Miniflux, FiltersAreUnderstoodOrRefused) {
    const auto query_of = [](const char* query) {
        return miniflux_query(*parse_target(std::string("/v1/entries?") + query));
    };
    const auto query = query_of("status=read&status=unread&limit=0&direction=desc&after=5");
    ASSERT_TRUE(query);
    EXPECT_FALSE(query->status);
    EXPECT_EQ(query->limit, 1000u);
    EXPECT_EQ(query->direction, Direction::newest_first);
    EXPECT_EQ(query->published.begin, Instant{std::chrono::seconds{6}});
    for (const char* wrong : {"status=x", "limit=-1", "offset=a", "order=title", "direction=down",
                              "search=%22open", "tags=a", "before_entry_id=x"})
        EXPECT_EQ(query_of(wrong).error().failure, Failure::refused) << wrong;
}

TEST(Greader, StreamsAndItemsHaveTheirNames) {
    using Kind = GreaderStream::Kind;
    EXPECT_EQ(greader_stream("feed/https://a.example/rss")->name, "https://a.example/rss");
    EXPECT_EQ(greader_stream("user/-/label/Presse/Europe")->name, "Presse/Europe");
    EXPECT_EQ(greader_stream("user/7/state/com.google/starred")->kind, Kind::starred);
    for (const char* wrong : {"", "feed/", "user/", "user/-", "user/-/label/", "user/-/state/x"})
        EXPECT_FALSE(greader_stream(wrong)) << wrong;
    EXPECT_EQ(greader_item("42"), DispatchId{42});
    EXPECT_EQ(greader_item("tag:google.com,2005:reader/item/000000000000002a"), DispatchId{42});
    EXPECT_EQ(greader_item_tag(DispatchId{42}), "tag:google.com,2005:reader/item/000000000000002a");
    for (const char* wrong : {"", "x", "-1", "tag:google.com,2005:reader/item/",
                              "tag:google.com,2005:reader/item/ffffffffffffffff"})
        EXPECT_FALSE(greader_item(wrong)) << wrong;
}

TEST(Greader, WhatIsBothReadAndNotIsNothing) {
    const GreaderStream all;
    const auto none =
        greader_query(all, {{"it", std::string(read_tag)}, {"xt", std::string(read_tag)}}, {}, 100);
    EXPECT_EQ(none->limit, 0u);
    EXPECT_EQ(greader_query(all, {{"n", "500"}}, {}, 100)->limit, 100u);
    EXPECT_EQ(greader_query(all, {{"n", "x"}}, {}, 100).error().failure, Failure::refused);
    EXPECT_EQ(greader_query(*greader_stream("feed/9"), {}, {}, 100).error().failure,
              Failure::absent);
}

TEST(Greader, AClientLogsInReadsAndMarks) {
    Reading desk;
    Request login =
        desk.sending("/accounts/ClientLogin", Form{{{"Email", "rita"}, {"Passwd", password}}});
    login.origin.clear();
    const Response in = desk.respond(login);
    ASSERT_EQ(in.status, 200);
    const std::size_t at = in.body.find("Auth=");
    ASSERT_NE(at, std::string::npos);
    const std::string auth = "GoogleLogin auth=" + in.body.substr(at + 5, in.body.size() - at - 6);
    Request request = desk.asking("GET",
                                  "/reader/api/0/stream/contents/user/-/state/com.google/"
                                  "reading-list");
    request.authorization = auth;
    EXPECT_TRUE(has(desk.respond(request), "\"Un titre\""));
    request = desk.asking("POST", "/reader/api/0/edit-tag");
    request.authorization = auth;
    request.body = "i=1&a=user/-/state/com.google/read";
    EXPECT_EQ(desk.respond(request).body, "OK");
    request = desk.asking("GET", "/reader/atom/feed/desk");
    request.authorization = auth;
    const Response atom = desk.respond(request);
    EXPECT_TRUE(has(atom, "label=\"read\"")) << atom.body;
    EXPECT_TRUE(has(atom, "&lt;p&gt;Un texte.&lt;/p&gt;"));
    request.target = "/reader/api/0/tag/list?output=xml";
    EXPECT_TRUE(has(desk.respond(request), "<list name=\"tags\">"));
    request.target = "/reader/api/0/elsewhere";
    EXPECT_EQ(desk.respond(request).status, 404);
}

TEST(EntryHtml, HasNoMarkupButItsOwn) {
    Dispatch dispatch;
    dispatch.body = Text::repair("<script>x</script>\n\nUn\n\nDeux & trois");
    dispatch.blocks = {{Block::Kind::heading, {0, 18}},
                       {Block::Kind::item, {20, 22}},
                       {Block::Kind::item, {24, 36}}};
    EXPECT_EQ(entry_html(dispatch),
              "<h2>&lt;script&gt;x&lt;/script&gt;</h2>\n<ul>\n<li>Un</li>\n"
              "<li>Deux &amp; trois</li>\n</ul>\n");
}

TEST(Alerts, AnEditorAddsOneAndSeesItsKeyOnce) {
    Desk desk;
    const auto alert = [](std::string address) {
        return Form{{{"query", "paix"}, {"address", std::move(address)}}};
    };
    const Form form = alert("https://desk.example/hook");
    const Response added = desk.send_as("edda", "/desk/alerts?ui=en", form);
    EXPECT_EQ(added.status, 200);
    EXPECT_TRUE(has(added, "secret-1"));
    const Response page = desk.get_as("edda", "/desk/alerts?ui=fr");
    EXPECT_FALSE(has(page, "secret-1"));
    EXPECT_TRUE(has(page, "https://desk.example/hook"));
    EXPECT_TRUE(has(page, "/feed.atom?q=paix"));
    EXPECT_EQ(desk.send_as("edda", "/desk/alerts", alert("x")).status, 422);
    EXPECT_EQ(desk.send_as("rita", "/desk/alerts", form).status, 403);
    EXPECT_EQ(desk.send_as("edda", "/desk/alerts/1/remove", {}).status, 303);
    EXPECT_TRUE(has(desk.get_as("edda", "/desk/alerts?ui=en"), "No search is sent"));
}

}  // namespace
}  // namespace chappe
