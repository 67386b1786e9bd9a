#include "read/page_blocks.h"

#include <algorithm>

#include "read/draft.h"
#include "read/words.h"

namespace chappe {
namespace {

/// Not text of the page, whatever is in them.
bool is_never_text(Tag tag) {
    switch (tag) {
        case Tag::head:
        case Tag::title:
        case Tag::noscript:
        case Tag::template_:
        case Tag::button:
        case Tag::select:
        case Tag::option:
        case Tag::textarea:
        case Tag::input:
        case Tag::iframe:
        case Tag::video:
        case Tag::audio:
        case Tag::object:
        case Tag::embed:
        case Tag::svg:
        case Tag::map:
        case Tag::canvas:
        case Tag::figcaption:
        case Tag::rp:
        case Tag::rt:
        case Tag::dialog:
        case Tag::frameset:
        case Tag::menu:
            return true;
        default:
            return false;
    }
}

Block::Kind kind_of(Tag tag, Block::Kind around) {
    switch (tag) {
        case Tag::h1:
        case Tag::h2:
        case Tag::h3:
        case Tag::h4:
        case Tag::h5:
        case Tag::h6:
            return Block::Kind::heading;
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

/// Gathers text and breaks it into blocks while the walk passes elements.
class BlockWriter {
 public:
    explicit BlockWriter(const HtmlDocument& document) : document_(document) {}

    void walk(NodeId root, const std::vector<char>& skipped) {
        const NodeId end = document_.nodes[root].end;
        open_.push_back({root, Block::Kind::paragraph});
        NodeId link_end = root;
        for (NodeId i = root; i < end;) {
            leave_until(i);
            const Node& node = document_.nodes[i];
            if (node.tag == Tag::text) {
                add(node.text, i, i < link_end);
                ++i;
                continue;
            }
            const bool left_out = (!skipped.empty() && skipped[i] != 0) ||
                                  (i != root && (is_never_text(node.tag) ||
                                                 (skipped.empty() && is_hidden(document_, i))));
            if (left_out) {
                if (is_block_element(node.tag)) flush();
                i = node.end;
                continue;
            }
            if (node.tag == Tag::a) link_end = std::max(link_end, node.end);
            enter(i, node);
            ++i;
        }
        flush();
    }

    std::vector<PageBlock> take() { return std::move(blocks_); }

 private:
    struct Open {
        NodeId node;
        Block::Kind kind;
    };

    void leave_until(NodeId at) {
        while (open_.size() > 1 && at >= document_.nodes[open_.back().node].end) {
            flush();
            open_.pop_back();
        }
    }

    void enter(NodeId i, const Node& node) {
        if (node.tag == Tag::br) {
            if (++breaks_ >= 2) flush();
            text_ += ' ';
        } else if (node.tag == Tag::hr) {
            flush();
        } else if (is_block_element(node.tag)) {
            flush();
            open_.push_back({i, kind_of(node.tag, open_.back().kind)});
        }
    }

    void add(std::string_view text, NodeId node, bool linked) {
        const std::size_t size = trim(text).size();
        if (size > 0) {
            if (size_ == 0) first_ = node;
            last_ = node;
            breaks_ = 0;
            size_ += size;
            if (linked) linked_ += size;
        }
        text_ += text;
    }

    void flush() {
        breaks_ = 0;
        if (size_ > 0) {
            PageBlock block;
            block.kind = open_.back().kind;
            block.node = open_.back().node;
            block.first = first_;
            block.last = last_;
            block.text = fold_paragraph(text_);
            block.words = count_words(block.text);
            block.linked = static_cast<double>(linked_) / static_cast<double>(size_);
            if (!block.text.empty()) blocks_.push_back(std::move(block));
        }
        text_.clear();
        size_ = linked_ = 0;
    }

    const HtmlDocument& document_;
    std::vector<Open> open_;
    std::vector<PageBlock> blocks_;
    std::string text_;
    std::size_t size_ = 0, linked_ = 0;
    NodeId first_ = 0, last_ = 0;
    int breaks_ = 0;
};

enum PartBit : unsigned { drop = 1, soft = 2, content = 4, lead = 8, author = 16, date = 32 };

const WordMap<unsigned>& part_lexicon() {
    static const WordMap<unsigned> words = [] {
        WordMap<unsigned> built;
        for (const auto& row : lexicon_rows("page_parts")) {
            const unsigned bit = row[0] == "drop"      ? drop
                                 : row[0] == "soft"    ? soft
                                 : row[0] == "content" ? content
                                 : row[0] == "lead"    ? lead
                                 : row[0] == "author"  ? author
                                                       : date;
            for (const std::string_view word : split(row[1], '|')) built[std::string(word)] |= bit;
        }
        return built;
    }();
    return words;
}

/// Words of "relatedArticles article_body-v2": related, articles, article, body; and the whole
/// pieces joined, "relatedarticles", "articlebodyv2".
unsigned bits_of(std::string_view names) {
    unsigned bits = 0;
    std::string word, whole;
    const auto look_up = [&](std::string& part) {
        if (part.size() > 1) {
            const auto found = part_lexicon().find(part);
            if (found != part_lexicon().end()) bits |= found->second;
        }
        part.clear();
    };
    names = names.substr(0, 1000);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const char c = names[i];
        const bool upper = c >= 'A' && c <= 'Z';
        const bool letter = upper || (c >= 'a' && c <= 'z');
        if (!letter || (upper && i > 0 && names[i - 1] >= 'a' && names[i - 1] <= 'z'))
            look_up(word);
        if (letter) {
            word += static_cast<char>(c | 32);
            whole += static_cast<char>(c | 32);
        } else if (c == ' ') {
            look_up(whole);
        }
    }
    look_up(word);
    look_up(whole);
    return bits;
}

}  // namespace

bool is_block_element(Tag tag) {
    switch (tag) {
        case Tag::address:
        case Tag::article:
        case Tag::aside:
        case Tag::blockquote:
        case Tag::body:
        case Tag::caption:
        case Tag::center:
        case Tag::dd:
        case Tag::details:
        case Tag::dialog:
        case Tag::div:
        case Tag::dl:
        case Tag::dt:
        case Tag::fieldset:
        case Tag::figcaption:
        case Tag::figure:
        case Tag::footer:
        case Tag::form:
        case Tag::h1:
        case Tag::h2:
        case Tag::h3:
        case Tag::h4:
        case Tag::h5:
        case Tag::h6:
        case Tag::header:
        case Tag::hgroup:
        case Tag::hr:
        case Tag::html:
        case Tag::legend:
        case Tag::li:
        case Tag::main:
        case Tag::nav:
        case Tag::ol:
        case Tag::p:
        case Tag::pre:
        case Tag::section:
        case Tag::summary:
        case Tag::table:
        case Tag::tbody:
        case Tag::td:
        case Tag::tfoot:
        case Tag::th:
        case Tag::thead:
        case Tag::tr:
        case Tag::ul:
            return true;
        default:
            return false;
    }
}

bool is_hidden(const HtmlDocument& document, NodeId node) {
    const Node& element = document.nodes[node];
    for (std::uint32_t i = 0; i < element.attributes; ++i) {
        const Attribute& attribute = document.attribute_pool[element.first_attribute + i];
        if (attribute.name == "hidden") return true;
        if (attribute.name == "aria-hidden" && attribute.value == "true") return true;
        if (attribute.name != "style") continue;
        std::string style = lower_ascii(attribute.value.substr(0, 2000));
        std::erase_if(style, [](char c) { return c == ' '; });
        if (style.find("display:none") != style.npos ||
            style.find("visibility:hidden") != style.npos)
            return true;
    }
    return false;
}

PartWords part_words(const HtmlDocument& document, NodeId node) {
    unsigned bits = 0;
    const Node& element = document.nodes[node];
    for (std::uint32_t i = 0; i < element.attributes; ++i) {
        const Attribute& attribute = document.attribute_pool[element.first_attribute + i];
        if (attribute.name == "class" || attribute.name == "id" ||
            attribute.name == "data-testid" || attribute.name == "data-component" ||
            attribute.name == "role")
            bits |= bits_of(attribute.value);
    }
    return {(bits & drop) != 0, (bits & soft) != 0,   (bits & content) != 0,
            (bits & lead) != 0, (bits & author) != 0, (bits & date) != 0};
}

std::vector<PageBlock> blocks_of(const HtmlDocument& document, NodeId root,
                                 const std::vector<char>& skipped) {
    if (root >= document.nodes.size()) return {};
    BlockWriter writer(document);
    writer.walk(root, skipped);
    return writer.take();
}

std::vector<Paragraph> paragraphs_of_fragment(std::string_view markup) {
    std::vector<Paragraph> paragraphs;
    if (markup.find('<') == markup.npos && markup.find('&') == markup.npos) {
        // No markup at all: a blank line parts paragraphs, as in text.
        std::string part;
        for (const std::string_view line : split(markup, '\n')) {
            if (trim(line).empty()) {
                if (!part.empty()) paragraphs.push_back({Block::Kind::paragraph, part});
                part.clear();
            } else {
                if (!part.empty()) part += ' ';
                part += fold_paragraph(line);
            }
        }
        if (!part.empty()) paragraphs.push_back({Block::Kind::paragraph, part});
        return paragraphs;
    }
    const HtmlDocument document = parse_html(markup);
    for (PageBlock& block : blocks_of(document, 0, {}))
        paragraphs.push_back({block.kind, std::move(block.text)});
    return paragraphs;
}

std::string plain_text_of(std::string_view markup) {
    if (markup.find('<') == markup.npos && markup.find('&') == markup.npos)
        return fold_paragraph(markup);
    const HtmlDocument document = parse_html(markup);
    return document.nodes.empty() ? std::string{} : document.text_of(0);
}

}  // namespace chappe
