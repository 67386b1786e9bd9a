// Copies and editions on the pages, in the API and in feeds.
#include "wire/story_pages.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "wire/api.h"
#include "wire/test_desk.h"

namespace chappe {
namespace {

using namespace test;
namespace json = boost::json;

Dispatch told(std::string_view title, std::string_view body, std::string url = {}) {
    Dispatch made;
    made.title = Text::repair(title);
    made.body = Text::repair(body);
    made.blocks = {{Block::Kind::paragraph, {0, static_cast<std::uint32_t>(made.body.size())}}};
    made.language = "fr";
    made.url = std::move(url);
    return made;
}

/// An agency's dispatch and a portal that carries it with another figure.
struct Story : MemorySite {
    Story() {
        keep(told("Le pont ferme", "Le pont ferme deux nuits, dit <b>l'agence</b>."), "agence");
        keep(told("Deux nuits sans pont", "Le pont ferme trois nuits, dit <b>l'agence</b>."),
             "portail");
        keep(told("La pêche", "Un accord sur la pêche."), "agence");
        archive.group(DispatchId{1}, DispatchId{2});
    }
};

TEST(Story, TheWireTellsItOnceAndCountsItsCopies) {
    Story site;
    const Response page = site.get("/?ui=fr");
    EXPECT_TRUE(has(page, "data-id=\"1\""));
    EXPECT_FALSE(has(page, "data-id=\"2\""));
    EXPECT_TRUE(has(page, "<a class=\"copies\" href=\"/d/1/copies?ui=fr\">+1 reprise</a>"));
    EXPECT_TRUE(has(site.get("/?ui=en"), "+1 copy</a>"));
    // A source shows what it said.
    const Response source = site.get("/source/portail?ui=en");
    EXPECT_TRUE(has(source, "data-id=\"2\""));
    EXPECT_TRUE(has(source, "data-copies=\"each\""));
    EXPECT_TRUE(has(source, "href=\"/d/2/copies?ui=en\">copy</a>"));
}

TEST(Story, CopiesAreShownWithWhatTheyChanged) {
    Story site;
    for (const char* address : {"/d/1/copies?ui=en", "/d/2/copies?ui=en"}) {
        const Response page = site.get(address);
        EXPECT_EQ(page.status, 200);
        EXPECT_TRUE(has(page, "Deux nuits sans pont"));
        EXPECT_TRUE(has(page, "<del><span class=\"said\">removed: </span>deux</del>"));
        EXPECT_TRUE(has(page, "<ins><span class=\"said\">added: </span>trois</ins>"));
        EXPECT_TRUE(has(page, "words removed: 1, added: 1"));
        EXPECT_FALSE(has(page, "<b>"));
    }
    EXPECT_TRUE(has(site.get("/d/3/copies?ui=fr"), "Personne n’a repris cette dépêche."));
    EXPECT_EQ(site.get("/d/9/copies").status, 404);
    const json::object all = json::parse(site.get("/d/2/copies.json").body).as_object();
    EXPECT_EQ(all.at("original").at("id"), 1);
    EXPECT_EQ(all.at("copies").at(0).at("dispatch").at("copy_of"), 1);
    EXPECT_EQ(all.at("copies").at(0).at("diff").at(1).at(0), "removed");
    EXPECT_EQ(all.at("copies").at(0).at("diff").at(1).at(1), "deux");
}

TEST(Story, ADispatchSaysWhatItRepeats) {
    Story site;
    EXPECT_TRUE(has(site.get("/d/2?ui=en"), "A copy of another dispatch:"));
    EXPECT_TRUE(has(site.get("/d/2?ui=en"), "href=\"/d/1?ui=en\">see the original</a>"));
    EXPECT_TRUE(has(site.get("/d/1?ui=en"), "href=\"/d/1/copies?ui=en\">+1 copy</a>"));
    EXPECT_EQ(json::parse(site.get("/d/2.json").body).at("copy_of"), 1);
    EXPECT_TRUE(json::parse(site.get("/d/1.json").body).at("copy_of").is_null());
    EXPECT_EQ(json::parse(site.get("/d/1.json").body).at("copies"), 1);
}

TEST(Story, ProgramsGetEachUnlessTheyAskForOnce) {
    Story site;
    const auto listed = [&](const char* address) {
        return json::parse(site.get(address).body).at("dispatches").as_array().size();
    };
    EXPECT_EQ(listed("/api/dispatches"), 3U);
    EXPECT_EQ(listed("/api/dispatches?copies=once"), 2U);
    EXPECT_EQ(site.get("/api/dispatches?copies=few").status, 400);
    EXPECT_FALSE(has(site.get("/feed.atom"), "Deux nuits sans pont"));
    EXPECT_TRUE(has(site.get("/feed.atom?copies=each"), "Deux nuits sans pont"));
    EXPECT_FALSE(has(site.get("/feed.json"), "Deux nuits sans pont"));
}

TEST(Story, AnEventSaysWhoseCopyItIs) {
    Change change;
    change.kind = ChangeKind::copied;
    change.entry.id = DispatchId{2};
    change.entry.copy_of = DispatchId{1};
    const std::string frame = event_frame(change);
    EXPECT_NE(frame.find("\"kind\":\"copy\""), std::string::npos);
    EXPECT_NE(frame.find("\"copy_of\":1"), std::string::npos);
}

TEST(Story, EditionsAreComparedWordByWord) {
    Story site;
    site.archive.add_edition(DispatchId{1}, 1, told("Le pont ferme", "Deux nuits.\n\nFin."));
    site.archive.add_edition(DispatchId{1}, 2, told("Le pont fermera", "Trois nuits.\n\nFin."));
    EXPECT_TRUE(has(site.get("/d/1?ui=en"), "href=\"/d/1/versions?ui=en\">2 editions</a>"));
    const Response list = site.get("/d/1/versions?ui=fr");
    EXPECT_TRUE(has(list, "Édition 2"));
    EXPECT_TRUE(has(list, "href=\"/d/1/versions/1..2?ui=fr\""));
    const Response page = site.get("/d/1/versions/1..2?ui=fr");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(has(page, "supprimé\u202F: </span>ferme</del>"));
    EXPECT_TRUE(has(page, "ajouté\u202F: </span>Trois</ins> nuits.</p>\n<p dir=\"auto\">Fin.</p>"));
    const json::object difference =
        json::parse(site.get("/d/1/versions/1..2.json").body).as_object();
    EXPECT_EQ(difference.at("title").at(1).at(1), "ferme");
    EXPECT_EQ(difference.at("to").at("number"), 2);
    EXPECT_EQ(json::parse(site.get("/d/1/versions.json").body).at("editions").as_array().size(),
              2U);
    for (const char* none : {"/d/1/versions/1..3", "/d/1/versions/1", "/d/1/versions/",
                             "/d/9/versions/1..2", "/d/x/versions/1..2"})
        EXPECT_EQ(site.get(none).status, 404) << none;
}

TEST(Story, OfAnothersArticleOnlyTheBeginningIsCompared) {
    MemorySite site;
    site.site.show = Show::summary;
    const auto article = [](std::string_view end) {
        Dispatch made = told("Titre", "Le chapeau.\n\n" + std::string(end), "https://p.example/1");
        made.blocks = {{Block::Kind::paragraph, {0, 11}}};
        made.lead = Span{0, 11};
        return made;
    };
    site.keep(article("La suite."), "https://p.example/feed");
    Dispatch copy = article("La fin.");
    copy.url = "https://q.example/1";
    site.keep(copy, "https://q.example/feed");
    site.archive.group(DispatchId{1}, DispatchId{2});
    site.archive.add_edition(DispatchId{1}, 1, article("La suite."));
    site.archive.add_edition(DispatchId{1}, 2, article("La fin."));
    for (const char* address :
         {"/d/1/copies", "/d/1/copies.json", "/d/1/versions/1..2", "/d/1/versions/1..2.json"}) {
        EXPECT_TRUE(has(site.get(address), "Le chapeau.") || has(site.get(address), "Titre"));
        EXPECT_FALSE(has(site.get(address), "La suite.")) << address;
        EXPECT_FALSE(has(site.get(address), "La fin.")) << address;
    }
}

TEST(Story, AnEditorSaysWhatIsACopy) {
    Desk desk;
    desk.keep(told("Un autre", "Un autre texte."));
    EXPECT_FALSE(has(desk.get("/d/2/copies"), "/d/2/group"));
    EXPECT_TRUE(has(desk.get_as("edda", "/d/2/copies"), "/d/2/group"));
    EXPECT_EQ(desk.send_as("rita", "/d/2/group", {{{"act", "copy"}, {"of", "1"}}}).status, 403);
    const Response done = desk.send_as("edda", "/d/2/group", {{{"act", "copy"}, {"of", "1"}}});
    EXPECT_EQ(done.status, 303);
    EXPECT_EQ(header(done, "Location"), "/d/2/copies");
    EXPECT_EQ(desk.archive.dispatch(DispatchId{2})->copy_of, DispatchId{1});
    EXPECT_EQ(desk.send_as("edda", "/d/2/group", {{{"act", "copy"}, {"of", "x"}}}).status, 400);
    EXPECT_EQ(desk.send_as("edda", "/d/2/group", {{{"act", "alone"}}}).status, 303);
    EXPECT_FALSE(desk.archive.dispatch(DispatchId{2})->copy_of);
}

}  // namespace
}  // namespace chappe
