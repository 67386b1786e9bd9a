#include "understand/verb_group.h"

#include <algorithm>
#include <array>

namespace chappe {
namespace {

constexpr std::array times = {
    hash_of("lundi"),     hash_of("mardi"),    hash_of("mercredi"), hash_of("jeudi"),
    hash_of("vendredi"),  hash_of("samedi"),   hash_of("dimanche"), hash_of("semaine"),
    hash_of("mois"),      hash_of("année"),    hash_of("monday"),   hash_of("tuesday"),
    hash_of("wednesday"), hash_of("thursday"), hash_of("friday"),   hash_of("saturday"),
    hash_of("sunday"),    hash_of("week"),     hash_of("month"),    hash_of("year")};
constexpr std::array lending_verbs = {hash_of("vouloir"),  hash_of("devoir"),  hash_of("pouvoir"),
                                      hash_of("tenir"),    hash_of("aller"),   hash_of("souhaiter"),
                                      hash_of("venir"),    hash_of("falloir"), hash_of("désirer"),
                                      hash_of("oser"),     hash_of("go"),      hash_of("have"),
                                      hash_of("continue"), hash_of("use")};
constexpr std::array relatives = {hash_of("qui"),  hash_of("who"),    hash_of("which"),
                                  hash_of("that"), hash_of("lequel"), hash_of("laquelle")};
constexpr std::array subject_pronouns = {
    hash_of("il"), hash_of("ils"), hash_of("on"),  hash_of("je"), hash_of("j'"),  hash_of("tu"),
    hash_of("i"),  hash_of("he"),  hash_of("she"), hash_of("we"), hash_of("they")};
constexpr std::array agent_words = {hash_of("par"), hash_of("by")};

template <typename List>
bool is_one_of(std::uint32_t word, const List& list) {
    return std::ranges::find(list, word) != list.end();
}

/// A dependent that goes into the group when it stands beside it.
bool belongs(const NodeText& text, NodeIndex at, NodeIndex verb, NodeIndex head) {
    const TextNode& node = text[at];
    if (node.head != verb && node.head != head) return false;
    if (node.relation == ud::aux || node.relation == ud::cop) return true;
    if (node.relation == ud::advmod) return node.upos == ud::ADV || node.upos == ud::PART;
    if (is_one_of(node.lower, subject_pronouns)) return false;
    const bool clitic = node.upos == ud::PRON && at < verb;
    return clitic && (node.relation == ud::expl || node.relation == ud::obj ||
                      node.relation == ud::iobj || node.relation == ud::obl);
}

/// "-t-il" between an auxiliary and its verb.
bool is_inner_subject(const NodeText& text, NodeIndex at, NodeIndex verb) {
    return text[at].upos == ud::PRON && at > 0 && text.form(at).starts_with('-') &&
           text[at].sentence == text[verb].sentence;
}

}  // namespace

NodeIndex governing_verb(const NodeText& text, NodeIndex head) {
    const TextNode& node = text[head];
    const bool infinitive = node.relation == ud::xcomp || node.relation == ud::ccomp;
    if (!infinitive || node.head == head || node.head > head) return head;
    const TextNode& above = text[node.head];
    const bool near = head - node.head <= 4;
    return near && above.upos == ud::VERB && is_one_of(above.lemma, lending_verbs) ? node.head
                                                                                   : head;
}

NodeRange verb_group(const NodeText& text, const CueMatch& match) {
    NodeRange group = match.words;
    const NodeRange sentence = text.sentence_of(match.head);
    if (match.entry->kind != CueEntry::Kind::verb) return group;
    const NodeIndex first = governing_verb(text, match.head);
    group.begin = std::min(group.begin, first);
    while (group.begin > sentence.begin) {
        const NodeIndex at = group.begin - 1;
        if (!belongs(text, at, first, match.head) && !belongs(text, at, match.head, first) &&
            !(at > sentence.begin && is_inner_subject(text, at, match.head)))
            break;
        group.begin = at;
    }
    // "Toutefois, a dit": an adverb of the sentence stays outside; so does one that begins it.
    while (group.begin < match.head && group.begin == sentence.begin &&
           text[group.begin].relation == ud::advmod && text[group.begin].upos == ud::ADV)
        ++group.begin;
    while (group.end < sentence.end && text[group.end].relation == ud::advmod &&
           text[group.end].upos == ud::ADV && text[group.end].head == match.head &&
           text.children(group.end).empty())
        ++group.end;
    return group;
}

bool is_passive(const NodeText& text, NodeIndex verb) {
    return std::ranges::any_of(text.children(verb), [&](NodeIndex child) {
        return text[child].passive &&
               (text[child].relation == ud::nsubj || text[child].relation == ud::aux ||
                text[child].relation == ud::expl);
    });
}

bool is_time(const NodeText& text, NodeIndex at) {
    return is_one_of(text[at].lower, times) || is_one_of(text[at].lemma, times);
}

/// "a rapporté lundi le Quotidien": trees take the day for the subject, and who acts for an object.
NodeIndex subject_of(const NodeText& text, NodeIndex verb) {
    const NodeIndex subject = text.child(verb, ud::nsubj);
    if (subject >= text.size() || !is_time(text, subject)) return subject;
    for (const NodeIndex child : text.children(verb)) {
        const bool noun = text[child].upos == ud::NOUN || text[child].upos == ud::PROPN;
        if (child > subject && noun && text[child].relation == ud::obj) return child;
    }
    return text.size();
}

NodeIndex acting_noun(const NodeText& text, NodeIndex head) {
    const NodeIndex none = text.size();
    if (is_passive(text, head)) {
        for (const NodeIndex child : text.children(head)) {
            const NodeIndex with = text.child(child, ud::case_);
            if (text[child].relation == ud::obl && with < none &&
                is_one_of(text[with].lower, agent_words))
                return child;
        }
        return none;
    }
    NodeIndex verb = governing_verb(text, head);
    for (int steps = 0; steps < 5; ++steps) {
        const NodeIndex subject = subject_of(text, verb);
        const bool relative =
            subject < none && is_one_of(text[subject].lower, relatives) && verb != text[verb].head;
        if (subject < none && !text[subject].passive && !relative) return subject;
        const TextNode& node = text[verb];
        if (node.head == verb) return none;
        if (relative) {
            if (node.relation == ud::conj) {
                verb = node.head;
                continue;
            }
            return node.relation == ud::acl ? node.head : none;
        }
        if (subject < none) return none;
        if (node.relation == ud::acl) return node.head;  // "un rapport indiquant que"
        if (node.relation != ud::conj && node.relation != ud::xcomp && node.relation != ud::advcl)
            return none;
        verb = node.head;
    }
    return none;
}

NodeRange noun_words(const NodeText& text, NodeIndex noun, NodeRange without) {
    NodeRange words = text.extent(noun);
    if (words.begin < without.end && without.begin < words.end) {
        if (noun < without.begin)
            words.end = without.begin;
        else
            words.begin = without.end;
    }
    // A preposition of the noun itself is not its name; nor is a comma.
    const auto outer = [&](NodeIndex at) {
        const TextNode& node = text[at];
        return node.mark == NodeMark::comma || node.mark == NodeMark::dash ||
               node.mark == NodeMark::stop ||
               (node.head == noun && (node.relation == ud::case_ || node.relation == ud::cc ||
                                      node.relation == ud::mark));
    };
    while (words.begin < words.end && words.begin != noun && outer(words.begin)) ++words.begin;
    while (words.begin < words.end && words.end - 1 != noun && outer(words.end - 1)) --words.end;
    return words;
}

}  // namespace chappe
