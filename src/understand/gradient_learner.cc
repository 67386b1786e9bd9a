#include "understand/gradient_learner.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace chappe {
namespace {

bool before(const GradientLearner::Average& a, const GradientLearner::Average& b) {
    return a.key != b.key ? a.key < b.key : a.output < b.output;
}

/// Keeps the features that say most (the sum of their weights' sizes), as bytes.
Weights quantised(const std::vector<GradientLearner::Average>& averages, std::size_t most_features,
                  float* worth) {
    std::vector<float> say, sizes;
    for (std::size_t i = 0; i < averages.size(); ++i) {
        if (i == 0 || averages[i].key != averages[i - 1].key) say.push_back(0);
        say.back() += std::abs(averages[i].value);
        sizes.push_back(std::abs(averages[i].value));
    }
    if (sizes.empty()) return {};
    float least = 0;
    if (say.size() > most_features) {
        std::vector<float> order = say;
        const auto cut = order.begin() + static_cast<std::ptrdiff_t>(order.size() - most_features);
        std::nth_element(order.begin(), cut, order.end());
        least = *cut;
    }
    // One weight in 2,000 is clipped, so that the others keep a finer grain.
    const auto top =
        sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() - sizes.size() / 2000 - 1);
    std::nth_element(sizes.begin(), top, sizes.end());

    const float grain = *top / 127;
    if (worth) *worth = grain;
    std::vector<Weight> weights;
    std::size_t feature = 0;
    for (std::size_t i = 0; i < averages.size(); ++i) {
        if (i > 0 && averages[i].key != averages[i - 1].key) ++feature;
        const float value = std::clamp(std::round(averages[i].value / grain), -127.F, 127.F);
        if (say[feature] < least || value == 0) continue;
        weights.push_back({averages[i].key, averages[i].output, static_cast<std::int8_t>(value)});
    }
    return Weights(std::move(weights));
}

}  // namespace

const GradientLearner::Row* GradientLearner::find(std::uint32_t key) const {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = key & mask; slots_[at].key != 0; at = (at + 1) & mask) {
        if (slots_[at].key == key) return &rows_[slots_[at].row];
    }
    return nullptr;
}

void GradientLearner::grow() {
    slots_.assign(slots_.size() * 2, {});
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        std::size_t at = rows_[row].key & mask;
        while (slots_[at].key != 0) at = (at + 1) & mask;
        slots_[at] = {rows_[row].key, static_cast<std::uint32_t>(row)};
    }
}

GradientLearner::Row& GradientLearner::find_or_make(std::uint32_t key) {
    if (rows_.size() * 2 >= slots_.size()) grow();
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = key & mask;
    for (; slots_[at].key != 0; at = (at + 1) & mask) {
        if (slots_[at].key == key) return rows_[slots_[at].row];
    }
    slots_[at] = {key, static_cast<std::uint32_t>(rows_.size())};
    return rows_.emplace_back(Row{key, static_cast<std::uint32_t>(entries_.size()), 0, 0});
}

GradientLearner::Entry& GradientLearner::entry_of(Row& row, std::uint16_t output) {
    for (std::size_t i = row.begin; i < std::size_t{row.begin} + row.size; ++i) {
        if (entries_[i].output == output) return entries_[i];
    }
    if (row.size == row.room) {  // the row moves to the end, with room for twice as many
        const std::size_t begin = entries_.size();
        row.room = static_cast<std::uint16_t>(row.room == 0 ? 2 : row.room * 2);
        entries_.resize(begin + row.room);
        std::copy_n(entries_.begin() + row.begin, row.size,
                    entries_.begin() + static_cast<std::ptrdiff_t>(begin));
        row.begin = static_cast<std::uint32_t>(begin);
    }
    Entry& entry = entries_[std::size_t{row.begin} + row.size++];
    entry = {0, 0, 1, now_, output};
    return entry;
}

void GradientLearner::add_to(std::span<float> scores, std::span<const std::uint32_t> keys) const {
    const std::size_t mask = slots_.size() - 1;
    for (const std::uint32_t key : keys) __builtin_prefetch(&slots_[key & mask]);
    for (const std::uint32_t key : keys) {
        const Row* row = find(key);
        if (!row) continue;
        const Entry* entry = &entries_[row->begin];
        for (const Entry* end = entry + row->size; entry != end; ++entry)
            scores[entry->output] += entry->value;
    }
}

void GradientLearner::see(std::span<const std::uint32_t> keys) {
    if (least_ == 0) return;
    seen_.resize(std::size_t{1} << (32 - shared_bits));
    for (const std::uint32_t key : keys) {
        std::uint8_t& times = seen_[key >> shared_bits];
        if (times < least_) ++times;
    }
}

void GradientLearner::update(std::span<const std::uint32_t> keys, std::uint16_t output,
                             float gradient, float rate) {
    for (const std::uint32_t key : keys) {
        if (is_rare(key)) continue;
        Entry& entry = entry_of(find_or_make(key), output);
        entry.total += entry.value * static_cast<float>(now_ - entry.at);
        entry.at = now_;
        entry.squares += gradient * gradient;
        entry.value += rate * gradient / std::sqrt(entry.squares);
    }
}

void GradientLearner::restart_averages() {
    start_ = now_;
    for (Entry& entry : entries_) {
        entry.total = 0;
        entry.at = now_;
    }
}

std::vector<GradientLearner::Average> GradientLearner::averages() const {
    std::vector<Average> out;
    for (const Row& row : rows_) {
        for (std::size_t i = row.begin; i < std::size_t{row.begin} + row.size; ++i) {
            const Entry& entry = entries_[i];
            const float total = entry.total + entry.value * static_cast<float>(now_ - entry.at);
            if (total != 0)
                out.push_back({row.key, entry.output, total / static_cast<float>(now_ - start_)});
        }
    }
    std::ranges::sort(out, before);
    return out;
}

Weights GradientLearner::average(std::size_t most_features, float* grain) const {
    return quantised(averages(), most_features, grain);
}

}  // namespace chappe
