#pragma once
// Statements by rules over the cue lexicon, the tree and quotation marks; what --rules-only prints.
//
//     X a dit que C.      C, a dit X[, C].      X a dit : « C ».      X a promis de C.      Selon
//     X, C.

#include <vector>

#include "understand/attribution.h"
#include "understand/features.h"

namespace chappe {

/// In the order of their cues.
std::vector<Attribution> rule_statements(const FeatureText&, const std::vector<CueMatch>&);

}  // namespace chappe
