#include "language/train_tagger.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "language/feature_key.h"

namespace chappe {

// SplitMix64 (Steele, Lea and Flood 2014).
std::uint64_t Random::next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15U;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
    z = (z ^ z >> 27) * 0x94d049bb133111ebU;
    return z ^ z >> 31;
}

Weights train_first_pass(std::span<const TagSentence* const> sentences, const TagSet& tags,
                         const Course& course, std::uint64_t seed) {
    std::vector<std::int32_t> scores(tags.upos_count());
    KeyList keys;
    return course.run([&](Perceptron& perceptron, int member, int epochs) {
        Random random(seed + static_cast<std::uint64_t>(member) * 100);
        for (int epoch = 0; epoch < epochs; ++epoch) {
            for (const TagSentence* sentence : random.order_of(sentences, epoch)) {
                std::vector<TagWord> words = sentence->words;
                for (std::size_t at = 0; at < words.size(); ++at) {
                    first_pass_keys(words, at, keys);
                    std::ranges::fill(scores, 0);
                    perceptron.add_to(scores, keys.all());
                    const auto best = static_cast<std::uint16_t>(std::ranges::max_element(scores) -
                                                                 scores.begin());
                    const std::uint16_t gold = tags.tag(sentence->gold[at]).upos;
                    if (best != gold) {
                        perceptron.update(keys.all(), gold, 1);
                        perceptron.update(keys.all(), best, -1);
                    }
                    perceptron.tick();
                    words[at].first = static_cast<std::uint8_t>(best);
                }
            }
        }
    });
}

namespace {

/// The tag of most score among those that the first pass leaves open, the gold one among them.
std::uint16_t best_tag(const TagWord& word, std::uint16_t gold, const TagSet& tags,
                       std::span<const std::int32_t> scores) {
    std::uint16_t best = gold;
    std::int32_t most = 0;
    bool any = false;
    for (const std::uint8_t upos : {word.first, word.second, tags.tag(gold).upos}) {
        for (const std::uint16_t tag : tags.with_upos(upos)) {
            std::int32_t score = 0;
            for (const std::uint16_t part : tags.tag(tag).parts) score += scores[part];
            if (any && score <= most) continue;
            any = true;
            most = score;
            best = tag;
        }
    }
    return best;
}

}  // namespace

Weights train_second_pass(std::span<const TagSentence* const> sentences, const TagSet& tags,
                          const Course& course, std::uint64_t seed) {
    std::vector<std::int32_t> scores(tags.outputs());
    KeyList keys;
    return course.run([&](Perceptron& perceptron, int member, int epochs) {
        Random random(seed + 1 + static_cast<std::uint64_t>(member) * 100);
        for (int epoch = 0; epoch < epochs; ++epoch) {
            for (const TagSentence* sentence : random.order_of(sentences, epoch)) {
                std::vector<TagWord> words = sentence->words;
                for (std::size_t at = 0; at < words.size(); ++at) {
                    second_pass_keys(words, at, tags, keys);
                    std::ranges::fill(scores, 0);
                    perceptron.add_to(scores, keys.all());
                    const std::uint16_t gold = sentence->gold[at];
                    const std::uint16_t best = best_tag(words[at], gold, tags, scores);
                    if (best != gold) {
                        for (const std::uint16_t part : tags.tag(gold).parts)
                            perceptron.update(keys.all(), part, 1);
                        for (const std::uint16_t part : tags.tag(best).parts)
                            perceptron.update(keys.all(), part, -1);
                    }
                    perceptron.tick();
                    words[at].tag = best;
                }
            }
        }
    });
}

namespace {

struct LemmaExample {
    std::string form, lower, lemma;
    const TagWord* word = nullptr;
    std::uint16_t tag = 0;
    std::uint32_t rule = 0;
    int count = 0;
};

/// A form under a tag is one example, with the lemma it has most often.
std::vector<LemmaExample> lemma_examples(std::span<const GoldSentence> sentences,
                                         std::span<const TagSentence> tagged) {
    std::map<std::tuple<std::string, std::uint16_t>, std::map<std::string, int>> lemmas;
    std::map<std::tuple<std::string, std::uint16_t>, const TagWord*> words;
    for (std::size_t s = 0; s < sentences.size(); ++s) {
        for (std::size_t w = 0; w < sentences[s].words.size(); ++w) {
            const GoldWord& gold = sentences[s].words[w];
            if (gold.lemma == "_" && gold.form != "_") continue;
            const std::tuple key(gold.form, tagged[s].gold[w]);
            ++lemmas[key][gold.lemma];
            words[key] = &tagged[s].words[w];
        }
    }
    std::vector<LemmaExample> examples;
    for (const auto& [key, counts] : lemmas) {
        const auto most =
            std::ranges::max_element(counts, {}, [](const auto& pair) { return pair.second; });
        examples.push_back({std::get<0>(key), lower_case(std::get<0>(key)), most->first, words[key],
                            std::get<1>(key), 0, most->second});
    }
    return examples;
}

Weights train_rules(std::vector<LemmaExample> examples, const Lemmatizer& lemmatizer,
                    const TagSet& tags, std::uint64_t seed) {
    Perceptron perceptron;
    Random random(seed + 2);
    std::vector<std::int32_t> scores(lemmatizer.rules.size());
    KeyList keys;
    for (int epoch = 0; epoch < 6; ++epoch) {
        random.shuffle(examples);
        for (const LemmaExample& example : examples) {
            Lemmatizer::keys(example.word->look, example.tag, tags.tag(example.tag).upos, keys);
            std::ranges::fill(scores, 0);
            perceptron.add_to(scores, keys.all());
            std::size_t best = example.rule;
            for (std::size_t rule = 0; rule < scores.size(); ++rule) {
                if (scores[rule] > scores[best] &&
                    lemmatizer.rules[rule].fits(example.form, example.lower))
                    best = rule;
            }
            if (best != example.rule) {
                perceptron.update(keys.all(), static_cast<std::uint16_t>(example.rule), 1);
                perceptron.update(keys.all(), static_cast<std::uint16_t>(best), -1);
            }
            perceptron.tick();
        }
    }
    return perceptron.average(150'000);
}

}  // namespace

Lemmatizer train_lemmatizer(std::span<const GoldSentence> sentences,
                            std::span<const TagSentence> tagged, const LanguageModel& model,
                            std::uint64_t seed) {
    Lemmatizer lemmatizer;
    std::vector<LemmaExample> examples = lemma_examples(sentences, tagged);
    std::map<LemmaRule, std::uint32_t> rules;
    for (LemmaExample& example : examples) {
        const auto [place, fresh] =
            rules.try_emplace(LemmaRule::between(example.form, example.lemma), rules.size());
        if (fresh) lemmatizer.rules.push_back(place->first);
        example.rule = place->second;
    }
    const TagSet& tags = model.tagger.tags;
    lemmatizer.weights = train_rules(examples, lemmatizer, tags, seed);

    // Exceptions: what comes out wrong without them; the most frequent form wins a key.
    std::ranges::sort(examples, [](const LemmaExample& a, const LemmaExample& b) {
        return std::tie(b.count, a.form, a.tag) < std::tie(a.count, b.form, b.tag);
    });
    std::map<std::uint32_t, std::uint32_t> exceptions;
    std::set<std::uint32_t> settled;
    for (const LemmaExample& example : examples) {
        TagWord word = *example.word;
        word.tag = example.tag;
        const LemmaRule* rule =
            lemmatizer.learned(example.form, example.lower, word, tags, model.lexicon);
        const std::string found = rule ? rule->apply(example.form, example.lower) : example.form;
        const std::uint32_t upos = tags.tag(example.tag).upos;
        // The most frequent reading settles a key, also when it needs no exception.
        for (const bool whole_tag : {true, false}) {
            const std::uint32_t key =
                Lemmatizer::exception_key(word.look, word.tag, upos, whole_tag);
            if (settled.insert(key).second && found != example.lemma)
                exceptions[key] = example.rule;
        }
    }
    for (const auto& [key, rule] : exceptions) lemmatizer.exceptions.push_back({key, rule});
    return lemmatizer;
}

}  // namespace chappe
