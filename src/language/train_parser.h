#pragma once
// Training of the tree parser with a dynamic oracle (Goldberg and Nivre 2013, "Training
// deterministic parsers with non-deterministic oracles"): the parser follows its own mistakes and
// learns what is best to do from where they led.

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "language/perceptron.h"
#include "language/tree_parser.h"

namespace chappe {

struct GoldTree {
    std::vector<TreeWord> words;
    std::vector<Arc> arcs;  // projective; one root
    std::size_t every = 1;
};

/// `parser.relations` and `root_relation` must be set. `say` hears of each epoch.
void train_parser(TreeParser& parser, std::span<const GoldTree>, const Course&, std::uint64_t seed,
                  const std::function<void(const std::string&)>& say);

}  // namespace chappe
