#include "wire/visible.h"

#include <gtest/gtest.h>

#include "wire/memory_site.h"

namespace chappe {
namespace {

const std::string secret = "La suite.";

Dispatch article(std::string url) {
    Dispatch dispatch;
    dispatch.title = Text::repair("Titre");
    dispatch.body = Text::repair("Le chapeau.\n\n" + secret);
    dispatch.blocks = {{Block::Kind::paragraph, {0, 11}}, {Block::Kind::paragraph, {13, 22}}};
    dispatch.lead = Span{0, 11};
    dispatch.url = std::move(url);
    return dispatch;
}

struct Summaries : MemorySite {
    Summaries() { site.show = Show::summary; }
    bool tells(const std::string& target, std::string authorization = "") {
        Request request;
        request.method = "GET";
        request.target = target;
        request.authorization = std::move(authorization);
        return respond(request).body.find(secret) != std::string::npos;
    }
};

TEST(Visible, NoDoorShowsTheWholeOfAnothersArticle) {
    Summaries site;
    site.keep(article("https://presse.example/1"), "https://presse.example/feed");
    for (const char* target :
         {"/d/1", "/d/1.json", "/d/1.txt", "/api/dispatches/1", "/", "/api/dispatches",
          "/feed.atom", "/feed.rss", "/feed.json", "/search?q=suite", "/api/search?q=suite",
          "/feed.atom?q=suite", "/sitemap-news.xml"})
        EXPECT_FALSE(site.tells(target)) << target;
    const Response page = site.get("/d/1?ui=fr");
    EXPECT_NE(page.body.find("Le chapeau."), std::string::npos);
    EXPECT_NE(page.body.find("Ceci est un résumé"), std::string::npos);
    EXPECT_NE(page.body.find("href=\"https://presse.example/1\""), std::string::npos);
    EXPECT_NE(site.get("/d/1.json").body.find("\"shown\":\"summary\""), std::string::npos);
}

TEST(Visible, ATokenSeesEverythingAndAWrongOneDoesNot) {
    Summaries site;
    site.keep(article("https://presse.example/1"), "https://presse.example/feed");
    EXPECT_TRUE(site.tells("/d/1.json", "Bearer " + site.token));
    EXPECT_TRUE(site.tells("/api/search?q=suite", "Bearer " + site.token));
    EXPECT_FALSE(site.tells("/d/1.json", "Bearer nobody"));

    Request request;
    request.method = "GET";
    request.target = "/d/1";
    request.authorization = "Bearer " + site.token;
    const Answer made = answer(request, site.site);
    const auto* counted = std::get_if<Counted>(&made);
    ASSERT_TRUE(counted);
    EXPECT_EQ(counted->viewer, Viewer::desk);  // nobody else gets this page
}

TEST(Visible, WhatIsOursIsWhole) {
    Summaries site;
    site.keep(article(""), "desk");
    site.keep(article("https://wire.example/d/7"), "desk");
    site.keep(article("https://agence.example/echantillon"), "samples");
    site.keep(article("https://presse.example/2"), "desk");            // posted, but another's page
    site.keep(article("https://wire.example.evil.example/"), "desk");  // another's site
    EXPECT_TRUE(site.tells("/d/1"));
    EXPECT_TRUE(site.tells("/d/2"));
    EXPECT_TRUE(site.tells("/d/3"));
    EXPECT_FALSE(site.tells("/d/4"));
    EXPECT_FALSE(site.tells("/d/5"));
}

TEST(Visible, ASummaryWithoutALeadIsTheBeginning) {
    Summaries site;
    Dispatch dispatch = article("https://presse.example/1");
    dispatch.lead.reset();
    site.keep(dispatch, "feed");
    dispatch.blocks.clear();
    dispatch.body = Text::repair(std::string(5000, 'x') + secret);
    dispatch.url += "2";
    site.keep(dispatch, "feed");
    EXPECT_FALSE(site.tells("/d/1"));
    EXPECT_FALSE(site.tells("/d/2.json"));
    EXPECT_LT(site.get("/d/2.txt").body.size(), 600u);
}

TEST(Visible, AnEmbargoedOneIsNotThere) {
    MemorySite site;
    Compose compose;
    compose.arrival.source = "desk";
    compose.reading.dispatches = {article("")};
    compose.release = now() + std::chrono::hours{1};
    (void)site.archive.act(std::move(compose), {"anna", {}}, [](const Result<ActReceipt>&) {});
    for (const char* target : {"/d/1", "/d/1.json", "/d/1.txt", "/api/dispatches/1"})
        EXPECT_EQ(site.get(target).status, 404) << target;
}

TEST(Visible, AWithdrawnOneShowsItsNotice) {
    MemorySite site;
    site.keep(article(""));
    (void)site.archive.act(Withdraw{DispatchId{1}, "Erreur <b>de</b> source"}, {"anna", {}},
                           [](const Result<ActReceipt>&) {});
    const Response page = site.get("/d/1?ui=fr");
    EXPECT_EQ(page.status, 410);
    EXPECT_NE(page.body.find("Erreur &lt;b&gt;de&lt;/b&gt; source"), std::string::npos);
    EXPECT_EQ(page.body.find("chapeau"), std::string::npos);
}

}  // namespace
}  // namespace chappe
