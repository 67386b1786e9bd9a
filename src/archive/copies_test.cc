// One story, once: what is grouped when, who the original is, and what readers are told of it.
#include "archive/copies.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "archive/copy_index.h"
#include "archive/test_desk.h"
#include "archive/test_story.h"

namespace chappe {
namespace {

using namespace test;
using namespace std::chrono_literals;

Dispatch told(std::string_view title, const std::string& body) {
    Dispatch made;
    made.title = text(title);
    made.body = text(body);
    made.blocks = {{Block::Kind::paragraph, {0, static_cast<std::uint32_t>(made.body.size())}}};
    made.language = "fr";
    return made;
}

Submission from(std::string_view source, std::string_view title, const std::string& body,
                std::chrono::seconds later = 0s) {
    Submission made = submission(told(title, body), source);
    made.arrival.received += later;
    return made;
}

std::vector<DispatchId> ids(const std::vector<WireEntry>& entries) {
    std::vector<DispatchId> all;
    for (const WireEntry& entry : entries) all.push_back(entry.id);
    return all;
}
std::vector<DispatchId> ids(const std::vector<GroupMember>& members) {
    std::vector<DispatchId> all;
    for (const GroupMember& member : members) all.push_back(member.entry.id);
    return all;
}
using Ids = std::vector<DispatchId>;

class CopiesTest : public testing::Test {
 protected:
    DispatchId kept(Submission submission) { return put(*archive_, std::move(submission)).id; }
    Ids wire() { return ids(*archive_->latest({}, 50, Copies::once)); }
    Ids group(DispatchId id) { return ids(*archive_->copies(id, 50)); }
    std::vector<ChangeKind> changes() {
        std::vector<ChangeKind> kinds;
        const auto all = archive_->changes(ChangeSeq{0}, 100);
        for (const Change& change : *all) kinds.push_back(change.kind);
        return kinds;
    }
    void act(Act what) {
        const auto done = archive_->act_and_wait(std::move(what), By{"console", std::nullopt});
        if (!done) ADD_FAILURE() << done.error().message;
    }
    void reopen() {
        archive_.reset();
        archive_ = open(folder_);
    }
    std::int64_t count(const std::string& table) {
        return number(folder_, "SELECT count(*) FROM " + table);
    }

    const Folder folder_;
    std::unique_ptr<Archive> archive_ = open(folder_);
};

TEST_F(CopiesTest, StandBehindTheFirst) {
    const auto first = kept(from("a", "Le train repart", lead + "\n\n" + details));
    const auto other = kept(from("b", "Accord sur la pêche", agreement));
    const auto copy = kept(from("c", "Lyon-Grenoble : c'est reparti", details + "\n\n" + lead));
    const auto short_copy = kept(from("d", "Trains", lead));
    EXPECT_EQ(wire(), (Ids{other, first}));
    EXPECT_EQ(group(first), (Ids{first, copy, short_copy}));
    EXPECT_EQ(group(short_copy), group(first));
    EXPECT_TRUE(group(other).empty());
    EXPECT_EQ(archive_->latest({}, 50)->size(), 4U);

    const auto line = archive_->latest({}, 50, Copies::once)->back();
    EXPECT_EQ(line.copies, 2);
    EXPECT_FALSE(line.copy_of);
    EXPECT_EQ(archive_->dispatch(copy)->copy_of, first);
    EXPECT_EQ(archive_->dispatch(first)->copies, 2);
}

TEST_F(CopiesTest, OfOursAreNoCopiesOfEachOther) {
    const auto first = kept(from("desk", "Le train repart", lead + "\n\n" + details));
    const auto again = kept(from("desk", "Le train est reparti", lead + "\n\n" + details));
    EXPECT_EQ(wire(), (Ids{again, first}));
    const auto copy = kept(from("b", "C'est reparti", lead + "\n\n" + details));
    EXPECT_TRUE(archive_->dispatch(copy)->copy_of);
}

TEST_F(CopiesTest, AreToldAsCopiesAndNotAsNews) {
    kept(from("a", "Le train repart", lead + "\n\n" + details));
    const auto copy = kept(from("b", "C'est reparti", lead + "\n\n" + details));
    EXPECT_EQ(changes(), (std::vector{ChangeKind::created, ChangeKind::copied}));
    const auto told = archive_->changes(ChangeSeq{0}, 10)->back().entry;
    EXPECT_EQ(told.id, copy);
    EXPECT_TRUE(told.copy_of);
}

TEST_F(CopiesTest, AgencysOwnDispatchIsTheOriginalThoughItComesLater) {
    Submission portal = from("portal.example", "Le train repart", lead + "\n\n" + details);
    portal.reading.dispatches.front().credit = Credit{text("Agence France-Presse"), {}};
    const auto first = kept(std::move(portal));
    const auto own =
        kept(from("https://www.afp.com/feed", "Reprise du trafic", lead + "\n\n" + details, 60s));
    EXPECT_EQ(wire(), Ids{own});
    EXPECT_EQ(group(first), (Ids{own, first}));
    // The agency's is news, and the portal's line goes.
    EXPECT_EQ(changes(),
              (std::vector{ChangeKind::created, ChangeKind::created, ChangeKind::copied}));
    EXPECT_EQ(archive_->changes(ChangeSeq{0}, 10)->back().entry.id, first);
}

TEST_F(CopiesTest, ArriveWithinTwoWeeks) {
    const auto first = kept(from("a", "Le train repart", details));
    const auto late = kept(from("b", "Le train repart", details, 15 * 24h));
    const auto next = kept(from("c", "Le train repart", details, 16 * 24h));
    EXPECT_EQ(wire(), (Ids{late, first}));
    EXPECT_EQ(group(next), (Ids{late, next}));
}

TEST_F(CopiesTest, StandAloneWhenTheirOriginalIsWithdrawn) {
    const auto first = kept(from("a", "Le train repart", lead + "\n\n" + details));
    const auto second = kept(from("b", "C'est reparti", lead + "\n\n" + details));
    const auto third = kept(from("c", "Des trains", lead + "\n\n" + details));
    act(Withdraw{first, ""});
    EXPECT_EQ(wire(), Ids{second});
    EXPECT_EQ(group(second), (Ids{second, third}));
    EXPECT_EQ(changes().back(), ChangeKind::copied);
    // What comes later is found by the next one.
    const auto fourth = kept(from("d", "Reprise", lead + "\n\n" + details));
    EXPECT_EQ(wire(), Ids{second});

    act(Reinstate{first});
    EXPECT_EQ(wire(), Ids{first});
    EXPECT_EQ(group(first), (Ids{first, second, third, fourth}));
    act(Erase{second, ""});
    act(Erase{third, ""});
    act(Erase{fourth, ""});
    EXPECT_TRUE(group(first).empty());
    EXPECT_EQ(archive_->dispatch(first)->copies, 0);
    EXPECT_EQ(count("copy_group"), 0);
}

TEST_F(CopiesTest, ErasedOnesLeaveNoKey) {
    const auto first = kept(from("a", "Le train repart", lead + "\n\n" + details));
    EXPECT_GT(count("copy_band"), 0);
    act(Erase{first, ""});
    EXPECT_EQ(count("copy_band"), 0);
    EXPECT_EQ(count("copy_signature"), 0);
}

TEST_F(CopiesTest, KeysAreThoseOfStories) {
    for (int i = 0; i < 60; ++i)
        kept(from("source " + std::to_string(i), "Titre " + std::to_string(i),
                  lead + "\n\n" + details));
    EXPECT_EQ(wire().size(), 1U);
    EXPECT_LE(count("copy_band"), 12);
    EXPECT_EQ(archive_->latest({}, 1, Copies::once)->front().copies, 59);
}

TEST_F(CopiesTest, FollowTheirNextEdition) {
    const auto first = kept(from("a", "Le train repart", lead + "\n\n" + details));
    Submission portal = from("b", "C'est reparti", lead);
    portal.reading.dispatches.front().guid = "b:1";
    const auto copy = kept(portal);
    EXPECT_EQ(group(copy), (Ids{first, copy}));
    portal.reading.dispatches.front().body = text(agreement);
    portal.arrival.bytes += "!";
    kept(portal);
    EXPECT_EQ(wire(), (Ids{copy, first}));
    EXPECT_EQ(changes().back(), ChangeKind::copied);
    EXPECT_FALSE(archive_->changes(ChangeSeq{0}, 100)->back().entry.copy_of);
    portal.reading.dispatches.front().body = text(details);
    portal.arrival.bytes += "!";
    kept(portal);
    EXPECT_EQ(wire(), Ids{first});
}

TEST_F(CopiesTest, SmallPrintOfASourceJoinsNothing) {
    const std::string print =
        "\n\nCette dépêche est fournie par le service régional du fil ; les abonnés peuvent la "
        "reprendre en citant la source, les autres doivent demander un accord écrit à la rédaction "
        "en chef, qui répond dans les deux jours ouvrables aux demandes des journaux, des radios "
        "et des sites. Le service régional emploie douze journalistes dans quatre villes.";
    const std::vector<std::string> stories = {
        "Une exposition de cartes marines ouvre samedi au musée du port de Dunkerque, qui n'en "
        "avait pas montré depuis vingt ans.",
        "Le marché couvert de Limoges ferme pour travaux ; ses trente commerçants s'installent "
        "sous une tente au bord de la Vienne.",
        "La récolte de noix a diminué d'un tiers dans l'Isère à cause des gelées de printemps, "
        "disent les coopératives.",
        "Un concours de ponts en carton a réuni deux cents lycéens à Metz, où le plus solide a "
        "porté une vache de bronze.",
        "Les bateaux-écoles du lac d'Annecy passent à l'électricité, ce qui réduit le bruit près "
        "des roselières."};
    for (const std::string& story : stories)
        kept(from("region", story.substr(0, 20), story + print));
    // Another source carries one of them, print and all.
    const auto copy = kept(from("portal", "Des noix", stories[2] + print));
    EXPECT_EQ(wire().size(), stories.size());
    EXPECT_EQ(group(copy).size(), 2U);
}

TEST_F(CopiesTest, StayAsAPersonSays) {
    const auto first = kept(from("a", "Le train repart", lead + "\n\n" + details));
    const auto copy = kept(from("b", "C'est reparti", lead + "\n\n" + details));
    const auto other = kept(from("c", "La pêche", agreement));
    act(LeaveCopies{copy});
    EXPECT_EQ(wire(), (Ids{other, copy, first}));
    act(JoinCopies{other, first});
    EXPECT_EQ(wire(), (Ids{copy, first}));
    EXPECT_EQ(group(other), (Ids{first, other}));
    EXPECT_TRUE(archive_->copies(first, 10)->back().by_person);
    // A new edition with the story's words does not change a person's mind.
    Correct correct;
    correct.id = copy;
    correct.arrival = submission(told("C'est reparti", lead + "\n\n" + details + " Fin.")).arrival;
    correct.reading.dispatches = {told("C'est reparti", lead + "\n\n" + details + " Fin.")};
    act(std::move(correct));
    EXPECT_EQ(wire(), (Ids{copy, first}));
    const auto again = archive_->act_and_wait(JoinCopies{first, first}, By{"console", {}});
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().failure, Failure::refused);
}

TEST_F(CopiesTest, SearchesFindAStoryOnce) {
    const auto first = kept(from("a", "Le train repart", lead + "\n\n" + details));
    const auto copy = kept(from("b", "C'est reparti", lead + " Les écoliers sont contents."));
    Search search;
    search.copies = Copies::once;
    search.query = {SearchQuery::Kind::word, "Grenoble", {}, {}};
    auto hits = archive_->search(search);
    ASSERT_TRUE(hits) << hits.error().message;
    ASSERT_EQ(hits->hits.size(), 1U);
    EXPECT_EQ(hits->hits.front().entry.id, first);
    search.query.text = "écoliers";  // which the original does not say
    hits = archive_->search(search);
    ASSERT_EQ(hits->hits.size(), 1U);
    EXPECT_EQ(hits->hits.front().entry.id, copy);
    search.copies = Copies::each;
    search.query.text = "Grenoble";
    EXPECT_EQ(archive_->search(search)->hits.size(), 2U);
}

TEST_F(CopiesTest, OfBeforeThereWereGroupsAreFound) {
    const auto first = kept(from("a", "Le train repart", lead + "\n\n" + details));
    const auto copy = kept(from("b", "C'est reparti", lead + "\n\n" + details));
    archive_.reset();
    execute(folder_,
            "DELETE FROM copy_member; DELETE FROM copy_group; DELETE FROM copy_band;"
            "DELETE FROM copy_signature; UPDATE copy_state SET value = 0 WHERE name = 'version'");
    reopen();
    for (int tries = 0; tries < 100 && wire().size() > 1; ++tries)
        std::this_thread::sleep_for(50ms);
    EXPECT_EQ(wire(), Ids{first});
    EXPECT_EQ(group(copy), (Ids{first, copy}));
    EXPECT_EQ(number(folder_, "SELECT count(*) FROM copy_state WHERE name = 'next'"), 0);
}

TEST_F(CopiesTest, EmbargoedOnesAreInNoGroupBeforeTheirHour) {
    const auto first = kept(from("a", "Le train repart", lead + "\n\n" + details));
    Compose compose;
    compose.arrival = submission(told("À midi", lead + "\n\n" + details)).arrival;
    compose.reading.dispatches = {told("À midi", lead + "\n\n" + details)};
    compose.release = now() + 1h;
    const auto done = archive_->act_and_wait(std::move(compose), By{"console", std::nullopt});
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_TRUE(group(first).empty());
    act(Release{done->dispatch});
    // It arrives now, years after the other.
    EXPECT_EQ(wire().size(), 2U);
}

TEST_F(CopiesTest, WhatTheSourceTakesBackIsWithdrawn) {
    Submission given = from("agence", "Le train repart", lead + "\n\n" + details);
    given.reading.dispatches.front().guid = "urn:1";
    const auto first = kept(given);
    const auto copy = kept(from("portail", "C'est reparti", lead + "\n\n" + details));
    Submission kill = from("agence", "KILL", "À ne pas utiliser.");
    kill.reading.dispatches.front().guid = "urn:1";
    kill.reading.dispatches.front().notes = {"the source says: canceled"};
    EXPECT_EQ(put(*archive_, kill).outcome, Outcome::gone);
    EXPECT_EQ(archive_->dispatch(first)->state, DispatchState::withdrawn);
    EXPECT_EQ(number(folder_, "SELECT count(*) FROM withdrawal WHERE asked_by = 'source'"), 1);
    EXPECT_EQ(wire(), Ids{copy});
    // It does not come back with the next poll, nor is a kill of what we never had a dispatch.
    EXPECT_EQ(put(*archive_, given).outcome, Outcome::gone);
    kill.reading.dispatches.front().guid = "urn:2";
    kill.arrival.bytes += "2";
    EXPECT_EQ(put(*archive_, kill).outcome, Outcome::gone);
    EXPECT_EQ(archive_->stats()->total, 1);
}

TEST_F(CopiesTest, NobodyTakesBackWhatAnotherSourceTold) {
    Submission given = from("agence", "Le train repart", lead);
    given.reading.dispatches.front().url = "https://agence.example/1";
    const auto first = kept(given);
    Submission kill = from("autre", "KILL", "À ne pas utiliser.");
    kill.reading.dispatches.front().url = "https://agence.example/1";
    kill.reading.dispatches.front().notes = {"the source says: canceled"};
    EXPECT_EQ(put(*archive_, kill).outcome, Outcome::unchanged);
    EXPECT_EQ(archive_->dispatch(first)->state, DispatchState::live);
}

TEST(Editions, AreGivenAsTheyWere) {
    const Folder folder;
    const auto archive = open(folder);
    Submission given = from("a", "Le train repart", lead);
    given.reading.dispatches.front().guid = "a:1";
    const auto id = put(*archive, given).id;
    given.reading.dispatches.front().title = text("Le train est reparti");
    given.reading.dispatches.front().body = text(details);
    given.arrival.bytes += "!";
    put(*archive, given);
    const auto editions = archive->editions(id);
    ASSERT_TRUE(editions) << editions.error().message;
    ASSERT_EQ(editions->size(), 2U);
    EXPECT_EQ(editions->front().title.view(), "Le train repart");
    EXPECT_EQ(editions->back().number, 2);
    EXPECT_EQ(archive->edition(id, 1)->body.view(), lead);
    EXPECT_EQ(archive->edition(id, 2)->body.view(), details);
    EXPECT_EQ(archive->edition(id, 3).error().failure, Failure::absent);
    EXPECT_EQ(archive->editions(DispatchId{99}).error().failure, Failure::absent);
}

}  // namespace
}  // namespace chappe
