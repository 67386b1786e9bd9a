// Any bytes give sentences, tokens, words and names whose spans lie in the text, in order, on the
// borders of characters, and trees with one root and no loop. The first byte chooses the language.

#include "language/parse.h"

#include <cstdlib>

#include "base/text.h"
#include "language/names.h"

namespace {

using chappe::Sentence;
using chappe::Span;

void check(bool holds) {
    if (!holds) std::abort();
}

void check_span(std::string_view text, Span span, std::uint32_t after) {
    check(span.begin >= after && span.begin < span.end && span.end <= text.size());
    for (const std::uint32_t at : {span.begin, span.end})
        check(at == text.size() || (static_cast<unsigned char>(text[at]) & 0xc0) != 0x80);
}

void check_tree(const Sentence& sentence) {
    std::size_t roots = 0;
    for (std::size_t i = 0; i < sentence.words.size(); ++i) {
        check(!sentence.words[i].upos.empty() && !sentence.words[i].relation.empty());
        check(!sentence.words[i].form.empty() && !sentence.words[i].lemma.empty());
        check(sentence.words[i].head <= sentence.words.size());
        roots += sentence.words[i].head == 0;
        std::size_t steps = 0;
        for (std::size_t up = i + 1; up != 0; up = sentence.words[up - 1].head)
            check(++steps <= sentence.words.size());
    }
    check(roots == 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view languages[] = {"fr", "en", "xx"};
    const chappe::LanguageModel* model = chappe::find_language(languages[data[0] % 3]);
    const chappe::Text text =
        chappe::Text::repair({reinterpret_cast<const char*>(data) + 1, size - 1});
    const chappe::ParsedText parsed = chappe::parse(text, model ? *model : chappe::any_language());
    std::uint32_t end = 0;
    for (const Sentence& sentence : parsed.sentences) {
        check_span(text, sentence.span, end);
        std::uint32_t token_end = sentence.span.begin, words = 0;
        for (const chappe::Token& token : sentence.tokens) {
            check_span(text, token.span, token_end);
            check(token.first == words && token.words > 0);
            token_end = token.span.end;
            words += token.words;
        }
        check(words == sentence.words.size() && token_end == sentence.span.end);
        if (model) check_tree(sentence);
        end = sentence.span.end;
    }
    end = 0;
    for (const chappe::Name& name :
         chappe::find_names(text, parsed, model ? *model : chappe::any_language())) {
        check_span(text, name.span, end);
        end = name.span.end;
        check(name.sentence < parsed.sentences.size() && name.words > 0);
        const Sentence& sentence = parsed.sentences[name.sentence];
        check(name.first + name.words <= sentence.words.size());
        check(name.span.begin >= sentence.span.begin && name.span.end <= sentence.span.end);
        check(!chappe::name_of(name.kind).empty());
    }
    return 0;
}
