#pragma once
// Chain: a linear-chain conditional random field over one row of nodes (Lafferty, McCallum and
// Pereira 2001): labels are scored by the features of their node and by the label before.
//
//     keys      {..} {..} {..} {..}
//     labels     O ── B ── I ── O      the best row, or how sure each label is

#include <cstdint>
#include <span>
#include <vector>

#include "language/bytes.h"
#include "language/weights.h"
#include "understand/gradient_learner.h"

namespace chappe {

inline constexpr std::size_t most_labels = 8;

/// The features of a row of nodes, one behind the other.
class KeyRows {
 public:
    void clear() {
        keys_.clear();
        ends_.clear();
    }
    void add(std::uint32_t key) { keys_.push_back(key); }
    void end_row() { ends_.push_back(static_cast<std::uint32_t>(keys_.size())); }
    std::size_t rows() const { return ends_.size(); }
    std::span<const std::uint32_t> row(std::size_t at) const {
        const std::uint32_t begin = at == 0 ? 0 : ends_[at - 1];
        return {keys_.data() + begin, ends_[at] - begin};
    }

 private:
    std::vector<std::uint32_t> keys_;
    std::vector<std::uint32_t> ends_;
};

/// Which label may follow which; `labels` is also the number of what may stand first.
struct ChainShape {
    std::size_t labels = 0;
    bool may_follow[most_labels + 1][most_labels] = {};  // [labels]: at the beginning
};

/// Labels and how sure they are.
struct Labelling {
    std::vector<std::uint8_t> labels;
    std::vector<float> sure;  // the marginal probability of each label
};

struct Chain {
    ChainShape shape;
    Weights weights;
    float grain = 1;                                       // what one step of a weight is worth
    std::int32_t step[most_labels + 1][most_labels] = {};  // of a label behind another, in grains

    /// The best row of labels. `bias` is added to label 0, in natural units: above 0, fewer others.
    void label(const KeyRows&, float bias, Labelling& out) const;

    void write(ByteWriter&) const;
    static Chain read(ByteReader&, const ChainShape&);
};

/// Learns a Chain by stochastic gradient of the log-likelihood; weights are averaged over steps.
class ChainTrainer {
 public:
    /// Features that are seen less than `least_seen` times get no weights.
    ChainTrainer(ChainShape shape, float rate, std::uint8_t least_seen = 0)
        : shape_(shape), rate_(rate), learner_(least_seen) {}

    /// Features are counted here, before anything is learnt.
    void see(const KeyRows& keys);

    /// One row with its right labels.
    void learn(const KeyRows&, std::span<const std::uint8_t> gold);
    /// Weights are averaged over the examples from here on.
    void restart_averages() { learner_.restart_averages(); }
    Chain chain(std::size_t most_features) const;

 private:
    ChainShape shape_;
    float rate_;
    GradientLearner learner_;
};

}  // namespace chappe
