#pragma once
// Nested claims: what others are said to have said inside what somebody says.
//
//     A a dit que [B avait affirmé que C] · que [des informations selon lesquelles C]

#include <vector>

#include "understand/attribution.h"
#include "understand/features.h"

namespace chappe {

/// Claims by a noun with "selon lesquelles", "according to which": its source is whose it is.
std::vector<Attribution> noun_claims(const FeatureText&, const std::vector<CueMatch>&);

/// For each of `outer`, those of `inner` whose cue and content lie in its content; of two that say
/// the same only the first. Both are in the order of their cues.
std::vector<std::vector<Attribution>> nest(const std::vector<Attribution>& outer,
                                           const std::vector<Attribution>& inner);

}  // namespace chappe
