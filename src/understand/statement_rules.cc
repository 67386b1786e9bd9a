#include "understand/statement_rules.h"

#include <algorithm>
#include <array>

#include "understand/verb_group.h"

namespace chappe {
namespace {

constexpr std::array clause_words = {hash_of("que"), hash_of("qu'"), hash_of("that"),
                                     hash_of("si"),  hash_of("s'"),  hash_of("whether"),
                                     hash_of("if")};
constexpr std::array infinitive_words = {hash_of("de"), hash_of("d'"), hash_of("à"), hash_of("to")};
constexpr std::array relative_words = {hash_of("lequel"),   hash_of("laquelle"),
                                       hash_of("lesquels"), hash_of("lesquelles"),
                                       hash_of("which"),    hash_of("quoi")};
constexpr std::array as_words = {hash_of("comme"), hash_of("as")};
constexpr std::array objects = {hash_of("l'"), hash_of("le"), hash_of("la")};
constexpr std::array speaking_pronouns = {hash_of("il"),    hash_of("elle"), hash_of("ils"),
                                          hash_of("elles"), hash_of("on"),   hash_of("he"),
                                          hash_of("she"),   hash_of("they")};
constexpr std::array to_be = {hash_of("être"), hash_of("be")};
constexpr NodeIndex longest_addressee = 14;  // nodes between a cue and its clause
constexpr NodeIndex longest_content = 300;   // nodes that are searched for its end

template <typename List>
bool is_one_of(std::uint32_t word, const List& list) {
    return std::ranges::find(list, word) != list.end();
}

class Rules {
 public:
    Rules(const FeatureText& features, const std::vector<CueMatch>& matches)
        : f_(features), t_(features.text()), matches_(matches) {}

    std::vector<Attribution> all() {
        std::vector<Attribution> found;
        for (const CueMatch& match : matches_) {
            if (lends(match)) continue;
            Attribution one;
            one.head = match.head;
            one.entry = match.entry;
            const bool any = match.entry->kind == CueEntry::Kind::preposition
                                 ? by_preposition(match, one)
                             : match.entry->kind == CueEntry::Kind::verb ? by_verb(match, one)
                                                                         : false;
            if (any && !one.content.empty()) found.push_back(std::move(one));
        }
        return found;
    }

 private:
    /// "voudrais" of "voudrais rappeler que": the other verb is the cue.
    bool lends(const CueMatch& match) const {
        const auto next = std::ranges::upper_bound(matches_, match.head, {}, &CueMatch::head);
        for (auto other = next; other != matches_.end() && other->head < match.head + 5; ++other) {
            if (governing_verb(t_, other->head) == match.head && other->head != match.head)
                return true;
        }
        return false;
    }

    bool by_verb(const CueMatch& match, Attribution& one) {
        one.cue = verb_group(t_, match);
        // "demander si": the conjunction belongs to what is asked.
        while (one.cue.end > match.head + 1 &&
               (is_one_of(t_[one.cue.end - 1].lower, clause_words) ||
                is_one_of(t_[one.cue.end - 1].lower, infinitive_words)))
            --one.cue.end;
        const NodeIndex noun = acting_noun(t_, match.head);
        if (noun < t_.size()) one.source = noun_words(t_, noun, one.cue);
        if (one.source.empty()) one.source = inner_subject(one.cue);
        if (one.source.empty()) one.source = pronoun_before(match, one.cue);
        // "à noter que", "on peut affirmer que": nobody does.
        if (one.source.empty() && is_infinitive(one.cue.begin)) return false;
        one.confidence = 0.7F;
        return clause_after(match, one) || quote_after(match, one) ||
               infinitive_after(match, one) || content_before(match, one) ||
               content_around_as(match, one);
    }

    /// "Il a également indiqué que": trees often take this "il" for that of "il faut".
    NodeRange pronoun_before(const CueMatch& match, NodeRange cue) const {
        const NodeRange sentence = t_.sentence_of(match.head);
        if (match.entry->speech != Statement::Class::speech || cue.begin == sentence.begin)
            return {};
        const NodeIndex pronoun = cue.begin - 1;
        if (!is_one_of(t_[pronoun].lower, speaking_pronouns)) return {};
        for (NodeIndex at = cue.begin; at < cue.end; ++at) {  // "il est dit", "il a été dit"
            if (is_one_of(t_[at].lemma, to_be)) return {};
        }
        return {pronoun, pronoun + 1};
    }

    /// "a-t-il indiqué": the pronoun inside the cue.
    NodeRange inner_subject(NodeRange cue) const {
        for (NodeIndex at = cue.begin; at < cue.end; ++at) {
            if (t_[at].upos == ud::PRON && t_[at].relation == ud::nsubj) return {at, at + 1};
        }
        return {};
    }

    bool clause_after(const CueMatch& match, Attribution& one) {
        if (!match.entry->takes_clause) return false;
        const NodeIndex begin = find_clause(match.head, one.cue);
        if (begin >= t_.size()) return false;
        one.content.push_back({begin, end_of(match.head, begin)});
        return !one.content.back().empty();
    }

    /// Where the clause begins: with its conjunction, or, in English, without one.
    NodeIndex find_clause(NodeIndex head, NodeRange cue) const {
        const NodeRange sentence = t_.sentence_of(head);
        for (NodeIndex at = cue.end; at < std::min(sentence.end, cue.end + longest_addressee);
             ++at) {
            const TextNode& node = t_[at];
            if (node.mark == NodeMark::colon || node.mark == NodeMark::open_quote ||
                node.mark == NodeMark::stop)
                break;
            if (is_one_of(node.lower, clause_words) && node.upos != ud::PRON &&
                node.upos != ud::DET)
                return at;
            if (node.upos == ud::VERB) break;
        }
        for (const NodeIndex child : t_.children(head)) {
            if (child <= cue.end || t_[child].relation != ud::ccomp) continue;
            NodeIndex begin = t_.extent(child).begin;
            if (begin < cue.end) continue;
            while (begin < child && t_[begin].mark == NodeMark::colon) ++begin;
            return begin;
        }
        return t_.size();
    }

    /// Where what a cue governs ends: with the sentence, before the next verb of the same subject,
    /// or with the clause that the cue itself stands in.
    NodeIndex end_of(NodeIndex head, NodeIndex begin) const {
        const NodeRange sentence = t_.sentence_of(head);
        NodeIndex end = sentence.end;
        const NodeIndex verb = governing_verb(t_, head);
        const NodeRange own = t_.extent(verb);
        if (own.end > begin && own.end < end && t_[own.end].mark != NodeMark::none) end = own.end;
        end = std::min(end, start_of_main_clause(head, begin, end));
        // "que A, mais B": B is the writer's.
        for (const NodeIndex child : t_.children(verb)) {
            if (t_[child].relation != ud::conj || child <= begin || child >= end) continue;
            const NodeIndex first = t_.extent(child).begin;
            if (first <= begin || first >= end || t_[child].quoted || has_clause_word(first, child))
                continue;
            end = first;
            break;
        }
        auto other = std::ranges::upper_bound(matches_, begin, {}, &CueMatch::head);
        for (; other != matches_.end() && other->head < std::min(end, begin + longest_content);
             ++other) {
            if (t_[other->head].quoted) continue;
            const NodeIndex group = verb_group(t_, *other).begin;
            if (!resumes(*other, group, begin) &&
                (!follows(other->head, verb) ||
                 has_clause_word(std::max(begin + 1, group - 2), group)))
                continue;
            end = std::min(end, group);
            break;
        }
        while (end > begin + 1 && is_outer(end - 1, begin)) --end;
        return end;
    }

    /// "Estimant que C, il a ...": where the words of the verb that the cue's clause precedes
    /// begin.
    NodeIndex start_of_main_clause(NodeIndex head, NodeIndex begin, NodeIndex end) const {
        NodeIndex main = head;
        for (int steps = 0; steps < 6 && t_[main].head != main && main <= begin; ++steps)
            main = t_[main].head;
        if (main <= begin || main >= end) return end;
        const NodeIndex subject = f_.subject(main);
        NodeIndex at = subject < main && subject > begin ? t_.extent(subject).begin : main;
        for (int steps = 0; steps < 12 && at > begin + 1; ++steps) {
            if (t_[at - 1].mark == NodeMark::comma) return at - 1;
            --at;
        }
        return end;
    }

    bool has_clause_word(NodeIndex begin, NodeIndex end) const {
        for (NodeIndex at = begin; at < std::min(end, begin + 6); ++at) {
            if (is_one_of(t_[at].lower, clause_words)) return true;
        }
        return false;
    }

    /// Whether a verb is joined to another one, so that both have one subject.
    bool follows(NodeIndex later, NodeIndex earlier) const {
        for (int steps = 0; steps < 4 && t_[later].relation == ud::conj; ++steps) {
            later = t_[later].head;
            if (later == earlier) return t_.child(later, ud::nsubj) != later;
        }
        return false;
    }

    /// "..., et a révélé": behind a comma and a conjunction, without a subject of its own.
    bool resumes(const CueMatch& match, NodeIndex group, NodeIndex begin) const {
        return match.entry->kind == CueEntry::Kind::verb && group > begin + 2 &&
               t_[group - 1].upos == ud::CCONJ && t_[group - 2].mark == NodeMark::comma &&
               f_.subject(match.head) >= t_.size() && is_finite(group);
    }

    bool is_finite(NodeIndex at) const {
        return t_[at].word && t_[at].word->feats.find("VerbForm=Fin") != std::string_view::npos;
    }

    bool is_outer(NodeIndex at, NodeIndex begin) const {
        const TextNode& node = t_[at];
        if (node.mark == NodeMark::close_quote) return !t_[begin].quoted && opens_before(at, begin);
        return node.mark == NodeMark::stop || node.mark == NodeMark::comma ||
               node.mark == NodeMark::colon || node.mark == NodeMark::dash ||
               node.relation == ud::cc;
    }
    bool opens_before(NodeIndex close, NodeIndex begin) const {
        for (NodeIndex at = close; at-- > begin && close - at < longest_content;) {
            if (t_[at].mark == NodeMark::open_quote) return false;
        }
        return true;
    }

    bool quote_after(const CueMatch& match, Attribution& one) {
        if (!match.entry->takes_quote) return false;
        // "des bataillons dits « sénégalais »" is a name.
        const bool participle =
            t_[match.head].relation == ud::acl || t_[match.head].relation == ud::amod;
        const NodeRange sentence = t_.sentence_of(match.head);
        for (NodeIndex at = one.cue.end;
             at < std::min(sentence.end, one.cue.end + longest_addressee); ++at) {
            const TextNode& node = t_[at];
            if (participle && node.mark != NodeMark::colon) continue;
            if (node.mark == NodeMark::open_quote ||
                (node.mark == NodeMark::colon && at + 1 < sentence.end)) {
                const NodeIndex begin = node.mark == NodeMark::colon ? at + 1 : at;
                // A quotation may go on over sentences.
                const NodeIndex quoted = end_of_quote(begin, t_.size());
                one.content.push_back({begin, quoted > begin ? quoted : end_of(match.head, begin)});
                return true;
            }
            if (node.upos == ud::VERB || node.mark == NodeMark::stop) return false;
        }
        return false;
    }

    /// The end of the quotation that begins here; the same place when none does.
    NodeIndex end_of_quote(NodeIndex begin, NodeIndex end) const {
        if (t_[begin].mark != NodeMark::open_quote) return begin;
        NodeIndex at = begin + 1;
        for (; at < std::min(end, begin + longest_content) && t_[at].quoted; ++at) {
            if (t_[at].mark == NodeMark::close_quote) return at + 1;
        }
        return at;
    }

    /// "C, a dit X", and what follows: "C, a dit X, C". The source stands by its cue, behind it or
    /// inside it; before it only where a quotation or the sentence ends ("« C », il dit").
    bool content_before(const CueMatch& match, Attribution& one) {
        if (!match.entry->takes_quote || match.entry->speech == Statement::Class::belief)
            return false;
        const NodeRange sentence = t_.sentence_of(match.head);
        const bool in_front = !one.source.empty() && one.source.end == one.cue.begin;
        const NodeIndex edge = in_front ? one.source.begin : one.cue.begin;
        if (edge <= sentence.begin + 1) return false;
        const NodeMark before = t_[edge - 1].mark;
        if (before != NodeMark::comma && before != NodeMark::close_quote &&
            before != NodeMark::dash)
            return false;
        const bool quote =
            before == NodeMark::close_quote ||
            (edge > sentence.begin + 1 && t_[edge - 2].mark == NodeMark::close_quote);
        NodeIndex rest = one.cue.end;
        if (in_front) {
            if (!quote && rest < sentence.end && t_[rest].mark == NodeMark::none) return false;
        } else if (one.source.empty() || one.source.end < one.cue.begin) {
            one.source = name_behind(one.cue.end, sentence.end);
            if (one.source.empty()) return false;
        }
        rest = std::max(rest, one.source.end);
        const NodeIndex begin = start_of_quote(sentence.begin);
        NodeIndex end = edge;
        while (end > begin &&
               (t_[end - 1].mark == NodeMark::comma || t_[end - 1].mark == NodeMark::dash))
            --end;
        if (begin >= end || (!quote && !has_verb(begin, end))) return false;
        one.content.push_back({begin, end});
        if (rest + 1 < sentence.end && t_[rest].mark == NodeMark::comma &&
            (t_[rest + 1].mark == NodeMark::open_quote || t_[rest + 1].quoted))
            one.content.push_back({rest + 1, t_[rest + 1].mark == NodeMark::open_quote
                                                 ? end_of_quote(rest + 1, sentence.end)
                                                 : end_of(match.head, rest + 1)});
        return true;
    }

    /// The noun phrase right behind a cue: "indique un communiqué".
    NodeRange name_behind(NodeIndex begin, NodeIndex end) const {
        if (begin < end && is_time(t_, begin)) ++begin;  // "indique samedi un communiqué"
        if (begin >= end) return {};
        const std::uint32_t upos = t_[begin].upos;
        if (upos != ud::DET && upos != ud::PROPN && upos != ud::NOUN && upos != ud::ADJ &&
            upos != ud::NUM && (upos != ud::PRON || t_[begin].relation == ud::obj))
            return {};
        return {begin, end_of_name(begin, end)};
    }

    /// A quotation of several sentences began before this one.
    NodeIndex start_of_quote(NodeIndex begin) const {
        if (!t_[begin].quoted || t_[begin].mark == NodeMark::open_quote) return begin;
        NodeIndex at = begin;
        for (int steps = 0;
             steps < static_cast<int>(longest_content) && at > 0 && t_[at - 1].quoted; ++steps) {
            --at;
            if (t_[at].mark == NodeMark::open_quote) break;
        }
        return at;
    }

    /// "C, comme l'explique X", "As X said, C".
    bool content_around_as(const CueMatch& match, Attribution& one) {
        if (!match.entry->takes_clause && !match.entry->takes_quote) return false;
        const NodeRange sentence = t_.sentence_of(match.head);
        NodeIndex as = one.cue.begin;
        if (!one.source.empty() && one.source.end == one.cue.begin) as = one.source.begin;
        if (as > sentence.begin && t_[as - 1].upos == ud::PRON) --as;
        if (as == sentence.begin || !is_one_of(t_[as - 1].lower, as_words)) return false;
        if (one.source == NodeRange{as, one.cue.begin} && is_one_of(t_[as].lower, objects)) {
            one.cue.begin = as;  // trees take the "l'" of "l'a annoncé" for the subject
            one.source = {};
        }
        --as;
        if (one.source.empty()) one.source = name_behind(one.cue.end, sentence.end);
        NodeRange content{sentence.begin, as};
        while (content.end > content.begin && (t_[content.end - 1].mark == NodeMark::comma ||
                                               t_[content.end - 1].mark == NodeMark::dash))
            --content.end;
        if (as <= sentence.begin + 1) {
            NodeIndex comma = std::max(one.cue.end, one.source.end);
            while (comma < sentence.end && t_[comma].mark != NodeMark::comma) ++comma;
            content = {std::min(comma + 1, sentence.end), sentence.end};
            while (content.end > content.begin && t_[content.end - 1].mark == NodeMark::stop)
                --content.end;
        }
        if (content.size() < 3 || !has_verb(content.begin, content.end)) return false;
        one.content.push_back(content);
        return true;
    }

    bool infinitive_after(const CueMatch& match, Attribution& one) {
        if (!match.entry->takes_infinitive) return false;
        const NodeIndex begin = find_infinitive(match, one.cue);
        if (begin >= t_.size()) return false;
        one.content.push_back({begin, end_of(match.head, begin)});
        return !one.content.back().empty();
    }

    /// Where "de faire", "to do" begins: a dependent of the cue, of its noun ("a l'intention de"),
    /// or, where the tree has it elsewhere, the next one behind the cue.
    NodeIndex find_infinitive(const CueMatch& match, NodeRange cue) const {
        for (const NodeIndex governor : {match.head, match.words.end - 1}) {
            for (const NodeIndex child : t_.children(governor)) {
                const TextNode& node = t_[child];
                const bool clause = node.relation == ud::xcomp || node.relation == ud::ccomp ||
                                    (governor != match.head && node.relation == ud::acl);
                if (child < cue.end || !clause) continue;
                if (node.upos != ud::VERB && node.upos != ud::AUX) continue;
                return std::max(t_.extent(child).begin, cue.end);
            }
        }
        const NodeIndex end =
            std::min(t_.sentence_of(match.head).end, cue.end + longest_addressee / 2);
        for (NodeIndex at = cue.end; at + 1 < end && t_[at].mark == NodeMark::none; ++at) {
            if (!is_one_of(t_[at].lower, infinitive_words)) continue;
            for (NodeIndex verb = at + 1; verb < std::min(end, at + 4); ++verb) {
                if (is_infinitive(verb)) return at;
                if (t_[verb].upos != ud::ADV && t_[verb].upos != ud::PRON &&
                    t_[verb].upos != ud::PART)
                    break;
            }
        }
        return t_.size();
    }

    bool is_infinitive(NodeIndex at) const {
        return t_[at].word && t_[at].word->feats.find("VerbForm=Inf") != std::string_view::npos;
    }

    bool by_preposition(const CueMatch& match, Attribution& one) {
        const NodeRange sentence = t_.sentence_of(match.head);
        one.cue = match.words;
        const NodeIndex begin = one.cue.end;
        if (begin >= sentence.end || t_[begin].mark != NodeMark::none) return false;
        if (is_one_of(t_[begin].lower, relative_words)) return false;
        // "pour" names a source only in front: "Pour X, ...".
        const bool opinion = match.entry->speech == Statement::Class::belief && one.cue.size() == 1;
        if (opinion && (one.cue.begin > sentence.begin + 1 || has_verb(begin, begin + 2)))
            return false;
        one.source = {begin, end_of_name(begin, sentence.end)};
        // "selon un cérémonial", "d'après une pièce": only names, and phrases set off, say
        // something.
        const bool set_off = one.cue.begin <= sentence.begin + 1 ||
                             t_[one.cue.begin - 1].mark != NodeMark::none ||
                             is_one_of(t_[one.cue.begin - 1].lower, clause_words);
        if (!set_off && !names_someone(one.source)) return false;
        one.confidence = 0.6F;
        NodeIndex after = one.source.end;
        while (after < sentence.end &&
               (t_[after].mark == NodeMark::comma || t_[after].mark == NodeMark::colon))
            ++after;
        NodeIndex end = sentence.end;
        while (end > after && (t_[end - 1].mark == NodeMark::stop)) --end;
        NodeIndex before = one.cue.begin;
        while (before > sentence.begin &&
               (t_[before - 1].mark == NodeMark::comma || t_[before - 1].mark == NodeMark::dash))
            --before;
        // "a dit que, selon B, ...": what stands before belongs to the one who said it.
        const bool inner = before > sentence.begin && is_one_of(t_[before - 1].lower, clause_words);
        if (before > sentence.begin + 1 && !inner) one.content.push_back({sentence.begin, before});
        if (after + 1 < end) one.content.push_back({after, end});
        return !one.content.empty();
    }

    /// The noun phrase from here: what hangs on the noun, and no further than a comma that closes
    /// it.
    NodeIndex end_of_name(NodeIndex begin, NodeIndex end) const {
        NodeIndex noun = begin;
        for (NodeIndex at = begin; at < end && t_[at].mark == NodeMark::none; ++at) {
            if (t_[at].upos == ud::NOUN || t_[at].upos == ud::PROPN || t_[at].upos == ud::PRON) {
                noun = at;
                break;
            }
        }
        const NodeIndex whole = std::max(std::min(t_.extent(noun).end, end), noun + 1);
        NodeIndex comma = noun + 1;
        while (comma < whole && t_[comma].mark == NodeMark::none) ++comma;
        if (comma >= whole) return whole;
        // An apposition that a second comma closes belongs to the name.
        for (const NodeIndex child : t_.children(noun)) {
            const NodeRange more = t_.extent(child);
            const bool apposed = t_[child].relation == ud::appos || t_[child].relation == ud::acl;
            if (!apposed || child < comma || more.begin > comma + 1 || more.end >= end) continue;
            if (t_[more.end].mark == NodeMark::comma && !has_comma(more)) return more.end;
        }
        return comma;
    }

    bool has_comma(NodeRange words) const {
        for (NodeIndex at = words.begin + 1; at < words.end; ++at) {
            if (t_[at].mark == NodeMark::comma) return true;
        }
        return false;
    }

    /// "selon lui", "selon le ministre Dupont"; not "selon les plans de Dupont".
    bool names_someone(NodeRange words) const {
        for (NodeIndex at = words.begin; at < words.end; ++at) {
            const std::uint32_t upos = t_[at].upos;
            if (upos == ud::PROPN || upos == ud::PRON) return true;
            if (upos == ud::NOUN) return at + 1 < words.end && t_[at + 1].upos == ud::PROPN;
        }
        return false;
    }

    bool has_verb(NodeIndex begin, NodeIndex end) const {
        for (NodeIndex at = begin; at < std::min(end, t_.size()); ++at) {
            if (t_[at].upos == ud::VERB || t_[at].upos == ud::AUX) return true;
        }
        return false;
    }

    const FeatureText& f_;
    const NodeText& t_;
    const std::vector<CueMatch>& matches_;
};

}  // namespace

std::vector<Attribution> rule_statements(const FeatureText& features,
                                         const std::vector<CueMatch>& matches) {
    return Rules(features, matches).all();
}

}  // namespace chappe
