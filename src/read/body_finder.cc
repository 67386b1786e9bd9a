// The idea: every block gets a value, positive for prose, negative for menus, teasers and other
// short linked text; the element whose blocks have the largest sum is the article, and of equal
// sums the innermost. (The maximum subsequence of Pasternack and Roth, "Extracting article text
// from the web with maximum subsequence segmentation", WWW 2009, over a tree.) Parts whose class or
// id name them as something else are left out before, unless they hold most of the page's prose.
// What the page declares in JSON-LD as articleBody moves the values of the blocks it contains.
//
// Cost: linear in nodes; each block's value is added along its ancestors, at most ~1,050.

#include "read/body_finder.h"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

#include "read/small_print.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr double linked_limit = 0.5;  // more of a block inside links is a menu or a teaser

/// Commas and full stops tell prose from labels.
std::size_t stops_in(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x80) {
            const bool stop =
                byte == ',' || byte == '.' || byte == ';' || byte == '?' || byte == '!';
            count += stop && (at + 1 == text.size() || text[at + 1] == ' ' || text[at + 1] == '"');
            ++at;
            continue;
        }
        const CodePoint c = code_point_at(text, at);
        count += c.value == 0x3002 || c.value == 0x3001 || c.value == 0xFF0C || c.value == 0x60C ||
                 c.value == 0x964 || c.value == 0x6D4;
        at += c.size;
    }
    return count;
}

/// A credit or an aside may stand behind the last full stop: "... utile. (Sémaphore)".
std::string_view without_last_bracket(std::string_view text) {
    constexpr std::size_t longest = 60;  // bytes, as of an agency's name
    for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"(", ")"},
                                      {"[", "]"},
                                      {"（", "）"},
                                      {"/", "/"}}) {
        if (!text.ends_with(close) || text.size() < 2) continue;
        const std::size_t begin = text.rfind(open, text.size() - close.size() - 1);
        if (begin != text.npos && begin > 0 && text.size() - begin <= longest)
            return text.substr(0, begin);
    }
    return text;
}

bool is_prose(const PageBlock& block) {
    if (block.kind == Block::Kind::heading || block.linked > linked_limit) return false;
    if (block.words >= 25) return stops_in(block.text) > 0;
    if (block.words < 6 || stops_in(block.text) == 0) return false;
    return ends_sentence(without_last_bracket(block.text));
}

using Shingles = std::unordered_set<std::uint64_t>;

/// Hashes of every run of three words, letters and digits only, so that quotes and markup of a
/// declared body do not matter.
template <typename Visit>
void each_shingle(std::string_view text, Visit&& visit) {
    std::uint64_t word = 1469598103934665603ULL, one = 0, two = 0;  // FNV-1a, 64 bits
    bool inside = false;
    std::size_t seen = 0;
    const auto close = [&] {
        if (!inside) return;
        if (++seen >= 3) visit(word ^ (one * 31) ^ (two * 1009));
        two = one;
        one = word;
        word = 1469598103934665603ULL;
        inside = false;
    };
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        at += c.size;
        if (!is_word_character(c.value)) {
            close();
            continue;
        }
        word = (word ^ c.value) * 1099511628211ULL;
        inside = true;
        if (is_wide_script(c.value)) close();
    }
    close();
}

double share_in(std::string_view text, const Shingles& shingles) {
    std::size_t found = 0, all = 0;
    each_shingle(text, [&](std::uint64_t shingle) {
        ++all;
        found += shingles.contains(shingle);
    });
    return all == 0 ? 0 : static_cast<double>(found) / static_cast<double>(all);
}

class BodyFinder {
 public:
    BodyFinder(const HtmlDocument& document, const PageMetadata& page, std::string_view title,
               NodeId title_node)
        : document_(document), page_(page), title_(fold_case(title)), title_node_(title_node) {}

    FoundBody find() {
        find_title_article();
        NodeId container = choose(Care::strict);
        // Almost nothing left: the names of its parts mislead on this page.
        const double all = prose_in(0);
        if (kept_prose(container) < 0.25 * all && all > 60) container = choose(Care::relaxed);
        return select(container);
    }

 private:
    enum class Care { strict, relaxed };

    NodeId choose(Care care) {
        leave_out_parts(care);
        blocks_ = blocks_of(document_, 0, skipped_);
        values_.clear();
        declared_share_.clear();
        read_declared_body();
        value_blocks();
        return best_container();
    }

    /// Words of prose in the subtrees of all nodes, as running sums over the nodes.
    void sum_prose() {
        prose_.assign(document_.nodes.size() + 1, 0);
        const std::vector<char> none(document_.nodes.size(), 0);
        shown_ = blocks_of(document_, 0, none);
        for (const PageBlock& block : shown_)
            if (is_prose(block)) prose_[block.first + 1] += static_cast<double>(block.words);
        for (std::size_t i = 1; i < prose_.size(); ++i) prose_[i] += prose_[i - 1];
    }
    double prose_in(NodeId node) const { return prose_[document_.nodes[node].end] - prose_[node]; }

    double kept_prose(NodeId container) const {
        double sum = 0;
        for (const PageBlock& block : blocks_)
            if (document_.is_inside(block.first, container) && is_prose(block))
                sum += static_cast<double>(block.words);
        return sum;
    }

    /// The <article> around the title, when it holds a text and is not the only one: pages that
    /// scroll on to the next article, and front pages of blogs.
    void find_title_article() {
        sum_prose();
        if (title_node_ == 0) return;
        for (NodeId i = document_.nodes[title_node_].parent; i != no_node;
             i = document_.nodes[i].parent)
            if (document_.nodes[i].tag == Tag::article) {
                if (prose_in(i) >= 80) title_article_ = i;
                return;
            }
    }

    bool is_left_out(NodeId i, double share, Care care) const {
        const Node& node = document_.nodes[i];
        if (share < 0.25 && is_hidden(document_, i)) return true;
        switch (node.tag) {
            case Tag::nav:
                return true;
            case Tag::footer:
            case Tag::aside:
                return share < 0.5;
            case Tag::form:
                return share < 0.3;
            case Tag::header:
                return share < 0.3 && !document_.is_inside(title_node_, i);
            case Tag::figure:
                return share < 0.5;
            default:
                break;
        }
        if (node.attributes == 0) return false;
        const PartWords words = part_words(document_, i);
        if (words.lead && !words.drop) return false;
        if (!words.drop) return false;
        // A wrapper may carry "article-with-sidebar comments-open": prose decides.
        if (care == Care::relaxed) return share < 0.03;
        return share < (words.content ? 0.2 : 0.4);
    }

    void leave_out_parts(Care care) {
        const double all = std::max(1.0, prose_.back());
        skipped_.assign(document_.nodes.size(), 0);
        for (NodeId i = 1; i < document_.nodes.size();) {
            const Node& node = document_.nodes[i];
            if (node.tag == Tag::text || node.tag == Tag::body || node.tag == Tag::head) {
                ++i;
                continue;
            }
            const double share = prose_in(i) / all;
            const bool holds_title = title_node_ != 0 && document_.is_inside(title_node_, i);
            if (!holds_title && is_left_out(i, share, care)) {
                skipped_[i] = 1;
                i = node.end;
            } else {
                ++i;
            }
        }
    }

    void read_declared_body() {
        if (count_words(page_.article_body) < 50) return;
        each_shingle(plain_text_of(page_.article_body),
                     [&](std::uint64_t shingle) { declared_.insert(shingle); });
        double found = 0, prose = 0;
        for (const PageBlock& block : blocks_) {
            declared_share_.push_back(share_in(block.text, declared_));
            if (!is_prose(block)) continue;
            prose += static_cast<double>(block.words);
            if (declared_share_.back() > 0.8) found += static_cast<double>(block.words);
        }
        // A declared body that the page does not show is another text, or a cut one.
        if (found < 50 || prose == 0) declared_share_.clear();
    }

    double value_of(std::size_t i) const {
        const PageBlock& block = blocks_[i];
        const double words = static_cast<double>(block.words);
        double value = 0;
        if (is_prose(block)) {
            value = std::min(words, 120.0) * (1 - block.linked);
            if (document_.nodes[block.node].tag == Tag::p) value *= 1.2;
            if (block.kind == Block::Kind::item) value *= 0.5;
        } else if (block.kind == Block::Kind::heading) {
            value = block.linked > linked_limit ? -10 : -1;
        } else if (block.linked > linked_limit) {
            value = -6 - std::min(words, 20.0) * 0.5;
        } else {
            value = -3;
        }
        if (title_node_ != 0 && block.last < title_node_ && value > 0) value *= 0.3;
        if (!declared_share_.empty() && value > 0) value *= declared_share_[i] > 0.8 ? 1.5 : 0.4;
        return value;
    }

    void value_blocks() {
        for (std::size_t i = 0; i < blocks_.size(); ++i) values_.push_back(value_of(i));
    }

    double weight_of(NodeId i) const {
        const Node& node = document_.nodes[i];
        const std::string_view property = document_.attribute(i, "itemprop");
        if (property == "articleBody") return 1.5;
        const PartWords words = part_words(document_, i);
        double weight = 1;
        if (node.tag == Tag::article) weight *= 1.15;
        if (node.tag == Tag::main) weight *= 1.05;
        if (words.content) weight *= 1.1;
        if (words.soft && !words.content) weight *= 0.9;
        return weight;
    }

    NodeId best_container() const {
        std::vector<double> sums(document_.nodes.size(), 0);
        for (std::size_t i = 0; i < blocks_.size(); ++i)
            for (NodeId node = blocks_[i].node; node != no_node;
                 node = document_.nodes[node].parent)
                sums[node] += values_[i];
        NodeId best = title_article_;
        double best_value = 0;
        for (NodeId i = title_article_; i < document_.nodes[title_article_].end; ++i) {
            if (sums[i] <= 0) continue;
            const double value = sums[i] * weight_of(i);
            if (value >= best_value) {
                best_value = value;
                best = i;
            }
        }
        return best;
    }

    /// Whether a block inside the container belongs to the article.
    bool belongs(std::size_t i) const {
        const PageBlock& block = blocks_[i];
        if (fold_case(block.text) == title_) return false;
        if (is_pointer_elsewhere(block.text)) return false;
        if (block.kind == Block::Kind::heading) return block.linked < 0.9 && block.words <= 40;
        if (block.linked > linked_limit) return block.words >= 12 && block.linked < 0.8;
        if (is_prose(block)) return true;
        if (block.kind == Block::Kind::item) return block.words >= 2 && block.linked < 0.6;
        if (find_byline_credit(block.text)) return true;  // finish() cuts it
        const bool print = is_small_print(read_small_print(block.text, page_.language));
        if (print || find_tags(block.text)) return false;
        return block.words >= 4 && block.linked < 0.3;
    }

    bool is_standfirst(const PageBlock& block) const {
        if (block.linked > 0.2 || block.words < 5) return false;
        if (fold_case(block.text) == title_) return false;
        const std::string description = fold_case(page_.description);
        const std::string text = fold_case(block.text);
        if (description.size() > 40 && text.size() > 40 &&
            (text.starts_with(description.substr(0, 40))))
            return true;
        for (NodeId node = block.node; node != no_node; node = document_.nodes[node].parent) {
            const PartWords words = part_words(document_, node);
            if (words.lead) return block.words >= 8;
            if (document_.is_inside(title_node_, node)) break;
        }
        return false;
    }

    /// The element that holds the block and its siblings: of an item, the parent of its list.
    NodeId holder_of(const PageBlock& block) const {
        NodeId node = document_.nodes[block.node].parent;
        if (node != no_node && block.kind == Block::Kind::item) node = document_.nodes[node].parent;
        return node;
    }

    /// The first and last block of prose inside the container; nothing when there is none.
    std::optional<std::pair<std::size_t, std::size_t>> prose_range(NodeId container) const {
        std::optional<std::pair<std::size_t, std::size_t>> range;
        for (std::size_t i = 0; i < blocks_.size(); ++i) {
            if (!document_.is_inside(blocks_[i].first, container) || values_[i] <= 0) continue;
            if (title_node_ != 0 && blocks_[i].last < title_node_) continue;
            if (!range) range.emplace(i, i);
            range->second = i;
        }
        return range;
    }

    /// A subheading right before the first prose opens the article.
    std::size_t begin_at_heading(std::size_t begin, NodeId container) const {
        while (begin > 0 && document_.is_inside(blocks_[begin - 1].first, container) &&
               blocks_[begin - 1].kind == Block::Kind::heading &&
               blocks_[begin - 1].first > title_node_ && belongs(begin - 1) &&
               !is_standfirst(blocks_[begin - 1]))
            --begin;
        return begin;
    }

    /// A list right behind the last prose, beside it.
    std::size_t end_of_siblings(std::size_t last) const {
        const NodeId holder = holder_of(blocks_[last]);
        while (last + 1 < blocks_.size() && holder_of(blocks_[last + 1]) == holder &&
               blocks_[last + 1].kind == Block::Kind::item && belongs(last + 1) &&
               blocks_[last + 1].linked < 0.3)
            ++last;
        return last;
    }

    FoundBody select(NodeId container) {
        FoundBody found;
        found.shown = std::move(shown_);
        const auto range = prose_range(container);
        if (!range) return found;
        const std::size_t begin = begin_at_heading(range->first, container);
        const std::size_t last = end_of_siblings(range->second);
        for (std::size_t i = 0; i < begin; ++i) {
            if (blocks_[i].first < title_node_ || !is_standfirst(blocks_[i])) continue;
            found.body.push_back(blocks_[i]);
            break;
        }
        for (std::size_t i = begin; i <= last; ++i) {
            if (is_side_feed_heading(blocks_[i].text) && i > (begin + last) / 2) break;
            if (document_.is_inside(blocks_[i].first, container) && belongs(i))
                found.body.push_back(blocks_[i]);
        }
        if (last + 1 < blocks_.size() && find_byline_credit(blocks_[last + 1].text))
            found.body.push_back(blocks_[last + 1]);
        while (!found.body.empty() && found.body.back().kind == Block::Kind::heading)
            found.body.pop_back();  // a heading that nothing follows leads elsewhere
        return found;
    }

    const HtmlDocument& document_;
    const PageMetadata& page_;
    std::string title_;
    NodeId title_node_;
    NodeId title_article_ = 0;
    std::vector<double> prose_;
    std::vector<char> skipped_;
    std::vector<PageBlock> shown_, blocks_;
    std::vector<double> values_;
    Shingles declared_;
    std::vector<double> declared_share_;
};

}  // namespace

FoundBody find_body(const HtmlDocument& document, const PageMetadata& page, std::string_view title,
                    NodeId title_node) {
    return BodyFinder(document, page, title, title_node).find();
}

}  // namespace chappe
