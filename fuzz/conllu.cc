// Any bytes are CoNLL-U or are refused; what was read is written and read again to the same.

#include "language/conllu.h"

#include <cstdlib>

#include "language/treebank.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const auto sentences = chappe::read_conllu({reinterpret_cast<const char*>(data), size});
    if (!sentences) return 0;
    std::string once, twice;
    for (const chappe::ConlluSentence& sentence : *sentences) {
        chappe::write_conllu(once, sentence);
        chappe::GoldSentence gold = chappe::gold_sentence(sentence);
        if (gold.words.size() < 200) chappe::make_projective(gold);
    }
    const auto again = chappe::read_conllu(once);
    if (!again || again->size() != sentences->size()) std::abort();
    for (const chappe::ConlluSentence& sentence : *again) chappe::write_conllu(twice, sentence);
    if (once != twice) std::abort();
    return 0;
}
