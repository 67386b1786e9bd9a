// A node's way to the cue in the tree says most: how far one climbs from the cue until the node is
// below (0: it is one of the cue's own dependents), and by which relation one goes down again.
//
//     Smith   said   the plan   would fail       "the": climb 0, down by ccomp, two steps deep
//       └─nsubj┘└────────────ccomp──┘
#include <algorithm>
#include <vector>

#include "understand/features.h"
#include "understand/templates.h"

namespace chappe {
namespace {

constexpr std::uint64_t structural_templates = 0x200;
constexpr std::uint64_t lexical_templates = 0x280;
constexpr int deepest = 40;  // steps up a tree; people's sentences stay below

std::uint64_t bucket(std::uint64_t number) {
    if (number < 4) return number;
    if (number < 6) return 4;
    if (number < 10) return 5;
    if (number < 20) return 6;
    return number < 40 ? 7 : 8;
}

struct Way {
    std::uint32_t climb = 9;     // 9: in another sentence, or too deep
    std::uint32_t relation = 0;  // of the branch that is gone down
    NodeIndex branch = 0;        // its top; the node itself when it lies on the way up
    std::uint32_t down = 0;
};

class RoleKeys {
 public:
    RoleKeys(const FeatureText& features, CueSpot cue, NodeRange window,
             const std::vector<char>& other_cues, KeyRows& keys)
        : f_(features), t_(features.text()), c_(cue), w_(window), others_(other_cues), keys_(keys) {
        find_ways();
        count_marks();
        look_at_cue();
    }

    void structural(NodeIndex at) {
        Templates k(keys_, structural_templates);
        const TextNode& n = t_[at];
        const Way& way = ways_[at - w_.begin];
        const std::uint64_t side = side_of(at), far = join(side, bucket(distance(at)));
        const std::uint64_t path = join(side, way.climb, way.relation);
        const std::uint64_t edge = edges(at);
        const std::uint64_t m0 = static_cast<std::uint64_t>(n.mark);
        const std::uint64_t marks = join(mark(at, -1), m0, mark(at, 1));
        const std::uint64_t quote = join(n.quoted, quoted(at, -1), quoted(at, 1));
        const std::uint64_t between = between_[at - w_.begin], up = n.upos;
        const std::uint64_t u1 = upos(at, -1), v1 = upos(at, 1);
        const std::uint64_t other_sentence = sentence_step(at);
        k.add(side);
        k.add(far);
        k.add(path);
        k.add(path, edge);
        k.add(path, std::min<std::uint32_t>(way.down, 3));
        k.add(path, up);
        k.add(path, edge, up);
        k.add(path, code_);
        k.add(path, code_, edge);
        k.add(path, quote);
        k.add(path, marks);
        k.add(path, between);
        k.add(path, cue_look_);
        k.add(path, edge, marks);
        k.add(far, up);
        k.add(far, code_);
        k.add(side, quote, marks);
        k.add(side, quote, cue_look_);
        k.add(side, quote, edge);
        k.add(side, quote, other_sentence);
        k.add(side, marks, edge);
        k.add(side, between, up);
        k.add(side, between, quote);
        k.add(side, between, cue_look_);
        k.add(side, between, other_sentence);
        k.add(up, u1, v1);
        k.add(side, up, u1, v1);
        k.add(side, n.relation, upos_of(n.head));
        k.add(side, n.relation, up, edge);
        k.add(join(u1, up), mark(at, -1), far);
        k.add(cue_look_, code_, side, quote);
        k.add(cue_look_, code_, path, n.quoted);
        k.add(cue_look_, edge, path, n.quoted);
        k.add(other(at, 0), other(at, -1), other(at, 1), side);
        k.add(other(at, 0), path);
        k.add(f_.code(at), side, other(at, 0));
        k.add(place(at), side, quote);
        k.add(place(at), cue_look_);
        k.add(marks, quote, place(at));
        k.add(path_of(at, -1), path);
        k.add(path_of(at, -1), path, path_of(at, 1));
        k.add(path_of(at, -1), path, marks);
        k.add(path, far);
        k.add(path, n.capital, up, edge);
        k.add(side, mark(at, -2), mark(at, -1), m0);
        k.add(side, m0, mark(at, 1), mark(at, 2));
        k.add(side, n.starts_paragraph, other_sentence, quote);
    }

    void lexical(NodeIndex at) {
        Templates k(keys_, lexical_templates);
        const TextNode& n = t_[at];
        const Way& way = ways_[at - w_.begin];
        const std::uint64_t side = side_of(at), path = join(side, way.climb, way.relation);
        const std::uint64_t w = n.lower, w1 = word(at, -1), x1 = word(at, 1);
        const std::uint64_t cue = t_[c_.head].lemma;
        const std::uint64_t far = join(side, bucket(distance(at)));
        k.add(side, w);
        k.add(path, w);
        k.add(far, w);
        k.add(side, w1);
        k.add(side, x1);
        k.add(w1, w);
        k.add(w, x1);
        k.add(path, w1);
        k.add(path, x1);
        k.add(cue, path);
        k.add(cue, path, edges(at));
        k.add(cue, path, n.upos);
        k.add(cue, far);
        k.add(cue, side, n.quoted);
        k.add(cue, cue_look_, side);
        k.add(cue, side, w);
        k.add(last_cue_word_, path);
        k.add(last_cue_word_, far);
        k.add(last_cue_word_, side, w);
        k.add(path, t_[n.head].lemma);
        k.add(path, edges(at), w);
        k.add(side, n.lemma, n.relation);
        k.add(word(at, -2), w1, side);
        k.add(x1, word(at, 2), side);
    }

 private:
    void find_ways() {
        ways_.resize(w_.size());
        const NodeRange sentence = t_.sentence_of(c_.head);
        std::vector<NodeIndex> up;
        for (NodeIndex at = c_.head; up.size() < 12; at = t_[at].head) {
            up.push_back(at);
            if (t_[at].head == at) break;
        }
        std::vector<NodeIndex> climbed;
        for (NodeIndex at = std::max(w_.begin, sentence.begin); at < std::min(w_.end, sentence.end);
             ++at) {
            climbed.clear();
            NodeIndex here = at;
            int steps = 0;
            for (; steps < deepest; ++steps) {
                const auto met = std::ranges::find(up, here);
                if (met != up.end()) {
                    settle(at, climbed, static_cast<std::uint32_t>(met - up.begin()));
                    break;
                }
                climbed.push_back(here);
                if (t_[here].head == here) break;
                here = t_[here].head;
            }
        }
    }

    void settle(NodeIndex at, const std::vector<NodeIndex>& climbed, std::uint32_t climb) {
        Way& way = ways_[at - w_.begin];
        way.climb = std::min<std::uint32_t>(climb, 4);
        way.branch = climbed.empty() ? at : climbed.back();
        way.relation = climbed.empty() ? 1 : join_relation(climbed.back());
        way.down = static_cast<std::uint32_t>(climbed.size());
    }
    std::uint32_t join_relation(NodeIndex at) const {
        return t_[at].relation + (t_[at].passive ? 1 : 0);
    }

    /// What stands between each node and the cue: commas, ends of quotations and sentences, cues.
    void count_marks() {
        between_.assign(w_.size(), 0);
        std::uint32_t commas = 0, quotes = 0, colons = 0, cues = 0;
        const auto pass = [&](NodeIndex at) {
            const TextNode& n = t_[at];
            commas += n.mark == NodeMark::comma;
            quotes += n.mark == NodeMark::open_quote || n.mark == NodeMark::close_quote;
            colons += n.mark == NodeMark::colon || n.mark == NodeMark::dash;
            cues += others_[at - w_.begin] != 0;
        };
        const auto code = [&] {
            return join(std::min(commas, 3U), std::min(quotes, 3U), std::min(colons, 1U),
                        std::min(cues, 2U));
        };
        for (NodeIndex at = c_.words.begin; at-- > w_.begin;) {
            between_[at - w_.begin] = code();
            pass(at);
        }
        commas = quotes = colons = cues = 0;
        for (NodeIndex at = c_.words.end; at < w_.end; ++at) {
            between_[at - w_.begin] = code();
            pass(at);
        }
    }

    void look_at_cue() {
        const CueEntry* entry = f_.entry(c_.head);
        for (NodeIndex at = c_.words.begin; at < c_.words.end && !entry; ++at) entry = f_.entry(at);
        code_ = entry ? entry->code : t_[c_.head].upos;
        const NodeIndex before = c_.words.begin, after = c_.words.end;
        const NodeIndex subject = f_.subject(c_.head);
        const std::uint64_t where = subject >= t_.size() ? 2 : subject > c_.head;
        bool quote_before = false, quote_after = false;
        for (NodeIndex at = w_.begin; at < before; ++at) quote_before |= t_[at].quoted;
        for (NodeIndex at = after; at < w_.end; ++at) quote_after |= t_[at].quoted;
        const NodeRange sentence = t_.sentence_of(c_.head);
        cue_look_ = join(
            join(before > w_.begin ? static_cast<std::uint64_t>(t_[before - 1].mark) : 20,
                 after < w_.end ? static_cast<std::uint64_t>(t_[after].mark) : 20),
            join(where, quote_before, quote_after),
            join(before == sentence.begin, t_[c_.head].quoted, after < w_.end && t_[after].quoted),
            f_.children_bits(c_.head) & 0x8);
        last_cue_word_ = t_[c_.words.end - 1].lower;
    }

    bool in(NodeIndex at, int step) const {
        const auto place = static_cast<std::int64_t>(at) + step;
        return place >= w_.begin && place < w_.end;
    }
    NodeIndex go(NodeIndex at, int step) const {
        return static_cast<NodeIndex>(static_cast<std::int64_t>(at) + step);
    }
    std::uint64_t side_of(NodeIndex at) const {
        return at < c_.words.begin ? 0 : at >= c_.words.end ? 2 : 1;
    }
    std::uint64_t distance(NodeIndex at) const {
        return at < c_.words.begin  ? c_.words.begin - at
               : at >= c_.words.end ? at - c_.words.end + 1
                                    : 0;
    }
    /// Whether it begins and ends its branch, as the words stand.
    std::uint64_t edges(NodeIndex at) const {
        const NodeIndex branch = ways_[at - w_.begin].branch;
        const auto same = [&](int step) {
            return in(at, step) && ways_[go(at, step) - w_.begin].branch == branch &&
                   ways_[go(at, step) - w_.begin].climb == ways_[at - w_.begin].climb;
        };
        return (same(-1) ? 1U : 0U) | (same(1) ? 2U : 0U);
    }
    std::uint64_t path_of(NodeIndex at, int step) const {
        if (!in(at, step)) return step < 0 ? 2 : 3;
        const Way& way = ways_[go(at, step) - w_.begin];
        return join(way.climb, way.relation);
    }
    std::uint64_t mark(NodeIndex at, int step) const {
        return in(at, step) ? static_cast<std::uint64_t>(t_[go(at, step)].mark) : 20;
    }
    std::uint64_t quoted(NodeIndex at, int step) const {
        return in(at, step) ? t_[go(at, step)].quoted : 2;
    }
    std::uint64_t upos(NodeIndex at, int step) const {
        return in(at, step) ? t_[go(at, step)].upos : (step < 0 ? 2 : 3);
    }
    std::uint64_t upos_of(NodeIndex at) const { return t_[at].upos; }
    std::uint64_t word(NodeIndex at, int step) const {
        return in(at, step) ? t_[go(at, step)].lower : (step < 0 ? 2 : 3);
    }
    std::uint64_t other(NodeIndex at, int step) const {
        return in(at, step) && others_[go(at, step) - w_.begin] != 0;
    }
    std::uint64_t sentence_step(NodeIndex at) const {
        const auto step =
            static_cast<int>(t_[at].sentence) - static_cast<int>(t_[c_.head].sentence);
        return static_cast<std::uint64_t>(std::clamp(step, -2, 2) + 2);
    }
    /// Near which end of its sentence it stands.
    std::uint64_t place(NodeIndex at) const {
        const NodeRange sentence = t_.sentence_of(at);
        return std::min<std::uint64_t>(at - sentence.begin, 2) * 4 +
               std::min<std::uint64_t>(sentence.end - 1 - at, 2);
    }

    const FeatureText& f_;
    const NodeText& t_;
    CueSpot c_;
    NodeRange w_;
    const std::vector<char>& others_;
    KeyRows& keys_;
    std::vector<Way> ways_;
    std::vector<std::uint64_t> between_;
    std::uint64_t code_ = 0, cue_look_ = 0, last_cue_word_ = 0;
};

}  // namespace

void role_keys(const FeatureText& features, CueSpot cue, NodeRange window,
               const std::vector<char>& other_cues, KeyRows& keys) {
    keys.clear();
    RoleKeys maker(features, cue, window, other_cues, keys);
    for (NodeIndex at = window.begin; at < window.end; ++at) {
        maker.structural(at);
        maker.lexical(at);
        keys.end_row();
    }
}

}  // namespace chappe
