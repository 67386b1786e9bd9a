// The order of things:
//
//   1. the first tagging pass is trained on all but a fold and tags that fold, fold after fold; so
//      every sentence has tags as a tagger makes them that has not seen it
//   2. the second pass the same way, on the first's tags
//   3. the parser is trained on the second's tags and the lemmas that go with them
//   4. both passes are trained again, on everything
#include "language/train_language.h"

#include <algorithm>
#include <map>

#include "language/feature_key.h"
#include "language/train_parser.h"
#include "language/train_tagger.h"
#include "language/train_tokenizer.h"

namespace chappe {
namespace {

std::vector<TagSentence> look_up(std::span<const GoldSentence> sentences, LanguageModel& model) {
    std::vector<TagSentence> out;
    for (const GoldSentence& sentence : sentences) {
        TagSentence& tagged = out.emplace_back();
        tagged.every = sentence.every;
        for (const GoldWord& word : sentence.words) {
            tagged.words.push_back(model.look_up(word.form));
            tagged.gold.push_back(model.tagger.tags.add(word.upos, word.feats));
        }
    }
    model.tagger.tags.finish();
    return out;
}

struct Fold {
    std::vector<const TagSentence*> train;
    std::vector<TagSentence*> held;
};

/// Fold n holds every sentence whose place is n modulo `folds`, in stretches of ten: neighbours
/// share their subject and would give it away.
Fold fold_of(std::vector<TagSentence>& sentences, int number, int folds) {
    Fold fold;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
        if (static_cast<int>(i / 10 % static_cast<std::size_t>(folds)) == number)
            fold.held.push_back(&sentences[i]);
        else
            fold.train.push_back(&sentences[i]);
    }
    return fold;
}

std::vector<const TagSentence*> all_of(const std::vector<TagSentence>& sentences) {
    std::vector<const TagSentence*> all;
    for (const TagSentence& sentence : sentences) all.push_back(&sentence);
    return all;
}

void train_tagger(std::vector<TagSentence>& sentences, LanguageModel& model,
                  const TrainingSettings& settings,
                  const std::function<void(const std::string&)>& say) {
    Tagger& tagger = model.tagger;
    for (int number = 0; number < settings.folds; ++number) {
        say("tags, pass 1, fold " + std::to_string(number + 1) + " of " +
            std::to_string(settings.folds));
        const Fold fold = fold_of(sentences, number, settings.folds);
        tagger.first = train_first_pass(fold.train, tagger.tags, settings.fold, settings.seed);
        for (TagSentence* sentence : fold.held) tagger.tag_first(sentence->words);
    }
    say("tags, pass 1");
    tagger.first = train_first_pass(all_of(sentences), tagger.tags, settings.tags, settings.seed);
    for (int number = 0; number < settings.folds; ++number) {
        say("tags, pass 2, fold " + std::to_string(number + 1) + " of " +
            std::to_string(settings.folds));
        const Fold fold = fold_of(sentences, number, settings.folds);
        tagger.second = train_second_pass(fold.train, tagger.tags, settings.fold, settings.seed);
        for (TagSentence* sentence : fold.held) tagger.tag_second(sentence->words);
    }
    say("tags, pass 2");
    tagger.second = train_second_pass(all_of(sentences), tagger.tags, settings.tags, settings.seed);
}

std::vector<GoldTree> trees_of(std::span<const GoldSentence> sentences,
                               std::span<const TagSentence> tagged, LanguageModel& model) {
    std::map<std::string, std::uint32_t, std::less<>> numbers;
    std::vector<GoldTree> trees;
    for (std::size_t s = 0; s < sentences.size(); ++s) {
        GoldTree& tree = trees.emplace_back();
        tree.every = sentences[s].every;
        for (std::size_t w = 0; w < sentences[s].words.size(); ++w) {
            const GoldWord& gold = sentences[s].words[w];
            const auto [place, fresh] = numbers.try_emplace(gold.relation, numbers.size());
            if (fresh) model.parser.relations.push_back(gold.relation);
            tree.arcs.push_back({gold.head, place->second});
            const TagWord& word = tagged[s].words[w];
            tree.words.push_back(model.tree_word(
                word, model.lemmatizer.lemma(gold.form, word, model.tagger.tags, model.lexicon)));
        }
    }
    const auto root = std::ranges::find(model.parser.relations, "root");
    model.parser.root_relation = static_cast<std::uint32_t>(root - model.parser.relations.begin());
    if (root == model.parser.relations.end()) model.parser.relations.emplace_back("root");
    return trees;
}

}  // namespace

TrainingSettings TrainingSettings::for_words(std::size_t words) {
    TrainingSettings settings;
    if (words > 150'000) {  // one pass over 300,000 words takes as long as three over 86,000
        settings.tags.epochs = 4;
        settings.tags.features = 150'000;
        settings.trees.members = 12;
        settings.trees.features = 195'000;  // the most for which the table has 2^18 places
    }
    return settings;
}

LanguageModel train_language(std::vector<GoldSentence> sentences, Lexicon lexicon,
                             const TrainingSettings& settings,
                             const std::function<void(const std::string&)>& say) {
    LanguageModel model;
    model.language = settings.language;
    model.lexicon = std::move(lexicon);
    say("tokens and sentences");
    model.tokenizer = train_tokenizer(sentences, model.lexicon, settings.seed);
    for (GoldSentence& sentence : sentences) make_projective(sentence);
    std::vector<TagSentence> tagged = look_up(sentences, model);
    train_tagger(tagged, model, settings, say);
    say("lemmas");
    model.lemmatizer = train_lemmatizer(sentences, tagged, model, settings.seed);
    const std::vector<GoldTree> trees = trees_of(sentences, tagged, model);
    train_parser(model.parser, trees, settings.trees, settings.seed, say);
    return model;
}

}  // namespace chappe
