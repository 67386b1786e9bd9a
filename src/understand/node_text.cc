#include "understand/node_text.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "language/letters.h"

namespace chappe {
namespace {

/// A word of a token that hangs on another token, else its first.
const Word& governing_word(const Sentence& sentence, const Token& token) {
    for (std::uint32_t i = token.first; i < token.first + token.words; ++i) {
        const Word& word = sentence.words[i];
        if (word.head == 0 || sentence.words[word.head - 1].token != word.token) return word;
    }
    return sentence.words[token.first];
}

NodeMark mark_of(std::string_view form) {
    if (form == ",") return NodeMark::comma;
    if (form == "." || form == "!" || form == "?" || form == "…" || form == "...")
        return NodeMark::stop;
    if (form == ":" || form == ";") return NodeMark::colon;
    if (form == "-" || form == "–" || form == "—" || form == "--" || form == "―")
        return NodeMark::dash;
    if (form == "“" || form == "«" || form == "„") return NodeMark::open_quote;
    if (form == "”" || form == "»") return NodeMark::close_quote;
    if (form == "\"" || form == "''" || form == "``") return NodeMark::open_quote;  // settled later
    const CodePoint first = code_point_at(form, 0);
    return sign_of(first.value) == Sign::other && form.size() == first.size ? NodeMark::other
                                                                            : NodeMark::none;
}

/// Lower case, with straight apostrophes.
std::string folded(std::string_view form) {
    constexpr std::string_view curly = "’";
    const std::string lower = lower_case(form);
    if (lower.find(curly) == std::string::npos) return lower;
    std::string straight;
    for (std::size_t at = 0; at < lower.size(); ++at) {
        const bool here = std::string_view(lower).substr(at).starts_with(curly);
        straight += here ? '\'' : lower[at];
        if (here) at += curly.size() - 1;
    }
    return straight;
}

bool opens_quote(char32_t c) {
    return c == U'“' || c == U'«' || c == U'„';
}
bool closes_quote(char32_t c) {
    return c == U'”' || c == U'»';
}

}  // namespace

std::uint32_t lower_hash(std::string_view form) {
    return hash_of(folded(form));
}

std::vector<Quote> quotes_of(std::string_view text) {
    std::vector<Quote> quotes;
    bool open = false;
    char32_t opener = 0;
    std::uint32_t begin = 0;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        const auto here = static_cast<std::uint32_t>(at);
        const auto next = static_cast<std::uint32_t>(at + c.size);
        if (c.value == U'\n') {
            if (open) quotes.push_back({{begin, here}, false});
            open = false;
        } else if (!open) {
            if (opens_quote(c.value) || c.value == U'"') {
                open = true;
                opener = c.value;
                begin = here;
            }
        } else if (opener == U'"' ? c.value == U'"' : closes_quote(c.value)) {
            quotes.push_back({{begin, next}, true});
            open = false;
        }
        at = next;
    }
    if (open) quotes.push_back({{begin, static_cast<std::uint32_t>(text.size())}, false});
    return quotes;
}

NodeText::NodeText(std::string_view text, const ParsedText& parsed)
    : text_(text), quotes_(quotes_of(text)) {
    std::size_t tokens = 0;
    for (const Sentence& sentence : parsed.sentences) tokens += sentence.tokens.size();
    nodes_.reserve(tokens);
    for (const Sentence& sentence : parsed.sentences)
        add_sentence(sentence, static_cast<std::uint32_t>(sentences_.size()));
    mark_quotes();
    link();
}

void NodeText::add_sentence(const Sentence& sentence, std::uint32_t number) {
    const NodeIndex base = size();
    for (const Token& token : sentence.tokens) {
        const Word& word = sentence.words[token.first];
        const Word& hanging = governing_word(sentence, token);
        TextNode& node = nodes_.emplace_back();
        const NodeIndex self = size() - 1;
        node.span = token.span;
        const std::string_view form = token.span.in(text_);
        node.lower = lower_hash(token.words == 1 ? std::string_view(word.form) : form);
        node.lemma = hash_of(word.lemma);
        node.upos = hash_of(word.upos);
        const std::size_t colon = hanging.relation.find(':');
        node.relation = hash_of(hanging.relation.substr(0, colon));
        node.passive =
            colon != std::string_view::npos && hanging.relation.substr(colon).starts_with(":pass");
        node.head = hanging.head == 0 ? self : base + sentence.words[hanging.head - 1].token;
        node.sentence = number;
        node.mark = mark_of(form);
        node.starts_paragraph = sentence.starts_paragraph && self == base;
        node.capital = starts_upper(form);
        node.word = &word;
    }
    sentences_.push_back({base, size()});
}

void NodeText::mark_quotes() {
    std::size_t quote = 0;
    for (TextNode& node : nodes_) {
        while (quote < quotes_.size() && quotes_[quote].span.end <= node.span.begin) ++quote;
        const bool in = quote < quotes_.size() && quotes_[quote].span.begin < node.span.end;
        node.quoted = in;
        if (node.mark == NodeMark::open_quote && in &&
            node.span.begin != quotes_[quote].span.begin &&
            node.span.end == quotes_[quote].span.end)
            node.mark = NodeMark::close_quote;
    }
}

void NodeText::link() {
    first_child_.assign(nodes_.size() + 2, 0);
    for (NodeIndex at = 0; at < size(); ++at) {
        if (nodes_[at].head != at) ++first_child_[nodes_[at].head + 1];
    }
    for (std::size_t i = 1; i < first_child_.size(); ++i) first_child_[i] += first_child_[i - 1];
    children_.resize(first_child_.back());
    std::vector<NodeIndex> next(first_child_.begin(), first_child_.end() - 1);
    for (NodeIndex at = 0; at < size(); ++at) {
        if (nodes_[at].head != at) children_[next[nodes_[at].head]++] = at;
    }
    extents_.resize(nodes_.size());
    for (NodeIndex at = 0; at < size(); ++at) extents_[at] = {at, at + 1};
    for (const NodeRange& sentence : sentences_) grow_extents(sentence);
}

// A node passes its extent up when all below it have: leaves first (Kahn), so each is seen once.
void NodeText::grow_extents(NodeRange sentence) {
    std::vector<NodeIndex> waiting(sentence.size()), ready;
    for (NodeIndex at = sentence.begin; at < sentence.end; ++at) {
        waiting[at - sentence.begin] = static_cast<NodeIndex>(children(at).size());
        if (children(at).empty()) ready.push_back(at);
    }
    for (std::size_t i = 0; i < ready.size(); ++i) {
        const NodeIndex at = ready[i];
        const NodeIndex up = nodes_[at].head;
        if (up == at) continue;
        extents_[up].begin = std::min(extents_[up].begin, extents_[at].begin);
        extents_[up].end = std::max(extents_[up].end, extents_[at].end);
        if (--waiting[up - sentence.begin] == 0) ready.push_back(up);
    }
}

NodeIndex NodeText::child(NodeIndex node, std::uint32_t relation) const {
    for (const NodeIndex child : children(node)) {
        if (nodes_[child].relation == relation) return child;
    }
    return size();
}

bool NodeText::is_under(NodeIndex node, NodeIndex ancestor) const {
    constexpr int deepest = 200;  // trees of people's sentences are below 30
    for (int i = 0; i < deepest; ++i) {
        if (node == ancestor) return true;
        if (nodes_[node].head == node) return false;
        node = nodes_[node].head;
    }
    return false;
}

Span NodeText::span(NodeRange range) const {
    return {nodes_[range.begin].span.begin, nodes_[range.end - 1].span.end};
}

NodeRange NodeText::nodes_in(Span span) const {
    const auto first = std::ranges::upper_bound(nodes_, span.begin, {},
                                                [](const TextNode& node) { return node.span.end; });
    auto last = first;
    while (last != nodes_.end() && last->span.begin < span.end) ++last;
    return {static_cast<NodeIndex>(first - nodes_.begin()),
            static_cast<NodeIndex>(last - nodes_.begin())};
}

}  // namespace chappe
