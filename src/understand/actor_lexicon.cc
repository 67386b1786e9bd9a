#include "understand/actor_lexicon.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/sort_stably.h"
#include "understand/lexicon_rows.h"

namespace chappe {
namespace {

std::optional<ActorWord> kind_named(std::string_view name) {
    static const std::map<std::string_view, ActorWord> kinds = {
        {"state", ActorWord::state},    {"adjective", ActorWord::adjective},
        {"seat", ActorWord::seat},      {"bloc", ActorWord::bloc},
        {"role", ActorWord::role},      {"title", ActorWord::title},
        {"same", ActorWord::same},      {"group", ActorWord::group},
        {"country", ActorWord::country}};
    const auto found = kinds.find(name);
    return found == kinds.end() ? std::nullopt : std::optional(found->second);
}

/// Capitals often stand without their accents: "Etat", "Etats-Unis", "Emirats".
std::string without_initial_accents(std::string_view phrase) {
    constexpr std::string_view accented = "é";
    std::string plain;
    for (std::size_t at = 0; at < phrase.size(); ++at) {
        const bool begins = at == 0 || phrase[at - 1] == ' ' || phrase[at - 1] == '\'';
        const bool here = begins && phrase.substr(at).starts_with(accented);
        plain += here ? 'e' : phrase[at];
        if (here) at += accented.size() - 1;
    }
    return plain;
}

bool needs_capital(const std::vector<ActorSense>& senses) {
    return std::ranges::any_of(senses, [](const ActorSense& sense) {
        return sense.kind == ActorWord::state || sense.kind == ActorWord::seat ||
               sense.kind == ActorWord::bloc;
    });
}

NodeIndex head_of(const NodeText& text, NodeRange words) {
    for (NodeIndex at = words.begin; at < words.end; ++at) {
        if (text[at].head == at || !words.has(text[at].head)) {
            if (text[at].upos == ud::NOUN || text[at].upos == ud::PROPN || words.size() == 1)
                return at;
        }
    }
    return words.begin;
}

}  // namespace

const ActorSense* ActorPhrase::sense(ActorWord kind) const {
    const auto found = std::ranges::find(*senses, kind, &ActorSense::kind);
    return found == senses->end() ? nullptr : &*found;
}

void ActorLexicon::add(const std::vector<std::string_view>& row) {
    if (row.size() != 5) return;
    const auto kind = kind_named(row[1]);
    if (!kind) return;
    const ActorSense sense{*kind, std::string(row[2]), std::string(row[3])};
    for (const std::string_view phrase : parts_of(row[4], '|')) {
        const std::string plain = without_initial_accents(phrase);
        add(phrase, sense);
        if (plain != phrase) add(plain, sense);
    }
}

void ActorLexicon::add(std::string_view phrase, const ActorSense& sense) {
    std::vector<std::uint32_t> words, whole;
    for (const std::string_view word : phrase_words(phrase)) words.push_back(hash_of(word));
    for (const std::string_view word : parts_of(phrase, ' ')) whole.push_back(hash_of(word));
    add(words, sense);
    // Tokenizers leave some elided words together: "l’Etat".
    if (whole != words) add(whole, sense);
}

void ActorLexicon::add(const std::vector<std::uint32_t>& words, const ActorSense& sense) {
    if (words.empty()) return;
    if (sense.kind == ActorWord::role) role_firsts_.insert(words.front());
    std::vector<Entry>& entries = by_first_[words.front()];
    auto same = std::ranges::find(entries, words, &Entry::words);
    if (same == entries.end()) {
        entries.push_back({words, {}});
        sort_stably(entries,
                    [](const Entry& a, const Entry& b) { return a.words.size() > b.words.size(); });
        same = std::ranges::find(entries, words, &Entry::words);
    }
    same->senses.push_back(sense);
}

const ActorLexicon& ActorLexicon::of(std::string_view language) {
    static const std::map<std::string, ActorLexicon, std::less<>> all = [] {
        std::map<std::string, ActorLexicon, std::less<>> lexicons;
        for (const auto& row : understand_rows("actors")) lexicons[std::string(row[0])].add(row);
        return lexicons;
    }();
    static const ActorLexicon none;
    const auto found = all.find(language);
    return found == all.end() ? none : found->second;
}

std::vector<ActorPhrase> ActorLexicon::phrases(const NodeText& text) const {
    std::vector<ActorPhrase> found;
    for (NodeIndex at = 0; at < text.size();) {
        NodeIndex next = at + 1;
        const auto entries = by_first_.find(text[at].lower);
        if (entries != by_first_.end()) {
            const NodeIndex end = text.sentence_of(at).end;
            for (const Entry& entry : entries->second) {
                if (at + entry.words.size() > end) continue;
                bool same = true;
                for (std::size_t i = 1; i < entry.words.size() && same; ++i)
                    same = text[at + static_cast<NodeIndex>(i)].lower == entry.words[i];
                if (!same || (needs_capital(entry.senses) && !text[at].capital)) continue;
                next = at + static_cast<NodeIndex>(entry.words.size());
                found.push_back({{at, next}, head_of(text, {at, next}), &entry.senses});
                break;
            }
        }
        at = next;
    }
    return found;
}

}  // namespace chappe
