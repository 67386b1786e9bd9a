// Groups of writes, and other programs beside them.
#include "archive/writer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

#include "archive/schema.h"
#include "archive/test_news.h"

namespace chappe {
namespace {

using namespace test;
using namespace std::chrono_literals;

/// Another program that holds the archive's write lock.
class Lock {
 public:
    explicit Lock(const Folder& folder)
        : database_(*Database::open(folder.file(), Access::write, 5000)) {
        EXPECT_TRUE(database_.execute("BEGIN IMMEDIATE"));
    }
    void release() { EXPECT_TRUE(database_.execute("COMMIT")); }

 private:
    Database database_;
};

/// Submits without waiting; answers come as futures.
std::future<Result<Receipt>> send(Archive& archive, Submission submission) {
    auto promise = std::make_shared<std::promise<Result<Receipt>>>();
    auto receipt = promise->get_future();
    const auto accepted = archive.submit(std::move(submission), [promise](Result<Receipt> result) {
        promise->set_value(std::move(result));
    });
    if (!accepted) promise->set_value(std::unexpected(accepted.error()));
    return receipt;
}

TEST(Writer, TakesOneIdentityManyTimesInOneGroup) {
    const Folder folder;
    const auto archive = open(folder);
    Lock lock(folder);
    std::vector<std::future<Result<Receipt>>> receipts;
    receipts.push_back(send(*archive, submission(dispatch("Seul dans son groupe"))));
    std::this_thread::sleep_for(50ms);  // the writer has taken it and waits for the lock
    Dispatch page = dispatch("Un titre");
    page.url = "https://news.example/d/1";
    receipts.push_back(send(*archive, submission(page)));
    receipts.push_back(send(*archive, submission(page)));
    page.title = text("Un titre corrigé");
    receipts.push_back(send(*archive, submission(page)));
    lock.release();

    std::vector<Receipt::Item> items;
    for (auto& receipt : receipts) {
        const auto kept = receipt.get();
        ASSERT_TRUE(kept) << kept.error().message;
        items.push_back(kept->items.front());
    }
    EXPECT_EQ(items[1].outcome, Outcome::created);
    EXPECT_EQ(items[2].outcome, Outcome::unchanged);
    EXPECT_EQ(items[3].outcome, Outcome::edited);
    EXPECT_EQ(items[1].id, items[3].id);
    EXPECT_EQ(archive->stats()->total, 2);
}

TEST(Writer, LetsABadSubmissionFailAlone) {
    const Folder folder;
    const auto archive = open(folder);
    execute(folder,
            "CREATE TRIGGER bad BEFORE INSERT ON reading WHEN new.title = 'mauvais'"
            " BEGIN SELECT raise(ABORT, 'bad'); END");
    Lock lock(folder);
    auto first = send(*archive, submission(dispatch("Seul dans son groupe")));
    std::this_thread::sleep_for(50ms);
    auto good = send(*archive, submission(dispatch("bon")));
    auto bad = send(*archive, submission(dispatch("mauvais")));
    auto reused = submission(dispatch("clef"));
    reused.idempotency = IdempotencyKey{"c", "k", digest("1")};
    auto key = send(*archive, reused);
    reused.idempotency->request = digest("2");
    auto refused = send(*archive, reused);
    auto last = send(*archive, submission(dispatch("bon aussi")));
    lock.release();

    EXPECT_TRUE(first.get());
    EXPECT_TRUE(good.get());
    EXPECT_FALSE(bad.get());
    EXPECT_TRUE(key.get());
    EXPECT_EQ(refused.get().error().failure, Failure::refused);
    EXPECT_TRUE(last.get());
    EXPECT_EQ(archive->stats()->total, 4);
    EXPECT_EQ(number(folder, "SELECT count(*) FROM dispatch"), 4);
    EXPECT_EQ(number(folder, "SELECT value FROM tally WHERE name = 'editions'"), 4);
    EXPECT_EQ(number(folder, "SELECT count(*) FROM blob"), 4);  // nothing of the bad one is left
    EXPECT_EQ(archive->newest(), ChangeSeq{4});
}

TEST(Writer, AcceptsNoMoreThanTheQueueHolds) {
    const Folder folder;
    ArchiveOptions options;
    options.queue = 3;
    options.queue_bytes = 100'000;
    const auto archive = open(folder, options);
    Lock lock(folder);
    std::vector<std::future<Result<Receipt>>> accepted;
    for (const char* title : {"a", "b", "c"})
        accepted.push_back(send(*archive, submission(dispatch(title))));
    EXPECT_EQ(send(*archive, submission(dispatch("d"))).get().error().failure, Failure::busy);
    lock.release();
    for (auto& receipt : accepted) EXPECT_TRUE(receipt.get());

    Lock again(folder);
    auto small = send(*archive, submission(dispatch("e")));
    auto large = submission(dispatch("f"));
    large.arrival.bytes.assign(200'000, 'x');
    EXPECT_EQ(send(*archive, large).get().error().failure, Failure::busy);
    again.release();
    EXPECT_TRUE(small.get());
    EXPECT_TRUE(send(*archive, large).get());  // larger than the queue: alone, when nothing waits
}

TEST(Writer, AnswersEverythingThatWasAcceptedBeforeItEnds) {
    const Folder folder;
    auto archive = open(folder);
    std::vector<std::future<Result<Receipt>>> receipts;
    receipts.reserve(200);
    for (int i = 0; i < 200; ++i)
        receipts.push_back(send(*archive, submission(dispatch("T" + std::to_string(i)))));
    archive.reset();
    for (auto& receipt : receipts) {
        ASSERT_EQ(receipt.wait_for(0s), std::future_status::ready);
        EXPECT_TRUE(receipt.get());
    }
    EXPECT_EQ(open(folder)->stats()->total, 200);
}

TEST(Writer, TellsOfChangesInOrderAfterTheyAreVisible) {
    const Folder folder;
    std::atomic<std::int64_t> told = 0;
    std::atomic<bool> in_order = true, visible = true;
    const auto archive = open(folder);
    archive->on_change([&](ChangeSeq newest) {
        if (number_of(newest) <= told) in_order = false;
        told = number_of(newest);
        if (archive->changes(ChangeSeq{number_of(newest) - 1}, 1)->empty()) visible = false;
        if (archive->newest() < newest) visible = false;
    });
    std::vector<std::jthread> desks;
    desks.reserve(4);
    for (int t = 0; t < 4; ++t)
        desks.emplace_back([&, t] {
            for (int i = 0; i < 25; ++i) {
                const auto item = put(
                    *archive, submission(dispatch(std::to_string(t) + "." + std::to_string(i))));
                const auto stored = archive->dispatch(item.id);
                if (!stored || archive->newest() < stored->last_change) visible = false;
            }
        });
    desks.clear();
    for (int i = 0; i < 100 && told < 100; ++i) std::this_thread::sleep_for(10ms);
    EXPECT_EQ(told, 100);
    EXPECT_TRUE(in_order);
    EXPECT_TRUE(visible);
}

TEST(Writer, NoticesAnotherProgram) {
    const Folder folder;
    std::atomic<std::int64_t> told = 0;
    const auto server = open(folder);
    server->on_change([&](ChangeSeq newest) { told = number_of(newest); });
    const auto command = open(folder);
    const auto noticed_within = [&](std::int64_t seq) {
        const auto begin = std::chrono::steady_clock::now();
        while (told < seq && std::chrono::steady_clock::now() - begin < 5s)
            std::this_thread::sleep_for(1ms);
        return std::chrono::steady_clock::now() - begin;
    };
    // The promise is kept by asking every 100 ms. A loaded machine may hold one thread up for
    // longer now and then, but not three times in a row.
    auto fastest = std::chrono::steady_clock::duration::max();
    for (std::int64_t seq = 1; seq <= 3; ++seq) {
        put(*command, submission(dispatch("T" + std::to_string(seq))));
        fastest = std::min(fastest, noticed_within(seq));
        EXPECT_EQ(server->newest(), ChangeSeq{seq});
    }
    EXPECT_LT(fastest, 250ms);
    EXPECT_EQ(server->latest(std::nullopt, 10)->size(), 3U);
    put(*server, submission(dispatch("Un")));
    put(*command, submission(dispatch("Deux")));
    EXPECT_LT(noticed_within(5), 5s);
    EXPECT_EQ(put(*server, submission(dispatch("Un"))).outcome, Outcome::unchanged);
}

/// Another program writes while the server waits for the lock. False when the server got the lock
/// between the other's two transactions, which a busy machine lets happen: that proves nothing.
bool waited_and_noticed() {
    const Folder folder;
    std::atomic<std::int64_t> told = 0;
    const auto server = open(folder);
    server->on_change([&](ChangeSeq newest) { told = number_of(newest); });
    auto other = Database::open(folder.file(), Access::write, 5000);
    EXPECT_TRUE(other);
    EXPECT_TRUE(
        other->execute("INSERT INTO source (id, name, added) VALUES (1, 'x', 0);"
                       "BEGIN IMMEDIATE"));
    auto waiting = send(*server, submission(dispatch("Attend")));
    EXPECT_TRUE(
        other->execute("INSERT INTO dispatch VALUES (1, 1, 'live', 0, 1, 1, 1, 1, 1);"
                       "INSERT INTO change VALUES (1, 1, 'new', 1, 0); COMMIT; BEGIN IMMEDIATE"));
    for (int i = 0; i < 5000 && told < 1; ++i) std::this_thread::sleep_for(1ms);
    const bool waited = waiting.wait_for(0s) == std::future_status::timeout;
    if (waited) EXPECT_EQ(told, 1);
    EXPECT_TRUE(other->execute("COMMIT"));
    EXPECT_TRUE(waiting.get());
    return waited;
}

TEST(Writer, NoticesAnotherProgramWhileItWaitsForTheLock) {
    bool waited = false;
    for (int attempt = 0; attempt < 20 && !waited; ++attempt) waited = waited_and_noticed();
    EXPECT_TRUE(waited);
}

TEST(Writer, SharesTheArchiveWithAnotherWriter) {
    const Folder folder;
    const auto one = open(folder);
    const auto two = open(folder);
    std::vector<std::jthread> desks;
    for (Archive* archive : {one.get(), two.get()})
        desks.emplace_back([archive] {
            for (int i = 0; i < 50; ++i) {
                Dispatch page = dispatch("T" + std::to_string(i));
                page.url = "https://news.example/d/" + std::to_string(i);
                put(*archive, submission(page));
            }
        });
    desks.clear();
    EXPECT_EQ(one->stats()->total, 50);
    EXPECT_EQ(number(folder, "SELECT count(*) FROM dispatch"), 50);
    EXPECT_EQ(number(folder, "SELECT count(*) FROM change"), 50);
    EXPECT_EQ(number(folder, "SELECT max(seq) FROM change"), 50);
}

}  // namespace
}  // namespace chappe
