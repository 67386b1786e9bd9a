#include "language/tagger.h"

#include <algorithm>
#include <utility>

#include "language/feature_key.h"

namespace chappe {
namespace {

const TagWord outside_left = [] {
    TagWord word;
    word.look.lower = word.look.form = word.look.shape = 0x10001;
    word.first = 0xfe;
    word.tag = 0xfffe;
    return word;
}();
const TagWord outside_right = [] {
    TagWord word;
    word.look.lower = word.look.form = word.look.shape = 0x20003;
    word.first = 0xfd;
    word.tag = 0xfffd;
    return word;
}();
const LexiconClass unknown_class;

const TagWord& word_at(std::span<const TagWord> words, std::size_t at, int step) {
    const auto index = static_cast<std::ptrdiff_t>(at) + step;
    if (index < 0) return outside_left;
    if (index >= static_cast<std::ptrdiff_t>(words.size())) return outside_right;
    return words[static_cast<std::size_t>(index)];
}

const LexiconClass& lexicon_of(const TagWord& word) {
    return word.lexicon ? *word.lexicon : unknown_class;
}

/// The word itself and its neighbours' letters; both passes begin with these.
void add_letters(std::span<const TagWord> words, std::size_t at, KeyList& keys) {
    const WordLook& w = words[at].look;
    const WordLook& l1 = word_at(words, at, -1).look;
    const WordLook& l2 = word_at(words, at, -2).look;
    const WordLook& r1 = word_at(words, at, 1).look;
    const WordLook& r2 = word_at(words, at, 2).look;
    const LexiconClass& x = lexicon_of(words[at]);
    const LexiconClass& x1 = lexicon_of(word_at(words, at, 1));
    keys.add(w.form);
    keys.add(w.lower);
    for (const std::uint32_t suffix : w.suffix) keys.add(suffix);
    for (const std::uint32_t prefix : w.prefix) keys.add(prefix);
    keys.add(w.shape);
    keys.add(join(w.shape, at == 0, w.suffix[1]));
    keys.add(join(w.shape, r1.shape, l1.shape));
    keys.add(x.morph);
    keys.add(join(x.upos, w.suffix[2]));
    keys.add(join(x.noun, w.capital));
    keys.add(l1.lower);
    keys.add(l2.lower);
    keys.add(r1.lower);
    keys.add(r2.lower);
    keys.add(join(w.lower, l1.lower));
    keys.add(join(w.lower, r1.lower));
    keys.add(join(l1.lower, r1.lower));
    keys.add(join(x.morph, r1.lower));
    keys.add(join(x.upos, l1.lower));
    keys.add(r1.suffix[2]);
    keys.add(l1.suffix[2]);
    keys.add(x1.morph);
    keys.add(join(x.upos, x1.upos));
    keys.add(join(x.morph, x1.morph));
    keys.add(join(x.upos, x1.upos, lexicon_of(word_at(words, at, 2)).upos));
    keys.add(join(w.capital, at == 0, x.morph));
}

}  // namespace

void first_pass_keys(std::span<const TagWord> words, std::size_t at, KeyList& keys) {
    const TagWord& word = words[at];
    const LexiconClass& x = lexicon_of(word);
    const std::uint64_t t1 = word_at(words, at, -1).first, t2 = word_at(words, at, -2).first;
    const LexiconClass& x1 = lexicon_of(word_at(words, at, 1));
    const WordLook& r1 = word_at(words, at, 1).look;
    keys.size = 0;
    add_letters(words, at, keys);
    keys.add(t1);
    keys.add(join(t1, t2));
    keys.add(join(t1, word.look.lower));
    keys.add(join(t1, t2, word.look.lower));
    keys.add(join(t1, word.look.suffix[2]));
    keys.add(join(t1, x.morph));
    keys.add(join(t1, x.upos, x1.upos));
    keys.add(join(t1, t2, x.upos));
    keys.add(join(t1, r1.lower));
    keys.add(join(t1, word.look.shape));
    keys.add(join(t1, t2, x.upos, x1.upos));
    keys.add(join(word_at(words, at, -1).look.lower, t2, x.upos));
}

void second_pass_keys(std::span<const TagWord> words, std::size_t at, const TagSet& set,
                      KeyList& keys) {
    const TagWord& word = words[at];
    const LexiconClass& x = lexicon_of(word);
    const TagWord& l1 = word_at(words, at, -1);
    const std::uint64_t u = word.first, u1 = word_at(words, at, 1).first,
                        u2 = word_at(words, at, 2).first;
    const std::uint64_t f1 = l1.tag, f2 = word_at(words, at, -2).tag;
    const auto upos_of = [&](std::uint64_t tag) {
        return tag < set.size() ? set.tag(tag).upos : tag;
    };
    const std::uint64_t p1 = upos_of(f1), p2 = upos_of(f2);
    keys.size = 0;
    add_letters(words, at, keys);
    keys.add(u);
    keys.add(join(u, u1));
    keys.add(join(u1, u2));
    keys.add(join(p1, u, u1));
    keys.add(join(p1, u1));
    keys.add(join(p2, p1, u, u1));
    keys.add(join(p1, u, u1, u2));
    keys.add(f1);
    keys.add(join(f1, f2));
    keys.add(join(f1, word.look.lower));
    keys.add(join(f1, x.morph));
    keys.add(join(f1, u));
    keys.add(join(f1, f2, u));
    keys.add(join(u, word.look.suffix[3]));
    keys.add(join(u, word.look.suffix[1]));
    keys.add(join(u, x.morph));
    keys.add(join(word.look.lower, u1));
    keys.add(join(word.look.lower, p1));
    keys.add(join(word.look.lower, p1, u1));
    keys.add(join(l1.look.lower, u));
    keys.add(join(l1.look.lower, word_at(words, at, -2).look.lower, u));
    keys.add(join(word_at(words, at, 1).look.lower, u));
    keys.add(join(x.morph, u1, p1));
    keys.add(join(lexicon_of(word_at(words, at, 1)).morph, u1, u));
    keys.add(join(word_at(words, at, -3).tag, u));
    keys.add(join(word_at(words, at, 1).look.suffix[0], u1, u));
}

void Tagger::tag_first(std::span<TagWord> words) const {
    std::vector<std::int32_t> scores(tags.upos_count());
    KeyList keys;
    for (std::size_t at = 0; at < words.size(); ++at) {
        first_pass_keys(words, at, keys);
        std::ranges::fill(scores, 0);
        first.add_to(scores, keys.all());
        std::size_t best = 0, next = scores.size() > 1 ? 1 : 0;
        if (scores[next] > scores[best]) std::swap(best, next);
        for (std::size_t upos = 2; upos < scores.size(); ++upos) {
            if (scores[upos] > scores[best]) {
                next = best;
                best = upos;
            } else if (scores[upos] > scores[next]) {
                next = upos;
            }
        }
        words[at].first = static_cast<std::uint8_t>(best);
        words[at].second = static_cast<std::uint8_t>(next);
    }
}

void Tagger::tag_second(std::span<TagWord> words) const {
    std::vector<std::int32_t> scores(tags.outputs());
    KeyList keys;
    for (std::size_t at = 0; at < words.size(); ++at) {
        second_pass_keys(words, at, tags, keys);
        std::ranges::fill(scores, 0);
        second.add_to(scores, keys.all(),
                      tags.stripes(words[at].first) | tags.stripes(words[at].second));
        bool any = false;
        std::int32_t most = 0;
        std::uint16_t best = 0;
        for (const std::uint8_t upos : {words[at].first, words[at].second}) {
            for (const std::uint16_t tag : tags.with_upos(upos)) {
                std::int32_t score = 0;
                for (const std::uint16_t part : tags.tag(tag).parts) score += scores[part];
                if (any && score <= most) continue;
                any = true;
                most = score;
                best = tag;
            }
        }
        words[at].tag = best;
    }
}

void Tagger::tag(std::span<TagWord> words) const {
    tag_first(words);
    tag_second(words);
}

}  // namespace chappe
