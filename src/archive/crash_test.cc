// kill -9 in the middle of writes: what was acknowledged is there, once.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <functional>
#include <map>
#include <thread>
#include <vector>

#include "archive/archive.h"
#include "archive/test_desk.h"

namespace chappe {
namespace {

using namespace test;
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

/// Runs a child for a moment; gives what it told of itself before SIGKILL.
template <typename Told>
std::vector<Told> kill_in_the_middle(std::chrono::milliseconds after,
                                     const std::function<void(int pipe)>& work) {
    int ends[2];
    if (pipe(ends) != 0) return {};
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        work(ends[1]);
    }
    close(ends[1]);
    std::jthread killer([&] {
        std::this_thread::sleep_for(after);
        kill(child, SIGKILL);
    });
    std::vector<Told> all;
    Told one{};
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
        const auto told = kill_in_the_middle<Acknowledged>(
            120ms + round * 17ms, [&](int pipe) { write_until_killed(folder, round, pipe); });
        for (const Acknowledged& one : told) {
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

// ---- acts of the desk

/// The life of one dispatch at the desk, a step an act.
constexpr int last_step = 6;
Act act_of(int step, DispatchId id, const std::string& name) {
    switch (step) {
        case 0:
            return test::compose(dispatch(name), now() + 1h);
        case 1:
            return test::correct(id, dispatch(name + " corrected"));
        case 2:
            return Release{id};
        case 3:
            return Withdraw{id, name};
        case 4:
            return Reinstate{id};
        case 5:
            return test::correct(id, dispatch(name + " corrected again"));
        default:
            return Erase{id, {}};
    }
}
constexpr std::array<DispatchState, last_step + 1> state_after = {
    DispatchState::embargoed, DispatchState::embargoed, DispatchState::live,
    DispatchState::withdrawn, DispatchState::live,      DispatchState::live,
    DispatchState::erased};

struct Acted {
    std::int64_t id;
    std::int64_t step;
};

[[noreturn]] void act_until_killed(const Folder& folder, int round, int pipe) {
    auto archive = open_archive(folder.path());
    if (!archive) _exit(3);
    std::vector<std::thread> desks;
    desks.reserve(3);
    for (int desk = 0; desk < 3; ++desk)
        desks.emplace_back([&, desk] {
            for (int n = 0;; ++n) {
                const std::string name = "Zyxo" + std::to_string((round * 3 + desk) * 100'000 + n);
                DispatchId id{};
                for (int step = 0; step <= last_step; ++step) {
                    const auto done =
                        (*archive)->act_and_wait(act_of(step, id, name), test::console);
                    if (!done) _exit(4);
                    id = done->dispatch;
                    const Acted told{number_of(id), step};
                    if (write(pipe, &told, sizeof told) != sizeof told) _exit(5);
                }
            }
        });
    for (auto& desk : desks) desk.join();
    _exit(8);
}

TEST(Crash, DoesEachActOfTheDeskWholeOrNotAtAll) {
    const Folder folder;
    std::size_t acted = 0;
    for (int round = 0; round < 8; ++round) {
        std::map<std::int64_t, std::int64_t> steps;  // the last that was answered
        for (const Acted& one : kill_in_the_middle<Acted>(
                 150ms + round * 13ms, [&](int pipe) { act_until_killed(folder, round, pipe); }))
            steps[one.id] = one.step;
        acted += steps.size();
        test::expect_sound(folder);
        const auto archive = open(folder);
        for (const auto& [id, step] : steps) {
            const DispatchState state = test::state_of(*archive, DispatchId{id});
            const auto next = static_cast<std::size_t>(std::min<std::int64_t>(step + 1, last_step));
            EXPECT_TRUE(state == state_after[static_cast<std::size_t>(step)] ||
                        state == state_after[next])
                << id << " after step " << step;
            const auto lines =
                number(folder, "SELECT count(*) FROM audit WHERE dispatch = " + std::to_string(id));
            EXPECT_GE(lines, step + 1);
            EXPECT_LE(lines, step + 2);
        }
        EXPECT_EQ(number(folder,
                         "SELECT count(*) FROM dispatch d JOIN edition e ON e.dispatch = d.id"
                         " JOIN reading r ON r.edition = e.id LEFT JOIN body b ON b.reading = r.id"
                         " WHERE d.state = 'erased' AND (r.title <> '' OR b.reading IS NOT NULL)"),
                  0);
        EXPECT_EQ(number(folder,
                         "SELECT (SELECT count(*) FROM audit WHERE act = 'erase') -"
                         " (SELECT count(*) FROM dispatch WHERE state = 'erased')"),
                  0);
    }
    EXPECT_GT(acted, 20U);
}

}  // namespace
}  // namespace chappe
