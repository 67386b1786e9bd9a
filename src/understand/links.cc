#include "understand/links.h"

#include <algorithm>
#include <array>

#include "base/time.h"
#include "understand/verb_group.h"

namespace chappe {
namespace {

constexpr std::array negations = {hash_of("ne"),    hash_of("n'"),  hash_of("pas"),
                                  hash_of("not"),   hash_of("n't"), hash_of("never"),
                                  hash_of("jamais")};
constexpr std::array to_words = {hash_of("à"),    hash_of("au"),     hash_of("aux"),
                                 hash_of("to"),   hash_of("devant"), hash_of("auprès"),
                                 hash_of("avec"), hash_of("with")};

template <typename List>
bool is_one_of(std::uint32_t word, const List& list) {
    return std::ranges::find(list, word) != list.end();
}

bool overlap(Span a, Span b) {
    return a.begin < b.end && b.begin < a.end;
}

bool is_day(const std::string& value) {
    return value.size() >= 10 && value[4] == '-' && value[7] == '-';
}

}  // namespace

Statement::Form Links::form(const Attribution& one) const {
    std::size_t words = 0, quoted = 0;
    for (const NodeRange piece : one.content) {
        for (NodeIndex at = piece.begin; at < piece.end; ++at) {
            if (text_[at].mark != NodeMark::none) continue;
            ++words;
            quoted += text_[at].quoted;
        }
    }
    // Nine in ten, as the corpora count it: "that" before a quotation does not make it mixed.
    if (quoted == 0) return Statement::Form::indirect;
    return quoted * 10 >= words * 9 ? Statement::Form::direct : Statement::Form::mixed;
}

/// A cue that the lexicon does not have is speech when words are quoted.
Statement::Class Links::kind(const Attribution& one, Statement::Form form) const {
    if (one.entry) return one.entry->speech;
    const bool sign = one.cue.size() == 1 && text_[one.cue.begin].mark != NodeMark::none;
    return sign || form == Statement::Form::direct ? Statement::Class::speech
                                                   : Statement::Class::other;
}

bool Links::negated(const Attribution& one) const {
    for (NodeIndex at = one.cue.begin; at < one.cue.end; ++at) {
        if (is_one_of(text_[at].lower, negations)) return true;
    }
    return false;
}

std::optional<ActorId> Links::speaker(const Attribution& one, std::optional<ActorId> around) {
    if (one.source.empty()) return std::nullopt;
    if (around && actors_.is_pronoun(one.source) && actors_.is_person(*around)) return around;
    if (around) {
        if (const auto state = actors_.country_of(one.source, *around)) {
            actors_.add_mention(*state, one.source, Mention::How::metonym);
            return state;
        }
    }
    return actors_.who(one.source);
}

std::optional<ActorId> Links::addressee(const Attribution& one, std::optional<ActorId> speaker,
                                        bool nested) const {
    bool named = false;
    for (const NodeIndex child : text_.children(one.head)) {
        const TextNode& node = text_[child];
        const bool inside =
            std::ranges::any_of(one.content, [&](NodeRange piece) { return piece.has(child); });
        if (inside || one.source.has(child)) continue;
        const NodeIndex with = text_.child(child, ud::case_);
        const bool to = with < text_.size() && is_one_of(text_[with].lower, to_words);
        const bool object =
            node.relation == ud::iobj || (node.relation == ud::obj && one.entry &&
                                          one.entry->addressee == CueEntry::Addressee::object);
        const bool oblique = (node.relation == ud::obl || node.relation == ud::nmod) && to;
        if (!object && !oblique) continue;
        const auto who = actors_.who(noun_words(text_, child, one.cue));
        if (who && who != speaker) return who;
        named = named || object || node.upos == ud::NOUN || node.upos == ud::PRON;
    }
    if (named || nested || !speaker) return std::nullopt;
    const Frame* frame = frame_of(frames_, *speaker, text_[one.head].sentence);
    if (!frame) return std::nullopt;
    return frame->one == *speaker ? frame->other : frame->one;
}

std::optional<SaidOn> Links::said_on(const Attribution& one, std::optional<ActorId> speaker,
                                     bool nested) const {
    const Span sentence = text_.span(text_.sentence_of(one.head));
    auto date = std::ranges::lower_bound(dates_, sentence.begin, {},
                                         [](const Timex& timex) { return timex.span.begin; });
    for (; date != dates_.end() && date->span.end <= sentence.end; ++date) {
        if (!is_day(date->value)) continue;
        const bool inside = std::ranges::any_of(
            one.content, [&](NodeRange piece) { return overlap(text_.span(piece), date->span); });
        const bool in_source = !one.source.empty() && overlap(text_.span(one.source), date->span);
        if (inside || in_source) continue;
        const NodeRange nodes = text_.nodes_in(date->span);
        if (nodes.empty() || !text_.is_under(nodes.begin, one.head)) continue;
        return SaidOn{date->value.substr(0, 10), SaidOn::How::named};
    }
    if (nested) return std::nullopt;
    if (speaker) {
        const Frame* frame = frame_of(frames_, *speaker, text_[one.head].sentence);
        if (frame && !frame->when.empty()) return SaidOn{frame->when, SaidOn::How::event};
    }
    if (!day_) return std::nullopt;
    return SaidOn{to_string(*day_), SaidOn::How::published};
}

Statement Links::statement(const Attribution& one) {
    return make(one, false, std::nullopt);
}

Statement Links::claim(const Attribution& one, std::optional<ActorId> around) {
    return make(one, true, around);
}

Statement Links::make(const Attribution& one, bool nested, std::optional<ActorId> around) {
    Statement out;
    if (!one.source.empty()) out.source = text_.span(one.source);
    if (!one.cue.empty()) out.cue = text_.span(one.cue);
    for (const NodeRange piece : one.content) out.content.push_back(text_.span(piece));
    out.form = form(one);
    out.kind = kind(one, out.form);
    if (one.entry) out.stance = one.entry->stance;
    out.negated = negated(one);
    out.speaker = speaker(one, around);
    out.addressee = addressee(one, out.speaker, nested);
    out.said_on = said_on(one, out.speaker, nested);
    out.confidence = one.confidence;
    return out;
}

}  // namespace chappe
