// Pages read per second of one core's time, whole: charset, tree, article, metadata, language;
// beside it what charset and tree alone take. Time of the processor, not of the clock on the wall:
// what else the machine does counts less.
//
//     bench_read FOLDER...     every *.html below; tools/bench unpacks some and calls it
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "read/charset.h"
#include "read/html.h"
#include "read/read.h"

namespace {

std::vector<chappe::Arrival> load(int count, char** folders) {
    std::vector<chappe::Arrival> pages;
    for (int i = 0; i < count; ++i) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folders[i])) {
            if (entry.path().extension() != ".html") continue;
            std::ifstream in(entry.path(), std::ios::binary);
            chappe::Arrival page;
            page.bytes.assign(std::istreambuf_iterator<char>(in), {});
            page.media_type = "text/html";
            page.source = "bench";
            page.received = chappe::now();
            pages.push_back(std::move(page));
        }
    }
    return pages;
}

template <typename Work>
double seconds(const std::vector<chappe::Arrival>& pages, Work work) {
    const std::clock_t start = std::clock();
    for (const auto& page : pages) work(page);
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

}  // namespace

int main(int argc, char** argv) {
    const auto pages = load(argc - 1, argv + 1);
    if (pages.empty()) {
        std::fprintf(stderr, "bench_read: no *.html below the folders given\n");
        return 2;
    }
    double bytes = 0;
    for (const auto& page : pages) bytes += static_cast<double>(page.bytes.size());

    // In turn, three times, the best of each: the machine's drift hits both alike.
    double whole = 1e9, parse = 1e9;
    std::size_t kept = 0;
    for (int round = 0; round < 3; ++round) {
        whole = std::min(whole, seconds(pages, [&](const auto& page) {
                             kept += chappe::read(page).dispatches.size();
                         }));
        parse = std::min(
            parse, seconds(pages, [&](const auto& page) {
                kept += chappe::parse_html(chappe::decode(page.bytes, page.media_type).text)
                            .nodes.size();
            }));
    }
    if (kept == 0) return 1;
    const double count = static_cast<double>(pages.size());
    std::printf("pages %zu, %.1f MB\n", pages.size(), bytes / 1e6);
    std::printf("read whole   %8.0f pages/s  %7.1f MB/s\n", count / whole, bytes / whole / 1e6);
    std::printf("tree alone   %8.0f pages/s  %7.1f MB/s\n", count / parse, bytes / parse / 1e6);
    std::printf("whole / tree alone: %.2f of the time\n", whole / parse);
}
