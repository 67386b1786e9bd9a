// Trains the language identifier from word frequencies.
//
//     train_identify WORDS.tsv MODEL
//
// WORDS.tsv: `class <tab> word <tab> weight` (all weights of a class together: how often it is
// met), a class being "fr/Latn" (BCP 47 language and the script it competes in; "/Latn" alone:
// languages that we recognise as not ours). The idea: sentences are drawn word by word from each
// class's frequencies, and a softmax regression over character n-grams learns to tell them apart
// (AdaGrad; Duchi, Hazan, Singer 2011). The n-grams are those that say most about the class (mutual
// information). Weights are then rounded to a byte. Everything is seeded: the same words give the
// same bytes.

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

#include "language/identify_model.h"
#include "language/identify_words.h"

namespace chappe {
namespace {

/// What is trained for a script. Rows and slots bound the file: (slots * 4 + rows * stride) bytes.
struct Plan {
    std::string_view tag;
    std::size_t longest;
    std::size_t rows;
    std::size_t slots;
    std::size_t sentences;  // for each class
    double mixed;           // share of sentences that hold words of another language
};
constexpr Plan plans[] = {
    {"Latn", 5, 12'000, 32'768, 200'000, 0.2}, {"Cyrl", 5, 8'000, 16'384, 120'000, 0.2},
    {"Arab", 5, 4'000, 8'192, 60'000, 0.0},    {"Hani", 2, 7'000, 8'192, 300'000, 0.0},
    {"Deva", 4, 2'000, 4'096, 60'000, 0.0},
};

/// splitmix64 (Steele, Lea, Flood 2014).
class Dice {
 public:
    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31);
    }
    double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    std::size_t below(std::size_t n) { return next() % n; }

 private:
    std::uint64_t state_ = 1794;  // the telegraph's first year
};

/// The first of rising sums that is above `at`.
std::size_t place_of(double at, const std::vector<double>& cumulative) {
    const auto found = std::upper_bound(cumulative.begin(), cumulative.end() - 1, at);
    return static_cast<std::size_t>(found - cumulative.begin());
}

struct Entry {
    ScriptWord word;
    double weight = 0;
    std::vector<std::uint16_t> rows;  // of the features that were chosen
};

struct Class {
    std::string language;
    std::vector<Entry> entries;
    std::vector<double> cumulative;

    const Entry& draw(Dice& dice) const {
        return entries[place_of(dice.unit() * cumulative.back(), cumulative)];
    }
};

using Classes = std::vector<Class>;

std::string_view tag_of(UScriptCode script) {
    return uscript_getShortName(script);
}

/// Classes by script, in the order of their names.
std::map<std::string, Classes> read_words(std::istream& in) {
    std::map<std::string, std::map<std::string, std::vector<Entry>>> read;
    std::string line;
    while (std::getline(in, line)) {
        const std::size_t first = line.find('\t');
        const std::size_t second = line.find('\t', first + 1);
        const std::string name = line.substr(0, first);
        const std::string script = name.substr(name.find('/') + 1);
        const double weight = std::stod(line.substr(second + 1));
        const std::string text = line.substr(first + 1, second - first - 1);
        WordReader words(text);
        Entry entry;
        while (words.next(entry.word)) {
            if (tag_of(entry.word.script) != script) continue;
            entry.weight = weight;
            read[script][name].push_back(entry);
        }
    }
    std::map<std::string, Classes> scripts;
    for (auto& [script, classes] : read) {
        for (auto& [name, entries] : classes) {
            Class made{name.substr(0, name.find_first_of(":/")), std::move(entries), {}};
            double sum = 0;
            for (const Entry& entry : made.entries) {
                made.cumulative.push_back(sum += entry.weight);
            }
            scripts[script].push_back(std::move(made));
        }
    }
    return scripts;
}

struct Candidate {
    std::uint64_t hash = 0;
    double information = 0;
};

/// What seeing a feature says about the class: sum over classes of p(f|c) log(p(f|c) / p(f)).
double information_of(const std::vector<float>& rates) {
    double mean = 0;
    for (const float rate : rates) mean += rate;
    mean /= static_cast<double>(rates.size());
    double sum = 0;
    for (const float rate : rates) {
        if (rate > 0) sum += rate * std::log(rate / mean);
    }
    return sum / static_cast<double>(rates.size());
}

std::vector<std::uint64_t> choose_features(const Classes& classes, const Plan& plan) {
    constexpr double least = 3e-6;  // a word; rarer says nothing in a sentence
    std::unordered_map<std::uint64_t, std::vector<float>> rates;
    for (std::size_t c = 0; c < classes.size(); ++c) {
        std::unordered_map<std::uint64_t, double> counts;
        for (const Entry& entry : classes[c].entries) {
            visit_features(entry.word, plan.longest,
                           [&](std::uint64_t hash) { counts[hash] += entry.weight; });
        }
        for (const auto& [hash, count] : counts) {
            const double rate = count / classes[c].cumulative.back();
            if (rate < least) continue;
            std::vector<float>& row = rates[hash];
            row.resize(classes.size());
            row[c] = static_cast<float>(rate);
        }
    }
    std::vector<Candidate> candidates;
    candidates.reserve(rates.size());
    for (const auto& [hash, row] : rates) candidates.push_back({hash, information_of(row)});
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
        return a.information != b.information ? a.information > b.information : a.hash < b.hash;
    });
    candidates.resize(std::min(candidates.size(), plan.rows));
    std::vector<std::uint64_t> chosen;
    chosen.reserve(candidates.size());
    for (const Candidate& candidate : candidates) chosen.push_back(candidate.hash);
    return chosen;
}

/// The slots of a table; a feature whose fingerprint is taken on its way shares that row.
std::vector<FeatureSlot> lay_out(const std::vector<std::uint64_t>& chosen, const Plan& plan) {
    std::vector<FeatureSlot> slots(plan.slots);
    for (std::size_t row = 0; row < chosen.size(); ++row) {
        std::size_t at = chosen[row] & (plan.slots - 1);
        while (slots[at].row != 0) at = (at + 1) & (plan.slots - 1);
        slots[at] = {static_cast<std::uint16_t>(chosen[row] >> 48),
                     static_cast<std::uint16_t>(row + 1)};
    }
    return slots;
}

void find_rows(Classes& classes, const std::vector<FeatureSlot>& slots, const Plan& plan) {
    LanguageTable table;
    table.stride = 1;
    table.slots = slots;
    const std::vector<std::int8_t> weights(plan.rows);
    table.weights = weights;
    for (Class& each : classes) {
        for (Entry& entry : each.entries) {
            visit_features(entry.word, plan.longest, [&](std::uint64_t hash) {
                const std::int8_t* found = table.find(hash);
                if (found == nullptr) return;
                entry.rows.push_back(static_cast<std::uint16_t>(found - weights.data()));
            });
        }
    }
}

/// Softmax regression, one sentence at a time.
class Regression {
 public:
    Regression(std::size_t classes, std::size_t rows)
        : classes_(classes),
          weights_((rows + 1) * classes),
          seen_((rows + 1) * classes, 1.0F),
          odds_(classes) {}

    /// A last row, behind all features, is the bias.
    void learn(const std::vector<std::uint32_t>& rows, std::size_t truth, float step) {
        std::fill(odds_.begin(), odds_.end(), 0.0F);
        for (const std::uint32_t row : rows) {
            const float* weights = &weights_[row * classes_];
            for (std::size_t c = 0; c < classes_; ++c) odds_[c] += weights[c];
        }
        const float most = *std::max_element(odds_.begin(), odds_.end());
        float sum = 0;
        for (float& odd : odds_) sum += odd = std::exp(odd - most);
        for (float& odd : odds_) odd /= sum;
        odds_[truth] -= 1;
        if (odds_[truth] > -0.005F) return;  // known well enough
        for (const std::uint32_t row : rows) {
            float* weights = &weights_[row * classes_];
            float* seen = &seen_[row * classes_];
            for (std::size_t c = 0; c < classes_; ++c) {
                seen[c] += odds_[c] * odds_[c];
                weights[c] -= step * odds_[c] / std::sqrt(seen[c]);
            }
        }
    }

    const std::vector<float>& weights() const { return weights_; }

 private:
    std::size_t classes_;
    std::vector<float> weights_;
    std::vector<float> seen_;
    std::vector<float> odds_;
};

/// A sentence of 1 to 14 words, short ones more often. Some hold words of another language, as
/// names and quotations in news do.
void draw_sentence(const Classes& classes, std::size_t truth, Dice& dice, double share_mixed,
                   std::vector<std::uint32_t>& rows) {
    const double length = dice.unit();
    const std::size_t words = 1 + static_cast<std::size_t>(13.99 * length * length);
    const bool mixed = dice.unit() < share_mixed && words > 3;
    const std::size_t stranger = dice.below(classes.size());
    for (std::size_t i = 0; i < words; ++i) {
        const bool strange = mixed && dice.unit() < 0.25;
        const Entry& entry = classes[strange ? stranger : truth].draw(dice);
        rows.insert(rows.end(), entry.rows.begin(), entry.rows.end());
    }
}

/// How often each class is drawn: as its words weigh together.
std::vector<double> shares_of(const Classes& classes) {
    std::vector<double> cumulative;
    double sum = 0;
    for (const Class& each : classes) cumulative.push_back(sum += each.cumulative.back());
    return cumulative;
}

Regression train(const Classes& classes, const Plan& plan) {
    Regression regression(classes.size(), plan.rows);
    Dice dice;
    std::vector<std::uint32_t> rows;
    const std::size_t rounds = plan.sentences * classes.size();
    const std::vector<double> shares = shares_of(classes);
    for (std::size_t round = 0; round < rounds; ++round) {
        rows.assign(1, static_cast<std::uint32_t>(plan.rows));
        const std::size_t truth = place_of(dice.unit() * shares.back(), shares);
        draw_sentence(classes, truth, dice, plan.mixed, rows);
        const double left = 1 - static_cast<double>(round) / static_cast<double>(rounds);
        regression.learn(rows, truth, static_cast<float>(0.15 * left + 0.005));
    }
    return regression;
}

/// The model's bytes.
class Writer {
 public:
    void number(std::uint32_t value) { raw(&value, sizeof value); }
    void raw(const void* from, std::size_t size) {
        out_.append(static_cast<const char*>(from), size);
    }
    void align() { out_.resize((out_.size() + 15) / 16 * 16); }
    const std::string& str() const { return out_; }

 private:
    std::string out_;
};

/// One step of a byte. Few weights are as large as the largest: those are cut, so that the others
/// keep their precision.
float scale_of(std::vector<float> weights) {
    for (float& weight : weights) weight = std::abs(weight);
    const auto at = weights.begin() + static_cast<std::ptrdiff_t>(weights.size() * 9995 / 10000);
    std::nth_element(weights.begin(), at, weights.end());
    return std::max(*at, 1e-3F) / 127;
}

void write_table(Writer& out, const Classes& classes, const Plan& plan,
                 const std::vector<FeatureSlot>& slots, const std::vector<float>& weights) {
    const std::size_t stride = (classes.size() + 15) / 16 * 16;
    const float scale = scale_of(weights);
    const auto write_row = [&](std::size_t row) {
        std::vector<std::int8_t> bytes(stride);
        for (std::size_t c = 0; c < classes.size(); ++c) {
            const float steps = std::round(weights[row * classes.size() + c] / scale);
            bytes[c] = static_cast<std::int8_t>(std::clamp(steps, -127.0F, 127.0F));
        }
        out.raw(bytes.data(), stride);
    };
    out.number(script_tag(plan.tag));
    for (const std::size_t value : {classes.size(), stride, plan.longest, plan.slots, plan.rows}) {
        out.number(static_cast<std::uint32_t>(value));
    }
    out.raw(&scale, sizeof scale);
    out.number(0);
    for (const Class& each : classes) {
        char code[8] = {};
        each.language.copy(code, 7);
        out.raw(code, sizeof code);
    }
    out.align();
    write_row(plan.rows);
    out.raw(slots.data(), slots.size() * sizeof(FeatureSlot));
    for (std::size_t row = 0; row < plan.rows; ++row) write_row(row);
}

int run(const char* words, const char* model) {
    std::ifstream in(words);
    std::map<std::string, Classes> scripts = read_words(in);
    Writer out;
    out.raw("CHAPPEID", 8);
    out.number(1);
    out.number(static_cast<std::uint32_t>(std::size(plans)));
    for (Plan plan : plans) {
        Classes& classes = scripts[std::string(plan.tag)];
        if (classes.empty() || classes.size() > most_languages) {
            fmt::print(stderr, "{}: {} classes\n", plan.tag, classes.size());
            return 2;
        }
        const std::vector<std::uint64_t> chosen = choose_features(classes, plan);
        plan.rows = chosen.size();
        const std::vector<FeatureSlot> slots = lay_out(chosen, plan);
        find_rows(classes, slots, plan);
        const Regression regression = train(classes, plan);
        write_table(out, classes, plan, slots, regression.weights());
        fmt::print("{}: {} classes, {} features\n", plan.tag, classes.size(), plan.rows);
    }
    std::ofstream file(model, std::ios::binary);
    file << out.str();
    file.close();
    if (!file) {
        fmt::print(stderr, "cannot write {}\n", model);
        return 5;
    }
    return 0;
}

}  // namespace
}  // namespace chappe

int main(int count, char** arguments) {
    if (count != 3) {
        fmt::print(stderr, "usage: train_identify WORDS.tsv MODEL\n");
        return 2;
    }
    return chappe::run(arguments[1], arguments[2]);
}
