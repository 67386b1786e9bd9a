#include "understand/nested.h"

#include <algorithm>
#include <array>

#include "understand/verb_group.h"

namespace chappe {
namespace {

constexpr std::array by_which = {hash_of("lequel"), hash_of("laquelle"), hash_of("lesquels"),
                                 hash_of("lesquelles"), hash_of("which")};
constexpr std::array by_words = {hash_of("selon"), hash_of("to"), hash_of("après")};
constexpr std::array clause_words = {hash_of("que"), hash_of("qu'"), hash_of("that")};
constexpr NodeIndex farthest_noun = 12;  // nodes from a noun to its "selon lesquelles"

template <typename List>
bool is_one_of(std::uint32_t word, const List& list) {
    return std::ranges::find(list, word) != list.end();
}

/// Where the clause behind "selon lesquelles" begins; `end` when there is none near.
NodeIndex claim_behind(const NodeText& text, NodeIndex noun, NodeIndex end) {
    for (NodeIndex at = noun + 1; at + 1 < std::min(end, noun + farthest_noun); ++at) {
        if (is_one_of(text[at].lower, by_words) && is_one_of(text[at + 1].lower, by_which))
            return at;
        if (text[at].mark == NodeMark::stop || text[at].mark == NodeMark::colon) break;
    }
    return end;
}

/// Whose the noun is: "les accusations formulées en Occident", "les propos de Paul".
NodeRange owner_of(const NodeText& text, NodeIndex noun, NodeIndex end) {
    for (NodeIndex at = noun + 1; at < end; ++at) {
        if (text[at].upos != ud::PROPN && text[at].upos != ud::NOUN) continue;
        return noun_words(text, at, {end, end + 1});
    }
    return {};
}

bool same_content(const Attribution& a, const Attribution& b) {
    const NodeRange x = a.content_extent(), y = b.content_extent();
    const NodeIndex common =
        std::min(x.end, y.end) - std::min(std::min(x.end, y.end), std::max(x.begin, y.begin));
    return common * 2 > std::max(x.size(), y.size());
}

}  // namespace

std::vector<Attribution> noun_claims(const FeatureText& features,
                                     const std::vector<CueMatch>& matches) {
    const NodeText& text = features.text();
    std::vector<Attribution> found;
    for (const CueMatch& match : matches) {
        if (match.entry->kind != CueEntry::Kind::noun && text[match.head].upos != ud::NOUN)
            continue;
        const NodeRange sentence = text.sentence_of(match.head);
        const NodeIndex by = claim_behind(text, match.head, sentence.end);
        if (by >= sentence.end || by + 2 >= sentence.end) continue;
        Attribution one;
        one.cue = {match.head, match.head + 1};
        one.head = match.head;
        one.entry = match.entry;
        one.source = owner_of(text, match.head, by);
        // The clause ends with its own verb's words, and never past the sentence's last mark.
        NodeIndex end = sentence.end;
        while (end > by + 2 && text[end - 1].mark == NodeMark::stop) --end;
        const NodeRange noun = text.extent(match.head);
        if (noun.end > by + 4 && noun.end < end) end = noun.end;
        // "... et qu'il": another clause of whoever speaks.
        for (NodeIndex at = by + 2; at + 1 < end; ++at) {
            if (text[at].relation == ud::cc && is_one_of(text[at + 1].lower, clause_words))
                end = at;
        }
        one.content.push_back({by + 2, end});
        one.confidence = 0.5F;
        found.push_back(std::move(one));
    }
    return found;
}

std::vector<std::vector<Attribution>> nest(const std::vector<Attribution>& outer,
                                           const std::vector<Attribution>& inner) {
    std::vector<std::vector<Attribution>> nested(outer.size());
    for (std::size_t i = 0; i < outer.size(); ++i) {
        for (const NodeRange piece : outer[i].content) {
            auto one = std::ranges::lower_bound(inner, piece.begin, {},
                                                [](const Attribution& a) { return a.cue.begin; });
            for (; one != inner.end() && one->cue.begin < piece.end; ++one) {
                const NodeRange content = one->content_extent();
                if (content.begin < piece.begin || content.end > piece.end + 1) continue;
                if (content.size() + 2 >= piece.size() && content.begin <= piece.begin + 1)
                    continue;
                if (one->cue == outer[i].cue || nested[i].size() >= 16) continue;
                const bool again = std::ranges::any_of(
                    nested[i], [&](const Attribution& other) { return same_content(other, *one); });
                if (!again) nested[i].push_back(*one);
            }
        }
    }
    return nested;
}

}  // namespace chappe
