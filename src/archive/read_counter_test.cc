// Reads through the archive's doors: counted, folded, read and restarted at once.
#include "archive/read_counter.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <future>
#include <iterator>
#include <memory>
#include <thread>

#include "archive/archive.h"
#include "archive/read_journal.h"
#include "archive/test_news.h"

namespace chappe {
namespace {

using test::dispatch;
using test::execute;
using test::Folder;
using test::number;
using test::open;
using test::put;
using test::submission;
using namespace std::chrono_literals;

constexpr const char* reads_of_one = "SELECT coalesce(sum(reads), 0) FROM read_count";

DispatchId put_one(Archive& archive, std::string_view title = "Un") {
    return put(archive, submission(dispatch(title))).id;
}

std::uint64_t shown(Archive& archive, DispatchId id) {
    const auto stored = archive.dispatch(id);
    EXPECT_TRUE(stored) << stored.error().message;
    return stored ? stored->reads_here : 0;
}

Result<std::uint64_t> count(Archive& archive, DispatchId id) {
    std::promise<Result<std::uint64_t>> told;
    auto answer = [&](Result<std::uint64_t> count) { told.set_value(std::move(count)); };
    const auto accepted = archive.count_read(id, answer);
    if (!accepted) return std::unexpected(accepted.error());
    return told.get_future().get();
}

/// Until it is so; the folding thread needs a moment.
bool comes_true(const std::function<bool()>& so, std::chrono::seconds limit = 10s) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!so())
        if (std::chrono::steady_clock::now() > end)
            return false;
        else
            std::this_thread::sleep_for(5ms);
    return true;
}

std::vector<ReadRecord> journal_of(const Folder& folder, std::size_t file) {
    std::ifstream in(read_journals(folder.path())[file], std::ios::binary);
    return records_in(std::string(std::istreambuf_iterator<char>(in), {}));
}

void write_journal(const Folder& folder, std::size_t file, std::uint64_t first, std::uint64_t last,
                   DispatchId id) {
    std::ofstream out(read_journals(folder.path())[file], std::ios::binary);
    for (std::uint64_t n = first; n <= last; ++n) {
        const auto bytes = encode({n, id});
        out.write(bytes.data(), bytes.size());
    }
}

TEST(Reads, AreShownAtOnceAndFoldedSoon) {
    const Folder folder;
    const auto archive = open(folder);
    const DispatchId id = put_one(*archive);
    EXPECT_FALSE(archive->count_view(id)) << "nobody has asked for it yet";
    EXPECT_FALSE(archive->reads_here(id));
    EXPECT_EQ(shown(*archive, id), 0U);
    EXPECT_EQ(archive->reads_here(id), 0U);
    EXPECT_EQ(archive->count_view(id), 1U);
    EXPECT_EQ(journal_of(folder, 0).size(), 1U) << "written before it was answered";
    EXPECT_EQ(*count(*archive, id), 2U);
    EXPECT_EQ(archive->reads_here(id), 2U);
    EXPECT_EQ(shown(*archive, id), 2U);
    EXPECT_EQ(number(folder, reads_of_one), 0);
    EXPECT_TRUE(comes_true([&] { return number(folder, reads_of_one) == 2; }));
    EXPECT_EQ(shown(*archive, id), 2U);
    EXPECT_EQ(archive->count_view(id), 3U);
}

TEST(Reads, AreAllInTheDatabaseAfterACleanEnd) {
    const Folder folder;
    DispatchId id{};
    {
        const auto archive = open(folder);
        id = put_one(*archive);
        EXPECT_EQ(shown(*archive, id), 0U);
        for (int n = 0; n < 100; ++n) EXPECT_TRUE(archive->count_view(id));
    }
    EXPECT_EQ(number(folder, reads_of_one), 100);
    EXPECT_EQ(number(folder, "SELECT position FROM journal WHERE name = 'reads'"), 100);
    EXPECT_TRUE(journal_of(folder, 0).empty() && journal_of(folder, 1).empty());
    const auto archive = open(folder);
    EXPECT_EQ(shown(*archive, id), 100U);
    EXPECT_EQ(archive->count_view(id), 101U);
}

TEST(Reads, OfNothingAreAbsent) {
    const Folder folder;
    const auto archive = open(folder);
    EXPECT_EQ(count(*archive, DispatchId{7}).error().failure, Failure::absent);
    EXPECT_EQ(count(*archive, DispatchId{-7}).error().failure, Failure::absent);
    const DispatchId id = put_one(*archive);
    EXPECT_EQ(*count(*archive, id), 1U);
    execute(folder,
            "BEGIN; UPDATE dispatch SET state = 'withdrawn', last_change = 2 WHERE id = 1;"
            "INSERT INTO change VALUES (2, 1, 'withdrawal', 0, 1712131300); COMMIT");
    EXPECT_TRUE(comes_true([&] { return archive->newest() == ChangeSeq{2}; }));
    EXPECT_FALSE(archive->count_view(id));
    EXPECT_FALSE(archive->reads_here(id));
    EXPECT_EQ(count(*archive, id).error().failure, Failure::absent);
}

TEST(Reads, InTheJournalOfAKilledProcessAreCountedOnce) {
    const Folder folder;
    {
        EXPECT_EQ(put_one(*open(folder)), DispatchId{1});
    }
    // As after a kill between commit and cut: 1..5 are folded, 6..9 were being folded, 10..12 are
    // new, and the last record was torn.
    execute(folder,
            "INSERT INTO read_count VALUES (1, 5); "
            "INSERT INTO journal VALUES ('reads', 5)");
    write_journal(folder, 1, 1, 9, DispatchId{1});
    write_journal(folder, 0, 10, 12, DispatchId{1});
    std::ofstream(read_journals(folder.path())[0], std::ios::app) << "torn";
    {
        const auto archive = open(folder);
        EXPECT_EQ(shown(*archive, DispatchId{1}), 12U);
        EXPECT_EQ(archive->count_view(DispatchId{1}), 13U);
        EXPECT_EQ(journal_of(folder, 0).size(), 4U);
    }
    EXPECT_EQ(number(folder, reads_of_one), 13);
    EXPECT_EQ(number(folder, "SELECT position FROM journal WHERE name = 'reads'"), 13);
}

TEST(Reads, OfDispatchesThatAreNotThereAreFoldedIntoNothing) {
    const Folder folder;
    {
        EXPECT_EQ(put_one(*open(folder)), DispatchId{1});
    }
    write_journal(folder, 0, 1, 3, DispatchId{99});
    {
        EXPECT_EQ(shown(*open(folder), DispatchId{1}), 0U);
    }
    EXPECT_EQ(number(folder, reads_of_one), 0);
    EXPECT_EQ(number(folder, "SELECT position FROM journal WHERE name = 'reads'"), 3);
}

TEST(Reads, OfAnotherStateOfTheDatabaseAreSetAside) {
    const Folder folder;
    {
        EXPECT_EQ(put_one(*open(folder)), DispatchId{1});
    }
    write_journal(folder, 0, 500, 503, DispatchId{1});
    const auto archive = open(folder);
    EXPECT_EQ(shown(*archive, DispatchId{1}), 0U);
    EXPECT_EQ(archive->count_view(DispatchId{1}), 1U);
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "reads.journal.aside"));
    EXPECT_EQ(journal_of(folder, 0).front().sequence, 1U);
}

TEST(Reads, OfASecondProcessGoThroughTheWriterUntilItHasTheJournal) {
    const Folder folder;
    auto first = open(folder);
    const DispatchId id = put_one(*first);
    EXPECT_EQ(shown(*first, id), 0U);
    EXPECT_EQ(first->count_view(id), 1U);

    const auto second = open(folder);
    EXPECT_TRUE(comes_true([&] { return shown(*second, id) == 1; })) << "when it is folded";
    EXPECT_EQ(*count(*second, id), 2U);
    // Once; it is not in memory while the other one writes. The count before it.
    EXPECT_TRUE(
        comes_true([&] { return shown(*second, id) == 2 && second->count_view(id) == 2U; }));
    EXPECT_TRUE(comes_true([&] { return shown(*second, id) == 3; }));
    EXPECT_TRUE(comes_true([&] { return shown(*first, id) == 3; }));
    EXPECT_TRUE(comes_true([&] { return shown(*first, id) == 3 && first->count_view(id) == 4U; }));
    EXPECT_EQ(shown(*first, id), 4U);

    first.reset();
    EXPECT_EQ(number(folder, reads_of_one), 4);
    EXPECT_TRUE(comes_true([&] {
        shown(*second, id);
        return second->count_view(id).value_or(0) > shown(*second, id) - 1 &&
               !journal_of(folder, 0).empty();
    })) << "it has the journal now";
}

TEST(Reads, GoOnAfterTheJournalWasDeleted) {
    const Folder folder;
    const auto archive = open(folder);
    const DispatchId id = put_one(*archive);
    EXPECT_EQ(*count(*archive, id), 1U);
    for (const auto& name : read_journals(folder.path())) std::filesystem::remove(name);
    const auto refused = count(*archive, id);  // in memory, on no disk: not promised
    EXPECT_FALSE(refused);
    EXPECT_TRUE(comes_true([&] { return count(*archive, id).has_value(); }));
    // Which of the refused ones were counted nobody was told; but all numbers agree again.
    const std::uint64_t last = shown(*archive, id);
    EXPECT_GE(last, 2U);
    EXPECT_TRUE(comes_true(
        [&] { return number(folder, reads_of_one) == static_cast<std::int64_t>(last); }));
}

/// A limit on the size of files stands in for the disk: write(2) fails alike (EFBIG).
TEST(Reads, ThatTheDiskDoesNotTakeAreNotShown) {
    const Folder folder;
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto limit_to = [&](rlim_t bytes) {
        const rlimit lower{bytes, before.rlim_max};
        ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &lower), 0);
    };
    std::uint64_t last = 0;
    DispatchId id{};
    {
        const auto archive = open(folder);
        id = put_one(*archive);
        EXPECT_EQ(shown(*archive, id), 0U);
        limit_to(10);  // not even one record
        EXPECT_FALSE(archive->count_view(id));
        EXPECT_EQ(count(*archive, id).error().failure, Failure::full);
        EXPECT_EQ(archive->reads_here(id), 0U);
        EXPECT_EQ(shown(*archive, id), 0U);
        limit_to(record_size * 5 / 2);
        while (archive->count_view(id)) ++last;
        EXPECT_EQ(archive->reads_here(id), last);
        limit_to(before.rlim_cur);
        EXPECT_EQ(*count(*archive, id), ++last);
        EXPECT_EQ(archive->count_view(id), ++last);
    }
    std::signal(SIGXFSZ, SIG_DFL);
    EXPECT_EQ(shown(*open(folder), id), last);
}

TEST(Reads, WaitForNoDatabaseThatOthersHold) {
    const Folder folder;
    const auto archive = open(folder);
    const DispatchId id = put_one(*archive);
    EXPECT_EQ(shown(*archive, id), 0U);
    auto other = Database::open(folder.file(), Access::write, 5000);
    ASSERT_TRUE(other && other->execute("BEGIN IMMEDIATE"));
    std::uint64_t last = 0;
    for (const auto end = std::chrono::steady_clock::now() + 3s;
         std::chrono::steady_clock::now() < end; std::this_thread::sleep_for(20ms)) {
        EXPECT_EQ(archive->count_view(id), ++last);
        EXPECT_EQ(*count(*archive, id), ++last);
    }
    EXPECT_EQ(shown(*archive, id), last);
    ASSERT_TRUE(other->execute("ROLLBACK"));
    EXPECT_TRUE(comes_true(
        [&] { return number(folder, reads_of_one) == static_cast<std::int64_t>(last); }));
}

/// Counting threads, folds by the hundred, and readers who must never see a number fall.
TEST(Reads, NeverFallAndEndExact) {
    constexpr std::int64_t dispatches = 2500;  // more than one fold takes
    constexpr int counters = 3, views = 6000;
    const Folder folder;
    std::atomic<std::uint64_t> counted = 0, answered = 0;
    ArchiveOptions options;
    options.fold_period = 2ms;
    {
        const auto archive = open(folder, options);
        Submission many = submission(dispatch("Dépêche 0"));
        for (std::int64_t n = 1; n < dispatches; ++n)
            many.reading.dispatches.push_back(dispatch("Dépêche " + std::to_string(n)));
        ASSERT_TRUE(archive->put(many));
        std::atomic<bool> done = false;
        const auto watch = [&](std::int64_t from) {
            std::vector<std::uint64_t> last(dispatches + 1);
            for (std::int64_t n = from; !done; n = n % dispatches + 1) {
                // One dispatch that everybody reads, and all the others now and then.
                const auto id = DispatchId{n % 3 == 0 ? 1 : n};
                const std::uint64_t now =
                    n % 2 == 0 ? archive->reads_here(id).value_or(0) : shown(*archive, id);
                std::uint64_t& before = last[static_cast<std::size_t>(number_of(id))];
                if (n % 2 == 0 && now == 0) continue;  // it was not in memory
                EXPECT_GE(now, before) << "of " << number_of(id);
                before = now;
            }
        };
        const auto count_views = [&](std::int64_t from) {
            for (std::int64_t n = 0; n < views; ++n) {
                const auto id = DispatchId{n % 3 == 0 ? 1 : (from + n * 7) % dispatches + 1};
                if (!archive->count_view(id)) {
                    shown(*archive, id);
                    if (!archive->count_view(id)) continue;
                }
                ++counted;
                if (n % 4 != 0) continue;
                const auto accepted = archive->count_read(id, [&](Result<std::uint64_t> total) {
                    if (total) ++answered;
                });
                EXPECT_TRUE(accepted);
                ++counted;
            }
        };
        {
            std::vector<std::jthread> watchers, threads;
            for (int n = 0; n < 2; ++n) watchers.emplace_back(watch, n * 900 + 1);
            for (int n = 0; n < counters; ++n) threads.emplace_back(count_views, n * 1000);
            threads.clear();
            done = true;
        }
        std::uint64_t sum = 0;
        for (std::int64_t n = 1; n <= dispatches; ++n) sum += shown(*archive, DispatchId{n});
        EXPECT_TRUE(comes_true([&] {
            sum = 0;
            for (std::int64_t n = 1; n <= dispatches; ++n) sum += shown(*archive, DispatchId{n});
            return sum == counted;
        })) << sum;
    }
    EXPECT_GT(counted, static_cast<std::uint64_t>(counters) * views);
    EXPECT_EQ(number(folder, reads_of_one), static_cast<std::int64_t>(counted));
    EXPECT_EQ(number(folder, "SELECT position FROM journal WHERE name = 'reads'"),
              static_cast<std::int64_t>(counted));
    EXPECT_TRUE(journal_of(folder, 0).empty() && journal_of(folder, 1).empty());
}

}  // namespace
}  // namespace chappe
