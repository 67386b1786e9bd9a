#include "understand/understand.h"

#include <algorithm>
#include <utility>

#include "base/sort_stably.h"
#include "language/names.h"
#include "language/parse.h"
#include "understand/dates.h"
#include "understand/frames.h"
#include "understand/layout.h"
#include "understand/links.h"
#include "understand/nested.h"
#include "understand/statement_rules.h"
#include "understand/statement_tagger.h"
#include "understand/topics.h"
#include "understand/verb_group.h"

namespace chappe {
namespace {

/// Whether a sentence may say who said what, who is who or who meets whom: only then its tree is
/// looked at.
WantsTree may_tell(std::string_view language) {
    const CueLexicon& cues = CueLexicon::of(language);
    const ActorLexicon& actors = ActorLexicon::of(language);
    return [&cues, &actors, language](const Sentence& sentence) {
        return cues.may_match(sentence) ||
               std::ranges::any_of(sentence.words, [&](const Word& word) {
                   const std::uint32_t lemma = hash_of(word.lemma), lower = lower_hash(word.form);
                   return actors.has_first_of_role(lower) || begins_frame(lemma, language);
               });
    };
}

/// Where the proper noun at `begin` and what the tree hangs flat on it end: "Chuck Jordan".
NodeIndex end_of_flat(const NodeText& text, NodeIndex begin, NodeIndex from) {
    NodeIndex end = from;
    while (end < text.size() && text[end].upos == ud::PROPN && text[end].capital &&
           text[end].relation == ud::flat && text[end].head == begin)
        ++end;
    return end;
}

/// "Congrès d'" is a name and one word too many.
NodeRange without_joints(const NodeText& text, NodeRange name) {
    while (name.size() > 1) {
        const std::uint32_t upos = text[name.end - 1].upos;
        if (upos != ud::ADP && upos != ud::DET && upos != ud::CCONJ) break;
        --name.end;
    }
    return name;
}

/// People and organisations by their names; names that the tagger missed, by their trees, are
/// people. What stands for a state, the lexicon of actors knows.
std::vector<NamedNodes> names_in(const NodeText& text, const ParsedText& parsed,
                                 const LanguageModel& language) {
    const std::vector<Name> found = find_names(text.text(), parsed, language);
    std::vector<NamedNodes> names;
    auto next = found.begin();
    for (NodeIndex at = 0; at < text.size();) {
        while (next != found.end() && next->span.end <= text[at].span.begin) ++next;
        if (next != found.end() && text[at].span.end > next->span.begin) {
            NodeRange nodes = without_joints(text, text.nodes_in(next->span));
            const bool person = next->kind == NameKind::person;
            if (person) nodes.end = end_of_flat(text, nodes.begin, nodes.end);
            if (next->kind != NameKind::place)
                names.push_back({nodes, person ? Actor::Kind::person : Actor::Kind::organisation});
            at = std::max(nodes.end, at + 1);
            ++next;  // each name once, also when it was shortened
            continue;
        }
        const bool begins = text[at].upos == ud::PROPN && text[at].capital;
        const NodeIndex end = begins ? end_of_flat(text, at, at + 1) : at + 1;
        if (end > at + 1) names.push_back({{at, end}, Actor::Kind::person});
        at = end;
    }
    return names;
}

std::vector<NodeRange> sources_of(const std::vector<Attribution>& found,
                                  const std::vector<Attribution>& claims) {
    std::vector<NodeRange> sources;
    for (const std::vector<Attribution>* all : {&found, &claims}) {
        for (const Attribution& one : *all) {
            if (!one.source.empty()) sources.push_back(one.source);
        }
    }
    return sources;
}

/// Statements whose cue stands in the content of another one are that one's claims.
std::vector<Attribution> take_inner(std::vector<Attribution>& found) {
    constexpr std::size_t reach = 32;  // a content has at most 300 nodes, and so few cues
    std::vector<Attribution> outer, inner;
    for (std::size_t i = 0; i < found.size(); ++i) {
        bool inside = false;
        const std::size_t last = std::min(found.size(), i + reach);
        for (std::size_t j = i > reach ? i - reach : 0; j < last && !inside; ++j) {
            if (i == j) continue;
            inside = std::ranges::any_of(found[j].content, [&](NodeRange piece) {
                return piece.has(found[i].cue.begin) && piece.has(found[i].content.front().begin) &&
                       found[i].content_extent().size() < piece.size();
            });
        }
        (inside ? inner : outer).push_back(found[i]);
    }
    found = std::move(outer);
    return inner;
}

/// Talk of something without a proposition: "ont discuté de la paix".
std::vector<TopicMention> topic_mentions(const NodeText& text, const Actors& actors,
                                         const std::vector<CueMatch>& cues,
                                         const std::vector<Attribution>& found) {
    std::vector<TopicMention> mentions;
    for (const CueMatch& cue : cues) {
        if (cue.entry->stance != Stance::discuss || cue.entry->kind != CueEntry::Kind::verb)
            continue;
        const bool said = std::ranges::any_of(found, [&](const Attribution& one) {
            return one.cue.has(cue.head) || one.content_extent().has(cue.head);
        });
        if (said) continue;
        for (const NodeIndex child : text.children(cue.head)) {
            const bool thing = text[child].relation == ud::obj || text[child].relation == ud::obl ||
                               text[child].relation == ud::nmod;
            if (!thing || child < cue.words.end) continue;
            TopicMention& mention = mentions.emplace_back();
            mention.span = text.span(
                {std::max(text.extent(child).begin, cue.words.end), text.extent(child).end});
            const NodeIndex noun = acting_noun(text, cue.head);
            if (noun < text.size()) {
                if (const auto who = actors.who(noun_words(text, noun, cue.words)))
                    mention.actors.push_back(*who);
            }
            break;
        }
    }
    return mentions;
}

/// By their layout; by what was learnt, in the language it was learnt from; else by rules, which
/// are better in another language than tags and trees alone (models/statements/CARD.md).
std::vector<Attribution> statements_in(const FeatureText& features,
                                       const std::vector<Attribution>& by_rules,
                                       std::string_view language, const StatementModel* model) {
    std::vector<Attribution> found =
        model && model->language == language ? tag_statements(features, model->taggers) : by_rules;
    const auto by_cue = [](const Attribution& one) { return one.cue.begin; };
    sort_stably(found, {}, by_cue);
    const std::size_t told = found.size();
    for (Attribution& shown : layout_statements(features.text())) {
        if (!std::ranges::binary_search(found.begin(), found.begin() + static_cast<long>(told),
                                        shown.cue.begin, {}, by_cue))
            found.push_back(std::move(shown));
    }
    if (found.size() > told) sort_stably(found, {}, by_cue);
    return found;
}

void renumber(std::optional<ActorId>& id, const std::vector<ActorId>& places) {
    if (id) id = places[index_of(*id)];
}

}  // namespace

Annotations understand(const Understandable& dispatch, const UnderstandSettings& settings) {
    // Words, tags and trees; of a language without a model, words alone.
    const LanguageModel* known = find_language(dispatch.language);
    const LanguageModel& language = known ? *known : any_language();
    const ParsedText parsed = parse(dispatch.text, language, may_tell(dispatch.language));
    const NodeText text(dispatch.text, parsed);
    const std::vector<CueMatch> cues = CueLexicon::of(dispatch.language).matches(text);
    const FeatureText features(text, cues);

    // Who is said to say what. Claims inside are found by rules.
    const std::vector<Attribution> by_rules = rule_statements(features, cues);
    std::vector<Attribution> found =
        statements_in(features, by_rules, dispatch.language, settings.model);
    std::vector<Attribution> inner = take_inner(found);
    for (const std::vector<Attribution>& more : {noun_claims(features, cues), by_rules})
        inner.insert(inner.end(), more.begin(), more.end());
    sort_stably(inner, {}, [](const Attribution& one) { return one.cue.begin; });
    const std::vector<std::vector<Attribution>> nested = nest(found, inner);

    // When: against the dispatch's day.
    Annotations all;
    if (dispatch.day) all.dates = find_dates(text, dispatch.language, *dispatch.day);

    // Who is there, and who stands behind the words of each source.
    Actors actors(text, ActorLexicon::of(dispatch.language), names_in(text, parsed, language),
                  sources_of(found, inner), settings.known);
    const std::vector<Frame> frames = find_frames(text, actors, all.dates, dispatch.language);
    Links links(text, actors, frames, all.dates, dispatch.day);
    for (std::size_t i = 0; i < found.size(); ++i) {
        Statement statement = links.statement(found[i]);
        for (const Attribution& inside : nested[i]) {
            Statement claim = links.claim(inside, statement.speaker);
            // "the harpoons meant to anchor it": who means or thinks is somebody.
            const bool of_mind =
                claim.kind != Statement::Class::speech || claim.stance == Stance::intend;
            if (!of_mind || claim.speaker) statement.nested.push_back(std::move(claim));
        }
        all.statements.push_back(std::move(statement));
    }
    all.topic_mentions = topic_mentions(text, actors, cues, found);

    // What it is about.
    all.topics = find_topics(text, dispatch.language);

    // Actors are given out in the order of their first mention.
    std::vector<ActorId> places;
    all.actors = actors.take(places);
    for (Statement& statement : all.statements) {
        renumber(statement.speaker, places);
        renumber(statement.addressee, places);
        for (Statement& claim : statement.nested) {
            renumber(claim.speaker, places);
            renumber(claim.addressee, places);
        }
    }
    for (TopicMention& mention : all.topic_mentions) {
        for (ActorId& id : mention.actors) id = places[index_of(id)];
    }
    return all;
}

}  // namespace chappe
