// kill -9 in the middle of writes: what was acknowledged is there, once.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <semaphore>
#include <thread>
#include <vector>

#include "archive/archive.h"
#include "archive/test_news.h"

namespace chappe {
namespace {

using test::dispatch;
using test::Folder;
using test::number;
using test::open;
using test::submission;
using namespace std::chrono_literals;

/// What the child tells of each acknowledged write. Smaller than PIPE_BUF, so never torn.
struct Acknowledged {
    std::int64_t id;
    std::int64_t number;  // in the title; 0: of the dispatch that everybody reads
    std::int64_t reads;   // 0: a dispatch was created; else this count of its reads was answered
};

void tell(int pipe, const Acknowledged& told) {
    if (write(pipe, &told, sizeof told) != sizeof told) _exit(5);
}

/// A view of a page and a read through the API.
void read_twice(Archive& archive, std::int64_t id, std::int64_t number, int pipe) {
    auto seen = archive.count_view(DispatchId{id});
    if (!seen && archive.dispatch(DispatchId{id})) seen = archive.count_view(DispatchId{id});
    if (seen) tell(pipe, {id, number, static_cast<std::int64_t>(*seen)});
    std::binary_semaphore answered(0);
    const auto answer = [&](const Result<std::uint64_t>& count) {
        if (!count) _exit(6);
        tell(pipe, {id, number, static_cast<std::int64_t>(*count)});
        answered.release();
    };
    if (!archive.count_read(DispatchId{id}, answer)) _exit(7);
    answered.acquire();
}

/// Puts and counts until it is killed. Four desks, so that commits are groups; folds all the time.
[[noreturn]] void write_until_killed(const Folder& folder, std::int64_t round, int pipe) {
    ArchiveOptions options;
    options.fold_period = 3ms;
    auto archive = open_archive(folder.path(), options);
    if (!archive) _exit(3);
    std::vector<std::thread> desks;
    desks.reserve(4);
    for (std::int64_t desk = 0; desk < 4; ++desk)
        desks.emplace_back([&, desk] {
            for (std::int64_t n = 1;; ++n) {
                const std::int64_t number = (round * 4 + desk) * 1'000'000 + n;
                const auto receipt =
                    (*archive)->put(submission(dispatch("N" + std::to_string(number))));
                if (!receipt) _exit(4);
                const std::int64_t id = number_of(receipt->items.front().id);
                tell(pipe, {id, number, 0});
                read_twice(**archive, id, number, pipe);
                for (int reads = 0; reads < 5; ++reads) read_twice(**archive, 1, 0, pipe);
            }
        });
    for (auto& desk : desks) desk.join();
    _exit(8);
}

/// Runs a child for a moment; gives what it acknowledged before SIGKILL.
std::vector<Acknowledged> kill_in_the_middle(const Folder& folder, int round) {
    int ends[2];
    if (pipe(ends) != 0) return {};
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        write_until_killed(folder, round, ends[1]);
    }
    close(ends[1]);
    std::jthread killer([&] {
        std::this_thread::sleep_for(120ms + round * 17ms);
        kill(child, SIGKILL);
    });
    std::vector<Acknowledged> all;
    Acknowledged one{};
    while (read(ends[0], &one, sizeof one) == sizeof one) all.push_back(one);
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "ended by itself: " << status;
    return all;
}

void expect_a_whole_database(const Folder& folder) {
    EXPECT_EQ(number(folder,
                     "SELECT count(*) FROM pragma_integrity_check"
                     " WHERE integrity_check = 'ok'"),
              1);
    EXPECT_EQ(number(folder, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    EXPECT_EQ(number(folder, "SELECT count(*) - count(DISTINCT title) FROM reading"), 0);
    EXPECT_EQ(number(folder,
                     "SELECT (SELECT count(*) FROM dispatch) - value FROM tally"
                     " WHERE name = 'dispatches'"),
              0);
}

TEST(Crash, LosesNothingThatWasAcknowledgedAndDoublesNothing) {
    const Folder folder;
    {
        test::put(*open(folder), submission(dispatch("N0")));
    }
    std::map<std::int64_t, std::int64_t> number_of_id;
    std::map<std::int64_t, std::int64_t> reads_of_id;
    std::int64_t told = 0;  // of the dispatch that everybody reads
    constexpr int rounds = 10;
    for (int round = 0; round < rounds; ++round) {
        for (const Acknowledged& one : kill_in_the_middle(folder, round)) {
            if (one.reads != 0) {
                std::int64_t& reads = reads_of_id[one.id];
                reads = std::max(reads, one.reads);
                if (one.number == 0) ++told;
            } else {
                EXPECT_TRUE(number_of_id.emplace(one.id, one.number).second) << "an id twice";
            }
        }
        expect_a_whole_database(folder);
        const auto shown =
            static_cast<std::int64_t>(open(folder)->dispatch(DispatchId{1})->reads_here);
        EXPECT_GE(shown, reads_of_id[1]) << "round " << round;
        EXPECT_GE(shown, told);
        // Each desk may have had one on the way.
        EXPECT_LE(shown, told + (round + 1) * 4) << "round " << round;
    }
    const auto archive = open(folder);
    EXPECT_GT(number_of_id.size(), 20U);
    EXPECT_GT(told, 100);
    for (const auto& [id, n] : number_of_id) {
        const auto stored = archive->dispatch(DispatchId{id});
        ASSERT_TRUE(stored) << stored.error().message;
        EXPECT_EQ(stored->dispatch.title.view(), "N" + std::to_string(n));
        EXPECT_GE(stored->reads_here, static_cast<std::uint64_t>(reads_of_id[id]));
        EXPECT_LE(stored->reads_here, 2U);
    }
    EXPECT_GE(archive->stats()->total, static_cast<std::int64_t>(number_of_id.size()));
    EXPECT_LE(archive->stats()->total, static_cast<std::int64_t>(number_of_id.size()) + 41);
}

}  // namespace
}  // namespace chappe
