#include <algorithm>

#include "understand/features.h"
#include "understand/templates.h"

namespace chappe {
namespace {

constexpr std::uint64_t structural_templates = 0x100;
constexpr std::uint64_t lexical_templates = 0x180;

class CueKeys {
 public:
    CueKeys(const FeatureText& features, NodeRange sentence, KeyRows& keys)
        : f_(features), t_(features.text()), s_(sentence), keys_(keys) {}

    void structural(NodeIndex at) {
        Templates k(keys_, structural_templates);
        const TextNode& n = t_[at];
        const std::uint64_t code = f_.code(at), up = upos(at, 0);
        const std::uint64_t u1 = upos(at, -1), u2 = upos(at, -2), v1 = upos(at, 1),
                            v2 = upos(at, 2);
        const std::uint64_t kids = f_.children_bits(at), sides = join(mark(at, -1), mark(at, 1));
        const NodeIndex head = n.head;
        const std::uint64_t head_code = f_.code(head), distance = reach(at, head);
        k.add(1);
        k.add(code);
        k.add(code, up);
        k.add(code, kids);
        k.add(code, sides, n.quoted);
        k.add(code, n.relation);
        k.add(up);
        k.add(u1, up);
        k.add(up, v1);
        k.add(u1, up, v1);
        k.add(u2, u1, up);
        k.add(up, v1, v2);
        k.add(n.relation, upos_of(head));
        k.add(n.relation, up, n.passive);
        k.add(kids);
        k.add(kids, up);
        k.add(code_at(at, -1), up);
        k.add(code_at(at, 1), up);
        k.add(code_at(at, -1), n.relation, up);
        k.add(head_code, n.relation, distance);
        k.add(head_code, n.relation, up);
        k.add(n.relation, distance, up);
        k.add(n.quoted, up, f_.has_quote(n.sentence));
        k.add(sides, up);
        k.add(mark(at, -2), mark(at, -1), up);
        k.add(mark(at, 1), mark(at, 2), up);
        k.add(static_cast<std::uint64_t>(n.mark));
        k.add(code, subject_look(at));
        k.add(code, subject_look(at), kids);
        k.add(up, subject_look(at));
        k.add(code, at == s_.begin, at + 1 == s_.end);
        k.add(code, u1, v1);
        k.add(code, v1, quoted(at, 1));
        k.add(code, quoted(at, -1), quoted(at, 1), n.quoted);
        k.add(code, head_code, n.relation);
    }

    void lexical(NodeIndex at) {
        Templates k(keys_, lexical_templates);
        const TextNode& n = t_[at];
        const std::uint64_t w = n.lower, l = n.lemma, up = n.upos;
        const std::uint64_t w1 = word(at, -1), w2 = word(at, -2), x1 = word(at, 1),
                            x2 = word(at, 2);
        const std::uint64_t kids = f_.children_bits(at);
        const NodeIndex subject = f_.subject(at);
        const TextNode& head = t_[n.head];
        k.add(w);
        k.add(l);
        k.add(l, up);
        k.add(w, up);
        k.add(w1);
        k.add(x1);
        k.add(w2);
        k.add(x2);
        k.add(w1, w);
        k.add(w, x1);
        k.add(w1, w, x1);
        k.add(w2, w1, w);
        k.add(w, x1, x2);
        k.add(l, kids);
        k.add(l, n.relation);
        k.add(l, head.lemma);
        k.add(n.relation, head.lemma);
        k.add(n.relation, head.lemma, reach(at, n.head));
        k.add(l, subject < t_.size() ? t_[subject].lemma : 1);
        k.add(l, subject_look(at), kids);
        k.add(l, mark(at, -1), mark(at, 1));
        k.add(l, n.quoted, quoted(at, -1), quoted(at, 1));
        k.add(l, object_lemma(at));
        k.add(w, upos(at, -1), upos(at, 1));
        k.add(l, upos(at, 1), upos(at, 2));
        k.add(x1, up);
        k.add(w1, up);
        k.add(suffix(at));
    }

 private:
    bool in(NodeIndex at, int step) const {
        const auto place = static_cast<std::int64_t>(at) + step;
        return place >= s_.begin && place < s_.end;
    }
    NodeIndex go(NodeIndex at, int step) const {
        return static_cast<NodeIndex>(static_cast<std::int64_t>(at) + step);
    }
    std::uint64_t upos(NodeIndex at, int step) const {
        return in(at, step) ? t_[go(at, step)].upos : (step < 0 ? 2 : 3);
    }
    std::uint64_t upos_of(NodeIndex at) const { return t_[at].upos; }
    std::uint64_t word(NodeIndex at, int step) const {
        return in(at, step) ? t_[go(at, step)].lower : (step < 0 ? 2 : 3);
    }
    std::uint64_t mark(NodeIndex at, int step) const {
        return in(at, step) ? static_cast<std::uint64_t>(t_[go(at, step)].mark) : 20;
    }
    std::uint64_t quoted(NodeIndex at, int step) const {
        return in(at, step) ? t_[go(at, step)].quoted : 2;
    }
    std::uint64_t code_at(NodeIndex at, int step) const {
        return in(at, step) ? f_.code(go(at, step)) : 1;
    }
    /// Which side its head is on, and how near.
    static std::uint64_t reach(NodeIndex at, NodeIndex head) {
        const std::uint64_t far = head > at ? head - at : at - head;
        return std::min<std::uint64_t>(far, 4) * 2 + (head > at);
    }
    std::uint64_t subject_look(NodeIndex at) const {
        const NodeIndex subject = f_.subject(at);
        if (subject >= t_.size()) return 1;
        const TextNode& n = t_[subject];
        return join(n.upos, n.passive, subject < at);
    }
    std::uint64_t object_lemma(NodeIndex at) const {
        for (const std::uint32_t relation : {ud::obj, ud::xcomp, ud::obl}) {
            const NodeIndex child = t_.child(at, relation);
            if (child < t_.size()) return t_[child].lemma;
        }
        return 1;
    }
    std::uint64_t suffix(NodeIndex at) const {
        const std::string_view form = t_.form(at);
        return hash_of(form.substr(form.size() - std::min<std::size_t>(form.size(), 3)));
    }

    const FeatureText& f_;
    const NodeText& t_;
    NodeRange s_;
    KeyRows& keys_;
};

}  // namespace

void cue_keys(const FeatureText& features, NodeRange sentence, KeyRows& keys) {
    keys.clear();
    CueKeys maker(features, sentence, keys);
    for (NodeIndex at = sentence.begin; at < sentence.end; ++at) {
        maker.structural(at);
        maker.lexical(at);
        keys.end_row();
    }
}

}  // namespace chappe
