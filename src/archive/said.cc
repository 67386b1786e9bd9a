#include "archive/said.h"

#include <algorithm>
#include <utility>

#include "archive/columns.h"
#include "archive/known_actors.h"
#include "archive/search.h"
#include "archive/understood.h"
#include "base/text.h"

namespace chappe {
namespace {

using Kind = SearchQuery::Kind;

SearchWords& words_here() {
    thread_local SearchWords words;
    return words;
}

bool is_of(const SearchWord& word, const AnyOf& place) {
    return std::any_of(place.begin(), place.end(), [&](const std::string& term) {
        return term == word.term || term == word.second;
    });
}

/// Whether the phrase stands in the words: each place at its place.
bool holds(std::span<const SearchWord> words, const std::vector<AnyOf>& phrase) {
    for (std::size_t begin = 0; begin + phrase.size() <= words.size(); ++begin) {
        std::size_t place = 0;
        while (place < phrase.size() && is_of(words[begin + place], phrase[place])) ++place;
        if (place == phrase.size()) return true;
    }
    return false;
}

bool is_one_of(const std::optional<ActorName>& actor, const std::set<KnownActorId>& wanted) {
    return actor && wanted.contains(actor->id);
}

Text words_at(Span span, std::string_view body) {
    return fits(span, body) ? Text::repair(fold_space(span.in(body))) : Text();
}

}  // namespace

SaidLine said_line(StoredStatement statement, std::string_view body) {
    SaidLine line;
    if (statement.source) line.source = words_at(*statement.source, body);
    if (statement.cue) line.cue = words_at(*statement.cue, body);
    for (const Span& piece : statement.content) line.content.push_back(words_at(piece, body));
    line.statement = std::move(statement);
    return line;
}

std::vector<std::string_view> asked_words(const SearchQuery& query) {
    if (query.kind == Kind::said) return {query.text};
    std::vector<std::string_view> words;
    const std::string_view text = query.text;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = text.find_first_not_of(" \t\n", at);
        if (begin == std::string_view::npos) break;
        at = std::min(text.find_first_of(" \t\n", begin), text.size());
        words.push_back(text.substr(begin, at - begin));
    }
    return words;
}

Result<SaidFilter> SaidFilter::make(Database& database, const SearchQuery& query) {
    SaidFilter filter;
    std::vector<std::string> languages;
    const auto take = [&](const SearchQuery& part) -> Result<void> {
        const auto named = [&]() -> Result<Actors> {
            const auto actors = TRY(actors_named(database, part.text));
            return Actors(actors.begin(), actors.end());
        };
        if (part.kind == Kind::who) filter.speakers_.push_back(TRY(named()));
        if (part.kind == Kind::to) filter.addressees_.push_back(TRY(named()));
        if (part.kind == Kind::stance)
            if (const auto stance = stance_named(part.text)) filter.stances_.push_back(*stance);
        if (part.kind == Kind::about || part.kind == Kind::said) {
            if (languages.empty()) languages = TRY(stemmed_languages(database));
            for (const std::string_view word : asked_words(part)) {
                auto places = words_here().places(word, languages);
                if (!places.empty()) filter.words_.push_back(std::move(places));
            }
        }
        return {};
    };
    TRY(take(query));
    if (query.kind == Kind::all)
        for (const SearchQuery& part : query.parts) TRY(take(part));
    return filter;
}

bool SaidFilter::meets(const StoredStatement& statement, std::string_view body,
                       std::string_view language) const {
    for (const Actors& wanted : speakers_)
        if (!is_one_of(statement.speaker, wanted)) return false;
    for (const Actors& wanted : addressees_)
        if (!is_one_of(statement.addressee, wanted)) return false;
    for (const Stance wanted : stances_)
        if (statement.stance != wanted) return false;
    if (words_.empty()) return true;
    std::string content;
    for (const Span& piece : statement.content)
        if (fits(piece, body)) (content += piece.in(body)) += '\n';
    const auto words = words_here().words(content, language);
    return std::all_of(words_.begin(), words_.end(),
                       [&](const auto& phrase) { return holds(words, phrase); });
}

Result<std::vector<SaidLine>> SaidFilter::lines(Database& database, const EntryAndBody& at) const {
    std::vector<SaidLine> lines;
    for (StoredStatement& statement : TRY(find_statements(database, at.entry.id)))
        if (meets(statement, at.body, at.entry.language))
            lines.push_back(said_line(std::move(statement), at.body));
    return lines;
}

}  // namespace chappe
