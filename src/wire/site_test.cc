#include "wire/site.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/text.h"
#include "wire/memory_site.h"

namespace chappe {
namespace {

namespace json = boost::json;

std::string header(const Response& response, std::string_view name) {
    for (const Header& header : response.headers)
        if (header.name == name) return header.value;
    return "";
}

bool has(const Response& response, std::string_view words) {
    return response.body.find(words) != std::string::npos;
}

json::object object(const Response& response) {
    return json::parse(response.body).as_object();
}

/// The dispatch that the project grew from, in facts: a day, a counter, tags declared and empty.
Dispatch azertac() {
    Dispatch dispatch;
    dispatch.title = Text::repair("Un coup de fil");
    dispatch.body = Text::repair("Été <b>lead</b>.\n\nDeuxième « bloc ».\n\nUn point");
    dispatch.blocks = {{Block::Kind::paragraph, {0, 18}},
                       {Block::Kind::quote, {20, 41}},
                       {Block::Kind::item, {43, 51}}};
    dispatch.lead = Span{0, 18};
    dispatch.published = parse_iso_date("2024-04-03");
    dispatch.language = "fr";
    dispatch.authors = {Text::repair("A. <Auteur>")};
    dispatch.credit = Credit{Text::repair("Azertac"), Credit::Place::tail};
    dispatch.reads = 362;
    dispatch.tags = std::vector<Text>{};
    dispatch.url = "https://presse.example/a?b=1&c=2";
    return dispatch;
}

const Instant noon{std::chrono::seconds{1795608000}};  // 2026-11-25T12:00:00Z

TEST(Site, TheWireGroupsLinesByDay) {
    MemorySite site;
    for (int i = 0; i < 3; ++i) {
        Dispatch dispatch = azertac();
        dispatch.url += std::to_string(i);
        site.keep(dispatch, "desk", noon + std::chrono::hours{i * 10});
    }
    const Response page = site.get("/?ui=fr");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(has(page, "<html lang=\"fr\">"));
    EXPECT_TRUE(has(page, "jeudi 26 novembre 2026"));
    EXPECT_TRUE(has(page, "mercredi 25 novembre 2026"));
    EXPECT_LT(page.body.find("jeudi 26"), page.body.find("mercredi 25"));
    EXPECT_TRUE(
        has(page, "<time datetime=\"2026-11-25T22:00:00Z\" data-show=\"clock\">22:00</time>"));
    EXPECT_TRUE(has(page, "datée du 3 avril 2024"));
    EXPECT_TRUE(has(page, "href=\"/d/1?ui=fr\""));
    EXPECT_TRUE(has(page, "Été &lt;b&gt;lead"));
    EXPECT_FALSE(has(page, "<b>"));
    EXPECT_TRUE(has(site.get("/"), "Wednesday 25 November 2026"));
}

TEST(Site, OlderLinesAreBehindALink) {
    MemorySite site;
    for (int i = 0; i < 120; ++i) {
        Dispatch dispatch = azertac();
        dispatch.url += std::to_string(i);
        site.keep(dispatch);
    }
    const Response first = site.get("/?ui=fr");
    EXPECT_TRUE(has(first, "href=\"/?before=71&amp;ui=fr\""));
    EXPECT_TRUE(has(first, "data-newest=\"120\""));
    const Response second = site.get("/?before=71");
    EXPECT_TRUE(has(second, "href=\"/d/70\""));
    EXPECT_FALSE(has(second, "href=\"/d/71\""));
    EXPECT_FALSE(has(second, "data-newest"));
    EXPECT_FALSE(has(site.get("/?before=21"), "rel=\"next\""));
    EXPECT_EQ(site.get("/?before=x").status, 400);
}

TEST(Site, ADispatchShowsEveryFactOnce) {
    MemorySite site;
    site.keep(azertac(), "https://presse.example/feed", noon);
    const Response page = site.get("/d/1?ui=fr");
    EXPECT_EQ(page.status, 200);
    for (const char* words :
         {"Un coup de fil</h1>", "publiée le 3 avril 2024", "Azertac", "Par A. &lt;Auteur&gt;",
          "<p class=\"lead\" dir=\"auto\">Été &lt;b&gt;lead&lt;/b&gt;.</p>",
          "<blockquote dir=\"auto\">Deuxième « bloc ».</blockquote>",
          "<ul>\n<li dir=\"auto\">Un point", "Lu à la source\u202F: 362, vu le <time",
          ">25 novembre 2026</time>", "Lu\u202F: 0",
          "rel=\"noopener nofollow\" href=\"https://presse.example/a?b=1&amp;c=2\"", "/d/1.json",
          "/d/1.txt", "une seule édition", "25 novembre 2026 à 12:00 UTC"})
        EXPECT_TRUE(has(page, words)) << words;
    EXPECT_FALSE(has(page, "Mots-clés"));  // declared and empty: nothing to show
    EXPECT_FALSE(has(page, "style="));
    EXPECT_EQ(Text::repair(page.body).str(), page.body);

    const Response text = site.get("/d/1.txt");
    EXPECT_EQ(text.type, "text/plain; charset=utf-8");
    EXPECT_TRUE(has(text, "Un coup de fil\n\n2024-04-03 · Azertac · https://presse.example/"));
}

TEST(Site, TheApiHasEveryFactAndCountsInCodePoints) {
    MemorySite site;
    site.keep(azertac(), "desk", noon);
    for (const char* target : {"/api/dispatches/1", "/d/1.json"}) {
        const json::object facts = object(site.get(target));
        EXPECT_EQ(facts.at("published").as_string(), "2024-04-03");
        EXPECT_EQ(facts.at("credit").as_string(), "Azertac");
        EXPECT_EQ(facts.at("state").as_string(), "live");
        EXPECT_TRUE(facts.at("tags").as_array().empty());
        EXPECT_TRUE(facts.at("modified").is_null());
        EXPECT_EQ(facts.at("reads_here").as_int64(), 0);
        EXPECT_EQ(facts.at("reads_at_source").at("count").as_int64(), 362);
        EXPECT_EQ(facts.at("reads_at_source").at("seen").as_string(), "2026-11-25T12:00:00Z");
        EXPECT_EQ(json::serialize(facts.at("lead_span")), "[0,16]");
        EXPECT_EQ(json::serialize(facts.at("blocks").at(1).at("span")), "[18,36]");
        EXPECT_EQ(facts.at("blocks").at(2).at("kind").as_string(), "item");
    }
}

TEST(Site, APostedTextComesBackWordForWord) {
    MemorySite site;
    const std::string text =
        "  Première ligne,\ncoupée.\r\n \r\n\r\nDeuxième \u00A0: « été » <b>\n\n";
    const Response created = site.post(json::serialize(
        json::object{{"title", " Un  titre "}, {"text", text}, {"url", "https://A.example/x"}}));
    EXPECT_EQ(created.status, 201);
    EXPECT_EQ(created.body, "{\"id\":1,\"outcome\":\"created\"}\n");
    EXPECT_EQ(header(created, "Location"), "/d/1");
    const json::object facts = object(site.get("/api/dispatches/1"));
    EXPECT_EQ(facts.at("body").as_string(),
              "Première ligne, coupée.\n\nDeuxième \u00A0: « été » <b>");
    EXPECT_EQ(facts.at("title").as_string(), "Un titre");
    EXPECT_EQ(facts.at("url").as_string(), "https://a.example/x");
    EXPECT_EQ(facts.at("language").as_string(), "fr");
    EXPECT_EQ(facts.at("source").as_string(), "desk");
    EXPECT_EQ(facts.at("blocks").as_array().size(), 2u);
    EXPECT_EQ(facts.at("lead").as_string(), "Première ligne, coupée.");
    EXPECT_EQ(object(site.get("/api/stats")).at("total").as_int64(), 1);
}

TEST(Site, ThePostOfAnythingElseIsRead) {
    MemorySite site;
    EXPECT_EQ(site.post("Titre\nCorps", "text/plain; charset=utf-8").status, 201);
    EXPECT_EQ(site.post("Titre2\nCorps", "").status, 201);
    EXPECT_EQ(site.post("Subject: Titre3\r\n\r\nCorps\r\n", "message/rfc822").status, 201);
    EXPECT_EQ(site.post("Titre\nCorps", "text/plain").status, 200);  // it was there already
    for (const char* type : {"image/png", "multipart/form-data; boundary=x", "application/pdf",
                             "application/x-www-form-urlencoded"})
        EXPECT_EQ(site.post("x", type).status, 415) << type;
}

TEST(Site, ABadPostSaysWhatIsWrongInOneLine) {
    MemorySite site;
    for (const char* body :
         {"", "{", "[]", "null", "{}", "{\"title\":\"x\"}", "{\"title\":\"x\",\"text\":\" \"}",
          "{\"title\":1,\"text\":\"x\"}",
          "{\"title\":\"x\",\"text\":\"y\",\"url\":\"javascript:x\"}",
          "{\"title\":\"x\",\"text\":\"y\",\"txet\":\"z\"}",
          "{\"title\":\"\\ud800\",\"text\":\"y\"}", "{\"title\":\"x\",\"text\":\"\xFF\"}"}) {
        const Response response = site.post(body);
        EXPECT_EQ(response.status, 400) << body;
        EXPECT_FALSE(object(response).at("error").as_string().empty()) << body;
    }
    EXPECT_EQ(site.post(std::string(100000, '[')).status, 400);
    Request compressed = site.posting("x", "text/plain");
    compressed.content_encoding = "gzip";
    EXPECT_EQ(site.respond(compressed).status, 415);
    Request keyed = site.posting("x", "text/plain");
    keyed.idempotency_key = std::string(300, 'k');
    EXPECT_EQ(site.respond(keyed).status, 400);
}

TEST(Site, WritesNeedAToken) {
    MemorySite site;
    Request request = site.posting("{\"title\":\"x\",\"text\":\"y\"}");
    for (const char* sent : {"", "Bearer", "Bearer ", "Bearer wrong", "Basic dGVzdA=="}) {
        request.authorization = sent;
        const Response response = site.respond(request);
        EXPECT_EQ(response.status, 401) << sent;
        EXPECT_NE(header(response, "WWW-Authenticate"), "");
        EXPECT_TRUE(refuse_early(request, site.site));
    }
    request.authorization = "bearer " + site.token;
    EXPECT_FALSE(refuse_early(request, site.site));
    EXPECT_EQ(site.respond(request).status, 201);
    EXPECT_TRUE(site.archive.remove_token(1));
    EXPECT_EQ(site.respond(request).status, 401);
}

TEST(Site, ARetriedPostIsOneDispatch) {
    MemorySite site;
    Request request = site.posting("{\"title\":\"x\",\"text\":\"y\"}");
    request.idempotency_key = "abc";
    const Response first = site.respond(request);
    const Response again = site.respond(request);
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.body, first.body);
    request.body = "{\"title\":\"x\",\"text\":\"z\"}";
    EXPECT_EQ(site.respond(request).status, 400);
}

TEST(Site, ReadsAreCountedOneByOne) {
    MemorySite site;
    site.keep(azertac());
    Request request = site.posting("");
    request.target = "/api/dispatches/1/reads";
    EXPECT_EQ(site.respond(request).body, "{\"id\":1,\"reads_here\":1}\n");
    EXPECT_EQ(site.respond(request).body, "{\"id\":1,\"reads_here\":2}\n");
    EXPECT_EQ(object(site.get("/api/dispatches/1")).at("reads_here").as_int64(), 2);
    request.target = "/api/dispatches/9/reads";
    EXPECT_EQ(site.respond(request).status, 404);
}

TEST(Site, TheListTurnsItsPages) {
    MemorySite site;
    for (int i = 0; i < 5; ++i) {
        Dispatch dispatch = azertac();
        dispatch.url += std::to_string(i);
        site.keep(dispatch);
    }
    const json::object first = object(site.get("/api/dispatches?limit=2"));
    EXPECT_EQ(first.at("dispatches").as_array().size(), 2u);
    EXPECT_EQ(first.at("dispatches").at(0).at("id").as_int64(), 5);
    EXPECT_EQ(first.at("next").as_int64(), 4);
    const json::object last = object(site.get("/api/dispatches?limit=2&before=2"));
    EXPECT_EQ(last.at("dispatches").as_array().size(), 1u);
    EXPECT_TRUE(last.at("next").is_null());
    for (const char* query : {"limit=0", "limit=101", "limit=x", "before=-1"})
        EXPECT_EQ(site.get(std::string("/api/dispatches?") + query).status, 400) << query;
}

TEST(Site, AWithdrawnDispatchIsGone) {
    MemorySite site;
    site.keep(azertac());
    site.archive.withdraw(DispatchId{1});
    for (const char* target : {"/d/1", "/d/1.json", "/d/1.txt", "/api/dispatches/1"}) {
        const Response response = site.get(target);
        EXPECT_EQ(response.status, 410) << target;
        EXPECT_FALSE(has(response, "coup de fil")) << target;
    }
    EXPECT_TRUE(has(site.get("/d/1?ui=fr"), "retirée"));
    EXPECT_TRUE(has(site.get("/d/1?ui=en"), "withdrawn"));
    EXPECT_FALSE(has(site.get("/"), "coup de fil"));
    EXPECT_EQ(
        site.post("{\"title\":\"x\",\"text\":\"y\",\"url\":\"https://presse.example/a?b=1&c=2\"}")
            .status,
        410);
}

TEST(Site, UnknownAddressesAndMethodsHaveTheirAnswers) {
    MemorySite site;
    for (const char* target : {"/nothing", "/d/", "/d/x", "/d/01", "/d/1/2", "/d/99", "/api/",
                               "/api/dispatches/", "/../etc/passwd", "/%2e%2e/x", "/web/none.css"})
        EXPECT_EQ(site.get(target).status, 404) << target;
    EXPECT_EQ(site.get("/%zz").status, 400);
    EXPECT_TRUE(has(site.get("/nothing?ui=fr"), "Page introuvable"));
    EXPECT_TRUE(has(site.get("/api/nothing"), "{\"error\":"));
    Request request;
    request.method = "DELETE";
    request.target = "/api/dispatches";
    const Response response = site.respond(request);
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(header(response, "Allow"), "GET, HEAD, POST");
    request.target = "/";
    EXPECT_EQ(header(site.respond(request), "Allow"), "GET, HEAD");
    request.target = "/api/dispatches/1/reads";
    request.method = "GET";
    EXPECT_EQ(header(site.respond(request), "Allow"), "POST");
}

TEST(Site, WhatHasNotChangedIsNotSentAgain) {
    MemorySite site;
    site.keep(azertac());
    for (const char* target : {"/", "/d/1", "/d/1.json", "/feed.atom", "/feed.rss", "/feed.json"}) {
        Request request;
        request.method = "GET";
        request.target = target;
        const Response first = site.respond(request);
        EXPECT_EQ(first.status, 200) << target;
        request.if_none_match = "\"other\", " + header(first, "ETag");
        const Response kept = site.respond(request);
        EXPECT_EQ(kept.status, 304) << target;
        EXPECT_EQ(kept.body, "");
        EXPECT_EQ(header(kept, "ETag"), header(first, "ETag"));
        request.accept_language = "fr";
        EXPECT_EQ(site.respond(request).status, 200) << target;  // another language, another page
    }
    Request request;
    request.method = "GET";
    request.target = "/";
    request.if_none_match = header(site.respond(request), "ETag");
    Dispatch dispatch = azertac();
    dispatch.url += "2";
    site.keep(dispatch);
    EXPECT_EQ(site.respond(request).status, 200);
}

TEST(Site, OwnFilesAreKeptForEverUnderTheirDigest) {
    MemorySite site;
    const Response page = site.get("/");
    const std::size_t at = page.body.find("/web/wire.css?v=");
    ASSERT_NE(at, std::string::npos);
    const std::string address = page.body.substr(at, page.body.find('"', at) - at);
    const Response css = site.get(address);
    EXPECT_EQ(css.status, 200);
    EXPECT_EQ(css.type, "text/css; charset=utf-8");
    EXPECT_NE(header(css, "Cache-Control").find("immutable"), std::string::npos);
    EXPECT_EQ(header(site.get("/web/wire.css?v=old"), "Cache-Control"), "no-cache");
    EXPECT_EQ(site.get("/favicon.ico").type, "image/svg+xml");
}

TEST(Site, ADamagedArchiveIsAClearAnswer) {
    MemorySite site;
    site.archive.fail_with(Error{Failure::broken, "the database is damaged"});
    EXPECT_EQ(site.get("/healthz").status, 503);
    EXPECT_EQ(site.get("/").status, 503);
    EXPECT_EQ(site.get("/api/stats").body, "{\"error\":\"the database is damaged\"}\n");
    EXPECT_EQ(site.post("{\"title\":\"x\",\"text\":\"y\"}").status, 503);
    EXPECT_EQ(answer_to(Result<Receipt>(fail(Failure::full, "the disk is full"))).status, 507);
    const Response busy = answer_to(Result<Receipt>(fail(Failure::busy, "wait")));
    EXPECT_EQ(busy.status, 503);
    EXPECT_EQ(header(busy, "Retry-After"), "1");
    site.archive.fail_with({});
    EXPECT_EQ(site.get("/healthz").status, 200);
}

TEST(Site, MetricsAreInThePrometheusForm) {
    MemorySite site;
    site.keep(azertac());
    site.metrics.count(404);
    const Response response = site.get("/metrics");
    EXPECT_TRUE(has(response, "\nchappe_http_requests_total{status=\"404\"} 1\n"));
    EXPECT_TRUE(has(response, "\nchappe_dispatches 1\n"));
    EXPECT_TRUE(has(response, "\nchappe_newest_seq 1\n"));
    EXPECT_TRUE(has(response, "# TYPE chappe_event_readers gauge\n"));
}

TEST(Site, EventsBeginWhereTheReaderSays) {
    MemorySite site;
    site.keep(azertac());
    const auto after = [&](std::string target, std::string last_event_id) {
        Request request;
        request.method = "GET";
        request.target = std::move(target);
        request.last_event_id = std::move(last_event_id);
        const Answer made = answer(request, site.site);
        const auto* stream = std::get_if<Stream>(&made);
        return stream ? number_of(stream->after) : -1;
    };
    EXPECT_EQ(after("/events", ""), 1);
    EXPECT_EQ(after("/events?after=0", ""), 0);
    EXPECT_EQ(after("/events?after=1", "0"), 0);
    EXPECT_EQ(after("/events?after=999", ""), 1);
    EXPECT_EQ(after("/events?after=x", ""), -1);
}

TEST(Site, EveryAnswerForbidsForeignCode) {
    Response response;
    const std::string head = head_of(response, Persistence::close);
    for (const std::string& each : {head, head_of_stream()}) {
        EXPECT_NE(each.find("Content-Security-Policy: default-src 'none';"), std::string::npos);
        EXPECT_NE(each.find("X-Content-Type-Options: nosniff\r\n"), std::string::npos);
        EXPECT_NE(each.find("Referrer-Policy: same-origin\r\n"), std::string::npos);
        EXPECT_TRUE(each.ends_with("\r\n\r\n"));
    }
}

}  // namespace
}  // namespace chappe
