#include "read/article_print.h"

#include <algorithm>

#include "read/authors.h"
#include "read/credit.h"
#include "read/part_words.h"
#include "read/small_print.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr NodeId reach = 200;                // nodes before the title that may hold its small print
constexpr NodeId behind_reach = 150;         // nodes behind the body, for counters without a label
constexpr std::size_t most_behind = 15;      // blocks behind the body that may be its small print
constexpr std::size_t longest_line = 300;    // bytes
constexpr std::size_t longest_byline = 200;  // bytes
constexpr NodeId longest_link = 60;          // nodes
constexpr std::size_t most_bylines = 200;    // looked at, each with what is around it

bool is_author_path(std::string_view piece) {
    static const WordSet words = lexicon_words("page_labels", "author_path");
    return words.contains(piece);
}

class PrintReader {
 public:
    PrintReader(const HtmlDocument& document, const PageScan& scan, const PageMetadata& page,
                NodeId title, const std::vector<std::size_t>& body)
        : document_(document), scan_(scan), page_(page), title_(title) {
        if (body.empty()) return;
        first_ = scan.blocks[body.front()].first;
        second_ = body.size() > 1 ? scan.blocks[body[1]].first : scan.blocks[body[0]].last;
        last_ = scan.blocks[body.back()].last;
    }

    ArticlePrint read() {
        read_lines();
        if (!print_.reads) read_marked_counters();
        // What a page declares goes before what it prints, but for agencies.
        if (std::all_of(page_.authors.begin(), page_.authors.end(), is_agency)) read_bylines();
        if (!print_.tags)
            for (const NodeId i : scan_.topics) add_tag(document_.text_of(i));
        return std::move(print_);
    }

 private:
    void read_lines() {
        std::size_t behind = 0;
        const PageBlock* before = nullptr;
        for (const PageBlock& block : scan_.blocks) {
            const PageBlock* const label = before;
            before = &block;
            // Sites set the small print above the title as often as below it.
            if (block.last + reach < title_) continue;
            const bool is_behind = last_ != no_node && block.first > last_;
            if (is_behind && ++behind > most_behind) break;
            if (is_behind && is_side_feed_heading(block.text)) break;
            if (block.text.size() > longest_line) continue;
            if (is_behind && !print_.tags)
                if (const auto tags = find_tags(block.text))
                    print_.tags = linked_tags(block).value_or(*tags);
            if (!print_.reads && block.linked < 0.5 && (is_behind || block.first < first_))
                read_counter(block, label);
        }
    }

    void read_counter(const PageBlock& block, const PageBlock* label) {
        if (const auto found = find_reads(block.text)) {
            const SmallPrint print = read_small_print(block.text, page_.language);
            if (print.reads && print.unexplained <= 8) print_.reads = print.reads;
        } else if (label != nullptr && is_reads_label(label->text)) {
            print_.reads = bare_count(block.text);
        }
    }

    /// <span class="views">1 204</span>: the class is the label.
    void read_marked_counters() {
        for (const NodeId i : scan_.counters) {
            const bool above = title_ != 0 && i + reach >= title_ && i < first_;
            const bool below = last_ != no_node && i > last_ && i < last_ + behind_reach;
            if (!above && !below) continue;
            const std::string text = document_.text_of(i);
            if (const auto count = bare_count(text)) {
                print_.reads = count;
                return;
            }
        }
    }

    /// "Tags: <a>heritage</a> <a>history</a>": where tags are links, each link is one, whatever
    /// stands between them. Nothing when fewer than two are.
    std::optional<std::vector<std::string>> linked_tags(const PageBlock& block) const {
        std::vector<std::string> tags;
        for (NodeId i = block.node; i < block.last; ++i) {
            if (document_.nodes[i].tag != Tag::a || document_.nodes[i].end <= block.first) continue;
            const std::string text = document_.text_of(i);
            std::string_view tag = trim(text);
            if (tag.starts_with('#')) tag.remove_prefix(1);
            if (tag.ends_with(',')) tag.remove_suffix(1);
            if (!trim(tag).empty()) tags.emplace_back(trim(tag));
        }
        if (tags.size() < 2) return std::nullopt;
        return tags;
    }

    void add_tag(std::string tag) {
        if (trim(tag).empty()) return;
        if (!print_.tags) print_.tags.emplace();
        if (std::find(print_.tags->begin(), print_.tags->end(), tag) == print_.tags->end())
            print_.tags->push_back(std::move(tag));
    }

    /// Who signs: a part whose class or property says so, else a link to an author's page, else a
    /// line that a "by" opens.
    void read_bylines() {
        std::size_t looked_at = 0;
        for (const NodeId i : scan_.bylines) {
            const std::string_view property = document_.attribute(i, "itemprop");
            const bool declared = document_.attribute(i, "rel") == "author" || property == "author";
            if (!declared && i + reach / 2 < title_) continue;
            if (document_.nodes[i].tag == Tag::meta) continue;
            if (++looked_at > most_bylines) break;
            if (!is_beside_article(i) && take_byline(i)) return;
        }
        if (first_ == no_node || title_ == 0) return;
        for (NodeId i = title_; i < first_; ++i) {
            if (document_.nodes[i].tag != Tag::a || !leads_to_author(i)) continue;
            if (++looked_at > most_bylines) break;
            if (is_named_link(i) && take_byline(i)) return;
        }
        for (const PageBlock& block : scan_.blocks) {
            if (block.first >= second_) break;  // the first may sign, and stay
            const bool heading = block.kind == Block::Kind::heading;
            if (block.first < title_ || heading) continue;
            print_.bylines = signed_names(block.text, page_.site);
            if (!print_.bylines.empty()) return;
        }
    }

    /// A short link that may name somebody, beside no form and no comment; "more" leads to an
    /// author's page as well.
    bool is_named_link(NodeId link) const {
        if (document_.nodes[link].end - link > longest_link) return false;
        const std::string text = document_.text_of(link);
        const char32_t first = text.empty() ? U' ' : code_point_at(text, 0).value;
        return (is_upper(first) || is_caseless_letter(first)) && !is_beside_article(link);
    }

    /// A part with links to authors' pages names them, and who is joined to them by "and"; another
    /// one names whoever its first line does, and who is joined to that.
    bool take_byline(NodeId part) {
        const std::vector<Line> lines = lines_of(part);
        const auto any = [&](auto&& test) { return std::any_of(lines.begin(), lines.end(), test); };
        const bool linked = any([](const Line& line) { return line.by_author; });
        const bool signs = any([](const Line& line) { return signs_line(line.text); });
        const bool named = any([](const Line& line) { return names_somebody(line.text); });
        std::string_view last;  // author's page: sites link it twice, "Ada", "All by Ada"
        bool joined = false;    // to the line before
        for (const Line& line : lines) {
            const std::string_view whole = line.text, text = without_joining_words(whole);
            joined |= text.data() != whole.data();
            if (text.empty()) continue;
            const bool joins_on = !whole.ends_with(text);
            // "Opinion", and the name in the next line
            const bool opens = signs ? signs_line(text)
                                     : print_.bylines.empty() && (!named || names_somebody(text));
            const bool wanted = line.by_author ? line.href.empty() || line.href != last
                                               : joined || joins_on || (opens && !linked);
            if (wanted && text.size() <= longest_byline) {
                for (const std::string& name : clean_authors({std::string(text)}, page_.site))
                    if (const auto person = without_small_tail(name); !person.empty())
                        add_byline(std::string(person));
                if (!print_.bylines.empty()) last = line.href;
            }
            joined = joins_on;
        }
        return !print_.bylines.empty();
    }

    static bool signs_line(std::string_view text) { return behind_signing_word(text).has_value(); }

    static bool names_somebody(std::string_view text) {
        return is_capitalised_name(without_small_tail(text));
    }

    void add_byline(std::string name) {
        auto& names = print_.bylines;
        if (std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(std::move(name));
    }

    struct Line {
        std::string text;
        std::string_view href;
        bool by_author = false;  // a link that says so
    };

    /// The lines of a part; a link is a line of its own, times and buttons are none.
    std::vector<Line> lines_of(NodeId part) const {
        std::vector<Line> lines(1);
        NodeId link_end = 0;
        for (NodeId i = part; i < document_.nodes[part].end; ++i) {
            const Node& node = document_.nodes[i];
            if (i == link_end) lines.emplace_back();
            if (node.tag == Tag::text) {
                append_word(lines.back().text, node.text);
            } else if (node.tag == Tag::time || node.tag == Tag::button) {
                i = node.end - 1;
            } else if (node.tag == Tag::a) {
                const bool declared = document_.attribute(i, "rel") == "author";
                lines.push_back(
                    {{}, document_.attribute(i, "href"), declared || leads_to_author(i)});
                link_end = node.end;
            } else if (node.tag == Tag::br || is_block_element(node.tag)) {
                lines.push_back({{}, lines.back().href, lines.back().by_author && i < link_end});
            }
        }
        for (Line& line : lines) line.text = fold_paragraph(line.text);
        std::erase_if(lines, [](const Line& line) { return line.text.empty(); });
        return lines;
    }

    /// "<b>By</b><i>Ada</i>" are two words, "<b>A</b><i>DA</i>" are one.
    static void append_word(std::string& line, std::string_view text) {
        const bool small = !line.empty() && line.back() >= 'a' && line.back() <= 'z';
        if (small && !text.empty() && is_upper(code_point_at(text, 0).value)) line += ' ';
        line += text;
    }

    /// In a form, or among the comments.
    bool is_beside_article(NodeId node) const {
        const NodeId anchor = title_ != 0 ? title_ : first_;
        for (NodeId i = node; i != no_node; i = document_.nodes[i].parent) {
            const NodeId end = document_.nodes[i].end;
            if (i != node && i <= anchor && anchor < end) return false;
            if (document_.nodes[i].tag == Tag::form) return true;
            const std::uint32_t parts = part_words(document_.attribute(i, "class")) |
                                        part_words(document_.attribute(i, "id"));
            if ((parts & part_comment) != 0) return true;
        }
        return false;
    }

    /// href="/author/ada-lovelace", and not "/authors/".
    bool leads_to_author(NodeId link) const {
        std::string_view path = document_.attribute(link, "href");
        path = path.substr(0, path.find_first_of("?#"));
        while (path.ends_with('/')) path.remove_suffix(1);
        const std::size_t last = path.rfind('/');
        if (last == path.npos) return false;
        const auto pieces = split(path.substr(0, last), '/');
        return std::any_of(pieces.begin(), pieces.end(), is_author_path);
    }

    const HtmlDocument& document_;
    const PageScan& scan_;
    const PageMetadata& page_;
    NodeId title_;
    NodeId first_ = no_node, second_ = no_node, last_ = no_node;
    ArticlePrint print_;
};

}  // namespace

ArticlePrint read_article_print(const HtmlDocument& document, const PageScan& scan,
                                const PageMetadata& page, NodeId title,
                                const std::vector<std::size_t>& body) {
    return PrintReader(document, scan, page, title, body).read();
}

}  // namespace chappe
