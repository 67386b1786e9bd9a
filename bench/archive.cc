// How many posts a second the archive makes durable, beside a bare SQLite loop that inserts the
// same rows into the same tables with the same settings and the same number of posts a commit.
//
//     bench_archive [SECONDS [FOLDER]]      a run of each takes SECONDS (2); medians of five
//     rounds,
//                                         the ratio's too: its two runs follow each other
//
// The bare loop is one thread with everything prepared beforehand: no queue, no look-ups, no
// compression, no digests, no answers. The archive gets the posts as they come from a reader.

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "archive/archive.h"
#include "archive/columns.h"
#include "archive/prepared.h"
#include "base/digest.h"
#include "base/json_writer.h"

namespace chappe {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void give_up(const std::string& why) {
    std::fprintf(stderr, "bench_archive: %s\n", why.c_str());
    std::exit(1);
}

/// A post of about 2.5 KB of text that no other post has, in the words of a wire.
Submission post(std::uint64_t number) {
    static constexpr std::array<std::string_view, 16> words = {
        "la réunion",   "le ministre", "a déclaré",  "mercredi",       "les travaux", "du sommet",
        "au président", "selon",       "un accord",  "de coopération", "la région",   "a souligné",
        "les parties",  "en avril",    "une visite", "officielle"};
    std::uint64_t state = number * 0x9E3779B97F4A7C15U + 1;  // xorshift64, Marsaglia 2003
    const auto next_word = [&] {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return words[state % words.size()];
    };
    Dispatch dispatch;
    dispatch.title = Text::repair("Dépêche " + std::to_string(number) + " : " +
                                  std::string(next_word()) + " " + std::string(next_word()));
    std::string body;
    while (body.size() < 2500) {
        const auto begin = static_cast<std::uint32_t>(body.size());
        while (body.size() - begin < 400) (body += next_word()) += ' ';
        body += '.';
        dispatch.blocks.push_back(
            {Block::Kind::paragraph, {begin, static_cast<std::uint32_t>(body.size())}});
        if (body.size() < 2500) body += "\n\n";
    }
    dispatch.body = Text::repair(body);
    dispatch.lead = dispatch.blocks.front().span;
    dispatch.published =
        Date::day({std::chrono::year{2024}, std::chrono::April, std::chrono::day{3}});
    dispatch.language = "fr";

    Submission made;
    JsonWriter json;
    json.begin_object().key("title").string(dispatch.title).key("text").string(body).end_object();
    made.arrival.bytes = json.take();
    made.arrival.media_type = "application/json";
    made.arrival.source = "desk";
    made.arrival.received = now();
    made.reading.dispatches.push_back(std::move(dispatch));
    return made;
}

struct Figure {
    double posts_per_second = 0;
    double posts_per_commit = 1;
};

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

std::filesystem::path fresh(const std::filesystem::path& where) {
    std::filesystem::path folder = where / ("bench-" + random_hex(6));
    std::filesystem::create_directories(folder);
    return folder;
}

Figure run_archive(const std::filesystem::path& where, const std::vector<Submission>& given,
                   std::size_t threads, double seconds) {
    const std::filesystem::path folder = fresh(where);
    Figure figure;
    {
        auto archive = open_archive(folder);
        if (!archive) give_up(archive.error().message);
        std::atomic<std::uint64_t> commits = 0, posts = 0;
        std::atomic<std::size_t> next = 0;
        (*archive)->on_change([&](ChangeSeq) { ++commits; });
        const auto begin = Clock::now();
        std::vector<std::jthread> desks;
        desks.reserve(threads);
        for (std::size_t t = 0; t < threads; ++t)
            desks.emplace_back([&] {
                for (std::size_t n;
                     (n = next++) < given.size() && seconds_since(begin) < seconds;) {
                    const auto receipt = (*archive)->put(given[n]);
                    if (!receipt) give_up(receipt.error().message);
                    ++posts;
                }
            });
        desks.clear();
        figure.posts_per_second = static_cast<double>(posts) / seconds_since(begin);
        figure.posts_per_commit = static_cast<double>(posts) / static_cast<double>(commits);
    }
    std::filesystem::remove_all(folder);
    return figure;
}

// ---- the bare loop

class Bare {
 public:
    explicit Bare(const std::filesystem::path& file) {
        check(sqlite3_open(file.c_str(), &database_));
        for (const char* pragma :
             {"PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON", "PRAGMA cache_size = -65536",
              "PRAGMA wal_autocheckpoint = 4000", "PRAGMA journal_size_limit = 67108864",
              "PRAGMA secure_delete = ON", "PRAGMA temp_store = MEMORY",
              "PRAGMA cell_size_check = ON",
              "INSERT INTO source (id, name, added) VALUES (1, 'desk', 0)"})
            check(sqlite3_exec(database_, pragma, nullptr, nullptr, nullptr));
        blob_ = make("INSERT INTO blob (id, digest, size, codec, bytes) VALUES (?,?,?,'zstd',?)");
        arrival_ = make(
            "INSERT INTO arrival (id, source, blob, media_type, url, name, received,"
            " last_seen, notes) VALUES (?,1,?,?,'','',?,?,'[]')");
        dispatch_ = make(
            "INSERT INTO dispatch (id, source, state, arrived, position, last_change,"
            " edition, editions, reading) VALUES (?,1,'live',?,?,?,?,1,?)");
        identity_ = make("INSERT INTO identity (key, kind, dispatch) VALUES (?,'content',?)");
        edition_ = make(
            "INSERT INTO edition (id, dispatch, number, arrival, arrived)"
            " VALUES (?,?,1,?,?)");
        reading_ = make(
            "INSERT INTO reading (id, edition, arrival, item, reader_version, made,"
            " content, title, summary, language, published_begin, published_end,"
            " published_precision, authors, site, url, guid, notes)"
            " VALUES (?,?,?,0,1,?,?,?,?,'fr',?,?,'day','[]','','','','[]')");
        body_ = make(
            "INSERT INTO body (reading, lead_begin, lead_end, blocks, body)"
            " VALUES (?,?,?,?,?)");
        change_ = make(
            "INSERT INTO change (seq, dispatch, kind, edition, at)"
            " VALUES (?,?,'new',?,?)");
        begin_ = make("BEGIN IMMEDIATE");
        commit_ = make("COMMIT");
    }
    Bare(const Bare&) = delete;
    Bare& operator=(const Bare&) = delete;
    ~Bare() {
        for (sqlite3_stmt* statement : made_) sqlite3_finalize(statement);
        sqlite3_close(database_);
    }

    void begin() { step(begin_); }
    void commit() { step(commit_); }

    void insert(std::int64_t id, const Prepared& post) {
        const PreparedDispatch& p = post.dispatches.front();
        const std::int64_t received = seconds_of(post.arrival.received);
        run(blob_, id, post.blob.digest, static_cast<std::int64_t>(post.blob.size),
            Bytes{post.blob.bytes});
        run(arrival_, id, id, std::string_view(post.arrival.media_type), received, received);
        run(dispatch_, id, received, id, id, id, id);
        run(identity_, p.identity.key, id);
        run(edition_, id, id, id, received);
        run(reading_, id, id, id, received, p.content, p.dispatch.title.view(),
            std::string_view(p.summary), seconds_of(p.dispatch.published->when.begin),
            seconds_of(p.dispatch.published->when.end));
        run(body_, id, std::int64_t{p.dispatch.lead->begin}, std::int64_t{p.dispatch.lead->end},
            std::string_view(p.blocks), p.dispatch.body.view());
        run(change_, id, id, id, received);
    }

 private:
    void check(int code) {
        if (code != SQLITE_OK && code != SQLITE_DONE) give_up(sqlite3_errmsg(database_));
    }
    sqlite3_stmt* make(const char* sql) {
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr));
        made_.push_back(statement);
        return statement;
    }
    void step(sqlite3_stmt* statement) {
        check(sqlite3_step(statement));
        sqlite3_reset(statement);
    }
    static void put(sqlite3_stmt* s, int i, std::int64_t v) { sqlite3_bind_int64(s, i, v); }
    static void put(sqlite3_stmt* s, int i, std::string_view v) {
        sqlite3_bind_text(s, i, v.data(), static_cast<int>(v.size()), SQLITE_STATIC);
    }
    static void put(sqlite3_stmt* s, int i, Bytes v) {
        sqlite3_bind_blob(s, i, v.bytes.data(), static_cast<int>(v.bytes.size()), SQLITE_STATIC);
    }
    static void put(sqlite3_stmt* s, int i, const Digest& v) { put(s, i, Bytes{bytes_of(v)}); }
    template <typename... Values>
    void run(sqlite3_stmt* statement, const Values&... values) {
        int i = 0;
        (put(statement, ++i, values), ...);
        step(statement);
    }

    sqlite3* database_ = nullptr;
    std::vector<sqlite3_stmt*> made_;
    sqlite3_stmt *blob_, *arrival_, *dispatch_, *identity_, *edition_, *reading_, *body_, *change_;
    sqlite3_stmt *begin_, *commit_;
};

double run_bare(const std::filesystem::path& where, const std::vector<Prepared>& prepared,
                std::size_t group, double seconds) {
    const std::filesystem::path folder = fresh(where);
    if (auto made = open_archive(folder); !made) give_up(made.error().message);
    double figure = 0;
    {
        Bare bare(folder / "chappe.db");
        const auto begin = Clock::now();
        std::size_t done = 0;
        while (seconds_since(begin) < seconds && done + group <= prepared.size()) {
            bare.begin();
            for (std::size_t i = 0; i < group; ++i, ++done)
                bare.insert(static_cast<std::int64_t>(done) + 1, prepared[done]);
            bare.commit();
        }
        figure = static_cast<double>(done) / seconds_since(begin);
    }
    std::filesystem::remove_all(folder);
    return figure;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void compare(const std::filesystem::path& where, const std::vector<Submission>& given,
             const std::vector<Prepared>& prepared, std::size_t threads, double seconds) {
    constexpr int rounds = 5;
    std::vector<double> ours, groups, bare, ratios;
    for (int round = 0; round < rounds; ++round) {
        const Figure figure = run_archive(where, given, threads, seconds);
        ours.push_back(figure.posts_per_second);
        groups.push_back(figure.posts_per_commit);
        const auto group = static_cast<std::size_t>(std::max(1.0, figure.posts_per_commit + 0.5));
        bare.push_back(run_bare(where, prepared, group, seconds));
        ratios.push_back(ours.back() / bare.back());
    }
    std::printf("%7zu %15.1f %15.0f %15.0f %8.2f\n", threads, median(groups), median(ours),
                median(bare), median(ratios));
    std::fflush(stdout);
}

}  // namespace
}  // namespace chappe

int main(int argc, char** argv) {
    const double seconds = argc > 1 ? std::atof(argv[1]) : 2;
    const std::filesystem::path where =
        argc > 2 ? std::filesystem::path(argv[2]) : std::filesystem::temp_directory_path();
    std::vector<chappe::Submission> given;
    std::vector<chappe::Prepared> prepared;
    constexpr std::size_t posts = 40'000;  // more than 2 s take
    given.reserve(posts);
    prepared.reserve(posts);
    for (std::uint64_t n = 0; n < posts; ++n) {
        given.push_back(chappe::post(n));
        prepared.push_back(chappe::prepare(given.back(), {}));
    }
    std::printf("%7s %15s %15s %15s %8s\n", "threads", "posts/commit", "archive posts/s",
                "bare posts/s", "ratio");
    for (const std::size_t threads : {1, 4, 16, 64})
        chappe::compare(where, given, prepared, threads, seconds);
    return 0;
}
