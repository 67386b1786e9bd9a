#pragma once
// Attribution: a statement while it is being found, in nodes instead of bytes.

#include <vector>

#include "understand/cues.h"
#include "understand/node_text.h"

namespace chappe {

struct Attribution {
    NodeRange source;  // empty: nobody is named
    NodeRange cue;
    NodeIndex head = 0;               // of the cue
    const CueEntry* entry = nullptr;  // the lexicon's line for it; null: none
    std::vector<NodeRange> content;   // in text order
    float confidence = 0;

    NodeRange content_extent() const {
        return content.empty() ? NodeRange{} : NodeRange{content.front().begin, content.back().end};
    }
};

}  // namespace chappe
