// Erased: no word is left in any file of the archive, and none comes back.
#include "archive/erase.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <thread>

#include "archive/test_desk.h"

namespace chappe {
namespace {

using namespace std::chrono_literals;
using namespace test;

/// Which of these words the folder's files hold, as raw bytes; small and capital ASCII alike.
std::vector<std::string> found_in(const Folder& folder, const std::vector<std::string>& words) {
    std::vector<std::string> found;
    for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
        const std::string bytes = lower_ascii(bytes_of_file(file.path()));
        for (const std::string& word : words)
            if (bytes.find(lower_ascii(word)) != std::string::npos)
                found.push_back(word + " in " + file.path().filename().string());
    }
    return found;
}

// Words that no other text has, in the forms that a text and an index of it have.
const std::vector<std::string> rare = {"zyxotitre",   "zyxocorpsés", "zyxocorpses", "zyxocorp",
                                       "zyxochapeau", "zyxolien",    "zyxoauteur",  "zyxoétiquette",
                                       "zyxoetiquet", "zyxoagence",  "zyxosite",    "zyxoguid",
                                       "zyxonote",    "zyxofichier", "zyxoclef",    "zyxovieux"};

Dispatch rare_dispatch() {
    Dispatch made;
    made.title = text("Le zyxotitre du jour");
    const std::string lead = "Un zyxochapeau bien court.";
    made.body = text(lead + "\n\nDes zyxocorpsés par centaines.");
    made.lead = Span{0, static_cast<std::uint32_t>(lead.size())};
    made.blocks = {{Block::Kind::paragraph, {0, static_cast<std::uint32_t>(made.body.size())}}};
    made.language = "fr";
    made.credit = Credit{text("Zyxoagence"), Credit::Place::tail};
    made.authors = {text("Zyxoauteur")};
    made.tags.emplace().push_back(text("zyxoétiquette"));
    made.site = text("Zyxosite");
    made.url = "https://news.example/zyxolien";
    made.guid = "zyxoguid";
    made.notes = {"zyxonote"};
    made.reads = 3;
    return made;
}

Submission rare_submission() {
    Submission made = submission(rare_dispatch(), "a feed");
    for (const std::string& word : rare) made.arrival.bytes += " " + word;
    made.arrival.url = "https://news.example/zyxolien";
    made.arrival.name = "zyxofichier";
    made.arrival.media_type = "text/plain; x=zyxonote";
    made.idempotency = IdempotencyKey{"token 1", "zyxoclef", digest("request")};
    return made;
}

/// Its own words and lengths, so that pages split and merge as they do in life.
Dispatch other(int n) {
    std::string words;
    for (int i = 0; i < 20 + n % 60; ++i) words += "mot" + std::to_string(n * 31 + i) + " ";
    return dispatch("Dépêche " + std::to_string(n), words);
}

/// The writer merges the words out of the index and empties the log of its own accord.
void wait_until_clean(Archive& archive, const Folder& folder) {
    EXPECT_TRUE(soon([&] { return !archive.stats()->clearing; }));
    EXPECT_EQ(found_in(folder, rare), std::vector<std::string>());
}

std::size_t hits(Archive& archive, const char* words) {
    Search search;
    search.query = parse_query(words, {}).query;
    const auto found = archive.search(search);
    if (!found) ADD_FAILURE() << found.error().message;
    return found ? found->hits.size() : 99;
}

TEST(Erase, TakesADispatchOutOfSearchesAndTallies) {
    const Folder folder;
    const auto archive = open(folder);
    put(*archive, submission(other(1)));
    const DispatchId id = put(*archive, rare_submission()).id;
    EXPECT_EQ(hits(*archive, "zyxotitre"), 1U);
    act(*archive, Withdraw{id, {}});
    EXPECT_EQ(hits(*archive, "zyxotitre"), 0U);
    act(*archive, Reinstate{id});
    EXPECT_EQ(hits(*archive, "zyxocorpsés"), 1U);
    act(*archive, correct(id, dispatch("Autre titre")));
    EXPECT_EQ(hits(*archive, "zyxotitre"), 0U);
    EXPECT_EQ(hits(*archive, "autre"), 1U);
    act(*archive, Erase{id, {}});
    EXPECT_EQ(hits(*archive, "autre"), 0U);
    EXPECT_EQ(archive->agencies()->size(), 1U);

    const DispatchId waits = act(*archive, compose(dispatch("Embargo"), now() + 1h)).dispatch;
    EXPECT_EQ(hits(*archive, "embargo"), 0U);
    act(*archive, correct(waits, dispatch("Embargo corrigé")));
    EXPECT_EQ(hits(*archive, "embargo"), 0U);
    act(*archive, Release{waits});
    EXPECT_EQ(hits(*archive, "embargo"), 1U);
}

TEST(Erase, LeavesNoWordInAnyFile) {
    const Folder folder;
    const auto archive = open(folder);
    for (int n = 0; n < 150; ++n) put(*archive, submission(other(n)));
    Dispatch old = rare_dispatch();
    old.title = text("Un zyxovieux titre");
    put(*archive, submission(old, "a feed"));
    const DispatchId id = put(*archive, rare_submission()).id;
    act(*archive, correct(id, [] {
        Dispatch made = rare_dispatch();
        made.title = text("Le zyxotitre corrigé");
        return made;
    }()));
    Submission container = submission(other(1000), "a feed");  // brings it again, among others
    container.reading.dispatches.push_back(rare_dispatch());
    container.arrival.bytes = "zyxotitre zyxocorpsés and others";
    container.arrival.name = "zyxofichier 2";
    ASSERT_TRUE(archive->put(container));
    for (int n = 150; n < 300; ++n) put(*archive, submission(other(n)));
    act(*archive, Withdraw{id, "zyxonote"});
    EXPECT_FALSE(found_in(folder, rare).empty());

    const auto before = archive->newest();
    act(*archive, Erase{id, "Effacée."});
    const auto stored = archive->dispatch(id);
    EXPECT_EQ(stored->state, DispatchState::erased);
    EXPECT_EQ(stored->notice.view(), "Effacée.");
    EXPECT_GT(archive->newest(), before);
    wait_until_clean(*archive, folder);
    EXPECT_EQ(archive->stats()->total, 301);
    expect_sound(folder);
}

TEST(Erase, LeavesTheOthersOfAContainerReadable) {
    const Folder folder;
    const auto archive = open(folder);
    Submission container = submission(other(1), "a feed");
    container.reading.dispatches.push_back(rare_dispatch());
    container.reading.dispatches.push_back(other(2));
    container.arrival.bytes = "zyxotitre and two others";
    const auto receipt = archive->put(container);
    ASSERT_TRUE(receipt);
    act(*archive, Erase{receipt->items[1].id, {}});
    EXPECT_EQ(title_of(*archive, receipt->items[0].id), "Dépêche 1");
    EXPECT_EQ(title_of(*archive, receipt->items[2].id), "Dépêche 2");
    EXPECT_EQ(number(folder, "SELECT count(*) FROM blob"), 0);
    wait_until_clean(*archive, folder);
    // The feed still has it: its bytes are not kept again.
    const auto again = archive->put(container);
    EXPECT_EQ(again->items[0].outcome, Outcome::unchanged);
    EXPECT_EQ(again->items[1].outcome, Outcome::gone);
    wait_until_clean(*archive, folder);
    expect_sound(folder);
}

TEST(Erase, IsForGood) {
    const Folder folder;
    const auto archive = open(folder);
    const DispatchId id = put(*archive, rare_submission()).id;
    act(*archive, Erase{id, {}});
    EXPECT_EQ(failure_of(*archive, Erase{id, "x"}), Failure::refused);
    EXPECT_EQ(failure_of(*archive, Reinstate{id}), Failure::refused);
    EXPECT_EQ(failure_of(*archive, Withdraw{id, {}}), Failure::refused);
    EXPECT_EQ(failure_of(*archive, Release{id}), Failure::refused);
    EXPECT_EQ(failure_of(*archive, correct(id, dispatch("x"))), Failure::refused);
    EXPECT_EQ(failure_of(*archive, Erase{DispatchId{99}, {}}), Failure::absent);

    // The same request, retried: no receipt is left to answer it, and nothing is kept.
    const auto retried = archive->put(rare_submission());
    ASSERT_TRUE(retried) << retried.error().message;
    EXPECT_FALSE(retried->replayed);
    EXPECT_EQ(retried->items.front().outcome, Outcome::gone);
    EXPECT_EQ(retried->items.front().id, id);
    // The same text under another address, from another source.
    Dispatch elsewhere = rare_dispatch();
    elsewhere.url = "https://other.example/1";
    elsewhere.guid = "1";
    EXPECT_EQ(put(*archive, submission(elsewhere, "another feed")).outcome, Outcome::gone);
    Submission bare;
    bare.arrival.bytes = "zyxotitre";
    bare.arrival.source = "desk";
    bare.reading.dispatches.emplace_back();
    bare.reading.dispatches.front().title = rare_dispatch().title;
    bare.reading.dispatches.front().body = rare_dispatch().body;
    EXPECT_EQ(put(*archive, bare).outcome, Outcome::gone);
    execute(folder, "DELETE FROM idempotency");  // the retry's own key, which the client chose
    execute(folder, "PRAGMA wal_checkpoint(TRUNCATE)");
    wait_until_clean(*archive, folder);
    expect_sound(folder);
}

TEST(Erase, TakesWhatWaitsForItsHour) {
    const Folder folder;
    const auto archive = open(folder);
    const DispatchId id = act(*archive, compose(rare_dispatch(), now() + 1s)).dispatch;
    act(*archive, Erase{id, {}});
    std::this_thread::sleep_for(1300ms);
    EXPECT_EQ(state_of(*archive, id), DispatchState::erased);
    EXPECT_TRUE(archive->changes(ChangeSeq{0}, 10)->empty());
    wait_until_clean(*archive, folder);
    expect_sound(folder);
}

TEST(Erase, GoesOnAfterARestart) {
    const Folder folder;
    DispatchId id{};
    {
        const auto archive = open(folder);
        id = put(*archive, rare_submission()).id;
        act(*archive, Erase{id, {}});
    }
    const auto archive = open(folder);
    wait_until_clean(*archive, folder);
}

TEST(Erase, SpreadsOverManyOthersInAnyOrder) {
    const Folder folder;
    const auto archive = open(folder);
    std::vector<DispatchId> ids;
    for (int n = 0; n < 400; ++n) {
        Dispatch made = other(n);
        if (n % 3 == 0) made.title = text("zyxotitre " + std::to_string(n));
        if (n % 3 == 1) made.body = text(made.body.str() + " zyxocorpsés " + std::to_string(n));
        const DispatchId id = put(*archive, submission(std::move(made))).id;
        if (n % 3 != 2) ids.push_back(id);
    }
    // Evens first: pages get thin and merge with their neighbours while these still hold words.
    std::partition(ids.begin(), ids.end(), [](DispatchId id) { return number_of(id) % 2 == 0; });
    for (const DispatchId id : ids) act(*archive, Erase{id, {}});
    wait_until_clean(*archive, folder);
    EXPECT_EQ(archive->stats()->total, 133);
    expect_sound(folder);
}

TEST(Erase, EndsWhileNewsKeepsComing) {
    const Folder folder;
    const auto archive = open(folder);
    const DispatchId id = put(*archive, rare_submission()).id;
    for (int n = 0; n < 350; ++n) {  // several steps of merging
        std::string words;
        for (int i = 0; i < 2000; ++i) words += "mot" + std::to_string(n * 2003 + i * 7) + " ";
        put(*archive, submission(dispatch("Dépêche " + std::to_string(n), words)));
    }
    std::atomic<int> posted = 0;
    std::jthread desk([&](const std::stop_token& stop) {
        for (int n = 1000; !stop.stop_requested(); ++n, ++posted)
            put(*archive, submission(other(n)));
    });
    soon([&] { return posted > 0; });
    const int before = posted;
    act(*archive, Erase{id, {}});
    soon([&] { return number(folder, "SELECT sum(purge) FROM search_part") == 0; });
    EXPECT_EQ(number(folder, "SELECT sum(purge) FROM search_part"), 0);
    EXPECT_GT(posted, before);  // so the merge began again
    desk.request_stop();
    desk.join();
    wait_until_clean(*archive, folder);
    expect_sound(folder);
}

TEST(Retention, ErasesWhatArrivedLongAgo) {
    const Folder folder;
    {
        const auto archive = open(folder);
        for (int n = 0; n < 50; ++n) put(*archive, submission(other(n)));  // of 2024
        put(*archive, rare_submission());
        auto young = submission(dispatch("Jeune"));
        young.arrival.received = now();
        put(*archive, std::move(young));
        act(*archive, compose(dispatch("Sous embargo"), now() + 1h));
        act(*archive, Withdraw{DispatchId{1}, {}});
    }
    ArchiveOptions options;
    options.retain = std::chrono::days(90);
    const auto archive = open(folder, options);
    ASSERT_TRUE(soon([&] { return archive->stats()->total == 1; }));
    EXPECT_EQ(state_of(*archive, DispatchId{1}), DispatchState::erased);
    EXPECT_EQ(archive->latest(std::nullopt, 10)->front().title.view(), "Jeune");
    EXPECT_EQ(state_of(*archive, DispatchId{53}), DispatchState::embargoed);
    EXPECT_EQ(archive->audit(0, 1)->front().by.name, "retention");
    EXPECT_EQ(archive->audit(0, 1)->front().act, "erase");
    wait_until_clean(*archive, folder);
    expect_sound(folder);
}

TEST(Pruning, RemovesOldKeysAndEndedSessions) {
    const Folder folder;
    {
        const auto archive = open(folder);
        auto keyed = submission(dispatch("Une"));
        keyed.idempotency = IdempotencyKey{"c", "old", digest("1")};
        put(*archive, keyed);
        keyed.idempotency->key = "young";
        put(*archive, keyed);
        const auto user = act(*archive, AddUser{"anna", "-", Role::reader}).user;
        act(*archive, LogIn{user});
        act(*archive, LogIn{user});
        execute(folder,
                "UPDATE idempotency SET at = unixepoch() - 8 * 86400 WHERE key = 'old';"
                "UPDATE session SET expires = unixepoch() - 1 WHERE digest ="
                " (SELECT min(digest) FROM session)");
    }
    const auto archive = open(folder);
    EXPECT_TRUE(soon([&] { return number(folder, "SELECT count(*) FROM idempotency") == 1; }));
    EXPECT_TRUE(soon([&] { return number(folder, "SELECT count(*) FROM session") == 1; }));
}

}  // namespace
}  // namespace chappe
