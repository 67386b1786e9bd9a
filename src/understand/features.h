#pragma once
// What the statement taggers look at: tags, relations, marks, the cue lexicon's classes, and words.

#include <cstdint>
#include <vector>

#include "understand/chain.h"
#include "understand/cues.h"
#include "understand/node_text.h"

namespace chappe {

/// What both taggers need of a text, made once.
class FeatureText {
 public:
    FeatureText(const NodeText& text, const std::vector<CueMatch>& cues);

    const NodeText& text() const { return *text_; }
    /// The lexicon's cue whose head is this node; null: none.
    const CueEntry* entry(NodeIndex node) const {
        return cue_at_[node] < 0 ? nullptr
                                 : (*cues_)[static_cast<std::size_t>(cue_at_[node])].entry;
    }
    const CueMatch* match(NodeIndex node) const {
        return cue_at_[node] < 0 ? nullptr : &(*cues_)[static_cast<std::size_t>(cue_at_[node])];
    }
    std::uint32_t code(NodeIndex node) const {
        const CueEntry* found = entry(node);
        return found ? found->code : 0;
    }
    /// A bit for each kind of dependent that says something of a cue.
    std::uint32_t children_bits(NodeIndex node) const { return bits_[node]; }
    /// Its subject; the text's size when it has none.
    NodeIndex subject(NodeIndex node) const { return subject_[node]; }
    /// Whether the sentence has anything in quotation marks.
    bool has_quote(std::uint32_t sentence) const { return quote_in_[sentence] != 0; }

 private:
    const NodeText* text_;
    const std::vector<CueMatch>* cues_;
    std::vector<std::int32_t> cue_at_;
    std::vector<std::uint32_t> bits_;
    std::vector<NodeIndex> subject_;
    std::vector<char> quote_in_;
};

/// Keys of the cue tagger for the nodes of a sentence. Labels: 0 outside, 1 first of a cue, 2
/// inside.
void cue_keys(const FeatureText&, NodeRange sentence, KeyRows&);
ChainShape cue_shape();

/// A cue whose source and content are looked for.
struct CueSpot {
    NodeRange words;
    NodeIndex head = 0;
};
/// The node of the cue that the others hang on.
CueSpot spot_of(const FeatureText&, NodeRange words);

/// Where a cue's source and content may lie: its sentence, and those beside it in the paragraph
/// that a quotation runs into, or the next paragraph behind "He said:"; at most 300 nodes, so that
/// the work stays linear in the text.
NodeRange role_window(const NodeText&, NodeIndex cue);

/// Keys of the role tagger for the nodes of a cue's window. Labels: 0 outside, 1 and 2 first and
/// inside of a source, 3 and 4 of a content, 5 the cue itself. `other_cues` are 1 where a cue
/// stands.
void role_keys(const FeatureText&, CueSpot, NodeRange window, const std::vector<char>& other_cues,
               KeyRows&);
ChainShape role_shape();

}  // namespace chappe
