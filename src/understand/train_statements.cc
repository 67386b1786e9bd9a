// Cues are tagged by a model that has not seen their text (two halves), so that the role tagger
// learns beside the mistakes it will meet; cues that are none teach it to find nothing.
#include "understand/train_statements.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <random>

#include "base/sort_stably.h"
#include "language/parse.h"
#include "understand/statement_tagger.h"

namespace chappe {
namespace {

/// A text ready to be learnt from. Kept behind a pointer: the parts point into each other.
struct Lesson {
    ParsedText parsed;
    NodeText text;
    std::vector<CueMatch> matches;
    FeatureText features;
    std::vector<char> discarded;  // a flag a sentence
    std::vector<NodeRange> cues;  // right ones, in text order, with their attribution
    std::vector<const GoldAttribution*> roles;
    std::vector<TaggedCue> tagged;  // by a model that has not seen this text

    Lesson(const GoldText& gold, const LanguageModel& model)
        : parsed(parse(gold.text, model)),
          text(gold.text, parsed),
          matches(CueLexicon::of(model.language).matches(text)),
          features(text, matches) {
        discarded.assign(text.sentences(), 0);
        for (const Span span : gold.discard) {
            for (NodeIndex at = text.nodes_in(span).begin; at < text.nodes_in(span).end; ++at)
                discarded[text[at].sentence] = 1;
        }
        std::vector<const GoldAttribution*> ordered;
        for (const GoldAttribution& one : gold.attributions) {
            if (!one.cue.empty()) ordered.push_back(&one);
        }
        sort_stably(ordered, {}, [](const GoldAttribution* one) { return one->cue.front().begin; });
        for (const GoldAttribution* one : ordered) {
            const NodeRange words = text.nodes_in({one->cue.front().begin, one->cue.back().end});
            if (words.empty()) continue;
            cues.push_back(words);
            roles.push_back(one);
        }
    }
};

using Lessons = std::vector<std::unique_ptr<Lesson>>;

/// Texts in another order each round.
std::vector<std::size_t> shuffled(std::size_t count, std::mt19937_64& random) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = count; i > 1; --i) std::swap(order[i - 1], order[random() % i]);
    return order;
}

/// Features are counted before they are learnt from.
enum class Work { see, learn };

void learn_cues(const Lesson& lesson, Work work, ChainTrainer& trainer) {
    KeyRows keys;
    std::vector<std::uint8_t> labels(lesson.text.size(), 0);
    for (const NodeRange& cue : lesson.cues) {
        for (NodeIndex at = cue.begin; at < cue.end; ++at) labels[at] = at == cue.begin ? 1 : 2;
    }
    for (std::size_t number = 0; number < lesson.text.sentences(); ++number) {
        if (lesson.discarded[number]) continue;
        const NodeRange sentence = lesson.text.sentence(number);
        if (labels[sentence.begin] == 2) labels[sentence.begin] = 1;
        cue_keys(lesson.features, sentence, keys);
        if (work == Work::see)
            trainer.see(keys);
        else
            trainer.learn(keys, std::span(labels).subspan(sentence.begin, sentence.size()));
    }
}

void put(std::vector<std::uint8_t>& labels, NodeRange window, NodeRange piece, std::uint8_t first) {
    for (NodeIndex at = std::max(piece.begin, window.begin); at < std::min(piece.end, window.end);
         ++at)
        labels[at - window.begin] = at == std::max(piece.begin, window.begin)
                                        ? first
                                        : static_cast<std::uint8_t>(first + 1);
}

void learn_roles_at(const Lesson& lesson, NodeRange words, const GoldAttribution* gold, Work work,
                    ChainTrainer& trainer) {
    KeyRows keys;
    const CueSpot spot = spot_of(lesson.features, words);
    const NodeRange window = role_window(lesson.text, spot.head);
    std::vector<std::uint8_t> labels(window.size(), 0);
    if (gold) {
        for (const Span span : gold->content) put(labels, window, lesson.text.nodes_in(span), 3);
        for (const Span span : gold->source) put(labels, window, lesson.text.nodes_in(span), 1);
    }
    for (NodeIndex at = std::max(words.begin, window.begin); at < std::min(words.end, window.end);
         ++at) {
        if (labels[at - window.begin] == 0) labels[at - window.begin] = 5;
    }
    // A piece that the cue cuts begins anew behind it.
    for (std::size_t at = 0; at < labels.size(); ++at) {
        const std::uint8_t before = at == 0 ? 0 : labels[at - 1];
        if (labels[at] == 2 && before != 1 && before != 2) labels[at] = 1;
        if (labels[at] == 4 && before != 3 && before != 4) labels[at] = 3;
    }
    role_keys(lesson.features, spot, window, other_cues(window, words, lesson.tagged), keys);
    if (work == Work::see)
        trainer.see(keys);
    else
        trainer.learn(keys, labels);
}

void learn_roles(const Lesson& lesson, Work work, ChainTrainer& trainer) {
    std::vector<char> met(lesson.cues.size(), 0);
    for (const TaggedCue& cue : lesson.tagged) {
        if (lesson.discarded[lesson.text[cue.words.begin].sentence]) continue;
        const GoldAttribution* gold = nullptr;
        for (std::size_t i = 0; i < lesson.cues.size() && !gold; ++i) {
            if (met[i] || lesson.cues[i].begin >= cue.words.end ||
                cue.words.begin >= lesson.cues[i].end)
                continue;
            gold = lesson.roles[i];
            met[i] = 1;
        }
        learn_roles_at(lesson, cue.words, gold, work, trainer);
    }
    for (std::size_t i = 0; i < lesson.cues.size(); ++i) {
        if (!met[i]) learn_roles_at(lesson, lesson.cues[i], lesson.roles[i], work, trainer);
    }
}

class Training {
 public:
    Training(Lessons& lessons, const StatementSettings& settings,
             const std::function<void(const std::string&)>& step)
        : lessons_(lessons), settings_(settings), step_(step) {}

    StatementTaggers taggers() {
        for (int half = 0; half < 2; ++half) {
            const Chain chain = cues(half, "cues, half " + std::to_string(half + 1));
            for (std::size_t i = 0; i < lessons_.size(); ++i) {
                if (static_cast<int>(i % 2) == half) continue;
                lessons_[i]->tagged = tag_cues(lessons_[i]->features, chain, 0);
            }
        }
        StatementTaggers taggers;
        taggers.cues = cues(-1, "cues");
        taggers.roles = roles("roles");
        taggers.cue_bias = settings_.cue_bias;
        taggers.role_bias = settings_.role_bias;
        return taggers;
    }

 private:
    Chain cues(int half, const std::string& name) {
        std::mt19937_64 random(settings_.seed);
        ChainTrainer trainer(cue_shape(), settings_.rate, settings_.least_seen);
        for (std::size_t i = 0; i < lessons_.size(); ++i) {
            if (half < 0 || static_cast<int>(i % 2) == half)
                learn_cues(*lessons_[i], Work::see, trainer);
        }
        for (int round = 0; round < settings_.cue_rounds; ++round) {
            step_(name + ", round " + std::to_string(round + 1));
            if (round == settings_.cue_rounds / 2) trainer.restart_averages();
            for (const std::size_t i : shuffled(lessons_.size(), random)) {
                if (half >= 0 && static_cast<int>(i % 2) != half) continue;
                learn_cues(*lessons_[i], Work::learn, trainer);
            }
        }
        return trainer.chain(settings_.cue_features);
    }

    Chain roles(const std::string& name) {
        std::mt19937_64 random(settings_.seed);
        ChainTrainer trainer(role_shape(), settings_.rate, settings_.least_seen);
        for (const auto& lesson : lessons_) learn_roles(*lesson, Work::see, trainer);
        for (int round = 0; round < settings_.role_rounds; ++round) {
            step_(name + ", round " + std::to_string(round + 1));
            if (round == settings_.role_rounds / 2) trainer.restart_averages();
            for (const std::size_t i : shuffled(lessons_.size(), random))
                learn_roles(*lessons_[i], Work::learn, trainer);
        }
        return trainer.chain(settings_.role_features);
    }

    Lessons& lessons_;
    const StatementSettings& settings_;
    const std::function<void(const std::string&)>& step_;
};

}  // namespace

StatementModel train_statements(const std::vector<GoldText>& texts,
                                const StatementSettings& settings,
                                const std::function<void(const std::string&)>& step) {
    Lessons lessons;
    step("parsing");
    const LanguageModel* model = find_language(settings.language);
    for (const GoldText& text : texts)
        lessons.push_back(std::make_unique<Lesson>(text, model ? *model : any_language()));
    Training training(lessons, settings, step);
    StatementModel out;
    out.language = settings.language;
    out.taggers = training.taggers();
    return out;
}

}  // namespace chappe
