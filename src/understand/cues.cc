// An entry is looked up by the hash of its first word, then compared word by word; adverbs may
// stand between ("a mis clairement en garde"). Linear: at most `longest_gap` nodes are passed over.
#include "understand/cues.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "base/sort_stably.h"
#include "understand/lexicon_rows.h"

namespace chappe {
namespace {

constexpr int longest_gap = 2;

constexpr std::array reflexive_forms = {
    hash_of("se"), hash_of("s'"), hash_of("s’"), hash_of("me"),   hash_of("m'"),   hash_of("m’"),
    hash_of("te"), hash_of("t'"), hash_of("t’"), hash_of("nous"), hash_of("vous"), hash_of("-se")};
constexpr std::array to_be = {hash_of("be"), hash_of("être")};

bool is_reflexive(const NodeText& text, NodeIndex verb) {
    return std::ranges::any_of(text.children(verb), [&](NodeIndex child) {
        return child < verb &&
               std::ranges::find(reflexive_forms, text[child].lower) != reflexive_forms.end() &&
               text[child].relation != ud::nsubj;
    });
}

bool is_copular(const NodeText& text, NodeIndex head) {
    return std::ranges::any_of(text.children(head), [&](NodeIndex child) {
        const TextNode& node = text[child];
        return (node.relation == ud::cop || node.relation == ud::aux) &&
               std::ranges::find(to_be, node.lemma) != to_be.end();
    });
}

bool has_kind(const CueEntry& entry, std::uint32_t upos) {
    switch (entry.kind) {
        case CueEntry::Kind::verb:
            return upos == ud::VERB || (entry.words.size() > 1 && upos == ud::AUX) ||
                   (entry.copular && (upos == ud::ADJ || upos == ud::NOUN));
        case CueEntry::Kind::noun:
            return upos == ud::NOUN;
        case CueEntry::Kind::adverb:
            return upos == ud::ADV;
        case CueEntry::Kind::preposition:
            return upos != ud::NOUN || entry.words.size() > 1;
    }
    return false;
}

bool is_word(const TextNode& node, std::uint32_t word) {
    return node.lower == word || node.lemma == word;
}

}  // namespace

void CueLexicon::add(std::string_view language, const std::vector<std::string_view>& row) {
    static const std::map<std::string_view, CueEntry::Kind> kinds = {
        {"verb", CueEntry::Kind::verb},
        {"noun", CueEntry::Kind::noun},
        {"preposition", CueEntry::Kind::preposition},
        {"adverb", CueEntry::Kind::adverb}};
    static const std::map<std::string_view, CueEntry::Addressee> addressees = {
        {"none", CueEntry::Addressee::none},
        {"to", CueEntry::Addressee::to},
        {"obj", CueEntry::Addressee::object},
        {"with", CueEntry::Addressee::with}};
    if (row.size() != 7 || row[0] != language) return;
    CueEntry entry;
    entry.kind = kinds.at(row[2]);
    entry.speech = statement_class_named(row[3]).value_or(Statement::Class::speech);
    entry.stance = stance_named(row[4]).value_or(Stance::assert_);
    entry.addressee = addressees.at(row[6]);
    for (const std::string_view form : parts_of(row[5], ',')) {
        entry.takes_clause |= form == "that";
        entry.takes_infinitive |= form == "inf";
        entry.takes_quote |= form == "quote";
        entry.takes_thing |= form == "np";
    }
    std::string_view cue = row[1];
    if (cue.starts_with("s'")) {
        entry.reflexive = true;
        cue.remove_prefix(2);
    }
    for (const std::string_view word : phrase_words(cue)) {
        if (entry.words.empty() && word == "se")
            entry.reflexive = true;
        else if (entry.words.empty() && (word == "be" || word == "être"))
            entry.copular = true;
        else
            entry.words.push_back(hash_of(word));
    }
    if (entry.words.empty()) return;
    entry.code = static_cast<std::uint32_t>(
        mix(join(static_cast<std::uint64_t>(entry.kind), static_cast<std::uint64_t>(entry.speech),
                 static_cast<std::uint64_t>(entry.stance), hash_of(row[5]))));
    std::vector<CueEntry>& same = by_first_[entry.words.front()];
    same.push_back(std::move(entry));
    sort_stably(same, [](const CueEntry& a, const CueEntry& b) {
        const auto rank = [](const CueEntry& e) {
            return e.words.size() * 4 + (e.reflexive ? 1 : 0) + (e.copular ? 1 : 0);
        };
        return rank(a) > rank(b);
    });
}

const CueLexicon& CueLexicon::of(std::string_view language) {
    static const std::map<std::string, CueLexicon, std::less<>> all = [] {
        std::map<std::string, CueLexicon, std::less<>> lexicons;
        for (const auto& row : understand_rows("cues")) {
            const std::string name(row[0]);
            lexicons[name].add(name, row);
        }
        return lexicons;
    }();
    static const CueLexicon none;
    const auto found = all.find(language);
    return found == all.end() ? none : found->second;
}

bool CueLexicon::fits(const CueEntry& entry, const NodeText& text, NodeIndex at,
                      CueMatch& match) const {
    if (!has_kind(entry, text[at].upos)) return false;
    const NodeIndex end = text.sentence_of(at).end;
    NodeIndex last = at;
    for (std::size_t i = 1; i < entry.words.size(); ++i) {
        NodeIndex next = last + 1;
        for (int gap = 0; gap < longest_gap && next < end && text[next].upos == ud::ADV &&
                          !is_word(text[next], entry.words[i]);
             ++gap)
            ++next;
        if (next >= end || !is_word(text[next], entry.words[i])) return false;
        last = next;
    }
    if (entry.reflexive && !is_reflexive(text, at)) return false;
    if (entry.copular && !is_copular(text, at)) return false;
    match = {&entry, at, {at, last + 1}};
    return true;
}

bool CueLexicon::may_match(const Sentence& sentence) const {
    for (std::size_t at = 0; at < sentence.words.size(); ++at) {
        if (may_begin(sentence, at)) return true;
    }
    return false;
}

bool CueLexicon::may_begin(const Sentence& sentence, std::size_t at) const {
    const Word& word = sentence.words[at];
    for (const std::uint32_t first : {hash_of(word.lemma), lower_hash(word.form)}) {
        const auto entries = by_first_.find(first);
        if (entries == by_first_.end()) continue;
        const std::uint32_t upos = hash_of(word.upos);
        for (const CueEntry& entry : entries->second) {
            if (!has_kind(entry, upos)) continue;
            if (entry.words.size() == 1) return true;
            const std::size_t end = std::min(sentence.words.size(), at + 2 + longest_gap);
            for (std::size_t next = at + 1; next < end; ++next) {
                const Word& second = sentence.words[next];
                if (hash_of(second.lemma) == entry.words[1] ||
                    lower_hash(second.form) == entry.words[1])
                    return true;
            }
        }
    }
    return false;
}

std::vector<CueMatch> CueLexicon::matches(const NodeText& text) const {
    std::vector<CueMatch> found;
    for (NodeIndex at = 0; at < text.size(); ++at) {
        for (const std::uint32_t word : {text[at].lemma, text[at].lower}) {
            const auto entries = by_first_.find(word);
            if (entries == by_first_.end()) continue;
            CueMatch match;
            const bool any = std::ranges::any_of(entries->second, [&](const CueEntry& entry) {
                return fits(entry, text, at, match);
            });
            if (!any) continue;
            found.push_back(match);
            break;
        }
    }
    return found;
}

}  // namespace chappe
