// Families of signs, each with a number of buckets; a feature is a family's base plus a bucket.
// Cost: a few dozen table look-ups a block; only blocks that could be the article's are looked at.

#include "read/body_features.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <vector>

#include "read/block_cues.h"
#include "read/small_print.h"
#include "read/words.h"

namespace chappe {
namespace {

struct Family {
    std::string_view name;
    std::uint16_t buckets;
};

constexpr std::size_t kinds = 5;    // paragraph, cell or bare text, heading, quote, item
constexpr std::size_t lengths = 9;  // of words
constexpr std::size_t link_steps = 6;
constexpr std::size_t regions = 11;  // where a block stands to the prose of the container

enum FamilyId : std::size_t {
    bias,
    kind_length,
    kind_region,
    length_region,
    kind_linked,
    region_linked,
    holder,
    holder_kind,
    holder_length,
    part_near,
    part_own,
    part_wide,
    part_prose,
    around,
    around_prose,
    out,
    declared,
    declared_kind,
    cue,
    cue_end,
    cue_short,
    text_form,
    text_form_end,
    small_print,
    heading_level,
    before,
    after,
    tail_share,
    strong_text,
    repeated,
    description,
    since_feed,
    families
};

constexpr std::array<Family, families> family_table = {{
    {"bias", 1},
    {"kind, length", kinds* lengths},
    {"kind, region", kinds* regions},
    {"length, region", lengths* regions},
    {"kind, linked", kinds* link_steps},
    {"region, linked", regions* link_steps},
    {"holder", 6},
    {"holder, kind", 6 * kinds},
    {"holder, length", 6 * lengths},
    {"part near", 32},
    {"part own", 32},
    {"part wide", 32},
    {"part near prose", 32},
    {"around", 16},
    {"around prose", 16},
    {"left out", 4},
    {"declared", 6},
    {"declared, kind", 6 * kinds},
    {"cue", 32},
    {"cue at the end", 32},
    {"cue in a short text", 32},
    {"form", 16},
    {"form at the end", 16},
    {"small print", 8},
    {"heading level", 7},
    {"before", 12},
    {"after", 12},
    {"prose behind", 8},
    {"strong", 4},
    {"repeated", 2},
    {"description", 2},
    {"behind a side feed", 2},
}};

constexpr std::array<std::uint16_t, families + 1> bases = [] {
    std::array<std::uint16_t, families + 1> built{};
    for (std::size_t i = 0; i < families; ++i)
        built[i + 1] = static_cast<std::uint16_t>(built[i] + family_table[i].buckets);
    return built;
}();

std::size_t length_bucket(std::size_t words) {
    constexpr std::array<std::size_t, lengths - 1> steps = {2, 4, 7, 12, 20, 40, 80, 160};
    return static_cast<std::size_t>(std::upper_bound(steps.begin(), steps.end(), words) -
                                    steps.begin());
}

std::size_t link_bucket(double linked) {
    return linked <= 0     ? 0
           : linked < 0.1  ? 1
           : linked < 0.3  ? 2
           : linked < 0.5  ? 3
           : linked < 0.85 ? 4
                           : 5;
}

std::size_t kind_bucket(const HtmlDocument& document, const PageBlock& block) {
    switch (block.kind) {
        case Block::Kind::paragraph:
            return document.nodes[block.node].tag == Tag::p ? 0 : 1;
        case Block::Kind::heading:
            return 2;
        case Block::Kind::quote:
            return 3;
        case Block::Kind::item:
            return 4;
    }
    return 0;
}

/// Forms of the text's edges and marks.
std::uint32_t forms_of(std::string_view text) {
    std::uint32_t forms = 0;
    const auto set = [&forms](unsigned bit, bool value) { forms |= value ? 1U << bit : 0; };
    set(0, ends_sentence(text));
    set(1, text.ends_with(':') || text.ends_with("："));
    set(2, text.ends_with("…") || text.ends_with("...") || text.ends_with("[…]"));
    set(3, text.find('|') != text.npos);
    set(4, text.find('@') != text.npos);
    set(5, text.find("://") != text.npos || text.find("www.") != text.npos);
    // "(©NTB)" behind the last sentence signs it.
    const auto credit = find_tail_credit(text);
    const std::string_view own = credit ? text.substr(0, credit->cut.begin) : text;
    set(6, own.find("©") != own.npos || own.find("(c)") != own.npos);
    const char32_t first = code_point_at(text, 0).value;
    set(7, first == '*' || first == '[' || first == '#' || first == 0x2022);
    set(8, first == '(' || first == 0xFF08);
    set(9, digit_value(first) >= 0);
    set(10, !is_upper(first) && is_letter(first) && !is_caseless_letter(first));
    std::size_t upper = 0, letters = 0;
    for (std::size_t at = 0; at < text.size() && at < 200; ++at) {
        const char c = text[at];
        upper += c >= 'A' && c <= 'Z';
        letters += (c | 32) >= 'a' && (c | 32) <= 'z';
    }
    set(11, letters >= 4 && upper * 10 >= letters * 8);
    set(12, text.ends_with('?'));
    set(13, text.ends_with(')'));
    set(14, first == '"' || first == 0x201C || first == 0x201E || first == 0xAB || first == 0x2018);
    return forms;
}

class FeatureWriter {
 public:
    FeatureWriter(const HtmlDocument& document, const PageScan& scan, const PageMetadata& page,
                  const BodyContainer& container)
        : document_(document), scan_(scan), container_(container) {
        if (page.description.size() > 40) description_ = fold_case(page.description).substr(0, 40);
    }

    template <typename Visit>
    void run(const Visit& visit) {
        if (scan_.blocks.empty()) return;
        find_core();
        for (std::size_t i = 0; i < scan_.blocks.size(); ++i) {
            const PageBlock& block = scan_.blocks[i];
            if (block.kind == Block::Kind::heading && is_side_feed_heading(block.text))
                last_feed_ = static_cast<std::ptrdiff_t>(i);
            else if (block.kind == Block::Kind::heading && holder_bucket(i) <= 1)
                last_feed_ = -1;
            const bool again = block.words >= 4 && !seen_.insert(block.text).second;
            if (!is_candidate(i)) continue;
            out_.clear();
            write_block(i, again);
            visit(i, out_);
        }
    }

 private:
    void add(FamilyId family, std::size_t bucket) {
        out_.push_back(static_cast<Feature>(
            bases[family] + std::min<std::size_t>(bucket, family_table[family].buckets - 1U)));
    }
    void add_bits(FamilyId family, std::uint32_t bits) {
        for (std::size_t bit = 0; bits != 0; ++bit, bits >>= 1U)
            if ((bits & 1U) != 0) add(family, bit);
    }

    bool inside(std::size_t i) const {
        return document_.is_inside(scan_.blocks[i].first, container_.node);
    }
    /// Prose that the container was chosen for.
    bool is_core(std::size_t i) const {
        const BlockPlace& place = container_.places[i];
        return place.prose && !place.left_out && place.value > 0 && inside(i) &&
               (container_.title == 0 || scan_.blocks[i].last > container_.title);
    }

    /// The element that holds the block and its siblings: of an item, the parent of its list.
    NodeId holder_of(std::size_t i) const {
        const PageBlock& block = scan_.blocks[i];
        NodeId node = document_.nodes[block.node].parent;
        if (node != no_node && block.kind == Block::Kind::item) node = document_.nodes[node].parent;
        return node == no_node ? 0 : node;
    }

    std::uint64_t signature_of(NodeId node) const {
        const std::string_view names = document_.attribute(node, "class");
        return std::hash<std::string_view>{}(names) * 131 +
               static_cast<std::uint64_t>(document_.nodes[node].tag);
    }

    /// First and last core block; the holder with the most core words.
    void find_core() {
        core_words_.assign(scan_.blocks.size() + 1, 0);
        std::vector<std::pair<NodeId, double>> holders;
        first_ = last_ = scan_.blocks.size();
        for (std::size_t i = 0; i < scan_.blocks.size(); ++i) {
            core_words_[i + 1] = core_words_[i];
            if (!is_core(i)) continue;
            const auto words = static_cast<double>(scan_.blocks[i].words);
            core_words_[i + 1] += words;
            if (first_ == scan_.blocks.size()) first_ = i;
            last_ = i;
            const NodeId node = holder_of(i);
            const auto known = std::find_if(holders.begin(), holders.end(),
                                            [&](const auto& one) { return one.first == node; });
            if (known != holders.end())
                known->second += words;
            else if (holders.size() < 64)
                holders.emplace_back(node, words);
        }
        double most = 0;
        for (const auto& [node, words] : holders)
            if (words > most) {
                most = words;
                holder_ = node;
            }
        signature_ = signature_of(holder_);
        has_class_ = !document_.attribute(holder_, "class").empty();
        const NodeId node = document_.nodes[container_.node].parent;
        around_container_ = node == no_node ? 0 : node;
        for (std::size_t i = 0; i < scan_.blocks.size(); ++i)
            holder_buckets_.push_back(find_holder_bucket(i));
    }

    std::size_t holder_bucket(std::size_t i) const { return holder_buckets_[i]; }

    /// 0 with most of the prose, 1 beside such a holder, 2 in the container, 3 in the element
    /// around it, 4 between title and container, 5 elsewhere
    std::uint8_t find_holder_bucket(std::size_t i) const {
        const NodeId node = holder_of(i);
        if (node == holder_) return 0;
        if (has_class_ && signature_of(node) == signature_) return 1;
        if (inside(i)) return 2;
        if (container_.title != 0 && scan_.blocks[i].first > container_.title &&
            first_ < scan_.blocks.size() && i < first_)
            return 4;
        if (document_.is_inside(scan_.blocks[i].first, around_container_)) return 3;
        return 5;
    }

    bool is_candidate(std::size_t i) const {
        const PageBlock& block = scan_.blocks[i];
        if (block.linked > 0.95 && block.words < 4) return false;
        const std::size_t where = holder_bucket(i);
        if (where <= 2 || where == 4) return true;
        if (container_.places[i].declared > 0.5) return true;
        return where == 3 && (container_.places[i].prose || block.words >= 12);
    }

    std::size_t region_of(std::size_t i) const {
        if (first_ >= scan_.blocks.size()) return 0;
        const bool headed = container_.title != 0 && scan_.blocks[i].first > container_.title;
        if (i < first_) {
            const std::size_t far = first_ - i;
            if (!headed) return container_.title == 0 ? 1 : 2;
            return far == 1 ? 3 : far <= 3 ? 4 : 5;
        }
        if (i <= last_) return 6;
        const std::size_t far = i - last_;
        return far == 1 ? 7 : far == 2 ? 8 : far <= 5 ? 9 : 10;
    }

    /// What stands next to the block: 0 nothing, 1.. by kind.
    std::size_t neighbour(std::size_t i) const {
        if (i >= scan_.blocks.size()) return 0;
        const PageBlock& block = scan_.blocks[i];
        const BlockPlace& place = container_.places[i];
        if (!inside(i)) return 1;
        if (place.left_out) return 2;
        if (place.prose) return holder_bucket(i) == 0 ? 3 : 4;
        if (block.kind == Block::Kind::heading) return 5;
        if (block.linked > 0.5) return 6;
        if (block.kind == Block::Kind::item) return 7;
        return block.words >= 6 ? 8 : 9;
    }

    void write_block(std::size_t i, bool again) {
        const PageBlock& block = scan_.blocks[i];
        const BlockPlace& place = container_.places[i];
        const std::size_t kind = kind_bucket(document_, block);
        const std::size_t length = length_bucket(block.words);
        const std::size_t region = region_of(i);
        const std::size_t links = link_bucket(block.linked);
        const std::size_t where = holder_bucket(i);
        add(bias, 0);
        add(kind_length, kind * lengths + length);
        add(kind_region, kind * regions + region);
        add(length_region, length * regions + region);
        add(kind_linked, kind * link_steps + links);
        add(region_linked, region * link_steps + links);
        add(holder, where);
        add(holder_kind, where * kinds + kind);
        add(holder_length, where * lengths + length);
        add_bits(part_near, place.parts);
        add_bits(part_own, place.own);
        add_bits(part_wide, place.wide);
        if (place.prose) add_bits(part_prose, place.parts);
        add_bits(around, place.around);
        if (place.prose) add_bits(around_prose, place.around);
        add(out, (place.left_out ? 2 : 0) + (place.prose ? 1 : 0));
        write_declared(place, kind);
        write_text(i, region);
        add(heading_level, block.level);
        add(before, i == 0 ? 0 : neighbour(i - 1));
        add(after, neighbour(i + 1));
        const double behind =
            core_words_.back() == 0 ? 0 : 1 - core_words_[i + 1] / core_words_.back();
        add(tail_share, behind <= 0     ? 0
                        : behind < 0.03 ? 1
                        : behind < 0.08 ? 2
                        : behind < 0.2  ? 3
                        : behind < 0.6  ? 4
                        : behind < 1    ? 5
                                        : 6);
        add(strong_text, block.strong <= 0     ? 0
                         : block.strong < 0.5  ? 1
                         : block.strong < 0.99 ? 2
                                               : 3);
        if (again) add(repeated, 0);
        if (last_feed_ >= 0) add(since_feed, i <= last_ ? 0 : 1);
    }

    void write_declared(const BlockPlace& place, std::size_t kind) {
        const std::size_t step = place.declared < 0      ? 0
                                 : place.declared <= 0.1 ? 1
                                 : place.declared < 0.5  ? 2
                                 : place.declared < 0.8  ? 3
                                 : place.declared < 0.98 ? 4
                                                         : 5;
        add(declared, step);
        add(declared_kind, step * kinds + kind);
    }

    void write_text(std::size_t i, std::size_t region) {
        const PageBlock& block = scan_.blocks[i];
        const bool at_end = region >= 7 || (i <= last_ && core_words_.back() > 0 &&
                                            core_words_[i + 1] > 0.92 * core_words_.back());
        const std::uint32_t forms = forms_of(block.text);
        add_bits(text_form, forms);
        if (at_end) add_bits(text_form_end, forms);
        const std::uint32_t cues = block_cues(block.text);
        add_bits(cue, cues);
        if (at_end) add_bits(cue_end, cues);
        if (block.words < 12) add_bits(cue_short, cues);
        if (block.text.size() <= 240) write_print(block);
        if (block.text.size() < 2000) {
            if (folds_to(block.text, container_.folded_title)) add(small_print, 0);
            if (!description_.empty() && folds_to_begin_with(block.text, description_))
                add(description, 0);
        }
    }

    void write_print(const PageBlock& block) {
        if (is_pointer_elsewhere(block.text)) add(small_print, 1);
        if (block.words > 25) return;
        if (is_small_print(read_small_print(block.text, {}))) add(small_print, 2);
        if (find_tags(block.text)) add(small_print, 3);
        if (find_byline_credit(block.text)) add(small_print, 4);
        if (without_byline_word(block.text).size() != block.text.size()) add(small_print, 5);
    }

    const HtmlDocument& document_;
    const PageScan& scan_;
    const BodyContainer& container_;
    std::string description_;
    ViewSet seen_;
    std::vector<double> core_words_;
    std::vector<std::uint8_t> holder_buckets_;
    std::size_t first_ = 0, last_ = 0;
    NodeId holder_ = 0, around_container_ = 0;
    std::uint64_t signature_ = 0;
    bool has_class_ = false;
    std::ptrdiff_t last_feed_ = -1;
    std::vector<Feature> out_;  // of the block that is looked at
};

}  // namespace

void visit_candidates(const HtmlDocument& document, const PageScan& scan, const PageMetadata& page,
                      const BodyContainer& container,
                      const std::function<void(std::size_t, std::span<const Feature>)>& visit) {
    FeatureWriter(document, scan, page, container).run(visit);
}

std::size_t count_of_features() {
    return bases[families];
}

std::string name_of_feature(Feature feature) {
    std::size_t family = 0;
    while (family + 1 < families && bases[family + 1] <= feature) ++family;
    return std::string(family_table[family].name) + ' ' + std::to_string(feature - bases[family]);
}

}  // namespace chappe
