// The language identifier beside libcld2, on the same texts in the same run.
//
//     tools/eval_identify texts FOLDER && build/release/bench/bench_identify FOLDER/texts.tsv [all]
//
// A line of texts.tsv: set, length ("document", "sentence", "headline"), language, text. An unknown
// counts as wrong for both. Macro accuracy is the mean over languages.

#include <cstdio>  // that the next one forgets

#include <cld2/public/compact_lang_det.h>
#include <fmt/core.h>

#include <chrono>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "language/identify.h"

namespace {

struct Sample {
    std::string set, length, language, text;
};

std::vector<Sample> read_samples(const char* path) {
    std::vector<Sample> samples;
    std::ifstream in(path);
    std::string line;
    while (std::getline(in, line)) {
        std::string parts[4];
        std::size_t at = 0;
        for (std::string& part : parts) {
            const std::size_t tab = line.find('\t', at);
            part = line.substr(at, tab - at);
            at = tab + 1;
        }
        samples.push_back({parts[0], parts[1], parts[2], parts[3]});
    }
    return samples;
}

/// One name for what either calls differently. Serbo-Croatian in Latin letters is one language
/// here.
std::string settled(const std::string& name) {
    static const std::map<std::string, std::string> same = {
        {"iw", "he"},  {"no", "nb"}, {"zh-Hant", "zh"}, {"in", "id"},
        {"tl", "fil"}, {"bs", "hr"}, {"sr-Latn", "hr"}};
    const auto found = same.find(name);
    return found == same.end() ? name : found->second;
}

std::string ask_ours(const std::string& text) {
    return settled(std::string(chappe::identify_language(text).language));
}

std::string ask_cld2(const std::string& text) {
    CLD2::Language languages[3];
    int percents[3];
    double scores[3];
    int bytes = 0;
    bool reliable = false;
    // Not DetectLanguage: that one says English when it does not know.
    const CLD2::Language language =
        CLD2::ExtDetectLanguageSummary(text.data(), static_cast<int>(text.size()), true, nullptr, 0,
                                       languages, percents, scores, nullptr, &bytes, &reliable);
    if (language == CLD2::UNKNOWN_LANGUAGE) return "";
    return settled(CLD2::LanguageCode(language));
}

struct Score {
    int right = 0, unknown = 0, all = 0;
    std::map<std::string, int> mistaken;

    void count(const std::string& expected, const std::string& answer) {
        ++all;
        if (answer == expected) ++right;
        if (answer.empty()) ++unknown;
        if (answer != expected) ++mistaken[answer.empty() ? "?" : answer];
    }
    double accuracy() const { return all == 0 ? 0 : 100.0 * right / all; }
    std::string mistakes() const {
        std::string out;
        for (const auto& [name, times] : mistaken) out += fmt::format(" {}:{}", name, times);
        return out;
    }
};

struct Pair {
    Score ours, cld2;
};

template <typename Ask>
double seconds(const std::vector<Sample>& samples, const std::string& length, Ask ask) {
    const auto begin = std::chrono::steady_clock::now();
    std::size_t known = 0;
    for (const Sample& sample : samples) {
        if (sample.length == length) known += ask(sample.text).empty() ? 0U : 1U;
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    if (known == 0) fmt::print("nothing known\n");
    return took.count();
}

void print_speed(const std::vector<Sample>& samples, const std::string& length) {
    double bytes = 0;
    for (const Sample& sample : samples) {
        if (sample.length == length) bytes += static_cast<double>(sample.text.size());
    }
    const double ours = bytes / seconds(samples, length, ask_ours) / 1e6;
    const double cld2 = bytes / seconds(samples, length, ask_cld2) / 1e6;
    fmt::print("| {} | {:.1f} MB/s | {:.1f} MB/s | {:.2f} |\n", length, ours, cld2, ours / cld2);
}

void print_set(const std::string& set, const std::map<std::string, std::map<std::string, Pair>>& by,
               bool mistakes) {
    const std::set<std::string> named = {"ar", "az", "de", "el", "en", "es", "fa", "fr",
                                         "he", "hy", "it", "ja", "ka", "kk", "ko", "nl",
                                         "pl", "pt", "ro", "ru", "tr", "uk", "zh"};
    for (const auto& [length, languages] : by) {
        double sums[4] = {};
        int count[2] = {};
        for (const auto& [language, pair] : languages) {
            const bool is_named = named.contains(language);
            sums[0] += pair.ours.accuracy();
            sums[1] += pair.cld2.accuracy();
            ++count[0];
            if (is_named) {
                sums[2] += pair.ours.accuracy();
                sums[3] += pair.cld2.accuracy();
                ++count[1];
            }
            if (!mistakes) continue;
            const char* worse =
                is_named && pair.ours.accuracy() < pair.cld2.accuracy() ? "WORSE" : "";
            fmt::print("  {:8} {:9} {:4} {:5} ours {:5.1f} cld2 {:5.1f} {} |{} |{}\n", set, length,
                       language, pair.ours.all, pair.ours.accuracy(), pair.cld2.accuracy(), worse,
                       pair.ours.mistakes(), pair.cld2.mistakes());
        }
        fmt::print("| {} | {} | {} named: {:.2f} | {:.2f} | all {}: {:.2f} | {:.2f} |\n", set,
                   length, count[1], count[1] ? sums[2] / count[1] : 0,
                   count[1] ? sums[3] / count[1] : 0, count[0], sums[0] / count[0],
                   sums[1] / count[0]);
    }
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 2) {
        fmt::print(stderr, "usage: bench_identify TEXTS.tsv [all]\n");
        return 2;
    }
    const std::vector<Sample> samples = read_samples(arguments[1]);
    std::map<std::string, std::map<std::string, std::map<std::string, Pair>>> sets;
    for (const Sample& sample : samples) {
        Pair& pair = sets[sample.set][sample.length][sample.language];
        pair.ours.count(sample.language, ask_ours(sample.text));
        pair.cld2.count(sample.language, ask_cld2(sample.text));
    }
    fmt::print("| set | length | ours, % | libcld2, % | ours, % | libcld2, % |\n");
    for (const auto& [set, by] : sets) print_set(set, by, count > 2);
    fmt::print("| speed | ours | libcld2 | ratio |\n");
    for (const char* length : {"document", "sentence", "headline"}) print_speed(samples, length);
    return 0;
}
