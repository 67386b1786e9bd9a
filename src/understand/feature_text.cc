#include <algorithm>
#include <array>

#include "understand/features.h"

namespace chappe {
namespace {

// The order gives the bits.
constexpr std::array told_relations = {ud::nsubj, ud::obj,       ud::iobj,  ud::ccomp,
                                       ud::xcomp, ud::obl,       ud::mark,  ud::aux,
                                       ud::cop,   ud::parataxis, ud::advcl, ud::dislocated};
constexpr std::uint32_t passive_bit = 1U << told_relations.size();
constexpr std::uint32_t marked_bit = passive_bit << 1;  // its clause has a conjunction
constexpr std::uint32_t before_bit = passive_bit << 2;  // its clause stands before it
constexpr NodeIndex most_window = 300;

}  // namespace

FeatureText::FeatureText(const NodeText& text, const std::vector<CueMatch>& cues)
    : text_(&text),
      cues_(&cues),
      cue_at_(text.size(), -1),
      bits_(text.size(), 0),
      subject_(text.size(), text.size()),
      quote_in_(text.sentences(), 0) {
    for (std::size_t i = 0; i < cues.size(); ++i)
        cue_at_[cues[i].head] = static_cast<std::int32_t>(i);
    for (NodeIndex at = 0; at < text.size(); ++at) {
        const TextNode& node = text[at];
        if (node.quoted) quote_in_[node.sentence] = 1;
        if (node.head == at) continue;
        const auto bit = std::ranges::find(told_relations, node.relation);
        if (bit != told_relations.end())
            bits_[node.head] |= 1U << static_cast<unsigned>(bit - told_relations.begin());
        if (node.passive) bits_[node.head] |= passive_bit;
        if (node.relation == ud::ccomp || node.relation == ud::parataxis) {
            if (at < node.head) bits_[node.head] |= before_bit;
            if (text.child(at, ud::mark) < text.size()) bits_[node.head] |= marked_bit;
        }
        if (node.relation == ud::nsubj && subject_[node.head] == text.size())
            subject_[node.head] = at;
    }
}

CueSpot spot_of(const FeatureText& features, NodeRange words) {
    const NodeText& text = features.text();
    NodeIndex head = words.begin;
    bool found = false;
    for (NodeIndex at = words.begin; at < words.end; ++at) {
        if (words.has(text[at].head) && text[at].head != at) continue;
        const bool better = !found || (text[head].upos != ud::VERB && text[at].upos == ud::VERB) ||
                            (!features.entry(head) && features.entry(at));
        if (better) head = at;
        found = true;
    }
    return {words, head};
}

NodeRange role_window(const NodeText& text, NodeIndex cue) {
    constexpr std::size_t most_sentences = 5;  // on either side
    NodeRange window = text.sentence_of(cue);
    const std::size_t own = text[cue].sentence;
    for (std::size_t n = own; n > 0 && own - n < most_sentences; --n) {
        if (text[text.sentence(n).begin].starts_paragraph) break;
        const NodeRange before = text.sentence(n - 1);
        const bool quoted =
            text[before.end - 1].quoted || (before.size() > 1 && text[before.end - 2].quoted);
        if (!quoted || cue - before.begin > most_window) break;
        window.begin = before.begin;
    }
    for (std::size_t n = own; n + 1 < text.sentences() && n - own < most_sentences; ++n) {
        const NodeRange after = text.sentence(n + 1);
        if (!text[after.begin].quoted) break;
        // "He said:", and the quotation is a paragraph of its own.
        const NodeRange before = text.sentence(n);
        const bool announced = n == own && text[before.end - 1].mark == NodeMark::colon;
        if (text[after.begin].starts_paragraph && !announced) break;
        if (after.end - cue > most_window) break;
        window.end = after.end;
    }
    if (cue - window.begin > most_window / 2) window.begin = cue - most_window / 2;
    if (window.end - cue > most_window / 2) window.end = cue + most_window / 2;
    return window;
}

ChainShape cue_shape() {
    ChainShape shape;
    shape.labels = 3;
    for (std::size_t before = 0; before <= shape.labels; ++before) {
        for (std::size_t label = 0; label < shape.labels; ++label)
            shape.may_follow[before][label] = label != 2 || before == 1 || before == 2;
    }
    return shape;
}

ChainShape role_shape() {
    ChainShape shape;
    shape.labels = 6;
    for (std::size_t before = 0; before <= shape.labels; ++before) {
        for (std::size_t label = 0; label < shape.labels; ++label) {
            bool may = true;
            if (label == 2) may = before == 1 || before == 2;
            if (label == 4) may = before == 3 || before == 4;
            shape.may_follow[before][label] = may;
        }
    }
    return shape;
}

}  // namespace chappe
