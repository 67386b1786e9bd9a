// The idea: every block gets a value, positive for prose, negative for menus, teasers and other
// short linked text; the element whose blocks have the largest sum is the article, and of equal
// sums the innermost. (The maximum subsequence of Pasternack and Roth, "Extracting article text
// from the web with maximum subsequence segmentation", WWW 2009, over a tree.) Parts whose class or
// id name them as something else are left out before, unless they hold most of the page's prose.
// What the page declares in JSON-LD as articleBody moves the values of the blocks it contains.
//
// Cost: linear in nodes; each block's value is added along its ancestors, at most ~1,050.

#include "read/body_container.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>
#include <utility>
#include <vector>

#include "read/ascii_word.h"
#include "read/page_blocks.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr double linked_limit = 0.5;  // more of a block inside links is a menu or a teaser

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
    if (block.words >= 25) return block.stops > 0;
    if (block.words < 6 || block.stops == 0) return false;
    return ends_sentence(without_last_bracket(block.text));
}

using Shingles = boost::unordered_flat_set<std::uint64_t>;

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
        const auto byte = static_cast<unsigned char>(text[at]);
        const CodePoint c = byte < 0x80 ? CodePoint{byte, 1} : code_point_at(text, at);
        at += c.size;
        const bool is_word =
            byte < 0x80 ? ascii_word_letter(byte) != 0 : is_word_character(c.value);
        if (!is_word) {
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

std::uint32_t around_of(Tag tag) {
    switch (tag) {
        case Tag::nav:
            return around_nav;
        case Tag::aside:
            return around_aside;
        case Tag::footer:
            return around_footer;
        case Tag::header:
            return around_header;
        case Tag::form:
            return around_form;
        case Tag::figure:
            return around_figure;
        case Tag::article:
            return around_article;
        case Tag::main:
            return around_main;
        case Tag::table:
            return around_table;
        default:
            return 0;
    }
}

class ContainerFinder {
 public:
    ContainerFinder(const HtmlDocument& document, const PageScan& scan, const PageMetadata& page,
                    NodeId title)
        : document_(document), scan_(scan), page_(page), title_(title) {
        found_.title = title;
        found_.places.resize(scan.blocks.size());
    }

    BodyContainer find(std::string_view title) {
        found_.folded_title = fold_case(title);
        number_blocks();
        sum_prose();
        find_title_article();
        read_declared_body();
        NodeId container = choose(Care::strict);
        // Almost nothing left: the names of its parts mislead on this page.
        if (kept_prose(container) < 0.25 * all_ && all_ > 60) container = choose(Care::relaxed);
        found_.node = container;
        return std::move(found_);
    }

 private:
    enum class Care { strict, relaxed };

    struct Active {
        NodeId end = 0;
        double share = 0;
        const Mark* mark = nullptr;
        bool left_out = false;
    };

    NodeId choose(Care care) {
        place_blocks(care);
        for (std::size_t i = 0; i < scan_.blocks.size(); ++i) found_.places[i].value = value_of(i);
        return best_container();
    }

    /// The first block whose text begins at the node or behind it.
    std::size_t block_at(NodeId node) const { return blocks_from_[node]; }

    void number_blocks() {
        blocks_from_.resize(document_.nodes.size() + 1);
        std::size_t block = 0;
        for (std::size_t node = 0; node < blocks_from_.size(); ++node) {
            while (block < scan_.blocks.size() && scan_.blocks[block].first < node) ++block;
            blocks_from_[node] = static_cast<std::uint32_t>(block);
        }
    }

    /// Words of prose in all blocks, as running sums over the blocks.
    void sum_prose() {
        prose_.assign(scan_.blocks.size() + 1, 0);
        for (std::size_t i = 0; i < scan_.blocks.size(); ++i) {
            const PageBlock& block = scan_.blocks[i];
            found_.places[i].prose = is_prose(block);
            prose_[i + 1] =
                prose_[i] + (found_.places[i].prose ? static_cast<double>(block.words) : 0);
        }
        all_ = prose_.back();
    }
    double prose_in(NodeId node) const {
        return prose_[block_at(document_.nodes[node].end)] - prose_[block_at(node)];
    }

    double kept_prose(NodeId container) const {
        double sum = 0;
        for (std::size_t i = 0; i < scan_.blocks.size(); ++i)
            if (found_.places[i].prose && !found_.places[i].left_out &&
                document_.is_inside(scan_.blocks[i].first, container))
                sum += static_cast<double>(scan_.blocks[i].words);
        return sum;
    }

    /// The <article> around the title, when it holds a text and is not the only one: pages that
    /// scroll on to the next article, and front pages of blogs.
    void find_title_article() {
        if (title_ == 0) return;
        for (NodeId i = document_.nodes[title_].parent; i != no_node; i = document_.nodes[i].parent)
            if (document_.nodes[i].tag == Tag::article) {
                if (prose_in(i) >= 80) title_article_ = i;
                return;
            }
    }

    bool is_left_out(const Mark& mark, double share, Care care) const {
        if (title_ != 0 && document_.is_inside(title_, mark.node)) return false;
        // Texts behind a subscription are hidden piece by piece.
        if (share < 0.25 && mark.hidden && hidden_share_ < 0.4) return true;
        switch (document_.nodes[mark.node].tag) {
            case Tag::nav:
                return true;
            case Tag::footer:
            case Tag::aside:
            case Tag::figure:
                return share < 0.5;
            case Tag::form:
            case Tag::header:
                return share < 0.3;
            default:
                break;
        }
        if ((mark.parts & part_drop) == 0 || (mark.parts & part_lead) != 0) return false;
        if ((mark.parts & part_drop & ~(part_subscribe | part_unseen)) == 0 && hidden_share_ >= 0.4)
            return false;
        // A wrapper may carry "article-with-sidebar comments-open": prose decides.
        if (care == Care::relaxed) return share < 0.03;
        return share < ((mark.parts & part_content) != 0 ? 0.2 : 0.4);
    }

    /// How much of the prose is in elements that are hidden or for subscribers.
    void sum_hidden() {
        double sum = 0;
        NodeId until = 0;
        for (const Mark& mark : scan_.marks) {
            if (mark.node < until) continue;
            if (!mark.hidden && (mark.parts & (part_subscribe | part_unseen)) == 0) continue;
            const double share = prose_in(mark.node) / std::max(1.0, all_);
            if (share > 0.9) continue;
            sum += share;
            until = document_.nodes[mark.node].end;
        }
        hidden_share_ = sum;
    }

    void place_blocks(Care care) {
        sum_hidden();
        const double all = std::max(1.0, all_);
        std::vector<Active> active;
        auto mark = scan_.marks.begin();
        for (std::size_t i = 0; i < scan_.blocks.size(); ++i) {
            const PageBlock& block = scan_.blocks[i];
            while (!active.empty() && active.back().end <= block.first) active.pop_back();
            for (; mark != scan_.marks.end() && mark->node <= block.first; ++mark) {
                const NodeId end = document_.nodes[mark->node].end;
                if (end <= block.first) continue;
                while (!active.empty() && active.back().end <= mark->node) active.pop_back();
                const double share = prose_in(mark->node) / all;
                const bool out =
                    (!active.empty() && active.back().left_out) || is_left_out(*mark, share, care);
                active.push_back({end, share, &*mark, out});
            }
            BlockPlace& place = found_.places[i];
            place.parts = place.own = place.wide = place.around = 0;
            place.left_out = !active.empty() && active.back().left_out;
            for (const Active& one : active) {
                (one.share < 0.5 ? place.parts : place.wide) |= one.mark->parts;
                if (one.mark->hidden && one.share < 0.5) place.around |= around_hidden;
                if (one.mark->node == block.node) place.own |= one.mark->parts;
                place.around |= around_of(document_.nodes[one.mark->node].tag);
            }
        }
    }

    void read_declared_body() {
        if (count_words(page_.article_body) < 50) return;
        Shingles declared;
        each_shingle(plain_text_of(page_.article_body),
                     [&](std::uint64_t shingle) { declared.insert(shingle); });
        double found = 0;
        std::vector<double> shares;
        for (std::size_t i = 0; i < scan_.blocks.size(); ++i) {
            shares.push_back(share_in(scan_.blocks[i].text, declared));
            if (found_.places[i].prose && shares.back() > 0.8)
                found += static_cast<double>(scan_.blocks[i].words);
        }
        // A declared body that the page does not show is another text, or a cut one.
        if (found < 50) return;
        for (std::size_t i = 0; i < shares.size(); ++i) found_.places[i].declared = shares[i];
    }

    double value_of(std::size_t i) const {
        const PageBlock& block = scan_.blocks[i];
        const BlockPlace& place = found_.places[i];
        const auto words = static_cast<double>(block.words);
        double value = 0;
        if (place.prose) {
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
        if (title_ != 0 && block.last < title_ && value > 0) value *= 0.3;
        if (place.declared >= 0 && value > 0) value *= place.declared > 0.8 ? 1.5 : 0.4;
        return value;
    }

    double weight_of(NodeId i) const {
        if (document_.attribute(i, "itemprop") == "articleBody") return 1.5;
        const auto mark =
            std::lower_bound(scan_.marks.begin(), scan_.marks.end(), i,
                             [](const Mark& one, NodeId node) { return one.node < node; });
        const std::uint32_t parts = mark != scan_.marks.end() && mark->node == i ? mark->parts : 0;
        const Tag tag = document_.nodes[i].tag;
        double weight = 1;
        if (tag == Tag::article) weight *= 1.15;
        if (tag == Tag::main) weight *= 1.05;
        if ((parts & part_content) != 0)
            weight *= 1.1;
        else if ((parts & part_soft) != 0)
            weight *= 0.9;
        return weight;
    }

    NodeId best_container() {
        sums_.assign(document_.nodes.size(), 0);
        for (std::size_t i = 0; i < scan_.blocks.size(); ++i) {
            if (found_.places[i].left_out) continue;
            const double value = found_.places[i].value;
            for (NodeId node = scan_.blocks[i].node; node != no_node;
                 node = document_.nodes[node].parent)
                sums_[node] += value;
        }
        NodeId best = title_article_;
        double best_value = 0;
        for (NodeId node = title_article_; node < document_.nodes[title_article_].end; ++node) {
            if (sums_[node] <= 0) continue;
            const double value = sums_[node] * weight_of(node);
            if (value >= best_value) {
                best_value = value;
                best = node;
            }
        }
        return best;
    }

    const HtmlDocument& document_;
    const PageScan& scan_;
    const PageMetadata& page_;
    NodeId title_;
    NodeId title_article_ = 0;
    double all_ = 0, hidden_share_ = 0;
    std::vector<std::uint32_t> blocks_from_;  // by node
    std::vector<double> prose_, sums_;
    BodyContainer found_;
};

}  // namespace

BodyContainer find_container(const HtmlDocument& document, const PageScan& scan,
                             const PageMetadata& page, std::string_view title, NodeId title_node) {
    return ContainerFinder(document, scan, page, title_node).find(title);
}

}  // namespace chappe
