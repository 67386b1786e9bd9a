// A topic's score is the sum of its words' weights, each word dampened (1, 1/2, 1/3 ...), so that
// one word said ten times is not ten words; words of the first paragraph, which is the title or the
// lead, count double. Long texts need more: the score is set against the square root of their
// length.
#include "understand/topics.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <string>
#include <unordered_map>

#include "base/sort_stably.h"
#include "understand/lexicon_rows.h"

namespace chappe {
namespace {

constexpr std::size_t most_topics = 5;
constexpr double least_confidence = 0.3;
constexpr double lead_weight = 2;
constexpr double words_of_a_short_dispatch = 150;

struct TopicWord {
    std::vector<std::uint32_t> words;
    std::size_t topic = 0;
    double weight = 1;
};

struct TopicNames {
    std::string code, english, french;
};

struct TopicLexicon {
    std::vector<TopicNames> topics;
    std::map<std::string, std::unordered_map<std::uint32_t, std::vector<TopicWord>>, std::less<>>
        words;
};

const TopicLexicon& lexicon() {
    static const TopicLexicon all = [] {
        TopicLexicon made;
        std::map<std::string_view, std::size_t> places;
        for (const auto& row : understand_rows("topics")) {
            if (row.size() != 5) continue;
            if (row[0] == "topic") {
                places[row[1]] = made.topics.size();
                made.topics.push_back(
                    {std::string(row[1]), std::string(row[3]), std::string(row[4])});
                continue;
            }
            const double weight = std::atof(std::string(row[3]).c_str());
            for (const std::string_view phrase : parts_of(row[4], '|')) {
                TopicWord word{{}, places.at(row[1]), weight};
                for (const std::string_view part : phrase_words(phrase))
                    word.words.push_back(hash_of(part));
                made.words[std::string(row[2])][word.words.front()].push_back(word);
            }
        }
        return made;
    }();
    return all;
}

bool stands_at(const TopicWord& word, const NodeText& text, NodeIndex at) {
    if (at + word.words.size() > text.size()) return false;
    for (std::size_t i = 0; i < word.words.size(); ++i) {
        const TextNode& node = text[at + static_cast<NodeIndex>(i)];
        if (node.lower != word.words[i] && node.lemma != word.words[i]) return false;
    }
    return true;
}

}  // namespace

std::vector<Topic> find_topics(const NodeText& text, std::string_view language) {
    const TopicLexicon& all = lexicon();
    const auto words = all.words.find(language);
    if (words == all.words.end() || text.size() == 0) return {};
    std::vector<double> scores(all.topics.size(), 0);
    std::unordered_map<const TopicWord*, int> met;
    bool lead = true;
    for (NodeIndex at = 0; at < text.size(); ++at) {
        lead = lead && (at == 0 || !text[at].starts_paragraph);
        const std::uint32_t keys[] = {text[at].lemma, text[at].lower};
        for (const std::uint32_t key : keys) {
            const auto found = words->second.find(key);
            if (found != words->second.end()) {
                for (const TopicWord& word : found->second) {
                    if (!stands_at(word, text, at)) continue;
                    scores[word.topic] += word.weight * (lead ? lead_weight : 1) / ++met[&word];
                }
            }
            if (keys[0] == keys[1]) break;
        }
    }
    const double expected = 2 * std::sqrt(std::max(1.0, text.size() / words_of_a_short_dispatch));
    std::vector<Topic> topics;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const double confidence = 1 - std::exp(-scores[i] / expected / 2.5);
        if (confidence < least_confidence) continue;
        const TopicNames& names = all.topics[i];
        topics.push_back({names.code, language == "fr" ? names.french : names.english, confidence});
    }
    sort_stably(topics, std::ranges::greater(), &Topic::confidence);
    if (topics.size() > most_topics) topics.resize(most_topics);
    return topics;
}

}  // namespace chappe
