// The tagger reads sentence by sentence. What it found is then used once over the whole text: who
// has been called "Ilham Aliyev" is a person as "Aliyev" too, wherever that stands.
#include "language/names.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/embedded.h"
#include "base/log.h"
#include "language/feature_key.h"
#include "language/name_tagger.h"

namespace chappe {

std::span<const EmbeddedFile> name_model_files();  // made by chappe_embed

namespace {

const NameModel* name_model() {
    static const std::optional<NameModel> model = [] {
        const EmbeddedFile& file = name_model_files().front();
        auto read = NameModel::from_bytes(file.bytes);
        if (!read) log_error(std::string(file.name) + ": " + read.error().message);
        return read ? std::optional(std::move(*read)) : std::nullopt;
    }();
    return model ? &*model : nullptr;
}

/// A word with a capital by itself: which sentence, which word.
struct Alone {
    std::uint32_t sentence = 0;
    std::uint32_t word = 0;
    Span span;
};

class Finder {
 public:
    Finder(std::string_view text, const LanguageModel& model, const NameLexicon& lexicon,
           const NameModel& tagger)
        : text_(text),
          model_(model),
          lexicon_(lexicon),
          tagger_(tagger),
          language_(hash_of(model.language)) {}

    void take(const Sentence& sentence, std::uint32_t number) {
        const NameSentence seen = look_at_names(text_, sentence, model_, lexicon_);
        tags_.assign(seen.words.size(), 0);
        tagger_.tag(seen, language_, tags_);
        for (std::size_t at = 0; at < tags_.size();) {
            if (tags_[at] == 0) {
                note_alone(seen, sentence, number, at++);
                continue;
            }
            std::size_t end = at + 1;
            while (end < tags_.size() && goes_on(tags_[end])) ++end;
            add(seen, number, at, end);
            at = end;
        }
    }

    std::vector<Name> done() {
        mark_echoes();
        return std::move(names_);
    }

 private:
    static bool is_title(const NameWord& word, NameKind kind) {
        if (word.classes & courtesy_word) return true;
        return kind == NameKind::person && (word.classes & title_word) &&
               !(word.classes & given_name);
    }

    void note_alone(const NameSentence& seen, const Sentence& sentence, std::uint32_t number,
                    std::size_t at) {
        const NameWord& word = seen.words[at];
        if (!word.capital || !word.whole || sentence.words[at].upos != "PROPN") return;
        alone_.push_back({number, static_cast<std::uint32_t>(at), word.span});
    }

    void add(const NameSentence& seen, std::uint32_t number, std::size_t begin, std::size_t end) {
        auto kind = static_cast<NameKind>(kind_of(tags_[begin]));
        // A title is no part of the name, and says that it is a person's: "M. Macron".
        while (end - begin > 1 && is_title(seen.words[begin], kind)) {
            kind = NameKind::person;
            ++begin;
        }
        // Half a token has no place in the text: "Caire" of "du Caire" has, "le" has not.
        while (begin < end && !seen.words[begin].whole) ++begin;
        while (end > begin && !seen.words[end - 1].whole) --end;
        if (begin == end) return;
        names_.push_back({{seen.words[begin].span.begin, seen.words[end - 1].span.end},
                          kind,
                          number,
                          static_cast<std::uint32_t>(begin),
                          static_cast<std::uint32_t>(end - begin)});
        if (kind != NameKind::person || end - begin < 2) return;
        families_.insert(seen.words[end - 1].span.in(text_));
    }

    void mark_echoes() {
        if (families_.empty()) return;
        for (Name& name : names_) {
            if (name.words == 1 && families_.contains(name.span.in(text_)))
                name.kind = NameKind::person;
        }
        const std::size_t found = names_.size();
        for (const Alone& alone : alone_) {
            if (families_.contains(alone.span.in(text_)))
                names_.push_back({alone.span, NameKind::person, alone.sentence, alone.word, 1});
        }
        if (names_.size() == found) return;
        std::ranges::sort(names_, {}, [](const Name& name) { return name.span.begin; });
    }

    std::string_view text_;
    const LanguageModel& model_;
    const NameLexicon& lexicon_;
    const NameModel& tagger_;
    std::uint32_t language_;
    std::vector<NameTag> tags_;
    std::vector<Name> names_;
    std::vector<Alone> alone_;
    std::set<std::string_view> families_;  // last words of people's names of several words
};

}  // namespace

std::string_view name_of(NameKind kind) {
    switch (kind) {
        case NameKind::person:
            return "person";
        case NameKind::organisation:
            return "organisation";
        case NameKind::place:
            return "place";
    }
    return "";
}

std::vector<Name> find_names(std::string_view text, const ParsedText& parsed,
                             const LanguageModel& model) {
    const NameLexicon* lexicon = NameLexicon::find(model.language);
    const NameModel* tagger = name_model();
    if (!lexicon || !tagger) return {};
    Finder finder(text, model, *lexicon, *tagger);
    for (std::size_t i = 0; i < parsed.sentences.size(); ++i)
        finder.take(parsed.sentences[i], static_cast<std::uint32_t>(i));
    return finder.done();
}

}  // namespace chappe
