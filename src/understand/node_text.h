#pragma once
// NodeText: a parsed text as the rules and taggers of this module walk it: one flat row of tokens
// with what the parser says of each, and who hangs on whom.
//
//     Le    président   a     souligné   que   ...
//     det   nsubj       aux   root       mark        relation, as a hash; head: index of a node

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "language/feature_key.h"
#include "language/parsed_text.h"

namespace chappe {

using NodeIndex = std::uint32_t;

/// Nodes [begin, end).
struct NodeRange {
    NodeIndex begin = 0;
    NodeIndex end = 0;
    bool empty() const { return begin >= end; }
    NodeIndex size() const { return end - begin; }
    bool has(NodeIndex node) const { return node >= begin && node < end; }
    friend bool operator==(const NodeRange&, const NodeRange&) = default;
};

/// What a token without letters is to a reader.
enum class NodeMark : std::uint8_t {
    none,
    comma,
    stop,
    colon,
    dash,
    open_quote,
    close_quote,
    other
};

/// A token of several words ("du") shows its first word, and hangs where the token hangs.
struct TextNode {
    Span span;
    std::uint32_t lower = 0;     // hash of the form in lower case
    std::uint32_t lemma = 0;     // hash of the lemma
    std::uint32_t upos = 0;      // hash of "NOUN"
    std::uint32_t relation = 0;  // hash of "nsubj", without what follows a colon
    NodeIndex head = 0;          // itself: the root of its sentence
    std::uint32_t sentence = 0;
    NodeMark mark = NodeMark::none;
    bool passive = false;  // the relation is "...:pass"
    bool quoted = false;   // inside double quotation marks, the marks included
    bool starts_paragraph = false;
    bool capital = false;  // begins with an upper-case letter
    const Word* word = nullptr;
};

/// A stretch inside double quotation marks, the marks included.
struct Quote {
    Span span;
    bool closed = false;  // else it ran to the end of its line, as in quotes of several paragraphs
};

/// Straight marks open and close in turn; a quote that is open at the end of a line ends there.
/// Linear; any text.
std::vector<Quote> quotes_of(std::string_view text);

/// The hash of a form as nodes have it: lower case, with straight apostrophes.
std::uint32_t lower_hash(std::string_view form);

class NodeText {
 public:
    /// `parsed` and `text` must outlive it.
    NodeText(std::string_view text, const ParsedText& parsed);

    std::string_view text() const { return text_; }
    std::span<const TextNode> nodes() const { return nodes_; }
    const TextNode& operator[](NodeIndex at) const { return nodes_[at]; }
    NodeIndex size() const { return static_cast<NodeIndex>(nodes_.size()); }
    std::string_view form(NodeIndex at) const { return nodes_[at].span.in(text_); }

    std::size_t sentences() const { return sentences_.size(); }
    NodeRange sentence(std::size_t number) const { return sentences_[number]; }
    NodeRange sentence_of(NodeIndex node) const { return sentences_[nodes_[node].sentence]; }
    /// Whether the parser made a tree of it.
    bool has_tree(NodeRange sentence) const {
        return !nodes_[sentence.begin].word->relation.empty();
    }
    std::span<const Quote> quotes() const { return quotes_; }

    /// Those that hang on a node, in text order.
    std::span<const NodeIndex> children(NodeIndex node) const {
        return {children_.data() + first_child_[node], first_child_[node + 1] - first_child_[node]};
    }
    /// The first child with this relation (a hash), or size().
    NodeIndex child(NodeIndex node, std::uint32_t relation) const;
    /// The nodes under `node`, itself included, from the first to the last.
    NodeRange extent(NodeIndex node) const { return extents_[node]; }
    bool is_under(NodeIndex node, NodeIndex ancestor) const;

    /// From the first byte of a range to its last.
    Span span(NodeRange) const;
    /// The nodes that a span of the text touches.
    NodeRange nodes_in(Span) const;

 private:
    void add_sentence(const Sentence&, std::uint32_t number);
    void mark_quotes();
    void link();
    void grow_extents(NodeRange sentence);

    std::string_view text_;
    std::vector<TextNode> nodes_;
    std::vector<NodeRange> sentences_;
    std::vector<Quote> quotes_;
    std::vector<NodeIndex> children_, first_child_;
    std::vector<NodeRange> extents_;
};

/// Names of Universal Dependencies, as nodes have them.
namespace ud {
constexpr std::uint32_t NOUN = hash_of("NOUN"), PROPN = hash_of("PROPN"), PRON = hash_of("PRON");
constexpr std::uint32_t VERB = hash_of("VERB"), AUX = hash_of("AUX"), ADJ = hash_of("ADJ");
constexpr std::uint32_t ADV = hash_of("ADV"), ADP = hash_of("ADP"), DET = hash_of("DET");
constexpr std::uint32_t NUM = hash_of("NUM"), PART = hash_of("PART"), SCONJ = hash_of("SCONJ");
constexpr std::uint32_t CCONJ = hash_of("CCONJ"), PUNCT = hash_of("PUNCT"), SYM = hash_of("SYM");
constexpr std::uint32_t INTJ = hash_of("INTJ"), X = hash_of("X");
constexpr std::uint32_t nsubj = hash_of("nsubj"), csubj = hash_of("csubj"), obj = hash_of("obj");
constexpr std::uint32_t iobj = hash_of("iobj"), obl = hash_of("obl"), ccomp = hash_of("ccomp");
constexpr std::uint32_t xcomp = hash_of("xcomp"), advcl = hash_of("advcl"), acl = hash_of("acl");
constexpr std::uint32_t advmod = hash_of("advmod"), aux = hash_of("aux"), cop = hash_of("cop");
constexpr std::uint32_t mark = hash_of("mark"), conj = hash_of("conj"), cc = hash_of("cc");
constexpr std::uint32_t punct = hash_of("punct"), nmod = hash_of("nmod"), amod = hash_of("amod");
constexpr std::uint32_t appos = hash_of("appos"), flat = hash_of("flat"), expl = hash_of("expl");
constexpr std::uint32_t det = hash_of("det"), case_ = hash_of("case"), fixed = hash_of("fixed");
constexpr std::uint32_t compound = hash_of("compound"), parataxis = hash_of("parataxis");
constexpr std::uint32_t root = hash_of("root"), vocative = hash_of("vocative");
constexpr std::uint32_t dislocated = hash_of("dislocated"), discourse = hash_of("discourse");
}  // namespace ud

}  // namespace chappe
