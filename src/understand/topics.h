#pragma once
// Topics: proposed subjects, IPTC Media Topics by the weighted words of lexicons/topics.tsv.

#include <string_view>
#include <vector>

#include "news/annotations.h"
#include "understand/node_text.h"

namespace chappe {

/// At most five, the surest first; each second-level topic brings no parent of its own. Nothing for
/// a language without words. Linear.
std::vector<Topic> find_topics(const NodeText&, std::string_view language);

}  // namespace chappe
