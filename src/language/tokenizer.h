#pragma once
// Tokenizer: text to sentences, tokens and words. A text is cut into pieces (runs of letters or
// digits, single marks); three small classifiers then say
//
//     l ' association a - t - il
//      ╵ ╵           ╵ ╵         split: does a token end between two pieces?
//     du  ─▶ de le                expand: is this token a multi-word token here?
//     "... la région. Il a"       end: does a sentence end between two tokens?
//                    ╵
// What a blank line parts is never one sentence.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "language/bytes.h"
#include "language/lexicon.h"
#include "language/parsed_text.h"
#include "language/tagger.h"
#include "language/weights.h"

namespace chappe {

/// What stands between two pieces or tokens.
enum class Gap : std::uint8_t { none, space, line };

struct Piece {
    Span span;
    Sign kind = Sign::other;  // upper, lower: letters that begin so
    Gap before = Gap::none;
    std::uint32_t hash = 0;  // in lower case
    std::uint32_t shape = 0;
    std::uint32_t chunk = 0;  // what stands between two spaces; counted through
};

struct CutToken {
    Span span;
    Gap before = Gap::none;
    TagWord word;
    bool ends_sentence = false;
};

/// How a multi-word token falls into words.
struct Expansion {
    std::vector<std::string> words;    // "de", "le"; empty: by sizes
    std::vector<std::uint32_t> sizes;  // "don't" in characters: 2, 3
};

class Tokenizer {
 public:
    struct Entry {
        std::uint32_t key = 0;  // hash of the token in lower case
        std::uint32_t expansion = 0;
        bool always = false;  // else `expand` decides
    };

    /// Appends the sentences of a paragraph (no blank line inside) that begins at `begin` of
    /// `text`.
    void cut(std::string_view text, Span paragraph, const Lexicon&, ParsedText& out,
             std::vector<TagWord>& words) const;

    std::vector<CutToken> tokens(std::string_view text, Span paragraph, const Lexicon&) const;
    void find_ends(std::span<CutToken> tokens, std::string_view text) const;
    const Expansion* expansion(std::span<const CutToken> tokens, std::size_t at) const;

    /// Then plain rules cut.
    bool is_untrained() const { return split.features() == 0; }

    void write(ByteWriter&) const;
    static Tokenizer read(ByteReader&);

    Weights split, expand, end;  // one output each: yes above 0
    std::vector<Expansion> expansions;
    std::vector<Entry> entries;        // sorted by key
    std::vector<std::string> endings;  // "n't", "'s": words of their own at the end of any token
};

/// Cuts a text at its blank lines; spans without the space around them.
std::vector<Span> paragraphs_of(std::string_view text);

/// The words of a multi-word token, in its case: "Du" is "De", "le".
std::vector<std::string> words_of(std::string_view token, const Expansion&);

// What the classifiers look at; shared with their training.
std::vector<Piece> pieces_of(std::string_view text, Span paragraph);
/// May a token end before piece `at` (> 0)? Where false, it does when there is a gap.
bool is_open(std::span<const Piece> pieces, std::size_t at);
/// `begin`: the first piece of the token that is being made.
void split_keys(std::string_view text, std::span<const Piece> pieces, std::size_t begin,
                std::size_t at, const Lexicon&, KeyList&);
void expand_keys(std::span<const CutToken> tokens, std::size_t at, KeyList&);
/// May a sentence end after token `at`?
bool may_end(std::string_view text, std::span<const CutToken> tokens, std::size_t at);

/// What has been seen of the sentence that is being read.
struct SentenceSoFar {
    std::uint32_t tokens = 0;
    int quotes = 0;
    int brackets = 0;
    void take(std::string_view token);
};
void end_keys(std::span<const CutToken> tokens, std::size_t at, const SentenceSoFar&, KeyList&);

}  // namespace chappe
