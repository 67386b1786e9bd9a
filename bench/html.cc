// Megabytes of HTML a second on one core, parse and free: our tree, our flat form of it, and in the
// same run libxml2's HTML parser and gumbo where they are installed. Pages are decoded before.
//
//     bench_html FOLDER...     every *.html below; tools/bench unpacks some and calls it
//
// Time is the process's own (CPU), in turn, five times, the best of each: other work on the machine
// hits all alike.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "read/charset.h"
#include "read/html.h"

#ifdef CHAPPE_LIBXML2
#include <libxml/HTMLparser.h>
#endif
#ifdef CHAPPE_GUMBO
#include <gumbo.h>
#endif

namespace {

std::vector<std::string> load(int count, char** folders) {
    std::vector<std::string> pages;
    for (int i = 0; i < count; ++i) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folders[i])) {
            if (entry.path().extension() != ".html") continue;
            std::ifstream in(entry.path(), std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(in), {}};
            pages.push_back(chappe::decode(bytes, "text/html").text.str());
        }
    }
    return pages;
}

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

struct Parser {
    const char* name;
    std::function<std::size_t(const std::string&)> parse;
    double best = 1e9;
};

}  // namespace

int main(int argc, char** argv) {
    const auto pages = load(argc - 1, argv + 1);
    if (pages.empty()) {
        std::fprintf(stderr, "bench_html: no *.html below the folders given\n");
        return 2;
    }
    double bytes = 0;
    for (const auto& page : pages) bytes += static_cast<double>(page.size());

    std::vector<Parser> parsers;
    parsers.push_back(
        {"tree", [](const std::string& page) { return chappe::parse_tree(page).nodes.size(); }});
    parsers.push_back({"flat form", [](const std::string& page) {
                           return chappe::parse_html(page).nodes.size();
                       }});
#ifdef CHAPPE_LIBXML2
    parsers.push_back({"libxml2", [](const std::string& page) {
                           constexpr int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                                   HTML_PARSE_NOWARNING | HTML_PARSE_NONET;
                           htmlDocPtr tree =
                               htmlReadMemory(page.data(), static_cast<int>(page.size()), nullptr,
                                              "utf-8", options);
                           const std::size_t made = tree != nullptr;
                           xmlFreeDoc(tree);
                           return made;
                       }});
#endif
#ifdef CHAPPE_GUMBO
    parsers.push_back({"gumbo", [](const std::string& page) {
                           GumboOutput* output = gumbo_parse_with_options(&kGumboDefaultOptions,
                                                                          page.data(), page.size());
                           const std::size_t made = output != nullptr;
                           gumbo_destroy_output(&kGumboDefaultOptions, output);
                           return made;
                       }});
#endif
    std::size_t made = 0;
    for (int round = 0; round < 5; ++round) {
        for (Parser& parser : parsers) {
            const double begin = cpu_seconds();
            for (const std::string& page : pages) made += parser.parse(page);
            parser.best = std::min(parser.best, cpu_seconds() - begin);
        }
    }
    if (made == 0) return 1;
    std::printf("HTML, %zu pages, %.1f MB\n", pages.size(), bytes / 1e6);
    double libxml2 = 0;
    for (const Parser& parser : parsers)
        if (std::string_view(parser.name) == "libxml2") libxml2 = parser.best;
    for (const Parser& parser : parsers) {
        std::printf("%-10s %7.0f MB/s", parser.name, bytes / parser.best / 1e6);
        if (libxml2 > 0) std::printf("  %5.2f times libxml2", libxml2 / parser.best);
        std::printf("\n");
    }
}
