// Text to trees and names, stage by stage, on one core.
//
//     build/release/bench/bench_parse fr FILE.txt
//     build/release/bench/bench_parse start           what both models take to unpack, and to hold
//
// FILE: running text of some 10,000 words or more. Each stage is run over all of it, five times;
// the best counts.

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "language/names.h"
#include "language/parse.h"
#include "language/tokenizer.h"

namespace {

using namespace chappe;

template <typename Work>
double best_of_five(Work work) {
    double best = 1e9;
    for (int round = 0; round < 5; ++round) {
        const std::clock_t begin = std::clock();
        work();
        best = std::min(best, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
    }
    return best;
}

long most_megabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

int measure_start() {
    std::printf("| model | s | MB at most, from here on |\n| none | 0 | %ld |\n", most_megabytes());
    for (const char* language : {"fr", "en"}) {
        const std::clock_t begin = std::clock();
        if (!find_language(language)) return 1;
        const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
        std::printf("| %s | %.3f | %ld |\n", language, seconds, most_megabytes());
    }
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    if (count == 2 && std::string_view(arguments[1]) == "start") return measure_start();
    if (count < 3) {
        std::fprintf(stderr, "usage: bench_parse LANGUAGE FILE.txt\n       bench_parse start\n");
        return 2;
    }
    const auto begin = std::chrono::steady_clock::now();
    const LanguageModel* model = find_language(arguments[1]);
    const std::chrono::duration<double> start = std::chrono::steady_clock::now() - begin;
    std::ifstream in(arguments[2]);
    std::stringstream bytes;
    bytes << in.rdbuf();
    const std::string text = std::move(bytes).str();
    if (!model || text.empty()) return 1;

    ParsedText cut;
    std::vector<TagWord> looks;
    const double tokens = best_of_five([&] {
        cut = {};
        looks.clear();
        for (const Span paragraph : paragraphs_of(text))
            model->tokenizer.cut(text, paragraph, model->lexicon, cut, looks);
    });
    const double tags = best_of_five([&] {
        std::span<TagWord> rest = looks;
        for (const Sentence& sentence : cut.sentences) {
            model->tagger.tag(rest.first(sentence.words.size()));
            rest = rest.subspan(sentence.words.size());
        }
    });
    std::vector<TreeWord> tree(looks.size());
    const double lemmas = best_of_five([&] {
        std::size_t at = 0;
        for (Sentence& sentence : cut.sentences) {
            for (Word& word : sentence.words) {
                word.lemma = model->lemmatizer.lemma(word.form, looks[at], model->tagger.tags,
                                                     model->lexicon);
                tree[at] = model->tree_word(looks[at], word.lemma);
                ++at;
            }
        }
    });
    const double trees = best_of_five([&] {
        std::span<const TreeWord> rest = tree;
        for (const Sentence& sentence : cut.sentences) {
            if (model->parser.parse(rest.first(sentence.words.size())).empty()) std::abort();
            rest = rest.subspan(sentence.words.size());
        }
    });
    const double whole = best_of_five([&] { parse(text, *model); });
    const ParsedText parsed = parse(text, *model);
    find_names(text, parsed, *model);  // unpacks its model and lexicon
    const double names = best_of_five([&] { find_names(text, parsed, *model); });
    const double all = best_of_five([&] { find_names(text, parse(text, *model), *model); });
    const auto words = static_cast<double>(looks.size());
    std::printf("| stage | words/s | us/word |\n");
    const auto row = [&](const char* name, double seconds) {
        std::printf("| %s | %.0f | %.2f |\n", name, words / seconds, seconds / words * 1e6);
    };
    row("tokens and sentences", tokens);
    row("tags", tags);
    row("lemmas", lemmas);
    row("trees", trees);
    row("text to tree", whole);
    row("names", names);
    row("text to names", all);
    std::printf("%.0f words; model unpacked in %.3f s; %ld MB at most\n", words, start.count(),
                most_megabytes());
    return 0;
}
