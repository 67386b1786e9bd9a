// kill -9 in the middle of writes: what was acknowledged is there, once.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <map>
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
    std::int64_t number;  // in the title
    std::int64_t reads;   // 0: a dispatch was created; else this count of its reads was answered
};

/// Puts and counts until it is killed. Four desks, so that commits are groups.
[[noreturn]] void write_until_killed(const Folder& folder, std::int64_t round, int pipe) {
    auto archive = open_archive(folder.path());
    if (!archive) _exit(3);
    std::vector<std::thread> desks;
    desks.reserve(4);
    for (std::int64_t desk = 0; desk < 4; ++desk)
        desks.emplace_back([&, desk] {
            for (std::int64_t n = 0;; ++n) {
                const std::int64_t number = (round * 4 + desk) * 1'000'000 + n;
                const auto receipt =
                    (*archive)->put(submission(dispatch("N" + std::to_string(number))));
                if (!receipt) _exit(4);
                const Acknowledged told{number_of(receipt->items.front().id), number, 0};
                if (write(pipe, &told, sizeof told) != sizeof told) _exit(5);
                const bool accepted =
                    (*archive)
                        ->count_read(DispatchId{told.id},
                                     [=](Result<std::uint64_t> count) {
                                         const Acknowledged read{
                                             told.id, number,
                                             static_cast<std::int64_t>(count.value_or(0))};
                                         if (write(pipe, &read, sizeof read) != sizeof read)
                                             _exit(6);
                                     })
                        .has_value();
                if (!accepted) _exit(7);
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

TEST(Crash, LosesNothingThatWasAcknowledgedAndDoublesNothing) {
    const Folder folder;
    std::map<std::int64_t, std::int64_t> number_of_id;
    std::map<std::int64_t, std::int64_t> reads_of_id;
    for (int round = 0; round < 10; ++round) {
        for (const Acknowledged& one : kill_in_the_middle(folder, round)) {
            if (one.reads != 0) {
                reads_of_id[one.id] = one.reads;
            } else {
                EXPECT_TRUE(number_of_id.emplace(one.id, one.number).second) << "an id twice";
            }
        }
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
    const auto archive = open(folder);
    EXPECT_GT(number_of_id.size(), 20U);
    for (const auto& [id, n] : number_of_id) {
        const auto stored = archive->dispatch(DispatchId{id});
        ASSERT_TRUE(stored) << stored.error().message;
        EXPECT_EQ(stored->dispatch.title.view(), "N" + std::to_string(n));
        EXPECT_LE(stored->reads_here, 1U);
    }
    for (const auto& [id, reads] : reads_of_id)
        EXPECT_EQ(archive->dispatch(DispatchId{id})->reads_here, static_cast<std::uint64_t>(reads));
    EXPECT_GE(archive->stats()->total, static_cast<std::int64_t>(number_of_id.size()));
    EXPECT_LE(archive->stats()->total, static_cast<std::int64_t>(number_of_id.size()) + 40);
}

}  // namespace
}  // namespace chappe
