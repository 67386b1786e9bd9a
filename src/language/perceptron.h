#pragma once
// Perceptron: the averaged perceptron that learns Weights (Collins 2002, "Discriminative training
// methods for hidden Markov models"). Averages are kept lazily: a weight remembers when it was last
// touched (Daumé 2006, "Practical structured learning techniques", figure 2.3).

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "language/weights.h"

namespace chappe {

class Perceptron {
 public:
    /// Learns of every feature that it meets.
    Perceptron() = default;
    /// Learns of these features alone; `keys` in their order, none twice.
    explicit Perceptron(std::span<const std::uint32_t> keys);

    /// Adds the weights as they stand to `scores`. At most 128 keys.
    void add_to(std::span<std::int32_t> scores, std::span<const std::uint32_t> keys) const;

    /// One example went by; averages count by these.
    void tick() { ++now_; }
    /// Adds `by` (1 or -1 as a rule) to the weight of each key for this output.
    void update(std::span<const std::uint32_t> keys, std::uint16_t output, int by);

    /// The averages as bytes; of more than `most_features` only the strongest (Committee).
    Weights average(std::size_t most_features) const;

    /// One average: what a feature adds to an output.
    struct Average {
        std::uint32_t key = 0;
        std::uint16_t output = 0;
        float value = 0;
    };
    /// In the order of keys and outputs.
    std::vector<Average> averages() const;

 private:
    // A row's weights lie together, what they were lies elsewhere: scoring reads the first alone.
    struct Slot {
        std::uint32_t key = 0;    // 0: free
        std::uint32_t begin = 0;  // of its row
        std::uint16_t size = 0;
        std::uint16_t room = 0;
    };
    struct Entry {
        std::int16_t value = 0;
        std::uint16_t output = 0;
    };
    struct Past {
        float total = 0;  // of the value over all ticks up to `at`
        std::uint32_t at = 0;
    };
    const Slot* find(std::uint32_t key) const;
    Slot* find_or_make(std::uint32_t key);  // null when it is not to be learnt
    void index(std::size_t places);
    void place(const Slot&);
    std::size_t entry_of(Slot& row, std::uint16_t output);

    std::vector<Slot> slots_ = std::vector<Slot>(1 << 16);
    int shift_ = 16;  // a key's top bits tell its place, as in Weights
    std::size_t features_ = 0;
    bool closed_ = false;
    std::vector<Entry> entries_;
    std::vector<Past> past_;
    std::uint32_t now_ = 1;
};

/// Several perceptrons that learnt the same task in another order vote: their weights are added.
/// The result costs no more to run than one of them.
class Committee {
 public:
    void add(const Perceptron&);

    /// Keys of the features that say most (the sum of their weights' sizes), in their order.
    std::vector<std::uint32_t> strongest(std::size_t most_features) const;
    /// The sum as bytes; of more than `most_features` only the strongest.
    Weights weights(std::size_t most_features) const;

 private:
    std::vector<Perceptron::Average> sum_;  // in the order of keys and outputs
};

/// How a classifier is trained: a scout learns of every feature for a few epochs; then members of a
/// committee learn of the strongest alone, each in an order of its own. Small weights of rare
/// features are noise, and what is left learns to do without them; and a small table is fast.
struct Course {
    int scout_epochs = 3;
    int members = 1;  // 0: the scout is the classifier
    int epochs = 6;
    std::size_t features = 150'000;

    /// `teach(perceptron, member, epochs)` runs the examples; member 0 is the scout.
    template <typename Teach>
    Weights run(Teach teach) const {
        Perceptron scout;
        teach(scout, 0, scout_epochs);
        Committee committee;
        committee.add(scout);
        if (members == 0) return committee.weights(features);
        const std::vector<std::uint32_t> keys = committee.strongest(features);
        committee = {};
        for (int member = 1; member <= members; ++member) {
            Perceptron perceptron(keys);
            teach(perceptron, member, epochs);
            committee.add(perceptron);
        }
        return committee.weights(features);
    }
};

}  // namespace chappe
