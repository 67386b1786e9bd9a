// Sentences are joined to paragraphs of 1 to 20, as a text has them and across its breaks; between
// them stands a space, one time in five a line feed, and one paragraph in eight is wrapped at some
// 80 characters, so that a line feed alone says little.
#include "language/train_tokenizer.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "language/perceptron.h"
#include "language/train_tagger.h"

namespace chappe {
namespace {

struct Paragraph {
    std::string text;
    std::vector<std::uint32_t> token_ends;  // sorted byte positions
    std::vector<std::uint32_t> sentence_ends;
    std::vector<std::uint32_t> expanded_ends;  // of multi-word tokens
};

constexpr int epochs = 8;
constexpr std::size_t most_features = 60'000;

bool holds(const std::vector<std::uint32_t>& sorted, std::uint32_t value) {
    return std::ranges::binary_search(sorted, value);
}

std::vector<Paragraph> paragraphs_of(std::span<const GoldSentence> sentences, Random& random) {
    std::vector<Paragraph> paragraphs;
    std::uint64_t left = 0;
    bool wrapped = false, free_length = false;
    std::size_t line = 0;
    for (const GoldSentence& sentence : sentences) {
        if (left == 0 || (!free_length && sentence.starts_paragraph)) {
            paragraphs.emplace_back();
            free_length = random.one_in(2);
            left = 1 + random.below(20);
            wrapped = random.one_in(8);
            line = 0;
        }
        --left;
        Paragraph& out = paragraphs.back();
        if (!out.text.empty()) {
            const bool feed = random.one_in(5) || (wrapped && out.text.size() - line > 80);
            if (feed) line = out.text.size();
            out.text += feed ? '\n' : ' ';
        }
        for (std::size_t t = 0; t < sentence.tokens.size(); ++t) {
            const GoldToken& token = sentence.tokens[t];
            out.text += token.form;
            const auto end = static_cast<std::uint32_t>(out.text.size());
            out.token_ends.push_back(end);
            if (token.words > 1) out.expanded_ends.push_back(end);
            if (t + 1 == sentence.tokens.size()) {
                out.sentence_ends.push_back(end);
            } else if (token.space_after) {
                const bool feed = wrapped && out.text.size() - line > 80;
                if (feed) line = out.text.size();
                out.text += feed ? '\n' : ' ';
            }
        }
    }
    return paragraphs;
}

/// One yes-or-no example.
void learn(Perceptron& perceptron, const KeyList& keys, bool gold) {
    std::int32_t score[1] = {0};
    perceptron.add_to(score, keys.all());
    if ((score[0] > 0) != gold) perceptron.update(keys.all(), 0, gold ? 1 : -1);
    perceptron.tick();
}

Weights train_split(std::span<const Paragraph> paragraphs, const Lexicon& lexicon, Random& random) {
    Perceptron perceptron;
    std::vector<const Paragraph*> order;
    for (const Paragraph& paragraph : paragraphs) order.push_back(&paragraph);
    KeyList keys;
    for (int epoch = 0; epoch < epochs; ++epoch) {
        random.shuffle(order);
        for (const Paragraph* paragraph : order) {
            const Span whole{0, static_cast<std::uint32_t>(paragraph->text.size())};
            const std::vector<Piece> pieces = pieces_of(paragraph->text, whole);
            std::size_t begin = 0;
            for (std::size_t at = 1; at < pieces.size(); ++at) {
                const bool ends = holds(paragraph->token_ends, pieces[at - 1].span.end);
                if (is_open(pieces, at)) {
                    split_keys(paragraph->text, pieces, begin, at, lexicon, keys);
                    learn(perceptron, keys, ends);
                }
                if (ends || pieces[at].before != Gap::none) begin = at;
            }
        }
    }
    return perceptron.average(most_features);
}

/// The tokens as the treebank has them.
std::vector<CutToken> gold_tokens(const Paragraph& paragraph, const Lexicon& lexicon) {
    std::vector<CutToken> tokens;
    std::uint32_t begin = 0;
    for (const std::uint32_t end : paragraph.token_ends) {
        CutToken& token = tokens.emplace_back();
        while (begin < end && is_space(code_point_at(paragraph.text, begin).value)) {
            if (token.before != Gap::line)
                token.before = paragraph.text[begin] == '\n' ? Gap::line : Gap::space;
            begin += static_cast<std::uint32_t>(code_point_at(paragraph.text, begin).size);
        }
        token.span = {begin, end};
        token.word.look = look_at(token.span.in(paragraph.text));
        token.word.lexicon = lexicon.find(token.word.look.form, token.word.look.lower);
        begin = end;
    }
    return tokens;
}

void train_ends_and_expansions(std::span<const Paragraph> paragraphs, const Lexicon& lexicon,
                               Random& random, Tokenizer& tokenizer) {
    Perceptron end, expand;
    std::vector<std::vector<CutToken>> cut;
    std::vector<std::size_t> order;
    for (const Paragraph& paragraph : paragraphs) {
        order.push_back(cut.size());
        cut.push_back(gold_tokens(paragraph, lexicon));
    }
    KeyList keys;
    for (int epoch = 0; epoch < epochs; ++epoch) {
        random.shuffle(order);
        for (const std::size_t number : order) {
            const Paragraph& paragraph = paragraphs[number];
            const std::vector<CutToken>& tokens = cut[number];
            SentenceSoFar so_far;
            for (std::size_t at = 0; at < tokens.size(); ++at) {
                so_far.take(tokens[at].span.in(paragraph.text));
                const bool ends = holds(paragraph.sentence_ends, tokens[at].span.end);
                if (may_end(paragraph.text, tokens, at)) {
                    end_keys(tokens, at, so_far, keys);
                    learn(end, keys, ends);
                }
                if (ends) so_far = {};
                const auto entry = std::ranges::lower_bound(
                    tokenizer.entries, tokens[at].word.look.lower, {}, &Tokenizer::Entry::key);
                if (entry == tokenizer.entries.end() || entry->key != tokens[at].word.look.lower ||
                    entry->always)
                    continue;
                expand_keys(tokens, at, keys);
                learn(expand, keys, holds(paragraph.expanded_ends, tokens[at].span.end));
            }
        }
    }
    tokenizer.end = end.average(most_features);
    tokenizer.expand = expand.average(most_features / 4);
}

struct Seen {
    std::map<std::vector<std::string>, int> expansions;
    int whole = 0;  // as a token of one word
};

/// Counts each token in lower case, and the endings with an apostrophe that are words of their own.
std::map<std::string, Seen> count_tokens(std::span<const GoldSentence> sentences,
                                         std::map<std::string, int>& endings) {
    std::map<std::string, Seen> seen;
    for (const GoldSentence& sentence : sentences) {
        for (const GoldToken& token : sentence.tokens) {
            Seen& counts = seen[straight(lower_case(token.form))];
            if (token.words == 1) {
                ++counts.whole;
                continue;
            }
            std::vector<std::string> words;
            std::string together;
            for (std::uint32_t w = 0; w < token.words; ++w) {
                words.push_back(straight(lower_case(sentence.words[token.first + w].form)));
                together += words.back();
            }
            ++counts.expansions[words];
            const std::string& last = words.back();
            if (words.size() == 2 && last.find('\'') != std::string::npos &&
                together == straight(lower_case(token.form)))
                ++endings[last];
        }
    }
    return seen;
}

void add_entries(Tokenizer& tokenizer, const std::map<std::string, Seen>& seen) {
    std::map<std::vector<std::string>, std::uint32_t> numbers;
    for (const auto& [form, counts] : seen) {
        if (counts.expansions.empty()) continue;
        const auto& [words, times] = *std::ranges::max_element(
            counts.expansions, {}, [](const auto& pair) { return pair.second; });
        std::string together;
        for (const std::string& word : words) together += word;
        // What an ending explains needs no entry of its own.
        const bool by_ending =
            words.size() == 2 && together == form && counts.whole == 0 &&
            std::ranges::find(tokenizer.endings, words[1]) != tokenizer.endings.end();
        if (by_ending || (counts.whole > 0 && times * 20 < counts.whole)) continue;
        Expansion expansion;
        if (together == form) {
            for (const std::string& word : words)
                expansion.sizes.push_back(
                    static_cast<std::uint32_t>(code_points_before(word, word.size())));
        } else {
            expansion.words = words;
        }
        const auto [place, fresh] = numbers.try_emplace(words, tokenizer.expansions.size());
        if (fresh) tokenizer.expansions.push_back(expansion);
        tokenizer.entries.push_back({look_at(form).lower, place->second, counts.whole == 0});
    }
    std::ranges::sort(tokenizer.entries, {}, &Tokenizer::Entry::key);
}

}  // namespace

Tokenizer train_tokenizer(std::span<const GoldSentence> sentences, const Lexicon& lexicon,
                          std::uint64_t seed) {
    Tokenizer tokenizer;
    Random random(seed + 5);
    std::map<std::string, int> endings;
    const std::map<std::string, Seen> seen = count_tokens(sentences, endings);
    for (const auto& [ending, times] : endings) {
        if (times >= 5) tokenizer.endings.push_back(ending);
    }
    // The longest first: "n't" before "'t".
    std::ranges::sort(tokenizer.endings, [](const std::string& a, const std::string& b) {
        return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    add_entries(tokenizer, seen);
    std::vector<Paragraph> paragraphs = paragraphs_of(sentences, random);
    tokenizer.split = train_split(paragraphs, lexicon, random);
    train_ends_and_expansions(paragraphs, lexicon, random, tokenizer);
    return tokenizer;
}

}  // namespace chappe
