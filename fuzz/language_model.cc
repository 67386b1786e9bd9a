// Any bytes are a model or are refused, and any model that is taken can read a text.

#include "language/language_model.h"

#include <cstdlib>

#include "language/parse.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (const auto framed = chappe::LanguageModel::from_bytes(bytes);
        !framed && framed.error().message.empty())
        std::abort();
    const auto model = chappe::LanguageModel::from_parts(bytes);
    if (!model) return 0;
    const std::string_view text =
        "L'homme a dit : « Du pain ! » Don't go, said Mrs. O'Neill to 12 000 people.";
    for (const chappe::Sentence& sentence : chappe::parse(text, *model).sentences) {
        for (const chappe::Word& word : sentence.words) {
            if (word.head > sentence.words.size()) std::abort();
        }
    }
    return 0;
}
