// Any bytes are a model of a language or of names, or are refused, and any model that is taken can
// read a text.

#include "language/language_model.h"

#include <cstdlib>

#include "language/name_tagger.h"
#include "language/parse.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (const auto framed = chappe::LanguageModel::from_bytes(bytes);
        !framed && framed.error().message.empty())
        std::abort();
    const std::string_view text =
        "L'homme a dit : « Du pain ! » Don't go, said Mrs. O'Neill to 12 000 people.";
    if (const auto framed = chappe::NameModel::from_bytes(bytes);
        !framed && framed.error().message.empty())
        std::abort();
    if (const auto names = chappe::NameModel::from_parts(bytes)) {
        const chappe::LanguageModel& english = *chappe::find_language("en");
        for (const chappe::Sentence& sentence : chappe::parse(text, english).sentences) {
            const chappe::NameSentence seen =
                chappe::look_at_names(text, sentence, english, *chappe::NameLexicon::find("en"));
            std::vector<chappe::NameTag> tags(seen.words.size());
            names->tag(seen, 1, tags);
        }
    }
    const auto model = chappe::LanguageModel::from_parts(bytes);
    if (!model) return 0;
    for (const chappe::Sentence& sentence : chappe::parse(text, *model).sentences) {
        for (const chappe::Word& word : sentence.words) {
            if (word.head > sentence.words.size()) std::abort();
        }
    }
    return 0;
}
