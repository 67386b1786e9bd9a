// Who said what on the pages: marks in the text, the list beside it, records, actors, and what a
// reader who sees summaries alone is not shown.
#include <gtest/gtest.h>

#include "wire/memory_site.h"
#include "wire/query_words.h"
#include "wire/said_marks.h"
#include "wire/said_words.h"
#include "wire/test_desk.h"

namespace chappe {
namespace {

constexpr std::string_view words = "Anna Duval a assuré que le pont tiendra. Rien de plus.";

Span at(std::string_view part, std::string_view text = words) {
    const auto begin = static_cast<std::uint32_t>(text.find(part));
    return {begin, begin + static_cast<std::uint32_t>(part.size())};
}

StoredStatement statement() {
    StoredStatement said;
    said.id = StatementId{7};
    said.dispatch = DispatchId{1};
    said.source = at("Anna Duval");
    said.cue = at("a assuré");
    said.content = {at("que le pont tiendra")};
    said.speaker = ActorName{KnownActorId{3}, "anna-duval", Text::trusted("Anna Duval")};
    said.stance = Stance::assure;
    said.said_on = SaidOn{"2024-04-03", SaidOn::How::published};
    return said;
}

struct Said : testing::Test, MemorySite {
    Said() {
        keep(news());
        archive.understood[DispatchId{1}] = {statement()};
        archive.known_actors["anna-duval"] =
            KnownActor{*statement().speaker,
                       Actor::Kind::person,
                       "FR",
                       {{Text::trusted("ministre"), 2, {}, {}, DispatchId{1}}},
                       1,
                       {}};
    }
    static Dispatch news() {
        Dispatch dispatch;
        dispatch.title = Text::trusted("Le pont");
        dispatch.body = Text::trusted(std::string(words));
        dispatch.blocks = {{Block::Kind::paragraph, {0, static_cast<std::uint32_t>(words.size())}}};
        dispatch.published = parse_iso_date("2024-04-03");
        dispatch.language = "fr";
        return dispatch;
    }
    bool shows(const std::string& target, std::string_view part) {
        return get(target).body.find(part) != std::string::npos;
    }
};

TEST_F(Said, StandsInTheTextAndInTheListAndTheyLink) {
    const std::string page = get("/d/1?ui=fr").body;
    EXPECT_NE(page.find("<span class=\"voice\" data-said=\"7\">Anna Duval</span> "
                        "<span class=\"voice\" data-said=\"7\">a assuré</span> "
                        "<span class=\"claim c1\" data-said=\"7\">que le pont tiendra</span>"
                        "<a class=\"num c1\" id=\"s-7\" href=\"#said-7\""),
              std::string::npos);
    EXPECT_NE(page.find("<li id=\"said-7\" class=\"c1\""), std::string::npos);
    EXPECT_NE(page.find("href=\"#s-7\""), std::string::npos);
    EXPECT_NE(page.find("Qui a dit quoi"), std::string::npos);
    EXPECT_NE(page.find("href=\"/actor/anna-duval?ui=fr\""), std::string::npos);
    EXPECT_TRUE(shows("/d/1?ui=en", "Who said what"));
}

TEST_F(Said, MarksThatStandInOneAnotherStayWellFormed) {
    StoredStatement outer = statement(), inner = statement();
    inner.id = StatementId{8};
    inner.inside = outer.id;
    inner.source = at("le pont");
    inner.cue.reset();
    inner.content = {at("tiendra. Rien")};  // crosses the end of the outer one
    const std::vector<StoredStatement> both = {outer, inner};
    HtmlWriter html;
    SaidMarks(Ui::fr, both, words).write(html, {0, static_cast<std::uint32_t>(words.size())});
    std::string text;
    int open = 0;
    for (std::size_t i = 0; i < html.str().size(); ++i) {
        if (html.str()[i] != '<') {
            text += html.str()[i];
            continue;
        }
        open += html.str()[i + 1] == '/' ? -1 : 1;
        EXPECT_GE(open, 0);
        i = html.str().find('>', i);
    }
    EXPECT_EQ(open, 0);
    EXPECT_EQ(text, "Anna Duval a assuré que le pont tiendra. Rien de plus.");
}

TEST_F(Said, ARecordHasItsWordsItsEvidenceAndACitation) {
    const std::string page = get("/s/7?ui=fr").body;
    EXPECT_NE(page.find("Anna Duval assure"), std::string::npos);
    EXPECT_NE(page.find("href=\"/d/1#s-7\""), std::string::npos);
    EXPECT_NE(page.find("Anna Duval, 3 avril 2024\u202F: «\u202FAnna Duval a assuré que le pont "
                        "tiendra.\u202F» — «\u202FLe pont\u202F», 3 avril 2024, "
                        "https://wire.example/s/7"),
              std::string::npos);
    const std::string json = get("/s/7.json").body;
    EXPECT_NE(json.find("\"evidence\":\"Anna Duval a assuré que le pont tiendra.\""),
              std::string::npos);
    EXPECT_NE(json.find("\"content\":[[20,39]]"), std::string::npos);
    EXPECT_EQ(get("/api/statements/7").body, json);
    EXPECT_EQ(get("/s/8").status, 404);
}

TEST_F(Said, ADispatchHasItInItsJson) {
    EXPECT_TRUE(shows("/d/1.json", "\"said\":[{\"id\":7,"));
    archive.understood.clear();
    EXPECT_TRUE(shows("/d/1.json", "\"said\":[],\"topics\":[]"));
}

TEST_F(Said, AnActorHasWhatTheySaidAndHowTheyAreIntroduced) {
    const std::string page = get("/actor/anna-duval?ui=fr").body;
    EXPECT_NE(page.find("que le pont tiendra"), std::string::npos);
    EXPECT_NE(page.find("ministre"), std::string::npos);
    EXPECT_TRUE(shows("/actor/anna-duval.json", "\"slug\":\"anna-duval\""));
    EXPECT_EQ(get("/api/actors/anna-duval").body, get("/actor/anna-duval.json").body);
    EXPECT_EQ(get("/actor/nobody").status, 404);
}

TEST_F(Said, AWithdrawnDispatchTakesItsStatementsWithIt) {
    archive.withdraw(DispatchId{1});
    EXPECT_EQ(get("/s/7").status, 404);
    EXPECT_EQ(get("/s/7.json").status, 404);
    EXPECT_FALSE(shows("/d/1", "tiendra"));
    EXPECT_FALSE(shows("/actor/anna-duval", "tiendra"));
}

TEST_F(Said, ThoseWhoSeeSummariesSeeNoWordsBeyond) {
    site.show = Show::summary;
    Dispatch other = news();
    other.url = "https://presse.example/1";
    other.title = Text::trusted("Ailleurs");
    other.body = Text::trusted("Le chapeau.\n\n" + std::string(words));
    const auto end = static_cast<std::uint32_t>(other.body.size());
    other.blocks = {{Block::Kind::paragraph, {0, 11}}, {Block::Kind::paragraph, {13, end}}};
    other.lead = Span{0, 11};
    StoredStatement said = statement();
    said.id = StatementId{9};
    said.dispatch = DispatchId{2};
    said.speaker->id = KnownActorId{4};
    said.speaker->slug = "autre";
    said.source.reset();
    said.cue.reset();
    said.content = {at("que le pont tiendra", other.body)};
    archive.known_actors["autre"] = KnownActor{*said.speaker, {}, "", {}, 1, {}};
    archive.understood[DispatchId{2}] = {said};
    keep(other, "https://presse.example/feed");
    for (const char* target : {"/d/2", "/d/2.json", "/s/9", "/s/9.json", "/actor/autre",
                               "/actor/autre.json", "/search?q=who:autre", "/feed.atom?q=who:autre",
                               "/feed.json?q=who:autre", "/api/search?q=who:autre"})
        EXPECT_FALSE(shows(target, "tiendra")) << target;
    EXPECT_TRUE(shows("/s/9.json", "\"shown\":\"summary\""));
    EXPECT_TRUE(shows("/s/7", "tiendra"));  // this house's own
}

TEST_F(Said, ASearchShowsTheStatementsThatItFound) {
    EXPECT_TRUE(shows("/search?q=who:anna-duval&ui=fr", "que le pont tiendra</a>"));
    EXPECT_TRUE(shows("/api/search?q=who:anna-duval", "\"said\":[{\"id\":7,"));
    EXPECT_TRUE(shows("/feed.json?q=who:anna-duval", "Anna Duval: que le pont tiendra"));
    EXPECT_FALSE(shows("/api/search?q=pont", "\"said\""));
}

TEST(ActorDesk, AnEditorSetsFactsRightOnThePage) {
    test::Desk desk;
    StoredStatement said = statement();
    said.dispatch = DispatchId{1};
    desk.archive.known_actors["anna-duval"] =
        KnownActor{*said.speaker, {}, "", {{Text::trusted("ministre"), 1, {}, {}, {}}}, 1, {}};
    EXPECT_FALSE(test::has(desk.get("/actor/anna-duval"), "/desk/actor/"));
    EXPECT_FALSE(test::has(desk.get_as("rita", "/actor/anna-duval"), "/desk/actor/"));
    const Response page = desk.get_as("edda", "/actor/anna-duval?ui=fr");
    EXPECT_TRUE(test::has(page, "action=\"/desk/actor/anna-duval?ui=fr\""));
    EXPECT_TRUE(test::has(page, "Ce rôle est faux"));

    const std::string place = "/desk/actor/anna-duval";
    const Response done =
        desk.send_as("edda", place, Form{{{"fact", "name"}, {"value", " Anna Duval-Roux "}}});
    EXPECT_EQ(done.status, 303);
    EXPECT_EQ(test::header(done, "Location"), "/actor/anna-duval");
    EXPECT_TRUE(test::has(desk.get("/actor/anna-duval"), "Anna Duval-Roux"));
    desk.send_as("edda", place, Form{{{"fact", "country"}, {"value", ""}}});
    EXPECT_EQ(desk.archive.known_actors["anna-duval"].corrections.at(1).value, std::nullopt);
    EXPECT_EQ(desk.send_as("edda", place, Form{{{"reset", "yes"}}}).status, 303);
    EXPECT_TRUE(desk.archive.known_actors["anna-duval"].corrections.empty());

    EXPECT_EQ(desk.send_as("edda", place, Form{{{"fact", "colour"}}}).status, 400);
    EXPECT_EQ(
        desk.send_as("edda", "/desk/actor/nobody", Form{{{"fact", "name"}, {"value", "x"}}}).status,
        404);
    EXPECT_EQ(desk.send_as("rita", place, Form{{{"fact", "name"}, {"value", "x"}}}).status, 403);
}

TEST(QueryWords, SayWhatIsAskedFor) {
    const std::chrono::year_month_day today{std::chrono::year{2024}, std::chrono::April,
                                            std::chrono::day{10}};
    const auto told = [&](Ui ui, std::string_view typed) {
        return query_words(ui, parse_query(typed, today).query);
    };
    EXPECT_EQ(
        told(Ui::fr, "qui:Duval posture:démentir -sport"),
        "Dépêches où Duval s’exprime, où l’on dément, mais pas avec «\u202Fsport\u202F», dans "
        "une même déclaration.");
    EXPECT_EQ(told(Ui::en, "(peace OR war) since:2024-04-01"),
              "Dispatches (with “peace” or with “war”), since 1 April 2024.");
    EXPECT_EQ(told(Ui::en, ""), "");
}

TEST(SaidWords, WriteDaysAndMonths) {
    EXPECT_EQ(timex_words(Ui::fr, "2024-04-03"), "3 avril 2024");
    EXPECT_EQ(timex_words(Ui::en, "2024-04"), "April 2024");
    EXPECT_EQ(timex_words(Ui::en, "2024-W14"), "2024-W14");
    EXPECT_EQ(timex_words(Ui::en, "2022"), "2022");
}

}  // namespace
}  // namespace chappe
