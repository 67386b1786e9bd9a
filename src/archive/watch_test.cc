// Sources that are watched: adding them, what is due, and what visits leave behind.
#include <gtest/gtest.h>

#include <future>

#include "archive/test_desk.h"

namespace chappe {
namespace {

using namespace std::chrono_literals;
using namespace test;

constexpr const char* feed_address = "https://agence.example/rss";

SourceId add(Archive& archive, const std::string& address = feed_address,
             const std::string& host = "agence.example") {
    AddSource add;
    add.address = address;
    add.host = host;
    return act(archive, add).source;
}

WatchedSource only(Archive& archive) {
    const auto all = archive.watched();
    if (all && all->size() == 1) return all->front();
    ADD_FAILURE() << "not one source";
    return {};
}

std::vector<Errand> due(Archive& archive, Instant at = now() + 1s, std::size_t limit = 100) {
    auto due = archive.queue().due(at, limit);
    EXPECT_TRUE(due) << due.error().message;
    return due.value_or(std::vector<Errand>());
}

void keep(Archive& archive, Visit visit) {
    std::promise<Result<void>> kept;
    ASSERT_TRUE(archive.queue().keep(std::move(visit),
                                     [&](Result<void> done) { kept.set_value(std::move(done)); }));
    const auto done = kept.get_future().get();
    EXPECT_TRUE(done) << done.error().message;
}

Visit visit_of(SourceId source, Health health = Health::well) {
    Visit visit;
    visit.source = source;
    visit.at = now();
    visit.health = health;
    visit.status = 200;
    return visit;
}

/// What a feed brought, and a page behind its one entry.
Submission brought(SourceId source, std::string_view title) {
    Submission made = submission(dispatch(title), feed_address);
    made.reading.dispatches.front().guid = "1";
    made.arrival.url = feed_address;
    made.visit = visit_of(source);
    made.visit->kind = SourceKind::feed;
    made.visit->summaries_only = true;
    made.visit->etag = "\"v1\"";
    made.visit->content = digest(made.arrival.bytes);
    made.visit->pages = {{"https://agence.example/d/1", 0}};
    return made;
}

TEST(Watch, ASourceIsDueAsSoonAsItIsAdded) {
    const Folder folder;
    const auto archive = open(folder);
    const SourceId id = add(*archive);
    const WatchedSource source = only(*archive);
    EXPECT_EQ(source.id, id);
    EXPECT_EQ(source.name, feed_address);
    EXPECT_EQ(source.health, Health::fresh);
    EXPECT_FALSE(source.last_visit);
    const auto errands = due(*archive);
    ASSERT_EQ(errands.size(), 1U);
    EXPECT_EQ(errands[0].source, id);
    EXPECT_EQ(errands[0].page, PageId{});
    EXPECT_EQ(errands[0].address, feed_address);
    EXPECT_TRUE(due(*archive, now() - 1h).empty());
    EXPECT_EQ(archive->audit(0, 10)->front().act, "add source");
    EXPECT_EQ(archive->audit(0, 10)->front().about, feed_address);
}

TEST(Watch, IsAddedOnceAndComesBackUnderItsNumber) {
    const Folder folder;
    const auto archive = open(folder);
    const SourceId id = add(*archive);
    AddSource again;
    again.address = feed_address;
    EXPECT_EQ(failure_of(*archive, again), Failure::refused);
    act(*archive, RemoveSource{id});
    EXPECT_TRUE(archive->watched()->empty());
    EXPECT_TRUE(due(*archive).empty());
    EXPECT_EQ(failure_of(*archive, RemoveSource{id}), Failure::absent);
    EXPECT_EQ(add(*archive), id);
}

TEST(Watch, WhatCannotBeASourceIsRefused) {
    const Folder folder;
    const auto archive = open(folder);
    AddSource bad;
    EXPECT_EQ(failure_of(*archive, bad), Failure::refused);
    bad.address = std::string(3000, 'a');
    EXPECT_EQ(failure_of(*archive, bad), Failure::refused);
    bad.address = "https://a.example/\xff";
    EXPECT_EQ(failure_of(*archive, bad), Failure::refused);
    bad.address = "https://a.example/";
    bad.title = std::string(301, 'x');
    EXPECT_EQ(failure_of(*archive, bad), Failure::refused);
}

TEST(Watch, APausedSourceIsNotDue) {
    const Folder folder;
    const auto archive = open(folder);
    const SourceId id = add(*archive);
    act(*archive, PauseSource{id});
    act(*archive, PauseSource{id});
    EXPECT_TRUE(only(*archive).paused);
    EXPECT_TRUE(due(*archive).empty());
    EXPECT_EQ(failure_of(*archive, RefreshSource{id}), Failure::refused);
    keep(*archive, visit_of(id));  // one that was under way
    EXPECT_TRUE(due(*archive, now() + 48h).empty());
    act(*archive, ResumeSource{id});
    EXPECT_EQ(due(*archive).size(), 1U);
    EXPECT_EQ(archive->audit(0, 10)->size(), 3U);  // what was so already is not noted
}

TEST(Visit, IsKeptWithWhatItBrought) {
    const Folder folder;
    const auto archive = open(folder);
    const SourceId id = add(*archive);
    put(*archive, brought(id, "Une délégation est reçue"));
    const WatchedSource source = only(*archive);
    EXPECT_EQ(source.health, Health::well);
    EXPECT_EQ(source.kind, SourceKind::feed);
    EXPECT_EQ(source.dispatches, 1);
    EXPECT_EQ(source.summaries_only, true);
    EXPECT_EQ(source.pages_waiting, 1);
    ASSERT_TRUE(source.next_visit);
    EXPECT_GE(*source.next_visit, now() + 25min);

    const auto page = due(*archive);
    ASSERT_EQ(page.size(), 1U);
    EXPECT_EQ(page[0].address, "https://agence.example/d/1");
    EXPECT_NE(page[0].page, PageId{});
    EXPECT_EQ(page[0].dispatch, DispatchId{1});
    const auto feed = due(*archive, now() + 24h);
    ASSERT_EQ(feed.size(), 2U);
    EXPECT_EQ(feed[0].etag, "\"v1\"");
    EXPECT_TRUE(feed[0].content);
    EXPECT_EQ(number(folder, "SELECT created FROM visit"), 1);
}

TEST(Visit, PagesAreReadOnceUntilTheirDispatchChanges) {
    const Folder folder;
    const auto archive = open(folder);
    const SourceId id = add(*archive);
    put(*archive, brought(id, "Une délégation est reçue"));
    Visit read = visit_of(id);
    read.page = due(*archive).at(0).page;
    keep(*archive, read);
    EXPECT_TRUE(due(*archive).empty());
    put(*archive, brought(id, "Une délégation est reçue"));
    EXPECT_TRUE(due(*archive).empty());
    EXPECT_EQ(put(*archive, brought(id, "Une délégation a été reçue")).outcome, Outcome::edited);
    EXPECT_EQ(due(*archive).size(), 1U);
}

TEST(Visit, FailuresWaitLongerEachTimeAndSayWhy) {
    const Folder folder;
    const auto archive = open(folder);
    const SourceId id = add(*archive);
    std::chrono::seconds before{0};
    for (int i = 1; i <= 5; ++i) {
        Visit failed = visit_of(id, Health::failing);
        failed.trouble = "agence.example does not answer";
        keep(*archive, failed);
        const WatchedSource source = only(*archive);
        EXPECT_EQ(source.failures, i);
        EXPECT_EQ(source.trouble, "agence.example does not answer");
        EXPECT_FALSE(source.last_success);
        ASSERT_TRUE(source.next_visit);
        EXPECT_GT(*source.next_visit - failed.at, before);
        before = *source.next_visit - failed.at;
    }
    keep(*archive, visit_of(id));
    EXPECT_EQ(only(*archive).failures, 0);
    EXPECT_EQ(only(*archive).trouble, "");
}

TEST(Visit, WhatIsGoneIsNotVisitedAgainUntilSomebodyAsks) {
    const Folder folder;
    const auto archive = open(folder);
    const SourceId id = add(*archive);
    keep(*archive, visit_of(id, Health::gone));
    EXPECT_TRUE(due(*archive, now() + 24h * 400).empty());
    act(*archive, RefreshSource{id});
    EXPECT_EQ(due(*archive).size(), 1U);
}

TEST(Visit, AShutDoorIsTriedOnceADay) {
    const Folder folder;
    const auto archive = open(folder);
    const SourceId id = add(*archive);
    for (const Health shut : {Health::forbidden, Health::barred, Health::excluded}) {
        const Visit visit = visit_of(id, shut);
        keep(*archive, visit);
        EXPECT_EQ(*only(*archive).next_visit, visit.at + 24h);
    }
}

TEST(Visit, APermanentRedirectIsRememberedButTheNameStays) {
    const Folder folder;
    const auto archive = open(folder);
    const SourceId id = add(*archive);
    add(*archive, "https://other.example/rss", "other.example");
    Visit moved = visit_of(id);
    moved.moved_to = "https://new.example/rss";
    keep(*archive, moved);
    EXPECT_EQ(archive->watched()->at(0).address, "https://new.example/rss");
    EXPECT_EQ(archive->watched()->at(0).name, feed_address);
    moved.moved_to = "https://other.example/rss";  // which is watched already
    keep(*archive, moved);
    EXPECT_EQ(archive->watched()->at(0).address, "https://new.example/rss");
}

TEST(Visit, WhatLeadsToAFeedIsVisitedThereAtOnce) {
    const Folder folder;
    const auto archive = open(folder);
    Visit page = visit_of(add(*archive, "https://agence.example/"));
    page.moved_to = feed_address;
    keep(*archive, page);
    const auto errands = due(*archive);
    ASSERT_EQ(errands.size(), 1U);
    EXPECT_EQ(errands[0].address, feed_address);
    EXPECT_EQ(errands[0].name, "https://agence.example/");
}

TEST(Due, GivesAFewOfEachHost) {
    const Folder folder;
    const auto archive = open(folder);
    const SourceId id = add(*archive);
    Submission many = brought(id, "Une");
    many.visit->pages.clear();
    for (int i = 0; i < 40; ++i)
        many.visit->pages.push_back({"https://agence.example/d/" + std::to_string(i)});
    many.visit->pages.push_back({"https://ailleurs.example/1"});
    put(*archive, many);
    const auto errands = due(*archive);
    EXPECT_EQ(errands.size(), 5U);
    EXPECT_EQ(errands.back().address, "https://ailleurs.example/1");
    EXPECT_EQ(due(*archive, now() + 1s, 2).size(), 2U);
}

TEST(Due, IsStillDueAfterARestart) {
    const Folder folder;
    SourceId id{};
    {
        const auto archive = open(folder);
        id = add(*archive);
    }
    const auto archive = open(folder);
    ASSERT_EQ(due(*archive).size(), 1U);
    EXPECT_EQ(due(*archive)[0].source, id);
}

TEST(Due, OriginsAreKept) {
    const Folder folder;
    const auto archive = open(folder);
    EXPECT_FALSE(archive->queue().origin("https://agence.example").value());
    for (const char* robots : {"User-agent: *\nDisallow:", "User-agent: *\nDisallow: /"}) {
        Origin origin;
        origin.name = "https://agence.example";
        origin.robots = robots;
        origin.robots_status = 200;
        origin.robots_fetched = now();
        std::promise<void> kept;
        ASSERT_TRUE(archive->queue().keep(origin, [&](const Result<void>&) { kept.set_value(); }));
        kept.get_future().wait();
        const auto known = archive->queue().origin("https://agence.example").value();
        ASSERT_TRUE(known);
        EXPECT_EQ(known->robots, robots);
        EXPECT_EQ(known->robots_fetched, origin.robots_fetched);
        EXPECT_FALSE(known->not_before);
    }
}

TEST(Erase, TakesTheAddressOfItsPage) {
    const Folder folder;
    const auto archive = open(folder);
    const SourceId id = add(*archive);
    put(*archive, brought(id, "Une délégation est reçue"));
    act(*archive, Erase{DispatchId{1}, {}});
    EXPECT_TRUE(due(*archive).empty());
    EXPECT_EQ(number(folder, "SELECT count(*) FROM page WHERE address <> ''"), 0);
    put(*archive, submission(dispatch("Autre")));
    archive->put(brought(id, "Une délégation est reçue")).value();
    EXPECT_TRUE(due(*archive).empty());
}

}  // namespace
}  // namespace chappe
