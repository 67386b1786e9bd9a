#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <pugixml.hpp>

#include "base/percent.h"
#include "base/text.h"
#include "wire/layout.h"
#include "wire/memory_site.h"
#include "wire/target.h"

namespace chappe {
namespace {

namespace json = boost::json;

bool has(const Response& response, std::string_view words) {
    return response.body.find(words) != std::string::npos;
}

json::object object(const Response& response) {
    return json::parse(response.body).as_object();
}

Dispatch telling(std::string_view title, std::string_view text) {
    Dispatch dispatch;
    dispatch.title = Text::repair(title);
    dispatch.body = Text::repair(text);
    dispatch.blocks = {
        {Block::Kind::paragraph, {0, static_cast<std::uint32_t>(dispatch.body.size())}}};
    dispatch.language = "fr";
    return dispatch;
}

Dispatch credited(std::string_view title, std::string_view agency, std::string_view day) {
    Dispatch dispatch = telling(title, "Le sémaphore transmet. <script>");
    dispatch.credit = Credit{Text::repair(agency), Credit::Place::tail};
    dispatch.published = parse_iso_date(day);
    return dispatch;
}

TEST(SearchPage, ShowsWhatWasFoundMarkedAndEscaped) {
    MemorySite site;
    site.keep(telling("Un phare", "La tour <b>de</b> Brest & le reste"));
    const Response page = site.get("/search?q=brest&ui=fr");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(has(page, "La tour &lt;b&gt;de&lt;/b&gt; <mark>Brest</mark> &amp; le reste"));
    EXPECT_TRUE(has(page, "value=\"brest\""));
    EXPECT_TRUE(has(page, "data-search=\"brest\""));
    EXPECT_TRUE(has(page, "href=\"/feed.atom?q=brest\""));
    EXPECT_TRUE(has(page, "href=\"/api/search?q=brest\""));
    EXPECT_FALSE(has(page, "noindex"));
    EXPECT_TRUE(has(site.get("/search?q=brest&order=best"), "noindex"));
    EXPECT_TRUE(has(site.get("/search?q=nowhere"), "noindex"));
    EXPECT_TRUE(has(page, "name=\"ui\" value=\"fr\""));
    EXPECT_FALSE(has(site.get("/search?q=brest&order=best"), "data-search"));
}

TEST(SearchPage, AWrongQueryHasItsPlaceMarked) {
    MemorySite site;
    const Response page = site.get("/search?q=" + percent_encoded("paix (\"<b>") + "&ui=fr");
    EXPECT_EQ(page.status, 400);
    EXPECT_TRUE(has(page, "<code>paix <mark>(</mark>&quot;&lt;b&gt;</code>") ||
                has(page, "<code>paix (<mark>&quot;&lt;b&gt;</mark></code>") ||
                has(page, "<code>paix <mark>(&quot;&lt;b&gt;</mark></code>"))
        << page.body;
    EXPECT_FALSE(has(page, "<b>"));
    EXPECT_TRUE(has(page, "<details class=\"howto\" open>"));

    const Response told = site.get("/api/search?q=colour:red");
    EXPECT_EQ(told.status, 400);
    EXPECT_EQ(object(told).at("error").as_string(), words_of(QueryProblem::Kind::unknown_filter));
    EXPECT_EQ(object(told).at("place").at(0).as_int64(), 0);
    EXPECT_EQ(site.get("/feed.atom?q=colour:red").status, 400);
}

TEST(SearchPage, EveryKindOfProblemIsSaidInFrench) {
    for (int kind = 0; kind <= static_cast<int>(QueryProblem::Kind::too_long); ++kind) {
        SearchPage page;
        page.text = "été";
        page.problems = {{static_cast<QueryProblem::Kind>(kind), {2, 900}}};  // no place of it
        Reader reader;
        reader.ui = Ui::fr;
        const std::string made = search_page(reader, page);
        EXPECT_NE(made.find("<p id=\"problem\">"), std::string::npos) << kind;
        EXPECT_EQ(made.find("<p id=\"problem\"></p>"), std::string::npos) << kind;
        EXPECT_EQ(made.find(words_of(page.problems.front().kind)), std::string::npos) << kind;
        EXPECT_EQ(Text::repair(made).str(), made);
    }
}

TEST(SearchPage, WithoutAQueryItTeaches) {
    MemorySite site;
    const Response page = site.get("/search?q=++&ui=en");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(has(page, "<details class=\"howto\" open>"));
    EXPECT_FALSE(has(page, "id=\"lines\""));
    EXPECT_TRUE(has(site.get("/search?q=nichts&ui=fr"), "Aucune dépêche ne correspond"));
    for (const char* query : {"before=x", "order=worst", "limit=0", "limit=1000"})
        EXPECT_EQ(site.get(std::string("/search?q=a&") + query).status, 400) << query;
}

TEST(SearchPage, TurnsByPosition) {
    MemorySite site;
    for (int i = 0; i < 60; ++i) site.keep(telling("Phare " + std::to_string(i), "brest"));
    const Response first = site.get("/search?q=brest");
    EXPECT_TRUE(has(first, "href=\"/search?q=brest&amp;before=11\""));
    const Response second = site.get("/search?q=brest&before=11");
    EXPECT_TRUE(has(second, "Phare 9<"));
    EXPECT_FALSE(has(second, "Phare 10<"));
    EXPECT_FALSE(has(second, "rel=\"next\""));
    EXPECT_TRUE(has(second, "href=\"/search?q=brest&amp;before=11&amp;ui=fr\""));
}

TEST(SearchApi, GivesEachHitOnceAndTheFieldsThatWereAskedFor) {
    MemorySite site;
    site.keep(telling("Jeton-xyz", "Corps sans lui"));
    const Response named = site.get("/api/search?q=Jeton-xyz&fields=id,title");
    EXPECT_EQ(named.body, "{\"hits\":[{\"id\":1,\"title\":\"Jeton-xyz\"}],\"next\":null}\n");
    EXPECT_EQ(site.get("/api/search?q=Jeton-xyz&fields=id").body,
              "{\"hits\":[{\"id\":1}],\"next\":null}\n");
    EXPECT_EQ(site.get("/api/search?q=x&fields=password").status, 400);
    const json::object whole = object(site.get("/api/search?q=corps"));
    const auto& snippet = whole.at("hits").at(0).at("snippet");
    EXPECT_EQ(snippet.at("text").as_string(), "Corps sans lui");
    EXPECT_EQ(json::serialize(snippet.at("marks")), "[[0,5]]");
    EXPECT_TRUE(whole.at("hits").at(0).as_object().contains("changed"));
}

TEST(Lists, SourcesAndAgenciesLeadToTheirDispatches) {
    MemorySite site;
    const std::string feed = "https://presse.example/flux?a=1&b=\"<x>";
    site.keep(credited("Une", "Agence <Télégraphe>/1", "2024-04-03"), feed);
    const Response sources = site.get("/sources?ui=fr");
    EXPECT_TRUE(has(sources, "presse.example</a>"));
    EXPECT_TRUE(has(sources, "1 dépêche, "));
    EXPECT_FALSE(has(sources, "<x>"));
    const Response source = site.get(source_address(feed) + "?ui=fr");
    EXPECT_EQ(source.status, 200);
    EXPECT_TRUE(has(source, "<h1 dir=\"auto\">presse.example</h1>"));
    EXPECT_TRUE(has(source, ">Une</a>"));
    const Response agency = site.get(agency_address("Agence <Télégraphe>/1"));
    EXPECT_EQ(agency.status, 200);
    EXPECT_TRUE(has(agency, "Agence &lt;Télégraphe&gt;/1</h1>"));
    EXPECT_TRUE(has(agency, "data-search=\"credit:&quot;Agence &lt;Télégraphe&gt;/1&quot;\""));
    EXPECT_TRUE(
        has(site.get("/agencies"), "href=\"/agency/Agence%20%3CT%C3%A9l%C3%A9graphe%3E%2F1\""));

    const Response none = site.get("/agency/Nobody?ui=en");
    EXPECT_EQ(none.status, 404);
    EXPECT_TRUE(has(none, "no dispatch under this name"));
    EXPECT_TRUE(has(none, "noindex"));
    EXPECT_EQ(site.get("/agency/").status, 404);
}

TEST(Lists, ADayKnowsItsNeighbours) {
    MemorySite site;
    for (const char* day : {"2024-03-30", "2024-04-03", "2024-04-05"})
        site.keep(credited(std::string("Du ") + day, "A", day));
    const Response page = site.get("/day/2024-04-03?ui=fr");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(has(page, "mercredi 3 avril 2024</h1>"));
    EXPECT_TRUE(has(
        page, "rel=\"prev\" href=\"/day/2024-03-30?ui=fr\">Jour précédent\u202F: 30 mars 2024"));
    EXPECT_TRUE(has(page, "rel=\"next\" href=\"/day/2024-04-05?ui=fr\""));
    EXPECT_TRUE(has(page, "Du 2024-04-03"));
    EXPECT_FALSE(has(page, "Du 2024-04-05<"));
    const Response empty = site.get("/day/2024-04-04?ui=fr");
    EXPECT_EQ(empty.status, 404);
    EXPECT_TRUE(has(empty, "href=\"/day/2024-04-05?ui=fr\""));
    for (const char* name : {"2024-4-3", "2024-02-30", "today", "2024-04-03T10:00", "20240403"})
        EXPECT_EQ(site.get(std::string("/day/") + name).status, 404) << name;
}

TEST(Lists, TheArchiveIsACalendarOfLinks) {
    MemorySite site;
    EXPECT_TRUE(has(site.get("/archive?ui=fr"), "Dès que la première dépêche arrive"));
    site.keep(credited("Une", "A", "2024-04-03"));
    site.keep(credited("Autre", "A", "2024-04-03"));
    site.keep(credited("Ancienne", "A", "1999-12-31"));
    const Response page = site.get("/archive?ui=fr");
    EXPECT_TRUE(has(page, "avril 2024 <span>2 dépêches</span>"));
    EXPECT_TRUE(has(page, "aria-label=\"3 avril 2024, 2 dépêches\""));
    EXPECT_TRUE(has(page, "href=\"/archive?year=1999&amp;ui=fr\""));
    EXPECT_FALSE(has(page, "mai 2024"));
    EXPECT_TRUE(has(site.get("/archive?year=1999"), "December 1999"));
    for (const char* year : {"x", "0", "10000"})
        EXPECT_EQ(site.get(std::string("/archive?year=") + year).status, 400) << year;
}

TEST(Feeds, OfASearchNameIt) {
    MemorySite site;
    site.keep(telling("Un phare", "À Brest"));
    site.keep(telling("Rien", "d'autre"));
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(site.get("/feed.atom?q=Brest%20%26").body.c_str()));
    EXPECT_STREQ(document.child("feed")
                     .find_child_by_attribute("link", "rel", "self")
                     .attribute("href")
                     .value(),
                 "https://wire.example/feed.atom?q=Brest%20%26");
    const json::object feed = object(site.get("/feed.json?q=Brest"));
    EXPECT_EQ(feed.at("items").as_array().size(), 1u);
    EXPECT_EQ(feed.at("home_page_url").as_string(), "https://wire.example/search?q=Brest");
}

TEST(Crawlers, HearWhatIsWhere) {
    MemorySite site;
    site.keep(credited("Ancienne & vieille", "A", "1999-12-31"));
    Dispatch fresh = telling("Fraîche <1>", "x");
    site.keep(fresh);
    EXPECT_TRUE(has(site.get("/robots.txt"), "Sitemap: https://wire.example/sitemap.xml\n"));
    pugi::xml_document map;
    ASSERT_TRUE(map.load_string(site.get("/sitemap.xml").body.c_str()));
    EXPECT_TRUE(has(site.get("/sitemap.xml"), "<loc>https://wire.example/day/1999-12-31</loc>"));
    const Response news = site.get("/sitemap-news.xml");
    ASSERT_TRUE(map.load_string(news.body.c_str()));
    EXPECT_TRUE(has(news, "<loc>https://wire.example/d/2</loc>"));
    EXPECT_TRUE(has(news, "<news:title>Fraîche &lt;1&gt;</news:title>"));
    EXPECT_FALSE(has(news, "/d/1<"));  // published long ago
}

TEST(Pages, TellMachinesWhatTheyAre) {
    MemorySite site;
    Dispatch dispatch = credited("</script><script>alert(1)</script>", "A \"B\"", "2024-04-03");
    dispatch.tags = {Text::repair("paix \"totale\"")};
    site.keep(dispatch);
    const Response page = site.get("/d/1?ui=fr");
    const std::size_t begin = page.body.find("ld+json\">") + 9;
    const std::string_view block =
        std::string_view(page.body).substr(begin, page.body.find("</script>", begin) - begin);
    const json::object facts = json::parse(block).as_object();
    EXPECT_EQ(facts.at("headline").as_string(), "</script><script>alert(1)</script>");
    EXPECT_EQ(facts.at("datePublished").as_string(), "2024-04-03");
    EXPECT_EQ(facts.at("url").as_string(), "https://wire.example/d/1");
    EXPECT_TRUE(has(page, "rel=\"canonical\" href=\"https://wire.example/d/1?ui=fr\""));
    EXPECT_TRUE(has(page, "hreflang=\"x-default\" href=\"https://wire.example/d/1\""));
    EXPECT_TRUE(has(page, "property=\"og:type\" content=\"article\""));
    EXPECT_TRUE(has(page, "href=\"/search?q=%22paix%20%20totale%20%22&amp;ui=fr\""));
}

TEST(Pages, AreCompleteAndSafeInBothLanguages) {
    MemorySite site;
    site.keep(credited("<img src=x onerror=alert(1)>", "\"><b>", "2024-05-01"),
              "javascript:alert(1)");
    for (const std::string path :
         {"/", "/d/1", "/search", "/search?q=alert", "/archive", "/day/2024-05-01", "/sources",
          "/source/javascript%3Aalert%281%29", "/agencies", "/agency/%22%3E%3Cb%3E", "/help",
          "/about", "/none"})
        for (const std::string ui : {"fr", "en"}) {
            const Response page =
                site.get(path + (path.find('?') == std::string::npos ? "?ui=" : "&ui=") + ui);
            EXPECT_TRUE(has(page, "<html lang=\"" + ui + "\">")) << path;
            EXPECT_TRUE(has(page, "</html>\n")) << path;
            EXPECT_TRUE(has(page, "<meta name=\"description\" content=\"")) << path;
            EXPECT_FALSE(has(page, "<img src=x")) << path;
            EXPECT_FALSE(has(page, "<b>")) << path;
            EXPECT_FALSE(has(page, "href=\"javascript")) << path;
            EXPECT_FALSE(has(page, "{}<")) << path;  // attributes hold what scripts fill
        }
    EXPECT_TRUE(has(site.get("/day/2024-05-01?ui=fr"), "mercredi 1er mai 2024"));
}

}  // namespace
}  // namespace chappe
