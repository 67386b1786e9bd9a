#pragma once
// What the language module makes of a text: sentences, tokens, words, trees (Universal
// Dependencies).
//
//     Le président   du        conseil     a dit ...
//     token          token     token
//     word           de le     word                      a multi-word token has several words
//     det            case det  nmod                      relation; head is a place in the sentence

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"

namespace chappe {

/// `upos`, `feats` and `relation` point into the model that gave them.
struct Word {
    std::string form;
    std::string lemma;
    std::string_view upos;      // "NOUN"; empty: not tagged
    std::string_view feats;     // "Gender=Masc|Number=Sing"; empty: none
    std::string_view relation;  // "nsubj:pass"; empty: not parsed
    std::uint32_t head = 0;     // counted from 1 within the sentence; 0: the root
    std::uint32_t token = 0;    // index of its token in the sentence
};

struct Token {
    Span span;                // in the text
    std::uint32_t first = 0;  // index of its first word in the sentence
    std::uint32_t words = 1;
};

struct Sentence {
    Span span;
    bool starts_paragraph = false;
    std::vector<Token> tokens;
    std::vector<Word> words;
};

struct ParsedText {
    std::vector<Sentence> sentences;  // in text order; they do not overlap
};

}  // namespace chappe
