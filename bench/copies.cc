// What finding near-copies costs, and what it finds without the rest of the program.
//
//     bench_copies cost FOLDER COUNT     puts COUNT made-up dispatches of 2.5 KB (bench/zipf.h);
//     then, of the last
//                                        thousand, what of a put is finding a group
//     bench_copies groups FOLDER         puts the dispatches of eval/copies/make_copies.py and
//     prints which stand in
//                                        one group: name, group, 1 for the original
//
// cost: the archive that was made is searched again for the group of each, in a transaction that is
// rolled back.

#include <time.h>

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "archive/archive.h"
#include "archive/copies.h"
#include "archive/copy_index.h"
#include "archive/search_index.h"
#include "archive/sqlite/database.h"
#include "base/digest.h"
#include "news/posted_dispatch.h"
#include "zipf.h"

namespace chappe {
namespace {

[[noreturn]] void give_up(const std::string& why) {
    std::fprintf(stderr, "bench_copies: %s\n", why.c_str());
    std::exit(1);
}

template <typename Value>
Value must(Result<Value> result) {
    if (!result) give_up(result.error().message);
    if constexpr (!std::is_void_v<Value>) return std::move(*result);
}

constexpr std::uint64_t measured = 1024;  // the last ones; whole groups

/// Of the processor, so that other programs do not count.
double cpu_microseconds(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

/// Folders in order of their names, a source each.
void put_folder(Archive& archive, const std::filesystem::path& folder,
                std::map<DispatchId, std::string>& names) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.path().extension() == ".json" && entry.path().parent_path() != folder)
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        std::ifstream in(file, std::ios::binary);
        Submission made;
        made.arrival.bytes = std::string(std::istreambuf_iterator<char>(in), {});
        made.arrival.media_type = "application/json";
        made.arrival.source = file.parent_path().filename().string();
        made.arrival.received = now();
        made.reading.dispatches = {must(posted_dispatch(made.arrival.bytes))};
        const Receipt receipt = must(archive.put(std::move(made)));
        names[receipt.items.at(0).id] = file.stem().string();
    }
}

void print_groups(const std::filesystem::path& from) {
    const auto folder = std::filesystem::temp_directory_path() / ("copies-" + random_hex(6));
    {
        const auto archive = must(open_archive(folder));
        std::map<DispatchId, std::string> names;
        put_folder(*archive, from, names);
        for (const auto& [id, name] : names) {
            const auto members = must(archive->copies(id, 1));
            const std::int64_t group = members.empty() ? 0 : number_of(members.front().entry.id);
            std::printf("%s\t%lld\t%d\n", name.c_str(), static_cast<long long>(group),
                        group == number_of(id) ? 1 : 0);
        }
    }
    std::filesystem::remove_all(folder);
}

std::vector<std::pair<DispatchId, std::string>> last_bodies(Database& database) {
    std::vector<std::pair<DispatchId, std::string>> last;
    Query row = database.query(
        "SELECT d.id, b.body FROM dispatch d JOIN body b ON b.reading = d.reading"
        " ORDER BY d.id DESC LIMIT 1024");
    while (must(row.step())) last.emplace_back(DispatchId{row.integer(0)}, row.text(1));
    return last;
}

void measure_cost(const std::filesystem::path& where, std::uint64_t count) {
    const auto folder = where / ("copies-" + random_hex(6));
    double put = 0;
    {
        const auto archive = must(open_archive(folder));
        constexpr std::uint64_t group = 64;
        for (std::uint64_t n = 0; n < count; n += group) {
            std::vector<Submission> given;
            for (std::uint64_t i = n; i < std::min(count, n + group); ++i) {
                given.push_back(zipf::submission(i));
                given.back().arrival.received = now();
            }
            const double begin = cpu_microseconds(CLOCK_PROCESS_CPUTIME_ID);
            std::size_t left = given.size();
            std::mutex mutex;
            std::condition_variable all;
            for (Submission& one : given)
                must(archive->submit(std::move(one), [&](const Result<Receipt>&) {
                    const std::lock_guard lock(mutex);
                    if (--left == 0) all.notify_one();
                }));
            std::unique_lock lock(mutex);
            all.wait(lock, [&] { return left == 0; });
            if (n + measured >= count) put += cpu_microseconds(CLOCK_PROCESS_CPUTIME_ID) - begin;
        }
    }
    auto database = must(Database::open(folder / "chappe.db", Access::write, 5000));
    must(database.execute("PRAGMA cache_size = -65536"));
    const auto last = last_bodies(database);
    double ready = 0, find = 0;
    {
        const Transaction transaction = must(Transaction::write(database));
        for (const auto& [id, body] : last) {
            must(drop_signature(database, id));
            double begin = cpu_microseconds(CLOCK_THREAD_CPUTIME_ID);
            const CopyText text = copy_text(body);
            ready += cpu_microseconds(CLOCK_THREAD_CPUTIME_ID) - begin;
            begin = cpu_microseconds(CLOCK_THREAD_CPUTIME_ID);
            must(find_group(database, id, text));
            find += cpu_microseconds(CLOCK_THREAD_CPUTIME_ID) - begin;
        }
    }
    const auto each = static_cast<double>(last.size());
    std::printf(
        "%8llu dispatches: a put takes %.0f us of CPU in groups of 64; of it the group %.0f us on"
        " the writer's thread, the signature %.0f us on the caller's; with/without %.2f\n",
        static_cast<unsigned long long>(count), put / each, find / each, ready / each,
        put / (put - find - ready));
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace chappe

int main(int argc, char** argv) {
    const std::string what = argc > 1 ? argv[1] : "";
    if (what == "groups" && argc == 3) {
        chappe::print_groups(argv[2]);
    } else if (what == "cost" && argc == 4) {
        chappe::measure_cost(argv[2], std::strtoull(argv[3], nullptr, 10));
    } else {
        std::fprintf(stderr, "bench_copies: see the first lines of bench/copies.cc\n");
        return 2;
    }
    return 0;
}
