// The page behind a feed's entry: read for its full text, kept beside the entry's, shown when it is
// the better one.
#include "archive/full_text.h"

#include <gtest/gtest.h>

#include <future>

#include "archive/test_desk.h"

namespace chappe {
namespace {

using namespace test;

constexpr const char* feed_address = "https://agence.example/rss";
constexpr const char* page_address = "https://agence.example/d/1";
constexpr std::string_view more =
    "Les travaux avancent. Le tunnel sera percé en juin, a indiqué la ministre, et les essais "
    "commenceront à l'automne avec deux rames.";

TEST(FullText, IsToldBySharedWords) {
    constexpr std::string_view entry = "Le tunnel sera percé cette année, dit la ministre Durand";
    EXPECT_TRUE(tells_the_same(entry, "La ministre Durand a dit que le tunnel sera percé."));
    EXPECT_FALSE(tells_the_same(entry, "Abonnez-vous pour lire la suite de cet article."));
    EXPECT_TRUE(tells_the_same("Lire la suite", "Tout autre chose."));
    EXPECT_TRUE(tells_the_same("", ""));
}

TEST(FullText, IsFullerWhenItIsAFifthLonger) {
    EXPECT_TRUE(is_fuller("0123456789", "012345678901"));
    EXPECT_FALSE(is_fuller("0123456789", "01234567890"));
    EXPECT_FALSE(is_fuller("", ""));
}

/// An archive with one source whose one entry has a page that waits.
struct Wire {
    Folder folder;
    std::unique_ptr<Archive> archive = open(folder);
    SourceId source;

    Wire() {
        AddSource add;
        add.address = feed_address;
        add.host = "agence.example";
        source = act(*archive, add).source;
        EXPECT_EQ(bring("Un tunnel").outcome, Outcome::created);
    }

    Receipt::Item bring(std::string_view title) {
        Submission entry = submission(dispatch(title), feed_address);
        entry.reading.dispatches[0].guid = "1";
        entry.reading.dispatches[0].url = page_address;
        entry.arrival.url = feed_address;
        entry.visit = visit();
        entry.visit->pages = {{page_address, 0}};
        return put(*archive, entry);
    }
    Visit visit() const {
        Visit visit;
        visit.source = source;
        visit.at = now();
        visit.status = 200;
        return visit;
    }
    PageId waiting() const {
        const auto due = archive->queue().due(now() + std::chrono::seconds(1), 10).value();
        for (const Errand& errand : due)
            if (errand.page != PageId{}) return errand.page;
        ADD_FAILURE() << "no page waits";
        return {};
    }
    Receipt::Item read_page(std::string_view words) {
        Submission page = submission(dispatch("Un tunnel", words), feed_address);
        page.reading.dispatches[0].url = page_address;
        page.arrival.url = page_address;
        page.visit = visit();
        page.visit->page = waiting();
        return put(*archive, page);
    }
    std::string body() const { return archive->dispatch(DispatchId{1})->dispatch.body.str(); }
    WatchedSource watched() const { return archive->watched()->at(0); }
};

TEST(FullText, TheBetterTextWinsAndBothAreKept) {
    Wire wire;
    const std::string summary = wire.body();
    const ChangeSeq before = wire.archive->newest();
    const auto item = wire.read_page(more);
    EXPECT_EQ(item.id, DispatchId{1});
    EXPECT_NE(wire.body().find("deux rames"), std::string::npos);
    EXPECT_GT(wire.archive->newest(), before);
    EXPECT_EQ(wire.archive->dispatch(DispatchId{1})->editions, 1);
    EXPECT_EQ(wire.archive->dispatch(DispatchId{1})->dispatch.guid, "1");
    EXPECT_EQ(number(wire.folder, "SELECT count(*) FROM reading"), 2);
    EXPECT_EQ(number(wire.folder, "SELECT count(*) FROM dispatch"), 1);
    Search rames;
    rames.query = parse_query("rames", {}).query;
    EXPECT_EQ(wire.archive->search(rames)->hits.size(), 1U);
    expect_sound(wire.folder);

    // The feed comes again with its summary: nothing has changed.
    EXPECT_EQ(wire.bring("Un tunnel").outcome, Outcome::unchanged);
    EXPECT_NE(wire.body().find("deux rames"), std::string::npos);
    EXPECT_EQ(wire.watched().pages_waiting, 0);
}

TEST(FullText, AChangedEntryIsShownUntilItsPageIsReadAgain) {
    Wire wire;
    wire.read_page(more);
    EXPECT_EQ(wire.bring("Un tunnel, enfin").outcome, Outcome::edited);
    EXPECT_EQ(wire.body().find("deux rames"), std::string::npos);
    EXPECT_EQ(wire.watched().pages_waiting, 1);
    wire.read_page(more);
    EXPECT_NE(wire.body().find("deux rames"), std::string::npos);
    EXPECT_EQ(wire.archive->dispatch(DispatchId{1})->editions, 2);
    expect_sound(wire.folder);
}

TEST(FullText, AShorterTextIsKeptButNotShown) {
    Wire wire;
    const std::string summary = wire.body();
    wire.read_page("Les travaux.");
    EXPECT_EQ(wire.body(), summary);
    EXPECT_EQ(number(wire.folder, "SELECT count(*) FROM reading"), 2);
}

TEST(FullText, AnotherTextIsAFailedReading) {
    Wire wire;
    const std::string summary = wire.body();
    Submission page = submission(dispatch("Abonnement"), feed_address);
    page.reading.dispatches[0].body =
        text("Abonnez-vous pour lire cet article et soutenir notre rédaction partout, toujours.");
    page.reading.dispatches[0].blocks.clear();
    page.reading.dispatches[0].lead.reset();
    page.arrival.url = page_address;
    page.visit = wire.visit();
    page.visit->page = wire.waiting();
    put(*wire.archive, page);
    EXPECT_EQ(wire.body(), summary);
    EXPECT_EQ(number(wire.folder, "SELECT count(*) FROM reading"), 1);
    EXPECT_EQ(wire.watched().pages_failed, 1);
    EXPECT_EQ(number(wire.folder,
                     "SELECT count(*) FROM page WHERE trouble ="
                     " 'the page behind it shows another text'"),
              1);
}

TEST(FullText, AFailedVisitIsShownAsFailed) {
    Wire wire;
    Visit failed = wire.visit();
    failed.page = wire.waiting();
    failed.health = Health::forbidden;
    failed.trouble = "agence.example answers 403";
    std::promise<void> kept;
    ASSERT_TRUE(wire.archive->queue().keep(failed, [&](const Result<void>&) { kept.set_value(); }));
    kept.get_future().wait();
    EXPECT_EQ(wire.watched().pages_failed, 1);
    EXPECT_EQ(wire.watched().pages_waiting, 0);
}

TEST(FullText, WhatIsErasedDoesNotComeBackWithItsPage) {
    Wire wire;
    const PageId page = wire.waiting();
    act(*wire.archive, Erase{DispatchId{1}, {}});
    Submission late = submission(dispatch("Un tunnel", more), feed_address);
    late.visit = wire.visit();
    late.visit->page = page;
    EXPECT_EQ(put(*wire.archive, late).outcome, Outcome::gone);
    EXPECT_EQ(number(wire.folder, "SELECT count(*) FROM blob"), 0);
    EXPECT_EQ(number(wire.folder, "SELECT count(*) FROM dispatch"), 1);
}

TEST(FullText, ACorrectionStands) {
    Wire wire;
    act(*wire.archive, correct(DispatchId{1}, dispatch("Un tunnel", "Corrigé par la rédaction.")));
    wire.read_page(more);
    EXPECT_NE(wire.body().find("Corrigé"), std::string::npos);
    EXPECT_EQ(wire.bring("Un tunnel").outcome, Outcome::unchanged);
    EXPECT_NE(wire.body().find("Corrigé"), std::string::npos);
    expect_sound(wire.folder);
}

}  // namespace
}  // namespace chappe
