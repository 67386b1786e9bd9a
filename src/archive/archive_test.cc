// What the archive keeps, recognises and gives back.
#include "archive/archive.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <set>
#include <thread>

#include "archive/schema.h"
#include "archive/test_news.h"

namespace chappe {
namespace {

using namespace test;
using namespace std::chrono_literals;

/// Everything that a dispatch can have.
Dispatch full_dispatch() {
    Dispatch made = dispatch("Bakou reçoit une délégation", "« Nous avançons », dit le ministre.");
    made.modified =
        Date::clock(std::chrono::local_days{std::chrono::year{2024} / 4 / 3} + 9h + 30min,
                    std::chrono::minutes{240}, Precision::minute);
    made.authors = {text("Rédaction \"A\""), text("Desk <b>")};
    made.reads = 362;
    made.tags.emplace();
    made.site = text("Fil d’info");
    made.url = "https://news.example/d/1";
    made.guid = "tag:news.example,2024:1";
    made.notes = {"charset guessed: windows-1251"};
    return made;
}

TEST(Archive, GivesBackEveryFactOfADispatch) {
    const Folder folder;
    const auto archive = open(folder);
    const Dispatch given = full_dispatch();
    const DispatchId id = put(*archive, submission(given)).id;

    const auto stored = archive->dispatch(id);
    ASSERT_TRUE(stored) << stored.error().message;
    const Dispatch& kept = stored->dispatch;
    EXPECT_EQ(kept.title, given.title);
    EXPECT_EQ(kept.body, given.body);
    EXPECT_EQ(kept.blocks, given.blocks);
    EXPECT_EQ(kept.lead, given.lead);
    EXPECT_EQ(kept.published, given.published);
    EXPECT_EQ(kept.modified, given.modified);
    EXPECT_EQ(kept.language, "fr");
    EXPECT_EQ(kept.authors, given.authors);
    EXPECT_EQ(kept.credit, given.credit);
    EXPECT_EQ(kept.reads, 362U);
    ASSERT_TRUE(kept.tags);
    EXPECT_TRUE(kept.tags->empty());
    EXPECT_EQ(kept.site, given.site);
    EXPECT_EQ(kept.url, given.url);
    EXPECT_EQ(kept.guid, given.guid);
    EXPECT_EQ(kept.notes, given.notes);
    EXPECT_EQ(stored->source, "desk");
    EXPECT_EQ(stored->arrived, Instant{1712131200s});
    EXPECT_EQ(stored->editions, 1);
    EXPECT_EQ(stored->reads_here, 0U);
    EXPECT_EQ(stored->last_change, archive->newest());
    ASSERT_TRUE(stored->reads_at_source);
    EXPECT_EQ(stored->reads_at_source->seen, Instant{1712131200s});
}

TEST(Archive, KeepsAbsentFactsAbsent) {
    const Folder folder;
    const auto archive = open(folder);
    Dispatch bare;
    bare.title = text("Seul un titre");
    const auto stored = archive->dispatch(put(*archive, submission(bare)).id);
    ASSERT_TRUE(stored) << stored.error().message;
    EXPECT_FALSE(stored->dispatch.tags);  // not declared is not declared empty
    EXPECT_FALSE(stored->dispatch.published);
    EXPECT_FALSE(stored->dispatch.credit);
    EXPECT_FALSE(stored->dispatch.lead);
    EXPECT_FALSE(stored->dispatch.reads);
    EXPECT_TRUE(stored->dispatch.body.empty());
    EXPECT_FALSE(stored->reads_at_source);
}

TEST(Archive, ShowsALineOfTheWireInFull) {
    const Folder folder;
    const auto archive = open(folder);
    const DispatchId id = put(*archive, submission(full_dispatch())).id;
    const auto latest = archive->latest(std::nullopt, 10);
    ASSERT_TRUE(latest) << latest.error().message;
    ASSERT_EQ(latest->size(), 1U);
    const WireEntry& line = latest->front();
    EXPECT_EQ(line.id, id);
    EXPECT_EQ(line.position, archive->newest());
    EXPECT_EQ(line.source, "desk");
    EXPECT_EQ(line.title.view(), "Bakou reçoit une délégation");
    EXPECT_EQ(line.summary.view(), "La réunion s'est tenue mercredi.");
    EXPECT_EQ(line.language, "fr");
    EXPECT_EQ(to_string(*line.published), "2024-04-03");
    EXPECT_EQ(line.agency, "Azertac");
    EXPECT_EQ(line.site.view(), "Fil d’info");
    EXPECT_EQ(line.url, "https://news.example/d/1");
}

TEST(Archive, KeepsTheSameArrivalOnce) {
    const Folder folder;
    const auto archive = open(folder);
    const auto first = put(*archive, submission(dispatch("Un titre")));
    const auto second = put(*archive, submission(dispatch("Un titre")));
    EXPECT_EQ(first.outcome, Outcome::created);
    EXPECT_EQ(second.outcome, Outcome::unchanged);
    EXPECT_EQ(first.id, second.id);
    EXPECT_EQ(archive->stats()->total, 1);
    EXPECT_EQ(archive->changes(ChangeSeq{0}, 10)->size(), 1U);
    EXPECT_EQ(number(folder, "SELECT count(*) FROM blob"), 1);
    EXPECT_EQ(number(folder, "SELECT count(*) FROM arrival"), 1);
    EXPECT_EQ(number(folder, "SELECT times FROM arrival"), 2);
}

TEST(Archive, StoresBytesOnceThoughTheyComeFromTwoPlaces) {
    const Folder folder;
    const auto archive = open(folder);
    put(*archive, submission(dispatch("Un titre"), "desk"));
    EXPECT_EQ(put(*archive, submission(dispatch("Un titre"), "files")).outcome, Outcome::created);
    EXPECT_EQ(number(folder, "SELECT count(*) FROM blob"), 1);
    EXPECT_EQ(number(folder, "SELECT count(*) FROM arrival"), 2);
}

TEST(Archive, MakesAnEditionWhenTheTextChanges) {
    const Folder folder;
    const auto archive = open(folder);
    Dispatch page = full_dispatch();
    const auto first = put(*archive, submission(page));
    put(*archive, submission(dispatch("Une autre")));
    page.body = text("La réunion s'est tenue mercredi.\n\nElle a été prolongée.");
    page.blocks.pop_back();
    const auto second = put(*archive, submission(page));
    EXPECT_EQ(second.outcome, Outcome::edited);
    EXPECT_EQ(second.id, first.id);

    const auto stored = archive->dispatch(first.id);
    EXPECT_EQ(stored->editions, 2);
    EXPECT_EQ(stored->dispatch.body, page.body);
    EXPECT_EQ(stored->last_change, archive->newest());
    const auto changes = archive->changes(ChangeSeq{0}, 10);
    ASSERT_EQ(changes->size(), 3U);
    EXPECT_EQ(changes->back().kind, ChangeKind::edited);
    EXPECT_EQ(changes->back().entry.id, first.id);
    EXPECT_EQ(changes->back().entry.position, changes->front().seq);  // its place stays
    EXPECT_EQ(archive->latest(std::nullopt, 10)->back().id, first.id);
    EXPECT_EQ(archive->stats()->editions, 3);
    EXPECT_EQ(archive->stats()->total, 2);
}

TEST(Archive, MakesAnEditionOfEachFactThatCounts) {
    const std::vector<std::function<void(Dispatch&)>> edits = {
        [](Dispatch& d) { d.title = text("Autre titre"); },
        [](Dispatch& d) { d.body = text(d.body.str() + "."); },
        [](Dispatch& d) { d.lead.reset(); },
        [](Dispatch& d) { d.credit->place = Credit::Place::byline; },
        [](Dispatch& d) { d.credit.reset(); },
        [](Dispatch& d) { d.published->precision = Precision::minute; },
        [](Dispatch& d) { d.published.reset(); },
        [](Dispatch& d) { d.authors.pop_back(); },
        [](Dispatch& d) { d.tags.reset(); },
        [](Dispatch& d) { d.tags->push_back(text("Caucase")); }};
    for (std::size_t i = 0; i < edits.size(); ++i) {
        const Folder folder;
        const auto archive = open(folder);
        Dispatch page = full_dispatch();
        put(*archive, submission(page));
        edits[i](page);
        auto changed = submission(page);
        changed.arrival.bytes += "v2";
        EXPECT_EQ(put(*archive, std::move(changed)).outcome, Outcome::edited) << "edit " << i;
    }
}

TEST(Archive, MakesNoEditionOfWhatDoesNotCount) {
    const Folder folder;
    const auto archive = open(folder);
    Dispatch page = full_dispatch();
    put(*archive, submission(page));
    page.site = text("Autre nom du site");
    page.notes.clear();
    page.modified.reset();
    auto changed = submission(page);
    changed.arrival.bytes += "<!-- another menu -->";
    EXPECT_EQ(put(*archive, std::move(changed)).outcome, Outcome::unchanged);
    EXPECT_EQ(archive->changes(ChangeSeq{0}, 10)->size(), 1U);
}

TEST(Archive, FollowsTheCounterOfTheSourceWithoutAnEdition) {
    const Folder folder;
    const auto archive = open(folder);
    Dispatch page = full_dispatch();
    const auto see = [&](std::uint64_t reads, std::chrono::seconds at) {
        page.reads = reads;
        auto seen = submission(page);
        seen.arrival.received = Instant{at};
        return put(*archive, std::move(seen));
    };
    const DispatchId id = see(362, 1000s).id;
    EXPECT_EQ(see(401, 2000s).outcome, Outcome::unchanged);
    EXPECT_EQ(archive->dispatch(id)->reads_at_source->count, 401U);
    EXPECT_EQ(archive->dispatch(id)->reads_at_source->seen, Instant{2000s});
    see(401, 3000s);  // the same count, seen later
    EXPECT_EQ(archive->dispatch(id)->reads_at_source->seen, Instant{3000s});
    see(390, 2500s);  // late: says nothing about now
    see(100, 500s);   // late: before all others
    EXPECT_EQ(archive->dispatch(id)->reads_at_source->count, 401U);
    EXPECT_EQ(archive->dispatch(id)->dispatch.reads, 401U);
    EXPECT_EQ(archive->dispatch(id)->editions, 1);
    EXPECT_EQ(number(folder, "SELECT count(*) FROM reads_at_source"), 3);
    see(18446744073709551615U, 4000s);  // a hostile counter stays a number
    EXPECT_EQ(archive->dispatch(id)->reads_at_source->count, 9223372036854775807U);
}

TEST(Archive, MakesNoEditionWhenOnlyOurReaderChanged) {
    const Folder folder;
    const auto archive = open(folder);
    Dispatch page = full_dispatch();
    const DispatchId id = put(*archive, submission(page)).id;
    execute(folder, "UPDATE reading SET reader_version = 0");
    const auto before = archive->dispatch(id);

    const auto bytes_as_before = submission(page).arrival.bytes;
    page.credit.reset();  // the other reader saw none
    auto again = submission(page);
    again.arrival.bytes = bytes_as_before;
    EXPECT_EQ(put(*archive, std::move(again)).outcome, Outcome::unchanged);

    const auto stored = archive->dispatch(id);
    EXPECT_FALSE(stored->dispatch.credit);                // the newer reader's text is shown
    EXPECT_GT(stored->last_change, before->last_change);  // caches must know
    EXPECT_EQ(stored->editions, 1);
    EXPECT_EQ(archive->changes(ChangeSeq{0}, 10)->size(), 1U);  // readers need not
    EXPECT_EQ(number(folder, "SELECT count(*) FROM reading"), 2);
}

TEST(Archive, TellsTwoPostsOfOneTitleApart) {
    const Folder folder;
    const auto archive = open(folder);
    const auto first = put(*archive, submission(dispatch("Un titre", "Un.")));
    const auto second = put(*archive, submission(dispatch("Un titre", "Deux.")));
    EXPECT_EQ(second.outcome, Outcome::created);
    EXPECT_NE(first.id, second.id);
}

TEST(Archive, RecognisesAPageByItsAddressWithoutTracking) {
    const Folder folder;
    const auto archive = open(folder);
    Dispatch page = dispatch("Un titre");
    page.url = "https://news.example/d/1";
    const auto first = put(*archive, submission(page));
    page.url = "HTTPS://News.Example:443/d/1?utm_source=x#top";
    page.title = text("Un autre titre");
    EXPECT_EQ(put(*archive, submission(page, "another feed")).id, first.id);
}

TEST(Archive, TakesASubmissionOfManyInOrder) {
    const Folder folder;
    const auto archive = open(folder);
    Submission feed = submission(dispatch("Un"));
    feed.reading.feed.emplace().title = text("Le fil");
    feed.reading.dispatches.push_back(dispatch("Deux"));
    feed.reading.dispatches.push_back(dispatch("Deux"));
    feed.reading.dispatches.push_back(dispatch("Trois"));
    const auto receipt = archive->put(feed);
    ASSERT_TRUE(receipt) << receipt.error().message;
    ASSERT_EQ(receipt->items.size(), 4U);
    EXPECT_EQ(receipt->items[1].id, receipt->items[2].id);
    EXPECT_EQ(receipt->items[2].outcome, Outcome::unchanged);
    EXPECT_EQ(archive->dispatch(receipt->items[3].id)->dispatch.title.view(), "Trois");
    EXPECT_EQ(number(folder, "SELECT count(*) FROM source WHERE title = 'Le fil'"), 1);
    EXPECT_EQ(number(folder, "SELECT count(*) FROM arrival"), 1);
}

TEST(Archive, KeepsBytesInWhichNothingWasFound) {
    const Folder folder;
    const auto archive = open(folder);
    Submission nothing = submission(dispatch("x"));
    nothing.reading.dispatches.clear();
    const auto receipt = archive->put(nothing);
    ASSERT_TRUE(receipt) << receipt.error().message;
    EXPECT_TRUE(receipt->items.empty());
    EXPECT_EQ(number(folder, "SELECT count(*) FROM blob"), 1);
    EXPECT_EQ(archive->newest(), ChangeSeq{0});
}

TEST(Archive, RefusesAnArrivalWithoutASource) {
    const Folder folder;
    const auto archive = open(folder);
    const auto receipt = archive->put(submission(dispatch("x"), ""));
    ASSERT_FALSE(receipt);
    EXPECT_EQ(receipt.error().failure, Failure::refused);
}

TEST(Archive, DoesNotBringBackWhatIsGone) {
    const Folder folder;
    const auto archive = open(folder);
    const DispatchId id = put(*archive, submission(dispatch("À retirer"))).id;
    put(*archive, submission(dispatch("Reste")));
    execute(folder,
            "UPDATE dispatch SET state = 'erased' WHERE id = 1;"
            "INSERT INTO change (dispatch, kind, edition, at) VALUES (1, 'withdrawal', 0, 5);"
            "UPDATE dispatch SET last_change = 3 WHERE id = 1");

    Submission feed = submission(dispatch("À retirer"));
    feed.reading.dispatches.push_back(dispatch("Nouvelle"));
    feed.arrival.bytes = "a feed that still holds it";
    const auto receipt = archive->put(feed);
    ASSERT_TRUE(receipt) << receipt.error().message;
    EXPECT_EQ(receipt->items[0].outcome, Outcome::gone);
    EXPECT_EQ(receipt->items[0].id, id);
    EXPECT_EQ(receipt->items[1].outcome, Outcome::created);
    EXPECT_EQ(number(folder, "SELECT count(*) FROM blob"), 2);  // not those bytes

    const auto stored = archive->dispatch(id);
    ASSERT_TRUE(stored) << stored.error().message;
    EXPECT_EQ(stored->state, DispatchState::erased);
    EXPECT_TRUE(stored->dispatch.title.empty());
    EXPECT_EQ(stored->changed, Instant{5s});
    EXPECT_EQ(archive->latest(std::nullopt, 10)->size(), 2U);
    const auto changes = archive->changes(ChangeSeq{2}, 10);
    ASSERT_EQ(changes->size(), 2U);
    EXPECT_EQ(changes->front().kind, ChangeKind::withdrawn);
    EXPECT_TRUE(changes->front().entry.title.empty());
}

TEST(Archive, RepeatsTheReceiptOfARetriedRequest) {
    const Folder folder;
    const auto archive = open(folder);
    Submission request = submission(dispatch("Un titre"));
    request.idempotency = IdempotencyKey{"token 1", "k", digest("request")};
    const auto first = archive->put(request);
    const auto again = archive->put(request);
    ASSERT_TRUE(first && again);
    EXPECT_FALSE(first->replayed);
    EXPECT_TRUE(again->replayed);
    ASSERT_EQ(again->items.size(), 1U);
    EXPECT_EQ(again->items[0].id, first->items[0].id);
    EXPECT_EQ(again->items[0].outcome, Outcome::created);

    request.idempotency->request = digest("another request");
    const auto other = archive->put(request);
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().failure, Failure::refused);

    request.idempotency->client = "token 2";  // keys are the client's own
    EXPECT_FALSE(archive->put(request)->replayed);
}

TEST(Archive, CountsReadsExactly) {
    const Folder folder;
    auto archive = open(folder);
    const DispatchId id = put(*archive, submission(dispatch("Un titre"))).id;
    constexpr int threads = 4, each = 50;
    std::atomic<int> answered = 0;
    std::vector<std::jthread> readers;
    readers.reserve(threads);
    for (int t = 0; t < threads; ++t)
        readers.emplace_back([&] {
            for (int i = 0; i < each; ++i) {
                std::promise<Result<std::uint64_t>> done;
                ASSERT_TRUE(archive->count_read(
                    id, [&](Result<std::uint64_t> count) { done.set_value(std::move(count)); }));
                if (done.get_future().get()) ++answered;
            }
        });
    readers.clear();
    EXPECT_EQ(answered, threads * each);
    EXPECT_EQ(archive->dispatch(id)->reads_here, 200U);
    EXPECT_EQ(archive->changes(ChangeSeq{0}, 10)->size(), 1U);  // a read is no change
    archive.reset();
    EXPECT_EQ(open(folder)->dispatch(id)->reads_here, 200U);
}

TEST(Archive, CountsNoReadOfWhatIsNotThere) {
    const Folder folder;
    const auto archive = open(folder);
    std::promise<Result<std::uint64_t>> done;
    ASSERT_TRUE(archive->count_read(
        DispatchId{7}, [&](Result<std::uint64_t> count) { done.set_value(std::move(count)); }));
    const auto count = done.get_future().get();
    ASSERT_FALSE(count);
    EXPECT_EQ(count.error().failure, Failure::absent);
    EXPECT_EQ(archive->dispatch(DispatchId{7}).error().failure, Failure::absent);
}

TEST(Archive, PagesThroughTheWireWithoutGapOrRepeat) {
    const Folder folder;
    const auto archive = open(folder);
    for (int i = 0; i < 25; ++i) put(*archive, submission(dispatch("T" + std::to_string(i))));
    std::vector<std::string> seen;
    for (Before before;;) {
        const auto page = archive->latest(before, 10);
        ASSERT_TRUE(page) << page.error().message;
        if (page->empty()) break;
        for (const WireEntry& entry : *page) seen.push_back(entry.title.str());
        before = page->back().position;
    }
    ASSERT_EQ(seen.size(), 25U);
    EXPECT_EQ(seen.front(), "T24");
    EXPECT_EQ(seen.back(), "T0");
    EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), 25U);
    EXPECT_EQ(archive->changes(ChangeSeq{20}, 3)->front().seq, ChangeSeq{21});
    EXPECT_EQ(archive->changes(ChangeSeq{20}, 3)->size(), 3U);
    EXPECT_TRUE(archive->latest(std::nullopt, 0)->empty());
}

TEST(Archive, KnowsItsTokensByTheirDigests) {
    const Folder folder;
    const auto archive = open(folder);
    const auto token = archive->add_token("desk");
    ASSERT_TRUE(token) << token.error().message;
    EXPECT_GE(token->size(), 64U);
    const auto found = archive->find_token(*token);
    ASSERT_TRUE(found && *found);
    EXPECT_EQ(number(folder, "SELECT count(*) FROM api_token WHERE hex(digest) = '" + *token + "'"),
              0);
    ASSERT_EQ(archive->tokens()->size(), 1U);
    EXPECT_EQ(archive->tokens()->front().name, "desk");
    EXPECT_FALSE(*archive->find_token("guess"));
    EXPECT_FALSE(*archive->find_token(""));
    EXPECT_FALSE((*found)->user);  // the operator's
    EXPECT_TRUE(archive->remove_token((*found)->id));
    EXPECT_FALSE(*archive->find_token(*token));
    EXPECT_EQ(archive->remove_token((*found)->id).error().failure, Failure::absent);
    EXPECT_EQ(archive->add_token("").error().failure, Failure::refused);
    const auto next = archive->find_token(*archive->add_token("desk"));
    EXPECT_NE((*next)->id, (*found)->id);  // an id is never given twice
}

TEST(Archive, HandsItsOpeningStateOver) {
    const Folder folder;
    DispatchId id{};
    {
        const auto archive = open(folder);
        id = put(*archive, submission(full_dispatch())).id;
    }
    EXPECT_FALSE(std::filesystem::exists(folder.file().string() + "-wal"));  // folded in
    const auto archive = open(folder);
    EXPECT_EQ(archive->newest(), ChangeSeq{1});
    EXPECT_EQ(archive->dispatch(id)->dispatch.title.view(), "Bakou reçoit une délégation");
    EXPECT_EQ(put(*archive, submission(full_dispatch())).outcome, Outcome::unchanged);
}

}  // namespace
}  // namespace chappe
