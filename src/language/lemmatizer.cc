#include "language/lemmatizer.h"

#include <algorithm>

#include "language/feature_key.h"

namespace chappe {

void Lemmatizer::keys(const WordLook& look, std::uint32_t tag, std::uint32_t upos, KeyList& keys) {
    keys.size = 0;
    for (const std::uint32_t suffix : look.suffix) {
        keys.add(join(suffix, upos));
        keys.add(join(suffix, tag));
    }
    keys.add(join(look.lower, upos));
    keys.add(join(look.capital, upos, look.suffix[1]));
    keys.add(join(look.shape, upos));
    keys.add(join(look.prefix[2], look.suffix[2], upos));
    keys.add(join(tag, look.capital));
}

std::uint32_t Lemmatizer::exception_key(const WordLook& look, std::uint32_t tag, std::uint32_t upos,
                                        bool whole_tag) {
    return feature_key(whole_tag ? 1 : 2, join(look.lower, whole_tag ? tag : upos, look.capital));
}

const LemmaRule* Lemmatizer::learned(std::string_view form, std::string_view lower,
                                     const TagWord& word, const TagSet& tags,
                                     const Lexicon& lexicon) const {
    const TagSet::Tag& tag = tags.tag(word.tag);
    if (word.lexicon) {
        const LemmaRule* rule = lexicon.lemma_rule(*word.lexicon, tags.upos(tag.upos), tag.feats);
        if (rule && rule->fits(form, lower)) return rule;
    }
    KeyList list;
    keys(word.look, word.tag, tag.upos, list);
    std::vector<std::int32_t> scores(rules.size());
    weights.add_to(scores, list.all());
    const LemmaRule* best = nullptr;
    std::int32_t most = 0;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if ((best && scores[i] <= most) || !rules[i].fits(form, lower)) continue;
        best = &rules[i];
        most = scores[i];
    }
    return best;
}

std::string Lemmatizer::lemma(std::string_view form, const TagWord& word, const TagSet& tags,
                              const Lexicon& lexicon) const {
    const std::string lower = lower_case(form);
    const std::uint32_t upos = tags.tag(word.tag).upos;
    for (const bool whole_tag : {true, false}) {
        const std::uint32_t key = exception_key(word.look, word.tag, upos, whole_tag);
        const auto found = std::ranges::lower_bound(exceptions, key, {}, &Exception::key);
        if (found != exceptions.end() && found->key == key)
            return rules[found->rule].apply(form, lower);
    }
    const LemmaRule* rule = learned(form, lower, word, tags, lexicon);
    // A name that nothing is known of keeps its capitals.
    const bool name = word.look.capital && tags.upos(tags.tag(word.tag).upos) == "PROPN";
    if (!rule || (name && !rule->keeps_case && rule->cut.empty())) return std::string(form);
    return rule->apply(form, lower);
}

void Lemmatizer::write(ByteWriter& out) const {
    chappe::write(out, rules);
    weights.write(out, Weights::Values::bytes);
    out.number(exceptions.size());
    std::uint32_t previous = 0;
    for (const Exception& exception : exceptions) {
        out.number(exception.key - previous);
        out.number(exception.rule);
        previous = exception.key;
    }
}

Lemmatizer Lemmatizer::read(ByteReader& bytes) {
    Lemmatizer lemmatizer;
    lemmatizer.rules = read_lemma_rules(bytes);
    lemmatizer.weights = Weights::read(bytes, lemmatizer.rules.size());
    lemmatizer.exceptions.resize(bytes.count());
    std::uint64_t key = 0;
    for (Exception& exception : lemmatizer.exceptions) {
        key += bytes.number_up_to(0xffffffff);
        exception.key = static_cast<std::uint32_t>(key);
        exception.rule = static_cast<std::uint32_t>(bytes.number_up_to(0xffffffff));
        if (key > 0xffffffff || exception.rule >= lemmatizer.rules.size()) bytes.fail();
    }
    if (bytes.failed()) return {};
    return lemmatizer;
}

}  // namespace chappe
