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

    /// Notes that features were seen. Only those seen `least` times get weights: of the others a
    /// model would keep few, and miss what they had learnt in place of the rest.
    void see(std::span<const std::uint32_t> keys);
    explicit GradientLearner(std::uint8_t least = 0) : least_(least) {}

    /// One example went by; averages count by these.
    void tick() { ++now_; }
    /// Moves the weight of each key for this output along `gradient`: by `rate` times it at first,
    /// and by less the more a weight has been moved (AdaGrad; Duchi, Hazan and Singer 2011).
    void update(std::span<const std::uint32_t> keys, std::uint16_t output, float gradient,
                float rate);
    /// Averages count from here on: what was learnt in the first rounds is still far off.
    void restart_averages();

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
        float total = 0;    // of value over all ticks up to `at`
        float squares = 1;  // of its gradients
        std::uint32_t at = 0;
        std::uint16_t output = 0;
    };
    static constexpr unsigned shared_bits = 6;
    bool is_rare(std::uint32_t key) const {
        return least_ > 0 && (seen_.empty() || seen_[key >> shared_bits] < least_);
    }
    const Row* find(std::uint32_t key) const;
    Row& find_or_make(std::uint32_t key);
    Entry& entry_of(Row& row, std::uint16_t output);
    void grow();

    std::vector<Slot> slots_ = std::vector<Slot>(1 << 16);
    std::vector<Row> rows_;
    std::vector<Entry> entries_;
    std::uint32_t now_ = 1, start_ = 0;
    std::uint8_t least_ = 0;
    std::vector<std::uint8_t> seen_;  // by the top bits of a key: few features share a place
};

}  // namespace chappe
