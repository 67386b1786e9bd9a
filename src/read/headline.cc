#include "read/headline.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "read/part_words.h"
#include "read/sign_weights.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t longest_headline = 400;  // bytes
constexpr std::size_t most_headings = 60;      // looked at

/// Who gives a text.
enum Giver : std::size_t {
    by_ld,
    by_og,
    by_twitter,
    by_title,
    by_only_h1,
    by_first_h1,
    by_other_h1,
    by_h2,
    by_micro,
    by_piece,  // of a heading: "<h1><span>Kicker</span> Title</h1>"
    givers
};
constexpr std::array<std::string_view, givers> giver_names = {
    "json-ld",  "open graph", "twitter", "title",     "only h1",
    "first h1", "another h1", "h2",      "microdata", "piece of a heading"};

/// How a candidate relates to another giver's text.
enum Relation : std::size_t { same, alike, begins_it, ends_it, inside_it, holds_it, relations };
constexpr std::array<std::string_view, relations> relation_names = {
    "the same", "nearly the same", "the beginning of", "the end of", "inside", "holds"};

// Signs: who gives it; each relation to each giver's text; then forms.
constexpr std::size_t related = givers;
constexpr std::size_t form = related + static_cast<std::size_t>(givers) * relations;
enum Form : std::size_t {
    words_1,
    words_2,
    words_4,
    words_7,
    words_12,
    words_20,
    words_more,
    has_bar,
    names_site,
    was_cut,
    long_dots,
    agreed_by_3,
    leads_home,
    leads_elsewhere,
    named_aside,
    in_header,
    in_aside,
    text_follows,
    no_text_follows,
    forms
};
constexpr std::array<std::string_view, forms> form_names = {
    "1 word",       "2-3 words",    "4-6 words",    "7-11 words",      "12-19 words",
    "20-29 words",  "30 words",     "has a bar",    "names the site",  "site cut off",
    "ends in dots", "three givers", "leads home",   "leads elsewhere", "in a side part",
    "in a header",  "in an aside",  "text follows", "no text follows"};
// Two givers of one text.
constexpr std::size_t paired = form + forms;
constexpr std::size_t sign_count = paired + static_cast<std::size_t>(givers) * givers;

const std::vector<double>& weights() {
    static const std::vector<double> table =
        sign_weights("title_weights", sign_count, name_of_title_sign);
    return table;
}

struct Given {
    std::string text, folded;
    std::size_t giver = 0;
    NodeId node = 0;
    bool cut = false;
    std::vector<std::size_t> words;  // hashes of the folded words, sorted
};

/// Letters and digits only, folded: "Don't panic!" and "Don’t panic" are nearly the same.
std::string bare(std::string_view text) {
    std::string out;
    bool space = false;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        at += c.size;
        if (is_word_character(c.value)) {
            if (space && !out.empty()) out += ' ';
            space = false;
            append_utf8(out, fold_letter(c.value));
        } else if (c.value != 0xAD && c.value != '\'' && c.value != 0x2019 && c.value != 0x200B) {
            space = true;
        }
    }
    return out;
}

Given given_of(std::string text, std::size_t giver, NodeId node, bool cut) {
    Given given;
    given.folded = bare(text);
    given.text = std::move(text);
    given.giver = giver;
    given.node = node;
    given.cut = cut;
    for (const std::string_view word : split(given.folded, ' '))
        given.words.push_back(std::hash<std::string_view>{}(word));
    std::sort(given.words.begin(), given.words.end());
    return given;
}

/// How many of the words of either are in the other, the smaller share.
double overlap(const Given& a, const Given& b) {
    std::size_t both = 0;
    auto left = a.words.begin();
    for (auto right = b.words.begin(); left != a.words.end() && right != b.words.end();) {
        if (*left == *right) {
            ++both;
            ++left;
            ++right;
        } else if (*left < *right) {
            ++left;
        } else {
            ++right;
        }
    }
    const auto most = static_cast<double>(std::max(a.words.size(), b.words.size()));
    const double share = static_cast<double>(both) / most;
    constexpr double held_share = 0.6;
    if (share >= held_share) return share;
    // All words of a text that is held are in the other, but for the pieces at its ends.
    if (both + 2 < std::min(a.words.size(), b.words.size())) return share;
    // Scripts without spaces have one long word.
    const bool held = (a.folded.size() > 12 && b.folded.find(a.folded) != b.folded.npos) ||
                      (b.folded.size() > 12 && a.folded.find(b.folded) != a.folded.npos);
    return held ? held_share : share;
}

/// "/", "https://wire.example": the heading is the site's own name.
bool is_home(std::string_view href) {
    href = trim(href);
    if (const std::size_t scheme = href.find("//"); scheme <= 6 && scheme != href.npos) {
        const std::size_t path = href.find('/', scheme + 2);
        href = path == href.npos ? std::string_view{} : href.substr(path);
    }
    return href.empty() || href == "/" || href == "./" || href.starts_with("/index.") ||
           href.starts_with("index.");
}

/// The heading's text up to a block inside it: a heading that was never closed holds the page.
std::string heading_text(const HtmlDocument& document, NodeId heading) {
    std::string text;
    for (NodeId i = heading + 1; i < document.nodes[heading].end; ++i) {
        const Node& node = document.nodes[i];
        if (node.tag == Tag::text) {
            text += node.text;
        } else if (node.tag == Tag::br || is_block_element(node.tag)) {
            if (node.tag == Tag::p && !trim(text).empty()) break;
            text += ' ';
        } else if (node.tag == Tag::svg || node.tag == Tag::button || node.tag == Tag::template_) {
            i = node.end - 1;
        }
    }
    return fold_paragraph(text);
}

class TitleReader {
 public:
    TitleReader(const HtmlDocument& document, const PageScan& scan, const PageMetadata& page)
        : document_(document), scan_(scan), page_(page) {}

    std::vector<TitleCandidate> candidates() {
        give(page_.headline, by_ld);
        give(page_.micro_headline, by_micro);
        give(page_.og_title, by_og);
        give(page_.twitter_title, by_twitter);
        give(page_.title, by_title);
        give_headings();
        std::vector<TitleCandidate> found;
        for (const Given& one : given_) {
            const bool known = std::any_of(found.begin(), found.end(), [&](const auto& other) {
                return other.text == one.text;
            });
            if (!known && !one.text.empty()) found.push_back(candidate_of(one));
        }
        return found;
    }

    /// The heading that shows the title: with its words, else with most of them.
    NodeId heading_for(std::string_view title) const {
        const Given wanted = given_of(std::string(title), by_title, 0, false);
        double best = 0.5;
        NodeId node = 0;
        for (const Given& one : given_) {
            if (one.node == 0) continue;
            double score = overlap(one, wanted);
            if (one.giver == by_h2) score *= 0.9;
            if (score > best) {
                best = score;
                node = one.node;
            }
        }
        if (node != 0) return node;
        for (const Given& one : given_)
            if (one.giver == by_only_h1 && overlap(one, wanted) > 0.2) return one.node;
        return 0;
    }

 private:
    /// As it is, and without the site's name.
    void give(std::string_view text, Giver giver) {
        if (text.empty() || text.size() > longest_headline) return;
        std::string whole = fold_paragraph(text);
        std::string cut = without_site(whole, page_.site);
        if (cut != whole && !cut.empty())
            given_.push_back(given_of(std::move(cut), giver, 0, true));
        given_.push_back(given_of(std::move(whole), giver, 0, false));
    }

    void give_headings() {
        std::size_t h1_count = 0, looked_at = 0;
        for (const NodeId i : scan_.headings) h1_count += document_.nodes[i].tag == Tag::h1;
        bool first = true;
        for (const NodeId i : scan_.headings) {
            if (++looked_at > most_headings) break;
            std::string text = heading_text(document_, i);
            if (text.empty() || text.size() > longest_headline) continue;
            Giver giver = by_h2;
            if (document_.nodes[i].tag == Tag::h1) {
                giver = h1_count == 1 ? by_only_h1 : first ? by_first_h1 : by_other_h1;
                first = false;
            }
            Given heading = given_of(std::move(text), giver, i, false);
            // A page has many h2 and h3.
            if (giver == by_h2 && !is_declared(heading)) continue;
            if (giver != by_h2) give_pieces(i);
            given_.push_back(std::move(heading));
        }
    }

    /// A heading of two elements: what it is about, and the title.
    void give_pieces(NodeId heading) {
        NodeId around = heading;
        std::vector<std::string> pieces;
        for (NodeId i = heading + 1; i < document_.nodes[around].end;) {
            const Node& node = document_.nodes[i];
            // One element around all of it: the pieces are in that.
            if (node.end == document_.nodes[around].end && node.end > i + 1 && pieces.empty()) {
                around = i++;
                continue;
            }
            std::string text = document_.text_of(i);
            if (!trim(text).empty()) pieces.push_back(std::move(text));
            if (pieces.size() > 2) return;
            i = node.end;
        }
        if (pieces.size() != 2) return;
        for (std::string& piece : pieces)
            if (piece.size() <= longest_headline && count_words(piece) >= 2)
                given_.push_back(given_of(std::move(piece), by_piece, heading, false));
    }

    bool is_declared(const Given& heading) const {
        return std::any_of(given_.begin(), given_.end(), [&](const Given& one) {
            return one.node == 0 && overlap(heading, one) > 0.5;
        });
    }

    TitleCandidate candidate_of(const Given& one) const {
        TitleCandidate candidate;
        candidate.text = one.text;
        const auto sign = [&](std::size_t number) {
            const auto value = static_cast<std::uint16_t>(number);
            if (std::find(candidate.signs.begin(), candidate.signs.end(), value) ==
                candidate.signs.end())
                candidate.signs.push_back(value);
        };
        std::array<bool, givers> agreed{};
        bool cut = true;
        for (const Given& other : given_) {
            if (other.text == one.text) {
                sign(other.giver);
                agreed[other.giver] = true;
                cut &= other.cut;
                if (other.node != 0 && candidate.node == 0) candidate.node = other.node;
            } else if (const std::size_t relation = relation_of(one, other); relation < relations) {
                sign(related + other.giver * relations + relation);
            }
        }
        if (cut) sign(form + was_cut);
        if (std::count(agreed.begin(), agreed.end(), true) >= 3) sign(form + agreed_by_3);
        for (std::size_t a = 0; a < givers; ++a)
            for (std::size_t b = a + 1; b < givers; ++b)
                if (agreed[a] && agreed[b]) sign(paired + a * givers + b);
        if (candidate.node != 0) add_place(candidate.node, sign);
        add_forms(one, sign);
        return candidate;
    }

    /// Where the heading stands, and what it leads to.
    template <typename Sign>
    void add_place(NodeId heading, Sign&& sign) const {
        const Node& node = document_.nodes[heading];
        for (NodeId i = heading + 1; i < node.end; ++i)
            if (document_.nodes[i].tag == Tag::a) add_link(i, sign);
        std::uint32_t parts = part_words(document_.attribute(heading, "class"));
        for (NodeId i = node.parent; i != no_node; i = document_.nodes[i].parent) {
            const Tag tag = document_.nodes[i].tag;
            if (tag == Tag::a) add_link(i, sign);
            if (tag == Tag::header) sign(form + in_header);
            if (tag == Tag::nav || tag == Tag::aside || tag == Tag::footer) sign(form + in_aside);
            // Wrappers of the whole page carry names of everything.
            if (node.end - heading < 40 && document_.nodes[i].end - i < 400)
                parts |= part_words(document_.attribute(i, "class"));
        }
        constexpr std::uint32_t aside =
            part_related | part_menu | part_comment | part_side | part_advert | part_notice;
        if ((parts & aside) != 0) sign(form + named_aside);
        sign(form + (is_followed(heading) ? text_follows : no_text_follows));
    }

    template <typename Sign>
    void add_link(NodeId link, Sign&& sign) const {
        if (!document_.has_attribute(link, "href")) return;
        sign(form + (is_home(document_.attribute(link, "href")) ? leads_home : leads_elsewhere));
    }

    /// Prose stands behind the heading, before the next one.
    bool is_followed(NodeId heading) const {
        constexpr std::size_t reach = 30;  // blocks
        const auto first = std::lower_bound(
            scan_.blocks.begin(), scan_.blocks.end(), document_.nodes[heading].end,
            [](const PageBlock& block, NodeId node) { return block.first < node; });
        const auto far = static_cast<std::size_t>(scan_.blocks.end() - first);
        for (auto block = first; block != first + static_cast<std::ptrdiff_t>(std::min(far, reach));
             ++block) {
            if (block->kind == Block::Kind::heading && block->level <= 2) return false;
            if (block->words >= 20 && block->stops > 0 && block->linked < 0.5) return true;
        }
        return false;
    }

    static std::size_t relation_of(const Given& one, const Given& other) {
        const std::string_view a = one.folded, b = other.folded;
        if (a == b) return same;
        if (a.empty() || b.empty()) return relations;
        if (b.starts_with(a)) return begins_it;
        if (b.ends_with(a)) return ends_it;
        if (b.find(a) != b.npos) return inside_it;
        if (a.find(b) != a.npos) return holds_it;
        return overlap(one, other) >= 0.7 ? alike : relations;
    }

    template <typename Sign>
    void add_forms(const Given& one, Sign&& sign) const {
        const std::size_t words = count_words(one.text);
        sign(form + (words <= 1    ? words_1
                     : words <= 3  ? words_2
                     : words <= 6  ? words_4
                     : words <= 11 ? words_7
                     : words <= 19 ? words_12
                     : words <= 29 ? words_20
                                   : words_more));
        if (one.text.find(" | ") != one.text.npos) sign(form + has_bar);
        if (!page_.site.empty() && one.folded.ends_with(bare(page_.site))) sign(form + names_site);
        if (one.text.ends_with("...") || one.text.ends_with("…")) sign(form + long_dots);
    }

    const HtmlDocument& document_;
    const PageScan& scan_;
    const PageMetadata& page_;
    std::vector<Given> given_;
};

}  // namespace

std::vector<TitleCandidate> title_candidates(const HtmlDocument& document, const PageScan& scan,
                                             const PageMetadata& page) {
    return TitleReader(document, scan, page).candidates();
}

Headline headline_of(const HtmlDocument& document, const PageScan& scan, const PageMetadata& page) {
    TitleReader reader(document, scan, page);
    Headline headline;
    double best = 0;
    bool first = true;
    for (TitleCandidate& candidate : reader.candidates()) {
        double sum = 0;
        for (const std::uint16_t sign : candidate.signs) sum += weights()[sign];
        if (!first && sum <= best) continue;
        first = false;
        best = sum;
        headline = {std::move(candidate.text), candidate.node};
    }
    if (headline.node == 0) headline.node = reader.heading_for(headline.text);
    return headline;
}

std::size_t count_of_title_signs() {
    return sign_count;
}

std::string name_of_title_sign(std::size_t sign) {
    if (sign < related) return "by " + std::string(giver_names[sign]);
    if (sign < form) {
        const std::size_t at = sign - related;
        return std::string(relation_names[at % relations]) + " " +
               std::string(giver_names[at / relations]);
    }
    if (sign < paired) return std::string(form_names[sign - form]);
    const std::size_t at = sign - paired;
    return std::string(giver_names[at / givers]) + " and " + std::string(giver_names[at % givers]);
}

}  // namespace chappe
