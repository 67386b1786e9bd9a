#pragma once
// Tree parser: words with tags to a dependency tree, greedily, by the arc-hybrid transitions
// (Kuhlmann, Gómez-Rodríguez and Satta 2011). Linear in the words.
//
//     stack          buffer            shift     the first of the buffer goes onto the stack
//     .. s2 s1 s0  │ b0 b1 b2 ..ROOT   left-l    s0 becomes a dependent of b0 with relation l
//                                      right-l   s0 becomes a dependent of s1 with relation l

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "language/tagger.h"
#include "language/weights.h"

namespace chappe {

/// What the parser counts and looks ahead for.
enum class Part : std::uint8_t { other, nominal, verb, stop };

/// What the parser sees of a word; all hashes or small numbers.
struct TreeWord {
    std::uint32_t word = 0;  // the form in lower case
    std::uint32_t lemma = 0;
    std::uint32_t upos = 0;
    std::uint32_t tag = 0;    // UPOS and features
    std::uint32_t sense = 0;  // from the lexicon, for this UPOS
    Part part = Part::other;
};

struct Arc {
    std::uint32_t head = 0;      // counted from 1; 0: the root
    std::uint32_t relation = 0;  // of TreeParser::relations
};

/// Where the parse stands. Places are counted from 1; 0 is none, size + 1 the root.
class ParseState {
 public:
    explicit ParseState(std::span<const TreeWord> words);

    bool done() const { return stack_.empty() && first_ == root(); }
    std::uint32_t root() const { return static_cast<std::uint32_t>(size_) + 1; }
    std::uint32_t first() const { return first_; }
    std::span<const std::uint32_t> stack() const { return stack_; }
    std::uint32_t stack_at(std::size_t depth) const {
        return depth < stack_.size() ? stack_[stack_.size() - 1 - depth] : 0;
    }
    bool can_shift() const { return first_ < root(); }
    /// The root takes one dependent, the last word on the stack.
    bool can_left() const { return !stack_.empty() && (first_ != root() || stack_.size() == 1); }
    bool can_right() const { return stack_.size() > 1; }

    void shift();
    void left(std::uint32_t relation);
    void right(std::uint32_t relation);

    std::span<const Arc> arcs() const { return {arcs_.data() + 1, size_}; }  // root as head 0
    void keys(KeyList&) const;

 private:
    struct Children {
        std::uint32_t left = 0, left2 = 0, right = 0, right2 = 0;  // outermost and the one before
        std::uint8_t lefts = 0, rights = 0;
        std::uint32_t left_set = 0, right_set = 0;  // hashes of the relations so far
    };
    void attach(std::uint32_t child, std::uint32_t head, std::uint32_t relation);
    const TreeWord& word(std::uint32_t place) const;
    /// How many verbs and stops stand between two places, as one small number.
    std::uint32_t between(std::uint32_t from, std::uint32_t to) const;

    std::span<const TreeWord> words_;
    std::size_t size_ = 0;
    std::uint32_t first_ = 1;
    std::vector<std::uint32_t> stack_;
    std::vector<Arc> arcs_;
    std::vector<Children> children_;
    // Of each place: the first noun or verb behind it, how many verbs and stops stand up to it.
    std::vector<std::uint32_t> ahead_;
    std::vector<std::uint16_t> verbs_, stops_;
};

struct TreeParser {
    std::vector<std::string> relations;
    std::uint32_t root_relation = 0;
    Weights weights;  // outputs: 0 shift, 1 + l left-l, 1 + relations + l right-l

    std::size_t outputs() const { return 1 + 2 * relations.size(); }
    /// A head and a relation for each word; exactly one word hangs on the root.
    std::vector<Arc> parse(std::span<const TreeWord> words) const;
};

}  // namespace chappe
