#pragma once
// GradientLearner: weights that are moved by fractions, as the gradients of a CRF ask, and averaged
// over all steps. Averages are kept lazily, as in language/perceptron.h, whose weights are whole
// numbers.

#include <cstdint>
#include <span>
#include <vector>

#include "language/weights.h"

namespace chappe {

class GradientLearner {
 public:
    /// Adds the weights as they stand to `scores`.
    void add_to(std::span<float> scores, std::span<const std::uint32_t> keys) const;

    /// One example went by; averages count by these.
    void tick() { ++now_; }
    /// Adds `by` to the weight of each key for this output.
    void update(std::span<const std::uint32_t> keys, std::uint16_t output, float by);

    /// The averages as bytes; of more than `most_features` those of least weight are left out.
    /// `grain`, when given, gets what one step of a byte is worth.
    Weights average(std::size_t most_features, float* grain = nullptr) const;

    /// One average: what a feature adds to an output.
    struct Average {
        std::uint32_t key = 0;
        std::uint16_t output = 0;
        float value = 0;
    };
    /// In the order of keys and outputs.
    std::vector<Average> averages() const;

    std::size_t features() const { return rows_.size(); }

 private:
    struct Slot {
        std::uint32_t key = 0;
        std::uint32_t row = 0;
    };
    struct Row {
        std::uint32_t key = 0;
        std::uint32_t begin = 0;
        std::uint16_t size = 0;
        std::uint16_t room = 0;
    };
    struct Entry {
        float value = 0;
        float total = 0;  // of value over all ticks up to `at`
        std::uint32_t at = 0;
        std::uint16_t output = 0;
    };
    const Row* find(std::uint32_t key) const;
    Row& find_or_make(std::uint32_t key);
    Entry& entry_of(Row& row, std::uint16_t output);
    void grow();

    std::vector<Slot> slots_ = std::vector<Slot>(1 << 16);
    std::vector<Row> rows_;
    std::vector<Entry> entries_;
    std::uint32_t now_ = 1;
};

}  // namespace chappe
