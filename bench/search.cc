// Searches in an archive of made-up news, beside bare FTS5 with the same texts: the newest 20 with
// a snippet.
//
//     bench_search fill FOLDER COUNT    makes an archive, or adds to one that it made
//     bench_search ask FOLDER [COUNT]   asks it; with COUNT also FTS5 (unicode61) with the first so
//                                       many texts, made beside it when it is not there
//
// FTS5 knows neither filters nor stems, so it is asked only what both understand; every other line
// is the archive's alone. Ratio: of the medians. The two are asked in turn.

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <semaphore>
#include <string>
#include <vector>

#include "archive/archive.h"
#include "archive/search_index.h"
#include "zipf.h"

namespace chappe {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::year_month_day today{std::chrono::year{2025}, std::chrono::December,
                                            std::chrono::day{31}};
constexpr std::ptrdiff_t in_flight = 512;
constexpr std::uint64_t asked_of_each = 60;

[[noreturn]] void give_up(const std::string& why) {
    std::fprintf(stderr, "bench_search: %s\n", why.c_str());
    std::exit(1);
}

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

std::unique_ptr<Archive> open(const std::filesystem::path& folder) {
    auto archive = open_archive(folder);
    if (!archive) give_up(archive.error().message);
    return std::move(*archive);
}

void fill(const std::filesystem::path& folder, std::uint64_t count) {
    const auto archive = open(folder);
    const auto stats = archive->stats();
    if (!stats) give_up(stats.error().message);
    const auto first = static_cast<std::uint64_t>(stats->total);
    const auto begin = Clock::now();
    std::counting_semaphore<in_flight> room(in_flight);
    for (std::uint64_t n = first; n < count; ++n) {
        room.acquire();
        const auto taken =
            archive->submit(zipf::submission(n), [&room](const Result<Receipt>& receipt) {
                if (!receipt) give_up(receipt.error().message);
                room.release();
            });
        if (!taken) give_up(taken.error().message);
        if ((n + 1) % 50'000 == 0 || n + 1 == count) {
            std::printf("%llu dispatches, %.0f/s\n", static_cast<unsigned long long>(n + 1),
                        static_cast<double>(n + 1 - first) / seconds_since(begin));
            std::fflush(stdout);
        }
    }
    for (std::ptrdiff_t i = 0; i < in_flight; ++i) room.acquire();
}

// ---- bare FTS5

class Bare {
 public:
    Bare(const std::filesystem::path& file, std::uint64_t count) {
        const bool there = std::filesystem::exists(file);
        check(sqlite3_open(file.c_str(), &database_));
        run("PRAGMA cache_size = -65536");
        run("PRAGMA mmap_size = 0");
        if (!there) make(count);
        check(sqlite3_prepare_v2(database_,
                                 "SELECT rowid, snippet(bare, 1, '<b>', '</b>', '...', 32)"
                                 " FROM bare WHERE bare MATCH ? ORDER BY rowid DESC LIMIT 20",
                                 -1, &ask_, nullptr));
    }
    Bare(const Bare&) = delete;
    Bare& operator=(const Bare&) = delete;
    ~Bare() {
        sqlite3_finalize(ask_);
        sqlite3_close(database_);
    }

    std::size_t ask(const std::string& match) {
        std::size_t rows = 0, bytes = 0;
        sqlite3_bind_text(ask_, 1, match.data(), static_cast<int>(match.size()), SQLITE_STATIC);
        int code = SQLITE_ROW;
        while ((code = sqlite3_step(ask_)) == SQLITE_ROW) {
            ++rows;
            bytes += static_cast<std::size_t>(sqlite3_column_bytes(ask_, 1));
        }
        check(code);
        sqlite3_reset(ask_);
        return bytes > 0 ? rows : 0;
    }

 private:
    void check(int code) {
        if (code != SQLITE_OK && code != SQLITE_DONE) give_up(sqlite3_errmsg(database_));
    }
    void run(const char* sql) { check(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr)); }
    void make(std::uint64_t count) {
        run("PRAGMA journal_mode = OFF");
        run("PRAGMA synchronous = OFF");
        run("CREATE VIRTUAL TABLE bare USING fts5(title, body)");
        run("BEGIN");
        sqlite3_stmt* insert = nullptr;
        check(sqlite3_prepare_v2(database_, "INSERT INTO bare(rowid, title, body) VALUES (?, ?, ?)",
                                 -1, &insert, nullptr));
        for (std::uint64_t n = 0; n < count; ++n) {
            const Submission made = zipf::submission(n);
            const Dispatch& dispatch = made.reading.dispatches.front();
            const std::string_view title = dispatch.title, body = dispatch.body;
            sqlite3_bind_int64(insert, 1, static_cast<sqlite3_int64>(n) + 1);
            sqlite3_bind_text(insert, 2, title.data(), static_cast<int>(title.size()),
                              SQLITE_STATIC);
            sqlite3_bind_text(insert, 3, body.data(), static_cast<int>(body.size()), SQLITE_STATIC);
            check(sqlite3_step(insert));
            sqlite3_reset(insert);
        }
        sqlite3_finalize(insert);
        run("COMMIT");
    }

    sqlite3* database_ = nullptr;
    sqlite3_stmt* ask_ = nullptr;
};

// ---- asking

/// Milliseconds.
class Times {
 public:
    template <typename Work>
    void take(Work work) {
        const auto begin = Clock::now();
        work();
        all_.push_back(1000 * seconds_since(begin));
    }
    double at(double part) {
        if (all_.empty()) return 0;
        std::sort(all_.begin(), all_.end());
        const auto size = static_cast<double>(all_.size());
        return all_[std::min(all_.size() - 1, static_cast<std::size_t>(part * size))];
    }
    bool empty() const { return all_.empty(); }

 private:
    std::vector<double> all_;
};

struct Kind {
    const char* name;
    std::function<std::string(std::uint64_t i)> typed;
    std::function<std::string(std::uint64_t i)> match;  // none: FTS5 is not asked
    Order order = Order::newest;
};

std::string french(std::uint64_t rank) {
    return zipf::word(0, rank);
}
std::string quoted(const std::string& words) {
    return '"' + words + '"';
}

std::vector<Kind> kinds() {
    const auto frequent = [](std::uint64_t i) { return french(1 + i % 20); };
    const auto medium = [](std::uint64_t i) { return french(1000 + 37 * i); };
    const auto rare = [](std::uint64_t i) { return french(100'000 + 997 * i); };
    const auto pair = [](std::uint64_t i) { return french(1 + i % 8) + ' ' + french(2 + i % 7); };
    std::vector<Kind> all;
    all.push_back({"frequent word", frequent, [=](auto i) { return quoted(frequent(i)); }});
    all.push_back({"medium word", medium, [=](auto i) { return quoted(medium(i)); }});
    all.push_back({"rare word", rare, [=](auto i) { return quoted(rare(i)); }});
    all.push_back({"frequent and medium", [=](auto i) { return frequent(i) + ' ' + medium(i); },
                   [=](auto i) { return quoted(frequent(i)) + " AND " + quoted(medium(i)); }});
    all.push_back({"two medium", [=](auto i) { return medium(i) + ' ' + medium(i + 61); },
                   [=](auto i) { return quoted(medium(i)) + " AND " + quoted(medium(i + 61)); }});
    all.push_back({"phrase", [=](auto i) { return quoted(pair(i)); },
                   [=](auto i) { return quoted(pair(i)); }});
    all.push_back({"one of two", [=](auto i) { return medium(i) + " OR " + rare(i); },
                   [=](auto i) { return quoted(medium(i)) + " OR " + quoted(rare(i)); }});
    all.push_back({"exclusion", [=](auto i) { return medium(i) + " -" + frequent(i); },
                   [=](auto i) { return quoted(medium(i)) + " NOT " + quoted(frequent(i)); }});
    all.push_back({"language and word", [=](auto i) { return "lang:fr " + medium(i); }, {}});
    all.push_back({"source, month, word",
                   [=](auto i) {
                       return "source:source" + std::to_string(i) + " since:2024-03-01 " +
                              frequent(i);
                   },
                   {}});
    all.push_back({"agency and days",
                   [=](auto i) {
                       return "credit:Agence" + std::to_string(i % 30) +
                              " since:2023-01-01 until:2023-01-07";
                   },
                   {}});
    all.push_back({"exclusion alone", [=](auto i) { return '-' + frequent(i); }, {}});
    all.push_back({"best, frequent", frequent, {}, Order::best});
    all.push_back({"best, medium", medium, {}, Order::best});
    return all;
}

void ask_kind(Archive& archive, Bare* bare, const Kind& kind, Times& everything) {
    Times ours, theirs;
    std::size_t hits = 0, rows = 0;
    for (std::uint64_t i = 0; i < asked_of_each; ++i) {
        Times& kept = ours;
        ParsedQuery parsed = parse_query(kind.typed(i), today);
        if (!parsed.problems.empty()) give_up("a query is wrong: " + kind.typed(i));
        const Search search{std::move(parsed.query), kind.order, {}, 20};
        const auto ask = [&] {
            const auto found = archive.search(search);
            if (!found) give_up(found.error().message);
            hits += found->hits.size();
        };
        kept.take(ask);
        everything.take(ask);
        if (bare && kind.match) theirs.take([&] { rows += bare->ask(kind.match(i)); });
    }
    std::printf("%-20s %6.1f %9.2f %9.2f", kind.name, static_cast<double>(hits) / 120.0,
                ours.at(0.5), ours.at(0.99));
    if (!theirs.empty())
        std::printf(" %6.1f %9.2f %9.2f %6.2f", static_cast<double>(rows) / 60.0, theirs.at(0.5),
                    theirs.at(0.99), ours.at(0.5) / theirs.at(0.5));
    std::printf("\n");
    std::fflush(stdout);
}

void ask(const std::filesystem::path& folder, std::uint64_t count) {
    const auto archive = open(folder);
    const auto stats = archive->stats();
    if (!stats) give_up(stats.error().message);
    std::unique_ptr<Bare> bare;
    if (count > 0) bare = std::make_unique<Bare>(folder / "bare.db", count);
    std::printf("%lld dispatches\n%-20s %6s %9s %9s %6s %9s %9s %6s\n",
                static_cast<long long>(stats->total), "", "hits", "p50 ms", "p99 ms", "rows",
                "FTS5 p50", "FTS5 p99", "ratio");
    Times everything;
    for (const Kind& kind : kinds()) ask_kind(*archive, bare.get(), kind, everything);
    std::printf("%-20s %6s %9.2f %9.2f\n", "all of these, warm", "", everything.at(0.5),
                everything.at(0.99));

    Times latest, one;
    const auto total = static_cast<std::uint64_t>(stats->total);
    for (std::uint64_t i = 0; i < 2000; ++i) {
        const auto at = static_cast<std::int64_t>(1 + i * 0x9E3779B97F4A7C15U % total);
        latest.take([&] {
            if (!archive->latest(ChangeSeq{at + 1}, 20)) give_up("latest failed");
        });
        one.take([&] {
            if (!archive->dispatch(DispatchId{at})) give_up("dispatch failed");
        });
    }
    std::printf("%-20s %6s %9.3f %9.3f\n", "latest, anywhere", "20", latest.at(0.5),
                latest.at(0.99));
    std::printf("%-20s %6s %9.3f %9.3f\n", "dispatch, anywhere", "1", one.at(0.5), one.at(0.99));
}

/// What a dispatch costs its submitter before the writer has it, in microseconds.
void print_cost_of_terms() {
    Times terms;
    for (std::uint64_t n = 0; n < 2000; ++n) {
        const Submission made = zipf::submission(n);
        std::size_t bytes = 0;
        terms.take([&] {
            bytes = index_entry(made.reading.dispatches.front(), made.arrival.received).body.size();
        });
        if (bytes == 0) give_up("no terms");
    }
    std::printf("terms of a dispatch: %.0f us, p99 %.0f us\n", 1000 * terms.at(0.5),
                1000 * terms.at(0.99));
}

}  // namespace
}  // namespace chappe

int main(int argc, char** argv) {
    const std::string_view what = argc > 1 ? argv[1] : "";
    const std::uint64_t count = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 0;
    if (what == "fill" && count > 0) {
        chappe::fill(argv[2], count);
    } else if (what == "ask" && argc > 2) {
        chappe::ask(argv[2], count);
        chappe::print_cost_of_terms();
    } else {
        std::fprintf(stderr, "usage: bench_search fill FOLDER COUNT | ask FOLDER [COUNT]\n");
        return 2;
    }
    return 0;
}
