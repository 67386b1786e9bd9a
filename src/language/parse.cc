#include "language/parse.h"

#include <mutex>
#include <string>

#include "base/embedded.h"
#include "base/log.h"
#include "language/tokenizer.h"

namespace chappe {

std::span<const EmbeddedFile> language_files();  // made by chappe_embed

void parse_paragraph(std::string_view text, Span paragraph, const LanguageModel& model,
                     ParsedText& out, const WantsTree& wants_tree) {
    std::vector<TagWord> looks;
    const std::size_t first = out.sentences.size();
    model.tokenizer.cut(text, paragraph, model.lexicon, out, looks);
    std::span<TagWord> rest = looks;
    for (std::size_t i = first; i < out.sentences.size(); ++i) {
        std::vector<Word>& words = out.sentences[i].words;
        model.tag(words, rest.first(words.size()));
        if (wants_tree(out.sentences[i])) model.hang(words, rest.first(words.size()));
        rest = rest.subspan(words.size());
    }
}

ParsedText parse(std::string_view text, const LanguageModel& model, const WantsTree& wants_tree) {
    ParsedText out;
    for (const Span paragraph : paragraphs_of(text))
        parse_paragraph(text, paragraph, model, out, wants_tree);
    return out;
}

const LanguageModel* find_language(std::string_view language) {
    struct Place {
        std::string_view language;
        std::once_flag once;
        std::unique_ptr<const LanguageModel> model;
    };
    static Place places[] = {{"en", {}, {}}, {"fr", {}, {}}};
    for (Place& place : places) {
        if (place.language != language) continue;
        std::call_once(place.once, [&place] {
            const std::string name = "/" + std::string(place.language) + ".model";
            for (const EmbeddedFile& file : language_files()) {
                if (!file.name.ends_with(name)) continue;
                auto model = LanguageModel::from_bytes(file.bytes);
                if (model)
                    place.model = std::make_unique<LanguageModel>(std::move(*model));
                else
                    log_error(std::string(file.name) + ": " + model.error().message);
            }
        });
        return place.model.get();
    }
    return nullptr;
}

const LanguageModel& any_language() {
    static const LanguageModel untrained;
    return untrained;
}

}  // namespace chappe
