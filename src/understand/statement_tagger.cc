// Linear: a cue's window has at most 300 nodes, and a text has at most a cue for every node.
#include "understand/statement_tagger.h"

#include <algorithm>

#include "understand/verb_group.h"

namespace chappe {
namespace {

/// Labels of the role tagger around one cue to an attribution. Of several sources the surest stays.
Attribution attribution_of(const FeatureText& features, CueSpot cue, NodeRange window,
                           const Labelling& found) {
    Attribution one;
    one.cue = cue.words;
    one.head = cue.head;
    one.entry = features.entry(cue.head);
    float source_sure = -1, sum = 0;
    NodeIndex counted = 0;
    for (NodeIndex at = 0; at < window.size();) {
        const std::uint8_t label = found.labels[at];
        if (label != 1 && label != 3) {
            ++at;
            continue;
        }
        NodeIndex end = at + 1;
        float sure = found.sure[at];
        while (end < window.size() && found.labels[end] == label + 1) sure += found.sure[end++];
        const NodeRange piece{window.begin + at, window.begin + end};
        sum += sure;
        counted += end - at;
        const float mean = sure / static_cast<float>(end - at);
        if (label == 3) {
            one.content.push_back(piece);
        } else if (mean > source_sure) {
            source_sure = mean;
            one.source = piece;
        }
        at = end;
    }
    one.confidence = counted == 0 ? 0 : sum / static_cast<float>(counted);
    return one;
}

/// The subject that the tree has for a cue, where the tagger found no source and nothing else is
/// there.
NodeRange subject_of(const NodeText& text, const Attribution& one) {
    if (text[one.head].upos != ud::VERB) return {};
    const NodeIndex noun = acting_noun(text, one.head);
    if (noun >= text.size()) return {};
    const NodeRange words = noun_words(text, noun, one.cue);
    const bool free = std::ranges::none_of(one.content, [&](NodeRange piece) {
        return piece.begin < words.end && words.begin < piece.end;
    });
    return free ? words : NodeRange{};
}

}  // namespace

std::vector<TaggedCue> tag_cues(const FeatureText& features, const Chain& chain, float bias) {
    const NodeText& text = features.text();
    std::vector<TaggedCue> cues;
    KeyRows keys;
    Labelling found;
    for (std::size_t number = 0; number < text.sentences(); ++number) {
        const NodeRange sentence = text.sentence(number);
        if (!text.has_tree(sentence)) continue;
        cue_keys(features, sentence, keys);
        chain.label(keys, bias, found);
        for (NodeIndex at = 0; at < sentence.size(); ++at) {
            if (found.labels[at] == 0) continue;
            const NodeIndex node = sentence.begin + at;
            if (found.labels[at] == 1)
                cues.push_back({{node, node + 1}, found.sure[at]});
            else if (!cues.empty() && cues.back().words.end == node)
                cues.back().words.end = node + 1;
        }
    }
    return cues;
}

std::vector<char> other_cues(NodeRange window, NodeRange own, const std::vector<TaggedCue>& cues) {
    std::vector<char> marks(window.size(), 0);
    auto first = std::ranges::upper_bound(cues, window.begin, {},
                                          [](const TaggedCue& cue) { return cue.words.end; });
    for (; first != cues.end() && first->words.begin < window.end; ++first) {
        if (first->words.begin < own.end && own.begin < first->words.end) continue;
        for (NodeIndex at = std::max(first->words.begin, window.begin);
             at < std::min(first->words.end, window.end); ++at)
            marks[at - window.begin] = 1;
    }
    return marks;
}

std::vector<Attribution> tag_statements(const FeatureText& features,
                                        const StatementTaggers& taggers) {
    const std::vector<TaggedCue> cues = tag_cues(features, taggers.cues, taggers.cue_bias);
    std::vector<Attribution> all;
    KeyRows keys;
    Labelling found;
    for (const TaggedCue& cue : cues) {
        const CueSpot spot = spot_of(features, cue.words);
        const NodeRange window = role_window(features.text(), spot.head);
        role_keys(features, spot, window, other_cues(window, cue.words, cues), keys);
        taggers.roles.label(keys, taggers.role_bias, found);
        Attribution one = attribution_of(features, spot, window, found);
        if (one.content.empty()) continue;
        if (one.source.empty()) one.source = subject_of(features.text(), one);
        one.confidence *= cue.sure;
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace chappe
