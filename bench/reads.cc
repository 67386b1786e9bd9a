// How many reads a second are counted, beside one committed UPDATE a read on the same disk.
//
//     bench_reads [SECONDS [FOLDER]]      a run of each takes SECONDS (1); medians of five rounds,
//                                         the ratios' too: the runs of a round follow each other
//
//     update   bare SQLite, prepared, one thread: BEGIN; UPDATE read_count ...; COMMIT, durable
//     view     count_view, one thread: in the journal's file on return, on the disk half a second
//              later, folded into the database meanwhile
//     api N    count_read, N under way: answered when on the disk

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <semaphore>
#include <string>
#include <vector>

#include "archive/archive.h"
#include "base/digest.h"

namespace chappe {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::int64_t dispatches = 1000;

[[noreturn]] void give_up(const std::string& why) {
    std::fprintf(stderr, "bench_reads: %s\n", why.c_str());
    std::exit(1);
}

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// The next dispatch to be read: a third of the reads go to one, the rest to all in turn.
DispatchId next(std::int64_t n) {
    return DispatchId{n % 3 == 0 ? 1 : n % dispatches + 1};
}

std::unique_ptr<Archive> opened(const std::filesystem::path& folder) {
    auto archive = open_archive(folder);
    if (!archive) give_up(archive.error().message);
    return std::move(*archive);
}

void make_archive(const std::filesystem::path& folder) {
    const auto archive = opened(folder);
    Submission given;
    given.arrival.source = "bench";
    given.arrival.received = now();
    for (std::int64_t n = 0; n < dispatches; ++n) {
        Dispatch dispatch;
        dispatch.title = Text::repair("Dépêche " + std::to_string(n));
        dispatch.body = dispatch.title;
        given.reading.dispatches.push_back(std::move(dispatch));
    }
    if (auto kept = archive->put(std::move(given)); !kept) give_up(kept.error().message);
}

double updates(const std::filesystem::path& folder, double seconds) {
    sqlite3* database = nullptr;
    const auto check = [&](int code) {
        if (code != SQLITE_OK && code != SQLITE_DONE) give_up(sqlite3_errmsg(database));
    };
    check(sqlite3_open((folder / "chappe.db").c_str(), &database));
    const auto run = [&](const char* sql) {
        check(sqlite3_exec(database, sql, nullptr, nullptr, nullptr));
    };
    run("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;"
        "INSERT OR IGNORE INTO read_count SELECT id, 0 FROM dispatch");
    std::array<sqlite3_stmt*, 3> statements{};
    const std::array<const char*, 3> sql = {
        "BEGIN IMMEDIATE", "UPDATE read_count SET reads = reads + 1 WHERE dispatch = ?", "COMMIT"};
    for (std::size_t i = 0; i < sql.size(); ++i)
        check(sqlite3_prepare_v2(database, sql[i], -1, &statements[i], nullptr));
    std::int64_t done = 0;
    const auto begin = Clock::now();
    for (; seconds_since(begin) < seconds; ++done) {
        sqlite3_bind_int64(statements[1], 1, number_of(next(done)));
        for (sqlite3_stmt* statement : statements) {
            check(sqlite3_step(statement));
            sqlite3_reset(statement);
        }
    }
    const double figure = static_cast<double>(done) / seconds_since(begin);
    for (sqlite3_stmt* statement : statements) sqlite3_finalize(statement);
    sqlite3_close(database);
    return figure;
}

double views(const std::filesystem::path& folder, double seconds) {
    const auto archive = opened(folder);
    for (std::int64_t n = 1; n <= dispatches; ++n)
        if (auto known = archive->dispatch(DispatchId{n}); !known) give_up(known.error().message);
    std::int64_t done = 0;
    const auto begin = Clock::now();
    for (; done % 64 != 0 || seconds_since(begin) < seconds; ++done)
        if (!archive->count_view(next(done))) give_up("a view was not counted");
    return static_cast<double>(done) / seconds_since(begin);
}

double acknowledged(const std::filesystem::path& folder, double seconds, std::ptrdiff_t under_way) {
    const auto archive = opened(folder);
    std::counting_semaphore<> room(under_way);
    std::atomic<std::int64_t> done = 0;
    const auto begin = Clock::now();
    for (std::int64_t n = 0; seconds_since(begin) < seconds; ++n) {
        room.acquire();
        const auto accepted = archive->count_read(next(n), [&](const Result<std::uint64_t>& count) {
            if (!count) give_up(count.error().message);
            ++done;
            room.release();
        });
        if (!accepted) give_up(accepted.error().message);
    }
    for (std::ptrdiff_t n = 0; n < under_way; ++n) room.acquire();
    return static_cast<double>(done) / seconds_since(begin);
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void compare(const std::filesystem::path& folder, double seconds) {
    constexpr std::array<std::ptrdiff_t, 4> under_way = {1, 64, 1024, 16384};
    std::vector<double> base, view, view_ratio;
    std::array<std::vector<double>, under_way.size()> api, api_ratio;
    for (int round = 0; round < 5; ++round) {
        base.push_back(updates(folder, seconds));
        view.push_back(views(folder, seconds));
        view_ratio.push_back(view.back() / base.back());
        for (std::size_t i = 0; i < under_way.size(); ++i) {
            api[i].push_back(acknowledged(folder, seconds, under_way[i]));
            api_ratio[i].push_back(api[i].back() / base.back());
        }
    }
    std::printf("%-10s %12s %8s\n", "", "reads/s", "ratio");
    std::printf("%-10s %12.0f %8.2f\n", "update", median(base), 1.0);
    std::printf("%-10s %12.0f %8.2f\n", "view", median(view), median(view_ratio));
    for (std::size_t i = 0; i < under_way.size(); ++i)
        std::printf("api %-6td %12.0f %8.2f\n", under_way[i], median(api[i]), median(api_ratio[i]));
}

}  // namespace
}  // namespace chappe

int main(int argc, char** argv) {
    const double seconds = argc > 1 ? std::atof(argv[1]) : 1;
    const std::filesystem::path where =
        argc > 2 ? std::filesystem::path(argv[2]) : std::filesystem::temp_directory_path();
    const std::filesystem::path folder = where / ("bench-" + chappe::random_hex(6));
    std::filesystem::create_directories(folder);
    chappe::make_archive(folder);
    chappe::compare(folder, seconds);
    std::filesystem::remove_all(folder);
    return 0;
}
