// Forward-backward in probabilities, scaled at each node (Rabiner 1989), so that long rows neither
// vanish nor overflow. Cost: rows x labels^2 beside the look-up of features.
#include "understand/chain.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "language/feature_key.h"

namespace chappe {
namespace {

constexpr float impossible = -1e9F;
constexpr float most_step = 30;    // exp() of more is not needed, and of 89 no float
constexpr float step_rate = 0.2F;  // steps gather the gradients of a whole row; they learn slower
constexpr float no_gradient = 0.003F;  // smaller ones are noise and would touch every weight

using LabelScores = std::array<float, most_labels>;

std::uint32_t step_key(std::size_t before) {
    return feature_key(0xffff, before);
}

struct Lattice {
    std::size_t labels;
    std::vector<LabelScores> node;  // natural units
    std::array<LabelScores, most_labels + 1> step;
};

/// Marginals of labels; of steps when `steps` is given: [node][before * most_labels + label].
void forward_backward(const Lattice& lattice, std::vector<LabelScores>& marginals,
                      std::vector<std::array<float, most_labels * most_labels>>* steps) {
    const std::size_t rows = lattice.node.size(), labels = lattice.labels;
    std::vector<LabelScores> forward(rows), backward(rows), local(rows);
    std::array<LabelScores, most_labels + 1> step;
    for (std::size_t a = 0; a <= labels; ++a) {
        for (std::size_t b = 0; b < labels; ++b)
            step[a][b] = std::exp(std::min(lattice.step[a][b], most_step));
    }
    for (std::size_t at = 0; at < rows; ++at) {
        float top = impossible, sum = 0;
        for (std::size_t b = 0; b < labels; ++b) top = std::max(top, lattice.node[at][b]);
        for (std::size_t b = 0; b < labels; ++b) {
            local[at][b] = std::exp(lattice.node[at][b] - top);
            float in = at == 0 ? step[labels][b] : 0;
            for (std::size_t a = 0; at > 0 && a < labels; ++a)
                in += forward[at - 1][a] * step[a][b];
            forward[at][b] = in * local[at][b];
            sum += forward[at][b];
        }
        for (std::size_t b = 0; b < labels; ++b) forward[at][b] /= sum > 0 ? sum : 1;
    }
    for (std::size_t at = rows; at-- > 0;) {
        float sum = 0;
        for (std::size_t a = 0; a < labels; ++a) {
            float out = at + 1 == rows ? 1 : 0;
            for (std::size_t b = 0; at + 1 < rows && b < labels; ++b)
                out += step[a][b] * local[at + 1][b] * backward[at + 1][b];
            backward[at][a] = out;
            sum += out;
        }
        for (std::size_t a = 0; a < labels; ++a) backward[at][a] /= sum > 0 ? sum : 1;
    }
    marginals.resize(rows);
    if (steps) steps->resize(rows);
    for (std::size_t at = 0; at < rows; ++at) {
        float sum = 0;
        for (std::size_t b = 0; b < labels; ++b) {
            marginals[at][b] = forward[at][b] * backward[at][b];
            sum += marginals[at][b];
        }
        for (std::size_t b = 0; b < labels; ++b) marginals[at][b] /= sum > 0 ? sum : 1;
        if (!steps || at == 0) continue;
        float all = 0;
        for (std::size_t a = 0; a < labels; ++a) {
            for (std::size_t b = 0; b < labels; ++b) {
                float& one = (*steps)[at][a * most_labels + b];
                one = forward[at - 1][a] * step[a][b] * local[at][b] * backward[at][b];
                all += one;
            }
        }
        for (float& one : (*steps)[at]) one /= all > 0 ? all : 1;
    }
}

void best_row(const Lattice& lattice, std::vector<std::uint8_t>& best) {
    const std::size_t rows = lattice.node.size(), labels = lattice.labels;
    std::vector<std::array<std::uint8_t, most_labels>> from(rows);
    LabelScores score{}, next{};
    for (std::size_t at = 0; at < rows; ++at) {
        for (std::size_t b = 0; b < labels; ++b) {
            float most = 2 * impossible;
            std::uint8_t of = 0;
            for (std::size_t a = 0; a < (at == 0 ? 1 : labels); ++a) {
                const float way = at == 0 ? lattice.step[labels][b] : score[a] + lattice.step[a][b];
                if (way <= most) continue;
                most = way;
                of = static_cast<std::uint8_t>(a);
            }
            next[b] = most + lattice.node[at][b];
            from[at][b] = of;
        }
        score = next;
    }
    best.assign(rows, 0);
    if (rows == 0) return;
    best[rows - 1] = static_cast<std::uint8_t>(
        std::max_element(score.begin(), score.begin() + static_cast<std::ptrdiff_t>(labels)) -
        score.begin());
    for (std::size_t at = rows - 1; at > 0; --at) best[at - 1] = from[at][best[at]];
}

}  // namespace

void Chain::label(const KeyRows& keys, float bias, Labelling& out) const {
    Lattice lattice{shape.labels, std::vector<LabelScores>(keys.rows()), {}};
    for (std::size_t a = 0; a <= shape.labels; ++a) {
        for (std::size_t b = 0; b < shape.labels; ++b)
            lattice.step[a][b] =
                shape.may_follow[a][b] ? grain * static_cast<float>(step[a][b]) : impossible;
    }
    for (std::size_t at = 0; at < keys.rows(); ++at) {
        std::array<std::int32_t, most_labels> scores{};
        weights.add_to(scores, keys.row(at));
        for (std::size_t b = 0; b < shape.labels; ++b)
            lattice.node[at][b] = grain * static_cast<float>(scores[b]);
        lattice.node[at][0] += bias;
    }
    best_row(lattice, out.labels);
    std::vector<LabelScores> marginals;
    forward_backward(lattice, marginals, nullptr);
    out.sure.resize(keys.rows());
    for (std::size_t at = 0; at < keys.rows(); ++at) out.sure[at] = marginals[at][out.labels[at]];
}

void Chain::write(ByteWriter& out) const {
    out.number(static_cast<std::uint64_t>(std::lround(grain * 1e6F)));
    for (std::size_t a = 0; a <= shape.labels; ++a) {
        for (std::size_t b = 0; b < shape.labels; ++b)
            out.number(static_cast<std::uint64_t>(step[a][b] + (1 << 20)));
    }
    weights.write(out);
}

Chain Chain::read(ByteReader& bytes, const ChainShape& shape) {
    Chain chain;
    chain.shape = shape;
    chain.grain = static_cast<float>(bytes.number_up_to(100'000'000)) / 1e6F;
    for (std::size_t a = 0; a <= shape.labels; ++a) {
        for (std::size_t b = 0; b < shape.labels; ++b)
            chain.step[a][b] = static_cast<std::int32_t>(bytes.number_up_to(1 << 21)) - (1 << 20);
    }
    chain.weights = Weights::read(bytes, shape.labels);
    return chain;
}

void ChainTrainer::see(const KeyRows& keys) {
    for (std::size_t at = 0; at < keys.rows(); ++at) learner_.see(keys.row(at));
    for (std::size_t a = 0; a <= shape_.labels; ++a) {
        const std::uint32_t key = step_key(a);
        learner_.see({&key, 1});
    }
}

void ChainTrainer::learn(const KeyRows& keys, std::span<const std::uint8_t> gold) {
    const std::size_t rows = keys.rows(), labels = shape_.labels;
    if (rows == 0) return;
    Lattice lattice{labels, std::vector<LabelScores>(rows), {}};
    for (std::size_t a = 0; a <= labels; ++a) {
        LabelScores scores{};
        const std::uint32_t key = step_key(a);
        learner_.add_to(std::span(scores).first(labels), {&key, 1});
        for (std::size_t b = 0; b < labels; ++b)
            lattice.step[a][b] = shape_.may_follow[a][b] ? scores[b] : impossible;
    }
    for (std::size_t at = 0; at < rows; ++at) {
        lattice.node[at] = {};
        learner_.add_to(std::span(lattice.node[at]).first(labels), keys.row(at));
    }
    std::vector<LabelScores> marginals;
    std::vector<std::array<float, most_labels * most_labels>> steps;
    forward_backward(lattice, marginals, &steps);
    learner_.tick();
    std::array<LabelScores, most_labels + 1> step_gradient{};
    for (std::size_t at = 0; at < rows; ++at) {
        for (std::size_t b = 0; b < labels; ++b) {
            const float gradient = (gold[at] == b ? 1.F : 0.F) - marginals[at][b];
            if (std::abs(gradient) < no_gradient) continue;
            learner_.update(keys.row(at), static_cast<std::uint16_t>(b), gradient, rate_);
        }
        for (std::size_t b = 0; b < labels; ++b) {
            if (at == 0) {
                step_gradient[labels][b] += (gold[0] == b ? 1.F : 0.F) - marginals[0][b];
                continue;
            }
            for (std::size_t a = 0; a < labels; ++a)
                step_gradient[a][b] += (gold[at - 1] == a && gold[at] == b ? 1.F : 0.F) -
                                       steps[at][a * most_labels + b];
        }
    }
    for (std::size_t a = 0; a <= labels; ++a) {
        const std::uint32_t key = step_key(a);
        for (std::size_t b = 0; b < labels; ++b) {
            if (shape_.may_follow[a][b] && std::abs(step_gradient[a][b]) > no_gradient)
                learner_.update({&key, 1}, static_cast<std::uint16_t>(b), step_gradient[a][b],
                                rate_ * step_rate);
        }
    }
}

Chain ChainTrainer::chain(std::size_t most_features) const {
    Chain chain;
    chain.shape = shape_;
    float grain = 1;
    chain.weights = learner_.average(most_features, &grain);
    chain.grain = grain;
    for (const GradientLearner::Average& one : learner_.averages()) {
        for (std::size_t a = 0; a <= shape_.labels; ++a) {
            if (one.key == step_key(a) && one.output < shape_.labels)
                chain.step[a][one.output] = static_cast<std::int32_t>(
                    std::clamp(std::round(one.value / grain), -1e6F, 1e6F));
        }
    }
    return chain;
}

}  // namespace chappe
