#pragma once
// Training of the tokenizer, from treebanks whose sentences are put together to running text again.

#include <span>

#include "language/tokenizer.h"
#include "language/treebank.h"

namespace chappe {

Tokenizer train_tokenizer(std::span<const GoldSentence>, const Lexicon&, std::uint64_t seed);

}  // namespace chappe
