#include "language/train_parser.h"

#include <algorithm>

#include "language/train_tagger.h"

namespace chappe {
namespace {

/// The gold tree with the children of each word, the root as size + 1.
class Gold {
 public:
    explicit Gold(const GoldTree& tree)
        : root_(static_cast<std::uint32_t>(tree.arcs.size()) + 1),
          heads_(tree.arcs.size() + 2),
          relations_(tree.arcs.size() + 2),
          children_(tree.arcs.size() + 2) {
        for (std::uint32_t child = 1; child < root_; ++child) {
            heads_[child] = tree.arcs[child - 1].head == 0 ? root_ : tree.arcs[child - 1].head;
            relations_[child] = tree.arcs[child - 1].relation;
            children_[heads_[child]].push_back(child);
        }
    }
    std::uint32_t head(std::uint32_t word) const { return heads_[word]; }
    std::uint32_t relation(std::uint32_t word) const { return relations_[word]; }

    // How many gold arcs can no longer be made after each transition.
    int cost_of_shift(const ParseState& state) const {
        const std::uint32_t b0 = state.first();
        int cost = 0;
        for (std::size_t depth = 0; depth < state.stack().size(); ++depth) {
            const std::uint32_t word = state.stack_at(depth);
            if (heads_[word] == b0) ++cost;
            if (depth > 0 && heads_[b0] == word) ++cost;
        }
        return cost;
    }
    int cost_of_left(const ParseState& state) const {
        const std::uint32_t s0 = state.stack_at(0), s1 = state.stack_at(1), b0 = state.first();
        int cost = children_from(s0, b0);
        if (heads_[s0] != b0 && (heads_[s0] == s1 || heads_[s0] > b0)) ++cost;
        return cost;
    }
    int cost_of_right(const ParseState& state) const {
        const std::uint32_t s0 = state.stack_at(0), b0 = state.first();
        return children_from(s0, b0) + (heads_[s0] >= b0 ? 1 : 0);
    }

 private:
    int children_from(std::uint32_t word, std::uint32_t from) const {
        return static_cast<int>(std::ranges::count_if(
            children_[word], [from](std::uint32_t child) { return child >= from; }));
    }
    std::uint32_t root_;
    std::vector<std::uint32_t> heads_, relations_;
    std::vector<std::vector<std::uint32_t>> children_;
};

constexpr std::int32_t impossible = -(1 << 30);

class ParserTraining {
 public:
    ParserTraining(const TreeParser& parser, Perceptron& perceptron, std::uint64_t seed)
        : perceptron_(perceptron),
          kinds_(parser.relations.size()),
          root_relation_(parser.root_relation),
          random_(seed + 3),
          scores_(parser.outputs()),
          right_(parser.outputs()) {}

    /// Parses a sentence and learns from what went wrong. `follow`: in ten steps, how many take the
    /// parser's own choice.
    void learn(const GoldTree& tree, int follow) {
        const Gold gold(tree);
        ParseState state(tree.words);
        while (!state.done()) {
            state.keys(keys_);
            std::ranges::fill(scores_, 0);
            perceptron_.add_to(scores_, keys_.all());
            judge(state, gold);
            const std::size_t chosen = best(false), wanted = best(true);
            if (!right_[chosen]) {
                perceptron_.update(keys_.all(), static_cast<std::uint16_t>(wanted), 1);
                perceptron_.update(keys_.all(), static_cast<std::uint16_t>(chosen), -1);
            }
            perceptron_.tick();
            take(state, static_cast<int>(random_.below(10)) < follow ? chosen : wanted);
        }
    }

 private:
    std::size_t best(bool only_right) const {
        std::size_t best = scores_.size();
        for (std::size_t i = 0; i < scores_.size(); ++i) {
            if (scores_[i] <= impossible || (only_right && !right_[i])) continue;
            if (best == scores_.size() || scores_[i] > scores_[best]) best = i;
        }
        return best;
    }

    /// Marks what is possible and what is right: the transitions of least cost, an arc of the gold
    /// tree with its relation, another arc (its word is lost already) with any.
    void judge(const ParseState& state, const Gold& gold) {
        int costs[3] = {1 << 20, 1 << 20, 1 << 20};
        if (state.can_shift()) costs[0] = gold.cost_of_shift(state);
        if (state.can_left()) costs[1] = gold.cost_of_left(state);
        if (state.can_right()) costs[2] = gold.cost_of_right(state);
        const int least = *std::min_element(costs, costs + 3);
        const std::uint32_t s0 = state.stack_at(0);
        std::ranges::fill(right_, false);
        right_[0] = costs[0] == least;
        if (!state.can_shift()) scores_[0] = impossible;
        const std::uint32_t heads[2] = {state.first(), state.stack_at(1)};
        for (int side = 0; side < 2; ++side) {
            const bool to_root = side == 0 && state.first() == state.root();
            const bool possible = costs[side + 1] < 1 << 20;
            const bool is_gold = possible && gold.head(s0) == heads[side];
            for (std::size_t l = 0; l < kinds_; ++l) {
                const std::size_t output = 1 + static_cast<std::size_t>(side) * kinds_ + l;
                if (!possible || (l == root_relation_) != to_root)
                    scores_[output] = impossible;
                else if (costs[side + 1] == least)
                    right_[output] = !is_gold || l == gold.relation(s0) || to_root;
            }
        }
    }

    void take(ParseState& state, std::size_t output) const {
        if (output == 0)
            state.shift();
        else if (output <= kinds_)
            state.left(static_cast<std::uint32_t>(output - 1));
        else
            state.right(static_cast<std::uint32_t>(output - 1 - kinds_));
    }

    Perceptron& perceptron_;
    std::size_t kinds_;
    std::uint32_t root_relation_;
    Random random_;
    KeyList keys_;
    std::vector<std::int32_t> scores_;
    std::vector<char> right_;
};

}  // namespace

void train_parser(TreeParser& parser, std::span<const GoldTree> trees, const Course& course,
                  std::uint64_t seed, const std::function<void(const std::string&)>& say) {
    std::vector<const GoldTree*> all;
    for (const GoldTree& tree : trees) all.push_back(&tree);
    parser.weights = course.run([&](Perceptron& perceptron, int member, int epochs) {
        const std::uint64_t own = seed + static_cast<std::uint64_t>(member) * 100;
        ParserTraining training(parser, perceptron, own);
        Random random(own + 4);
        for (int epoch = 0; epoch < epochs; ++epoch) {
            say((member == 0 ? "trees, scout"
                             : "trees, member " + std::to_string(member) + " of " +
                                   std::to_string(course.members)) +
                ", pass " + std::to_string(epoch + 1) + " of " + std::to_string(epochs));
            for (const GoldTree* tree : random.order_of<GoldTree>(all, epoch))
                training.learn(*tree, epoch == 0 ? 0 : 9);
        }
    });
}

}  // namespace chappe
