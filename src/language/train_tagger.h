#pragma once
// Training of the tagger and the lemmatizer.

#include <functional>
#include <span>
#include <vector>

#include "language/language_model.h"
#include "language/perceptron.h"
#include "language/treebank.h"

namespace chappe {

/// The same sequence everywhere, unlike the standard library's shuffles.
class Random {
 public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next();
    std::uint64_t below(std::uint64_t bound) { return next() % bound; }
    /// The items of a pass, mixed: those with an `every` of 2 are there in each second pass.
    template <typename T>
    std::vector<const T*> order_of(std::span<const T* const> items, int pass) {
        std::vector<const T*> order;
        for (std::size_t i = 0; i < items.size(); ++i) {
            if ((i + static_cast<std::size_t>(pass)) % items[i]->every == 0)
                order.push_back(items[i]);
        }
        shuffle(order);
        return order;
    }
    bool one_in(std::uint64_t n) { return below(n) == 0; }
    template <typename T>
    void shuffle(std::vector<T>& items) {
        for (std::size_t left = items.size(); left > 1; --left)
            std::swap(items[left - 1], items[below(left)]);
    }

 private:
    std::uint64_t state_;
};

/// A sentence's words looked up, with the numbers of their gold tags.
struct TagSentence {
    std::vector<TagWord> words;
    std::vector<std::uint16_t> gold;
    std::size_t every = 1;
};

Weights train_first_pass(std::span<const TagSentence* const>, const TagSet&, const Course&,
                         std::uint64_t seed);
/// `words[].first` and `second` must hold what a first pass that has not seen them says.
Weights train_second_pass(std::span<const TagSentence* const>, const TagSet&, const Course&,
                          std::uint64_t seed);

Lemmatizer train_lemmatizer(std::span<const GoldSentence>, std::span<const TagSentence>,
                            const LanguageModel&, std::uint64_t seed);

}  // namespace chappe
