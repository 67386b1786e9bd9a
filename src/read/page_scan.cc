// One loop over the nodes. Text is folded while it is copied into one string; a block ends where a
// block element begins or ends, at a rule, and at two line breaks. Whatever else later steps look
// for (headings, times, properties, marks) is noted in passing.

#include "read/page_scan.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "read/words.h"

namespace chappe {
namespace {

constexpr NodeId small_piece = 12;     // nodes of an inline element that is no container
constexpr NodeId wide_link = 400;      // nodes inside one link; a teaser has about 60
constexpr std::size_t most_names = 6;  // attributes looked at for part words

/// What a tag is to the scan.
struct TagFacts {
    bool block = false;
    bool never_text = false;
    bool marked = false;  // sets apart by itself: nav, aside ...
    std::uint8_t level = 0;
};

constexpr std::array<TagFacts, tag_count> facts_of_tags() {
    std::array<TagFacts, tag_count> facts{};
    const auto at = [&](Tag tag) -> TagFacts& { return facts[static_cast<std::size_t>(tag)]; };
    for (const Tag tag :
         {Tag::address, Tag::article,  Tag::aside,      Tag::blockquote, Tag::body,   Tag::caption,
          Tag::center,  Tag::dd,       Tag::details,    Tag::dialog,     Tag::div,    Tag::dl,
          Tag::dt,      Tag::fieldset, Tag::figcaption, Tag::figure,     Tag::footer, Tag::form,
          Tag::h1,      Tag::h2,       Tag::h3,         Tag::h4,         Tag::h5,     Tag::h6,
          Tag::header,  Tag::hgroup,   Tag::hr,         Tag::html,       Tag::legend, Tag::li,
          Tag::main,    Tag::nav,      Tag::ol,         Tag::p,          Tag::pre,    Tag::section,
          Tag::summary, Tag::table,    Tag::tbody,      Tag::td,         Tag::tfoot,  Tag::th,
          Tag::thead,   Tag::tr,       Tag::ul})
        at(tag).block = true;
    for (const Tag tag :
         {Tag::head,   Tag::title,    Tag::noscript, Tag::template_, Tag::button, Tag::select,
          Tag::option, Tag::textarea, Tag::input,    Tag::iframe,    Tag::video,  Tag::audio,
          Tag::object, Tag::embed,    Tag::svg,      Tag::map,       Tag::canvas, Tag::figcaption,
          Tag::rp,     Tag::rt,       Tag::dialog,   Tag::frameset,  Tag::menu})
        at(tag).never_text = true;
    for (const Tag tag : {Tag::nav, Tag::aside, Tag::footer, Tag::header, Tag::form, Tag::figure,
                          Tag::article, Tag::main, Tag::table})
        at(tag).marked = true;
    for (std::size_t level = 1; level <= 6; ++level)
        facts[static_cast<std::size_t>(Tag::h1) + level - 1].level =
            static_cast<std::uint8_t>(level);
    return facts;
}
constexpr std::array<TagFacts, tag_count> tag_facts = facts_of_tags();

const TagFacts& facts_of(Tag tag) {
    return tag_facts[static_cast<std::size_t>(tag)];
}

bool is_hiding_style(std::string_view value) {
    value = value.substr(0, 2000);
    if (value.find("none") == value.npos && value.find("hidden") == value.npos &&
        value.find("NONE") == value.npos)
        return false;
    std::string style = lower_ascii(value);
    std::erase_if(style, [](char c) { return c == ' '; });
    return style.find("display:none") != style.npos ||
           style.find("visibility:hidden") != style.npos;
}

/// What one element's attributes say.
struct ElementFacts {
    std::uint32_t parts = 0;
    bool hidden = false, property = false, author = false, topic = false;
    std::string_view href;
};

/// Part words of attribute values. A page says the same class hundreds of times: what the last
/// value of its kind said is kept.
class PartReader {
 public:
    std::uint32_t operator()(std::string_view value) {
        if (value.size() < 4) return part_words(value);
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(value[i]); };
        const std::size_t place =
            (value.size() * 31 + byte(value.size() - 1) * 7 + byte(value.size() / 2) + byte(0)) %
            known_.size();
        Known& known = known_[place];
        if (known.value != value) known = {value, part_words(value)};
        return known.parts;
    }

 private:
    struct Known {
        std::string_view value;
        std::uint32_t parts = 0;
    };
    std::array<Known, 256> known_{};
};

ElementFacts facts_of_element(const HtmlDocument& document, const Node& element,
                              PartReader& read_parts) {
    ElementFacts facts;
    std::size_t named = 0;
    for (std::uint32_t i = 0; i < element.attributes; ++i) {
        const auto& [name, value] = document.attribute_pool[element.first_attribute + i];
        switch (name.size()) {
            case 2:
                if (name == "id" && ++named <= most_names) facts.parts |= read_parts(value);
                break;
            case 3:
                if (name == "rel") {
                    facts.author |= value == "author";
                    facts.topic |= value == "tag" || value == "category tag";
                }
                break;
            case 4:
                if (name == "href") facts.href = value;
                if (name == "role" && ++named <= most_names) facts.parts |= read_parts(value);
                break;
            case 5:
                if (name == "class" && ++named <= most_names) facts.parts |= read_parts(value);
                if (name == "style") facts.hidden |= is_hiding_style(value);
                break;
            case 6:
                if (name == "hidden") facts.hidden = true;
                break;
            case 8:
                if (name == "itemprop") {
                    facts.property = true;
                    facts.author |= value == "author";
                }
                break;
            case 11:
                if (name == "aria-hidden" && value == "true") facts.hidden = true;
                if (name == "data-testid" && ++named <= most_names)
                    facts.parts |= read_parts(value);
                break;
            case 14:
                if (name == "data-component" && ++named <= most_names)
                    facts.parts |= read_parts(value);
                break;
            default:
                break;
        }
    }
    return facts;
}

Block::Kind kind_of(Tag tag, Block::Kind around) {
    if (facts_of(tag).level > 0) return Block::Kind::heading;
    switch (tag) {
        case Tag::blockquote:
            return Block::Kind::quote;
        case Tag::li:
        case Tag::dt:
        case Tag::dd:
            return around == Block::Kind::paragraph ? Block::Kind::item : around;
        case Tag::p:  // a heading that was never closed
            return around == Block::Kind::heading ? Block::Kind::paragraph : around;
        default:
            return around;
    }
}

/// Folds space while text is added to a string: runs become one space, a no-break or other special
/// space that stands alone stays what it is.
class FoldingWriter {
 public:
    explicit FoldingWriter(std::string& out) : out_(out) {}

    void begin() {
        begin_ = out_.size();
        spaces_ = 0;
    }
    std::size_t begun_at() const { return begin_; }
    void space() {
        lone_ = " ";
        ++spaces_;
    }
    void add(std::string_view text) {
        std::size_t at = 0;
        while (at < text.size()) {
            std::size_t end = at;
            while (end < text.size() && is_plain(static_cast<unsigned char>(text[end]))) ++end;
            if (end > at) {
                flush_space();
                out_.append(text, at, end - at);
                at = end;
                continue;
            }
            if (static_cast<signed char>(text[at]) >= 0) {
                space();
                ++at;
                continue;
            }
            const CodePoint c = code_point_at(text, at);
            if (is_space(c.value)) {
                lone_ = text.substr(at, c.size);
                ++spaces_;
            } else {
                flush_space();
                out_.append(text, at, c.size);
            }
            at += c.size;
        }
    }

 private:
    /// Bytes that are no space and begin none: printable ASCII, continuation bytes, and leads other
    /// than those of U+0080.., U+1xxx, U+2xxx, U+3xxx and U+Fxxx.
    static bool is_plain(unsigned char byte) {
        return byte > 0x20 && byte != 0x7F && byte != 0xC2 && !(byte >= 0xE1 && byte <= 0xE3) &&
               byte != 0xEF;
    }
    void flush_space() {
        if (spaces_ > 0 && out_.size() > begin_) {
            if (spaces_ == 1)
                out_ += lone_;
            else
                out_ += ' ';
        }
        spaces_ = 0;
    }

    std::string& out_;
    std::size_t begin_ = 0, spaces_ = 0;
    std::string_view lone_;
};

class Scanner {
 public:
    Scanner(const HtmlDocument& document, PageScan& scan)
        : document_(document), scan_(scan), writer_(scan.text) {
        // All of it at once, and never inside the string object: views stay when it moves.
        constexpr std::size_t least = 64;
        scan_.text.reserve(std::max(least, document.input->size()));
    }

    /// `not_a_link`: an address whose links do not count.
    void walk(std::string_view not_a_link) {
        not_a_link_ = not_a_link;
        open_.push_back({0, Block::Kind::paragraph, 0});
        writer_.begin();
        const auto end = static_cast<NodeId>(document_.nodes.size());
        for (NodeId i = 0; i < end;) {
            while (open_.size() > 1 && i >= document_.nodes[open_.back().node].end) {
                flush();
                open_.pop_back();
            }
            i = document_.nodes[i].tag == Tag::text ? take_text(i) : take_element(i);
        }
        flush();
        // Only now: the text has moved while it grew.
        for (std::size_t i = 0; i < places_.size(); ++i)
            scan_.blocks[i].text = places_[i].in(scan_.text);
    }

    /// The address inside whose links most of the text is; empty when there is none.
    std::string_view widest_link() const {
        constexpr std::size_t least = 2000;  // bytes of text
        const auto is_wide = [&](std::size_t size) { return size > least && size * 2 > all_text_; };
        if (!is_wide(all_linked_)) return {};
        std::unordered_map<std::string_view, std::size_t> sizes;
        std::size_t widest = 0;
        std::string_view href;
        for (const auto& [address, size] : linked_to_)
            if (const std::size_t sum = sizes[address] += size; sum > widest) {
                widest = sum;
                href = address;
            }
        return is_wide(widest) ? href : std::string_view{};
    }

 private:
    struct Open {
        NodeId node;
        Block::Kind kind;
        std::uint8_t level;
    };

    NodeId take_text(NodeId i) {
        const std::string_view text = document_.nodes[i].text;
        const std::size_t size = trim(text).size();
        if (size > 0) {
            if (size_ == 0) first_ = i;
            last_ = i;
            breaks_ = 0;
            size_ += size;
            all_text_ += size;
            if (i < link_end_) {
                linked_ += size;
                note_linked(size);
            }
            if (i < strong_end_) strong_ += size;
        }
        if (parts_numbers(i, text)) writer_.space();
        writer_.add(text);
        text_before_ = i;
        return i + 1;
    }

    void note_linked(std::size_t size) {
        all_linked_ += size;
        if (linked_to_.empty() || linked_to_.back().first.data() != href_.data())
            linked_to_.emplace_back(href_, 0);
        linked_to_.back().second += size;
    }

    /// "<span>3/4/2024</span><span>362 views</span>": styles set them apart, not the text.
    bool parts_numbers(NodeId i, std::string_view text) const {
        if (size_ == 0 || text.empty() || text_before_ == no_node) return false;
        const Node& before = document_.nodes[text_before_];
        const Node& now = document_.nodes[i];
        const auto digit = [](char c) { return c >= '0' && c <= '9'; };
        const auto set_apart = [&](NodeId parent) {
            return parent != no_node && (document_.nodes[parent].tag == Tag::span ||
                                         document_.nodes[parent].tag == Tag::time);
        };
        return before.parent != now.parent && set_apart(before.parent) && set_apart(now.parent) &&
               !before.text.empty() && digit(before.text.back()) && digit(text.front());
    }

    NodeId take_element(NodeId i) {
        const Node& node = document_.nodes[i];
        const TagFacts& tag = facts_of(node.tag);
        const ElementFacts facts =
            node.attributes > 0 ? facts_of_element(document_, node, part_words_) : ElementFacts{};
        note(i, node, facts);
        if (tag.never_text && i != 0) {
            if (tag.block) flush();
            if (node.tag == Tag::head || node.tag == Tag::noscript) note_head(i);
            return node.end;
        }
        // A button or a hidden word inside a paragraph; what holds blocks is judged later.
        if (!tag.block && node.end - i <= small_piece && node.end > i + 1 &&
            (facts.hidden || is_aside(facts.parts)) && !holds_block(i))
            return node.end;
        const bool root = node.tag == Tag::html || node.tag == Tag::body;
        if (!root && (facts.hidden || facts.parts != 0 || tag.marked))
            scan_.marks.push_back({i, facts.parts, facts.hidden});
        if (node.tag == Tag::a) {
            if (!facts.href.empty()) scan_.links.push_back(i);
            if (node.end - i < wide_link && (not_a_link_.empty() || facts.href != not_a_link_)) {
                link_end_ = std::max(link_end_, node.end);
                href_ = facts.href;
            }
        } else if (node.tag == Tag::b || node.tag == Tag::strong || node.tag == Tag::em ||
                   node.tag == Tag::i) {
            if (node.end - i < wide_link) strong_end_ = std::max(strong_end_, node.end);
        }
        open_block(i, node, tag);
        return i + 1;
    }

    static bool is_aside(std::uint32_t parts) {
        return (parts & (part_share | part_unseen | part_advert | part_caption)) != 0 &&
               (parts & (part_lead | part_content)) == 0;
    }

    bool holds_block(NodeId i) const {
        for (NodeId j = i + 1; j < document_.nodes[i].end; ++j)
            if (facts_of(document_.nodes[j].tag).block) return true;
        return false;
    }

    void note(NodeId i, const Node& node, const ElementFacts& facts) {
        switch (node.tag) {
            case Tag::meta:
            case Tag::link:
            case Tag::base:
            case Tag::title:
                scan_.head.push_back(i);
                break;
            case Tag::h1:
            case Tag::h2:
            case Tag::h3:
                scan_.headings.push_back(i);
                break;
            case Tag::time:
                scan_.times.push_back(i);
                break;
            default:
                break;
        }
        if (facts.property) scan_.properties.push_back(i);
        if (facts.topic && node.tag == Tag::a) scan_.topics.push_back(i);
        if ((facts.parts & part_reads) != 0 && node.end - i <= small_piece)
            scan_.counters.push_back(i);
        if ((facts.author || (facts.parts & part_author) != 0) && node.end - i <= 60)
            scan_.bylines.push_back(i);
    }

    /// What is in the head, and in a noscript: no text, but declarations.
    void note_head(NodeId head) {
        for (NodeId i = head + 1; i < document_.nodes[head].end; ++i) {
            const Node& node = document_.nodes[i];
            if (node.tag == Tag::text || node.attributes == 0) {
                if (node.tag == Tag::title) scan_.head.push_back(i);
                continue;
            }
            note(i, node, facts_of_element(document_, node, part_words_));
        }
    }

    void open_block(NodeId i, const Node& node, const TagFacts& tag) {
        if (node.tag == Tag::br) {
            if (++breaks_ >= 2) flush();
            writer_.space();
        } else if (node.tag == Tag::hr) {
            flush();
        } else if (tag.block) {
            flush();
            const Block::Kind kind = kind_of(node.tag, open_.back().kind);
            const std::uint8_t level = kind != Block::Kind::heading ? 0
                                       : tag.level > 0              ? tag.level
                                                                    : open_.back().level;
            open_.push_back({i, kind, level});
        }
    }

    void flush() {
        breaks_ = 0;
        if (size_ > 0 && scan_.text.size() > writer_.begun_at()) {
            PageBlock block;
            block.kind = open_.back().kind;
            block.level = open_.back().level;
            block.node = open_.back().node;
            block.first = first_;
            block.last = last_;
            const auto size = static_cast<float>(size_);
            block.linked = static_cast<float>(linked_) / size;
            block.strong = static_cast<float>(strong_) / size;
            const std::string_view text = std::string_view(scan_.text).substr(writer_.begun_at());
            block.words = static_cast<std::uint32_t>(count_words(text));
            if (block.words >= 6) block.stops = static_cast<std::uint32_t>(stops_in(text));
            places_.push_back({static_cast<std::uint32_t>(writer_.begun_at()),
                               static_cast<std::uint32_t>(scan_.text.size())});
            scan_.blocks.push_back(block);
        }
        writer_.begin();
        size_ = linked_ = strong_ = 0;
    }

    const HtmlDocument& document_;
    PageScan& scan_;
    FoldingWriter writer_;
    PartReader part_words_;
    std::string_view not_a_link_, href_;
    std::vector<Open> open_;
    std::vector<Span> places_;  // of the blocks in scan_.text
    std::vector<std::pair<std::string_view, std::size_t>> linked_to_;  // text in each link
    std::size_t size_ = 0, linked_ = 0, strong_ = 0, all_text_ = 0, all_linked_ = 0;
    NodeId first_ = 0, last_ = 0, link_end_ = 0, strong_end_ = 0, text_before_ = no_node;
    int breaks_ = 0;
};

}  // namespace

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
                 c.value == 0x964 || c.value == 0x6D4 || c.value == 0x589;
        at += c.size;
    }
    return count;
}

bool is_block_element(Tag tag) {
    return facts_of(tag).block;
}

PageScan scan_page(const HtmlDocument& document) {
    PageScan scan;
    if (document.nodes.empty()) return scan;
    Scanner scanner(document, scan);
    scanner.walk({});
    const std::string_view wide = scanner.widest_link();
    if (wide.empty()) return scan;
    PageScan again;
    Scanner(document, again).walk(wide);
    return again;
}

}  // namespace chappe
