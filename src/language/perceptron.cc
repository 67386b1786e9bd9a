#include "language/perceptron.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <iterator>

namespace chappe {
namespace {

constexpr int most_weight = 32'000;

bool before(const Perceptron::Average& a, const Perceptron::Average& b) {
    return a.key != b.key ? a.key < b.key : a.output < b.output;
}

/// The size that a weight of `averages` seldom exceeds: one in 2,000 is larger, and is clipped, so
/// that the others keep a finer grain.
float usual_top(std::span<const Perceptron::Average> averages) {
    std::vector<float> sizes;
    sizes.reserve(averages.size());
    for (const Perceptron::Average& average : averages) sizes.push_back(std::abs(average.value));
    const auto top =
        sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() - sizes.size() / 2000 - 1);
    std::nth_element(sizes.begin(), top, sizes.end());
    return *top;
}

}  // namespace

Perceptron::Perceptron(std::span<const std::uint32_t> keys) : closed_(true) {
    index(std::bit_ceil(keys.size() * 4 / 3 + 2));
    for (const std::uint32_t key : keys) place({key, 0, 0, 0});
}

void Perceptron::index(std::size_t places) {
    shift_ = 32 - std::countr_zero(places);
    slots_.assign(places, {});
}

void Perceptron::place(const Slot& slot) {
    std::size_t at = slot.key >> shift_;
    while (slots_[at].key != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = slot;
}

const Perceptron::Slot* Perceptron::find(std::uint32_t key) const {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = key >> shift_; slots_[at].key != 0; at = (at + 1) & mask) {
        if (slots_[at].key == key) return &slots_[at];
    }
    return nullptr;
}

Perceptron::Slot* Perceptron::find_or_make(std::uint32_t key) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = key >> shift_;
    for (; slots_[at].key != 0; at = (at + 1) & mask) {
        if (slots_[at].key == key) return &slots_[at];
    }
    if (closed_) return nullptr;
    slots_[at].key = key;
    if (++features_ * 4 < slots_.size() * 3) return &slots_[at];
    const std::vector<Slot> old = std::move(slots_);
    index(old.size() * 2);
    for (const Slot& slot : old) {
        if (slot.key != 0) place(slot);
    }
    return find_or_make(key);
}

std::size_t Perceptron::entry_of(Slot& row, std::uint16_t output) {
    for (std::size_t i = row.begin; i < std::size_t{row.begin} + row.size; ++i) {
        if (entries_[i].output == output) return i;
    }
    if (row.size == row.room) {  // the row moves to the end, with room for twice as many
        const std::size_t begin = entries_.size();
        row.room = static_cast<std::uint16_t>(row.room == 0 ? 2 : row.room * 2);
        entries_.resize(begin + row.room);
        past_.resize(begin + row.room);
        std::copy_n(entries_.begin() + row.begin, row.size,
                    entries_.begin() + static_cast<std::ptrdiff_t>(begin));
        std::copy_n(past_.begin() + row.begin, row.size,
                    past_.begin() + static_cast<std::ptrdiff_t>(begin));
        row.begin = static_cast<std::uint32_t>(begin);
    }
    const std::size_t at = std::size_t{row.begin} + row.size++;
    entries_[at] = {0, output};
    past_[at] = {0, now_};
    return at;
}

void Perceptron::add_to(std::span<std::int32_t> scores, std::span<const std::uint32_t> keys) const {
    assert(keys.size() <= 128);
    for (const std::uint32_t key : keys) __builtin_prefetch(&slots_[key >> shift_]);
    std::array<const Slot*, 128> rows;
    std::size_t found = 0;
    for (const std::uint32_t key : keys) {
        const Slot* row = find(key);
        if (!row || row->size == 0) continue;
        rows[found++] = row;
        __builtin_prefetch(&entries_[row->begin]);
    }
    for (std::size_t i = 0; i < found; ++i) {
        const Entry* entry = &entries_[rows[i]->begin];
        for (const Entry* end = entry + rows[i]->size; entry != end; ++entry)
            scores[entry->output] += entry->value;
    }
}

void Perceptron::update(std::span<const std::uint32_t> keys, std::uint16_t output, int by) {
    for (const std::uint32_t key : keys) {
        Slot* row = find_or_make(key);
        if (!row) continue;
        const std::size_t at = entry_of(*row, output);
        Entry& entry = entries_[at];
        past_[at].total +=
            static_cast<float>(entry.value) * static_cast<float>(now_ - past_[at].at);
        past_[at].at = now_;
        entry.value =
            static_cast<std::int16_t>(std::clamp(entry.value + by, -most_weight, most_weight));
    }
}

std::vector<Perceptron::Average> Perceptron::averages() const {
    std::vector<Average> out;
    for (const Slot& row : slots_) {
        if (row.key == 0) continue;
        for (std::size_t i = row.begin; i < std::size_t{row.begin} + row.size; ++i) {
            const float total = past_[i].total + static_cast<float>(entries_[i].value) *
                                                     static_cast<float>(now_ - past_[i].at);
            if (total != 0)
                out.push_back({row.key, entries_[i].output, total / static_cast<float>(now_)});
        }
    }
    std::ranges::sort(out, before);
    return out;
}

Weights Perceptron::average(std::size_t most_features) const {
    Committee alone;
    alone.add(*this);
    return alone.weights(most_features);
}

void Committee::add(const Perceptron& member) {
    std::vector<Perceptron::Average> more = member.averages();
    if (sum_.empty()) {
        sum_ = std::move(more);
        return;
    }
    std::vector<Perceptron::Average> both;
    both.reserve(sum_.size() + more.size());
    std::ranges::merge(sum_, more, std::back_inserter(both), before);
    sum_.clear();
    for (const Perceptron::Average& one : both) {
        if (!sum_.empty() && sum_.back().key == one.key && sum_.back().output == one.output)
            sum_.back().value += one.value;
        else
            sum_.push_back(one);
    }
}

std::vector<std::uint32_t> Committee::strongest(std::size_t most_features) const {
    struct Feature {
        float says = 0;
        std::uint32_t key = 0;
    };
    std::vector<Feature> features;
    for (const Perceptron::Average& average : sum_) {
        if (features.empty() || features.back().key != average.key)
            features.push_back({0, average.key});
        features.back().says += std::abs(average.value);
    }
    if (features.size() > most_features) {
        const auto cut = features.begin() + static_cast<std::ptrdiff_t>(most_features);
        std::nth_element(features.begin(), cut, features.end(),
                         [](const Feature& a, const Feature& b) {
                             return a.says != b.says ? a.says > b.says : a.key < b.key;
                         });
        features.erase(cut, features.end());
    }
    std::vector<std::uint32_t> keys;
    keys.reserve(features.size());
    for (const Feature& feature : features) keys.push_back(feature.key);
    std::ranges::sort(keys);
    return keys;
}

Weights Committee::weights(std::size_t most_features) const {
    if (sum_.empty()) return {};
    const float grain = usual_top(sum_) / 31;
    const std::vector<std::uint32_t> keys = strongest(most_features);
    std::vector<Weight> weights;
    auto key = keys.begin();
    for (const Perceptron::Average& average : sum_) {
        while (key != keys.end() && *key < average.key) ++key;
        if (key == keys.end()) break;
        const float value = std::clamp(std::round(average.value / grain), -127.F, 127.F);
        if (*key != average.key || value == 0) continue;
        weights.push_back({average.key, average.output, static_cast<std::int8_t>(value)});
    }
    return Weights(std::move(weights));
}

}  // namespace chappe
