#pragma once
// From treebanks to the model of a language. Deterministic: the same files and seed give the same
// bytes.

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "language/language_model.h"
#include "language/perceptron.h"
#include "language/treebank.h"

namespace chappe {

struct TrainingSettings {
    std::string language;
    std::uint64_t seed = 1;
    int folds = 3;  // of the tags that the parser trains on
    Course fold{.scout_epochs = 4, .members = 0, .epochs = 0, .features = 150'000};
    Course tags{.scout_epochs = 3, .members = 2, .epochs = 6, .features = 120'000};
    Course trees{.scout_epochs = 3, .members = 4, .epochs = 8, .features = 150'000};

    /// What fits a treebank of so many words: the model's size, and ten minutes on one core.
    static TrainingSettings for_words(std::size_t words);
};

/// `say` hears one line for each step.
LanguageModel train_language(std::vector<GoldSentence>, Lexicon, const TrainingSettings&,
                             const std::function<void(const std::string&)>& say);

}  // namespace chappe
