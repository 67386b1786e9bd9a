#pragma once
// Statements by the trained taggers: cues first, then around each cue its source and content.

#include <vector>

#include "understand/attribution.h"
#include "understand/features.h"
#include "understand/statement_model.h"

namespace chappe {

/// A cue and how sure it is.
struct TaggedCue {
    NodeRange words;
    float sure = 0;
};

std::vector<TaggedCue> tag_cues(const FeatureText&, const Chain&, float bias);

/// In the order of their cues; those without content are left out.
std::vector<Attribution> tag_statements(const FeatureText&, const StatementTaggers&);

/// The marks for role_keys: 1 where one of the cues stands that is not `own`.
std::vector<char> other_cues(NodeRange window, NodeRange own, const std::vector<TaggedCue>& cues);

}  // namespace chappe
