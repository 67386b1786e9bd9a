#pragma once
// The tagger of names: each word begins a name of a kind, goes on with it, or is in none.
//
//     le  secrétaire  général  de  l'  ONU   ,  António  Guterres
//     -   -           -        -   -   o(    ,  p(       p)
//
// One set of weights serves both languages: most features see classes of words, their shapes, tags
// and relations, not the words, so that what is learnt from English holds for French too.

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "language/language_model.h"
#include "language/name_lexicon.h"
#include "language/parsed_text.h"
#include "language/weights.h"

namespace chappe {

/// 0: in no name; then for each NameKind: begins one, goes on with one.
using NameTag = std::uint8_t;
constexpr std::size_t name_tags = 7;
constexpr NameTag begin_tag(std::size_t kind) {
    return static_cast<NameTag>(1 + 2 * kind);
}
constexpr bool goes_on(NameTag tag) {
    return tag != 0 && tag % 2 == 0;
}
constexpr std::size_t kind_of(NameTag tag) {
    return (tag - 1U) / 2;
}
/// A name can only be gone on with behind a word of it.
constexpr bool may_follow(NameTag before, NameTag tag) {
    return !goes_on(tag) || (before != 0 && kind_of(before) == kind_of(tag));
}

enum class NameShape : std::uint8_t { small, capital, capitals, initial, mixed, digit, mark };

/// A word as the tagger sees it.
struct NameWord {
    Span span;                  // in the text
    std::uint32_t classes = 0;  // NameWordClass
    std::uint32_t written = 0;  // hashes: the form, that folded, its last three letters
    std::uint32_t folded = 0;
    std::uint32_t suffix = 0;
    std::uint32_t upos = 0;
    std::uint32_t relation = 0;
    std::uint32_t head = 0;   // as in Word
    std::uint32_t known = 0;  // what the language's lexicon has: bits
    std::uint32_t run = 0;    // index in NameSentence::runs, counted from 1; 0: small
    NameShape shape = NameShape::small;
    bool capital = false;  // shape has a capital in front or all through
    bool glued = false;    // no space before it
    bool live = false;     // may be in a name
    bool whole = true;     // has a span of its own: not a part of "du"
};

/// Words with capitals side by side, with what may stand between the words of a name.
struct NameRun {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t classes = 0;  // of all its words
};

struct NameSentence {
    std::vector<NameWord> words;
    std::vector<NameRun> runs;
    bool headline = false;  // nearly every word has a capital
};

/// Looks the words of a sentence up. `model` and `lexicon` are those of its language.
NameSentence look_at_names(std::string_view text, const Sentence&, const LanguageModel& model,
                           const NameLexicon& lexicon);

struct NameKeys {
    std::array<std::uint32_t, 128> keys;
    std::size_t size = 0;
    std::span<const std::uint32_t> all() const { return {keys.data(), size}; }
};

/// Of the word at `at`; `language` is a hash of its code, 0 leaves out what sees words themselves.
void name_keys(const NameSentence&, std::size_t at, std::uint32_t language, NameKeys& out);
/// Of the step from `before` to the word at `at`.
std::array<std::uint32_t, 2> name_step_keys(const NameSentence&, std::size_t at, NameTag before);

/// The best sequence of tags (Viterbi) for the live words from `begin` to `end`.
/// `weigh(keys, scores)` adds the weights of the keys to a span of name_tags scores.
template <typename Score, typename Weigh>
void decode_names(const NameSentence& sentence, std::size_t begin, std::size_t end,
                  std::uint32_t language, const Weigh& weigh, std::span<NameTag> tags) {
    constexpr Score never = std::numeric_limits<Score>::lowest() / 4;
    std::vector<std::array<NameTag, name_tags>> from(end - begin);
    std::array<Score, name_tags> best;
    best.fill(never);
    best[0] = 0;
    NameKeys keys;
    for (std::size_t at = begin; at < end; ++at) {
        std::array<Score, name_tags> here{};
        name_keys(sentence, at, language, keys);
        weigh(keys.all(), std::span<Score>(here));
        std::array<Score, name_tags> next;
        next.fill(never);
        for (NameTag before = 0; before < name_tags; ++before) {
            if (best[before] <= never) continue;
            std::array<Score, name_tags> step = here;
            weigh(name_step_keys(sentence, at, before), std::span<Score>(step));
            for (NameTag tag = 0; tag < name_tags; ++tag) {
                if (!may_follow(before, tag) || best[before] + step[tag] <= next[tag]) continue;
                next[tag] = best[before] + step[tag];
                from[at - begin][tag] = before;
            }
        }
        best = next;
    }
    NameTag tag = 0;
    for (NameTag other = 1; other < name_tags; ++other) {
        if (best[other] > best[tag]) tag = other;
    }
    for (std::size_t at = end; at > begin; --at) {
        tags[at - 1] = tag;
        tag = from[at - 1 - begin][tag];
    }
}

/// The same for every stretch of live words of a sentence; 0 for the others.
template <typename Score, typename Weigh>
void decode_names(const NameSentence& sentence, std::uint32_t language, const Weigh& weigh,
                  std::span<NameTag> tags) {
    for (std::size_t begin = 0; begin < sentence.words.size();) {
        std::size_t end = begin;
        while (end < sentence.words.size() && sentence.words[end].live) ++end;
        if (end == begin) {
            tags[begin++] = 0;
            continue;
        }
        decode_names<Score>(sentence, begin, end, language, weigh, tags);
        begin = end;
    }
}

/// The weights as a file (models/names/names.model).
//
//     "CHAPPENM"  version (1 byte)  32 bytes BLAKE2b-256 of the rest  zstd frame of the weights
struct NameModel {
    Weights weights;

    std::string to_bytes() const;
    /// `broken` with one line that says what is wrong: another kind, another version, damaged.
    [[nodiscard]] static Result<NameModel> from_bytes(std::string_view bytes);
    /// Without the frame around them. Any bytes: a model or an error.
    [[nodiscard]] static Result<NameModel> from_parts(std::string_view parts);

    void tag(const NameSentence&, std::uint32_t language, std::span<NameTag> tags) const;
};

}  // namespace chappe
