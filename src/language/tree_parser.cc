#include "language/tree_parser.h"

#include <algorithm>

#include "language/feature_key.h"

namespace chappe {
namespace {

constexpr std::int32_t never = -1'000'000'000;  // weights are bytes, so no sum comes near

const TreeWord no_word;
const TreeWord root_word = {0x700d, 0x700d, 0xff, 0xffff, 0, Part::other};

std::uint32_t near(std::uint32_t from, std::uint32_t to) {
    if (from == 0 || to == 0) return 0;
    const std::uint32_t distance = to - from;
    if (distance <= 4) return distance;
    return distance <= 7 ? 5 : distance <= 12 ? 6 : 7;
}

}  // namespace

ParseState::ParseState(std::span<const TreeWord> words)
    : words_(words), size_(words.size()), arcs_(words.size() + 2), children_(words.size() + 2) {
    stack_.reserve(words.size());
    ahead_.resize(size_ + 2);
    verbs_.resize(size_ + 2);
    stops_.resize(size_ + 2);
    for (std::size_t place = 1; place <= size_; ++place) {
        const Part part = words_[place - 1].part;
        verbs_[place] = static_cast<std::uint16_t>(verbs_[place - 1] + (part == Part::verb));
        stops_[place] = static_cast<std::uint16_t>(stops_[place - 1] + (part == Part::stop));
    }
    std::uint32_t next = 0;
    for (std::size_t place = size_; place > 0; --place) {
        ahead_[place] = next;
        const Part part = words_[place - 1].part;
        if (part == Part::verb || part == Part::nominal) next = static_cast<std::uint32_t>(place);
    }
}

std::uint32_t ParseState::between(std::uint32_t from, std::uint32_t to) const {
    if (from == 0 || to <= from + 1) return 0;
    const auto few = [](int count) { return static_cast<std::uint32_t>(std::min(count, 2)); };
    return 1 + few(verbs_[to - 1] - verbs_[from]) * 3 + few(stops_[to - 1] - stops_[from]);
}

const TreeWord& ParseState::word(std::uint32_t place) const {
    if (place == 0 || place > root()) return no_word;
    return place == root() ? root_word : words_[place - 1];
}

void ParseState::shift() {
    stack_.push_back(first_++);
}

void ParseState::attach(std::uint32_t child, std::uint32_t head, std::uint32_t relation) {
    arcs_[child] = {head == root() ? 0 : head, relation};
    Children& children = children_[head];
    if (child < head) {
        children.left2 = children.left;
        children.left = child;
        if (children.lefts < 6) ++children.lefts;
        children.left_set = static_cast<std::uint32_t>(mix(join(children.left_set, relation)));
    } else {
        children.right2 = children.right;
        children.right = child;
        if (children.rights < 6) ++children.rights;
        children.right_set = static_cast<std::uint32_t>(mix(join(children.right_set, relation)));
    }
}

void ParseState::left(std::uint32_t relation) {
    attach(stack_.back(), first_, relation);
    stack_.pop_back();
}

void ParseState::right(std::uint32_t relation) {
    const std::uint32_t child = stack_.back();
    stack_.pop_back();
    attach(child, stack_.back(), relation);
}

// After Zhang and Nivre 2011, with lemmas and features of words; s1 and s0 are to arc-hybrid what
// s0 and b0 are to others, so both pairs are looked at closely.
void ParseState::keys(KeyList& keys) const {
    const std::uint32_t i0 = stack_at(0), i1 = stack_at(1), i2 = stack_at(2), j0 = first_;
    const TreeWord &s0 = word(i0), &s1 = word(i1), &s2 = word(i2);
    const TreeWord &b0 = word(j0), &b1 = word(j0 + 1), &b2 = word(j0 + 2), &b3 = word(j0 + 3);
    const Children &c0 = children_[i0], &c1 = children_[i1], &cb = children_[j0];
    const TreeWord &s0l = word(c0.left), &s0r = word(c0.right), &s1l = word(c1.left),
                   &s1r = word(c1.right);
    const TreeWord& b0l = word(cb.left);
    const auto relation = [this](std::uint32_t place) -> std::uint64_t {
        return place == 0 ? 0xff : arcs_[place].relation;
    };
    const std::uint64_t s0lr = relation(c0.left), s0rr = relation(c0.right),
                        s0rr2 = relation(c0.right2), s0lr2 = relation(c0.left2),
                        s1lr = relation(c1.left), s1rr = relation(c1.right),
                        s1rr2 = relation(c1.right2), b0lr = relation(cb.left),
                        b0lr2 = relation(cb.left2);
    const std::uint64_t d0 = near(i0, j0), d1 = near(i1, i0);
    keys.size = 0;
    // One word.
    for (const TreeWord* w : {&s0, &s1, &s2, &b0, &b1, &b2}) {
        keys.add(join(w->word, w->upos));
        keys.add(w->tag);
        keys.add(join(w->lemma, w->upos));
    }
    keys.add(s0.word);
    keys.add(b0.word);
    keys.add(join(s0.sense, s0.upos, b0.upos));
    keys.add(b3.upos);
    // Two words.
    keys.add(join(s0.lemma, b0.lemma));
    keys.add(join(s0.lemma, b0.upos));
    keys.add(join(s0.upos, b0.lemma));
    keys.add(join(s0.tag, b0.tag));
    keys.add(join(s0.upos, b0.upos));
    keys.add(join(s1.lemma, s0.lemma));
    keys.add(join(s1.lemma, s0.upos));
    keys.add(join(s1.upos, s0.lemma));
    keys.add(join(s1.tag, s0.tag));
    keys.add(join(s1.upos, s0.upos, d1));
    keys.add(join(s1.upos, b0.upos));
    keys.add(join(s1.tag, b0.tag));
    keys.add(join(s1.lemma, b0.lemma));
    keys.add(join(s1.lemma, b0.upos));
    keys.add(join(s1.upos, b0.lemma));
    keys.add(join(b0.tag, b1.tag));
    keys.add(join(b0.upos, b1.lemma));
    keys.add(join(b0.lemma, b1.upos));
    // Three and four.
    keys.add(join(s0.upos, b0.upos, b1.upos));
    keys.add(join(s0.tag, b0.tag, b1.tag));
    keys.add(join(s0.lemma, b0.upos, b1.upos));
    keys.add(join(s1.upos, s0.upos, b0.upos));
    keys.add(join(s1.tag, s0.tag, b0.tag));
    keys.add(join(s1.lemma, s0.upos, b0.upos));
    keys.add(join(s1.upos, s0.lemma, b0.upos));
    keys.add(join(s1.upos, s0.upos, b0.lemma));
    keys.add(join(s2.upos, s1.upos, s0.upos));
    keys.add(join(s2.upos, s1.upos, s0.upos, b0.upos));
    keys.add(join(s2.lemma, s1.upos, s0.upos));
    keys.add(join(b0.upos, b1.upos, b2.upos));
    keys.add(join(s0.upos, b0.upos, b1.upos, b2.upos));
    keys.add(join(s1.upos, s0.upos, b0.upos, b1.upos));
    // What hangs on them already.
    keys.add(join(s0.upos, s0l.upos, b0.upos, s0lr));
    keys.add(join(s0.upos, s0r.upos, b0.upos, s0rr));
    keys.add(join(s0.upos, b0l.upos, b0.upos, b0lr));
    keys.add(join(s1.upos, s0.upos, s0l.upos, s0lr));
    keys.add(join(s1.upos, s0.upos, s0r.upos, s0rr));
    keys.add(join(s1.upos, s0.upos, s1l.upos, s1lr));
    keys.add(join(s1.upos, s0.upos, s1r.upos, s1rr));
    keys.add(join(s1.lemma, s0.upos, s1rr));
    keys.add(join(s1.upos, s0.lemma, s0lr));
    keys.add(join(s0l.word, s0.upos, s1.upos));
    keys.add(join(s0r.word, s0.upos, s1.upos));
    keys.add(join(s1r.word, s1.upos, s0.upos));
    keys.add(join(s1l.word, s1.upos, s0.upos));
    keys.add(join(b0l.word, b0.upos, s0.upos));
    keys.add(join(s0.upos, s0lr, s0lr2, s0rr));
    keys.add(join(s0.lemma, s0lr, s0rr));
    keys.add(join(s1.upos, s1rr, s1rr2, s0.upos));
    keys.add(join(s0.upos, s0rr, s0rr2, b0.upos));
    keys.add(join(b0.upos, b0lr, b0lr2, s0.upos));
    keys.add(join(s0.upos, c0.left_set));
    keys.add(join(s0.upos, c0.right_set));
    keys.add(join(s1.upos, c1.right_set, s0.upos));
    keys.add(join(s1.lemma, c1.right_set));
    keys.add(join(s1.upos, c1.left_set, s0.upos, s0lr));
    keys.add(join(b0.upos, cb.left_set));
    keys.add(join(s0.lemma, c0.left_set, b0.upos));
    // How far, how many.
    keys.add(join(s0.upos, b0.upos, d0));
    keys.add(join(s0.lemma, d0));
    keys.add(join(b0.lemma, d0));
    keys.add(join(s1.lemma, d1));
    keys.add(join(s0.lemma, d1));
    keys.add(join(s0.lemma, c0.lefts, c0.rights));
    keys.add(join(s1.lemma, c1.rights, s0.upos));
    keys.add(join(s0.upos, c0.lefts, c0.rights, b0.upos));
    keys.add(join(s1.upos, c1.lefts, c1.rights, s0.upos));
    keys.add(join(b0.upos, cb.lefts, s0.upos));
    // What the lexicon says of them.
    keys.add(join(s1.sense, s0.sense, s1.upos, s0.upos));
    keys.add(join(s1.sense, s0.upos, s0l.lemma));
    keys.add(join(s0.sense, s1.upos, s0l.lemma));
    keys.add(join(s0.sense, b0.sense, s0.upos, b0.upos));
    keys.add(join(s1.sense, c1.right_set, s0.upos));
    keys.add(join(s1.lemma, s0.sense, s0l.lemma));
    // What stands between them, beside them and ahead.
    const std::uint64_t gap0 = between(i0, j0), gap1 = between(i1, i0);
    const TreeWord &l = word(j0 - 1), &r = word(i0 == 0 ? 0 : i0 + 1),
                   &n = word(ahead_[j0 == root() ? 0 : j0]);
    keys.add(join(s0.upos, b0.upos, gap0));
    keys.add(join(s0.lemma, b0.upos, gap0));
    keys.add(join(s1.upos, s0.upos, gap1));
    keys.add(join(s1.upos, s0.upos, gap1, b0.upos));
    keys.add(join(s1.lemma, s0.upos, gap1));
    keys.add(join(s0.upos, l.upos, b0.upos));
    keys.add(join(s0.upos, l.lemma, b0.upos));
    keys.add(join(s0.upos, r.upos, b0.upos));
    keys.add(join(s0.upos, r.lemma, s1.upos));
    keys.add(join(n.tag, b0.upos, s0.upos));
    keys.add(join(n.lemma, b0.lemma));
    keys.add(join(s0.lemma, b0.lemma, n.upos));
    keys.add(join(s0.lemma, b0.lemma, n.sense));
    keys.add(join(s1.lemma, b0.lemma, n.sense));
    keys.add(join(s1.lemma, s0.upos, b0.lemma, n.upos));
    keys.add(join(s1.upos, s0.upos, b0.upos, n.upos));
    keys.add(join(s0.upos, b0.upos, b1.lemma));
    keys.add(join(j0 == root(), stack_.size() > 2 ? 2 : stack_.size(), s0.upos));
}

std::vector<Arc> TreeParser::parse(std::span<const TreeWord> words) const {
    ParseState state(words);
    std::vector<std::int32_t> scores(outputs());
    KeyList keys;
    const std::size_t kinds = relations.size();
    while (!state.done()) {
        if (state.stack().empty()) {  // nothing else can be done
            state.shift();
            continue;
        }
        state.keys(keys);
        std::ranges::fill(scores, 0);
        weights.add_to(scores, keys.all());
        if (state.first() != state.root()) scores[1 + root_relation] = never;
        scores[1 + kinds + root_relation] = never;
        const auto best_of = [&](std::size_t from) {
            const auto begin = scores.begin() + static_cast<std::ptrdiff_t>(from);
            return static_cast<std::size_t>(
                std::max_element(begin, begin + static_cast<std::ptrdiff_t>(kinds)) -
                scores.begin());
        };
        std::size_t best = 0;
        bool any = state.can_shift();
        if (state.can_left()) {
            std::size_t left = best_of(1);
            if (state.first() == state.root()) left = 1 + root_relation;
            if (!any || scores[left] > scores[best]) best = left;
            any = true;
        }
        if (state.can_right()) {
            const std::size_t right = best_of(1 + kinds);
            if (!any || scores[right] > scores[best]) best = right;
        }
        if (best == 0)
            state.shift();
        else if (best <= kinds)
            state.left(static_cast<std::uint32_t>(best - 1));
        else
            state.right(static_cast<std::uint32_t>(best - 1 - kinds));
    }
    return {state.arcs().begin(), state.arcs().end()};
}

}  // namespace chappe
