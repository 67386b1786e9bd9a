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
#include <semaphore>
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
    {
        test::put(*open(folder), submission(dispatch("N0")));
    }
    std::map<std::int64_t, std::int64_t> number_of_id;
    std::map<std::int64_t, std::int64_t> reads_of_id;
    std::int64_t hot = 0;  // of the dispatch that everybody reads
    constexpr int rounds = 10;
    for (int round = 0; round < rounds; ++round) {
        const auto told = kill_in_the_middle<Acknowledged>(
            120ms + round * 17ms, [&](int pipe) { write_until_killed(folder, round, pipe); });
        for (const Acknowledged& one : told) {
            if (one.reads != 0) {
                std::int64_t& reads = reads_of_id[one.id];
                reads = std::max(reads, one.reads);
                if (one.number == 0) ++hot;
            } else {
                EXPECT_TRUE(number_of_id.emplace(one.id, one.number).second) << "an id twice";
            }
        }
        test::expect_sound(folder);
        EXPECT_EQ(number(folder, "SELECT count(*) - count(DISTINCT title) FROM reading"), 0);
        const auto shown =
            static_cast<std::int64_t>(open(folder)->dispatch(DispatchId{1})->reads_here);
        EXPECT_GE(shown, reads_of_id[1]) << "round " << round;
        EXPECT_GE(shown, hot);
        // Each desk may have had one on the way.
        EXPECT_LE(shown, hot + (round + 1) * 4) << "round " << round;
    }
    const auto archive = open(folder);
    EXPECT_GT(number_of_id.size(), 20U);
    EXPECT_GT(hot, 100);
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
    open(folder);  // a slow machine may need longer to make it than the first round takes
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
