#pragma once
// Training of the tree parser with a dynamic oracle (Goldberg and Nivre 2013, "Training
// deterministic parsers with non-deterministic oracles"): the parser follows its own mistakes and
// learns what is best to do from where they led.

#include <functional>
#include <span>
#include <vector>

#include "language/tree_parser.h"

namespace chappe {

struct GoldTree {
    std::vector<TreeWord> words;
    std::vector<Arc> arcs;  // projective; one root
};

struct ParserSettings {
    int members = 4;  // of the committee
    int epochs = 8;
    std::size_t features = 700'000;
    std::uint64_t seed = 1;
};

/// `parser.relations` and `root_relation` must be set. `after_epoch` hears of each.
void train_parser(TreeParser& parser, std::span<const GoldTree>, const ParserSettings&,
                  const std::function<void(int member, int epoch)>& after_epoch);

}  // namespace chappe
