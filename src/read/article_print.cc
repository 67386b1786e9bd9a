#include "read/article_print.h"

#include <algorithm>

#include "read/authors.h"
#include "read/small_print.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr NodeId reach = 200;                // nodes before the title that may hold its small print
constexpr NodeId behind_reach = 150;         // nodes behind the body, for counters without a label
constexpr std::size_t most_behind = 15;      // blocks behind the body that may be its small print
constexpr std::size_t longest_line = 300;    // bytes
constexpr std::size_t longest_byline = 200;  // bytes

class PrintReader {
 public:
    PrintReader(const HtmlDocument& document, const PageScan& scan, const PageMetadata& page,
                NodeId title, const std::vector<std::size_t>& body)
        : document_(document), scan_(scan), page_(page), title_(title) {
        if (body.empty()) return;
        first_ = scan.blocks[body.front()].first;
        last_ = scan.blocks[body.back()].last;
    }

    ArticlePrint read() {
        read_lines();
        if (!print_.reads) read_marked_counters();
        read_bylines();
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

    void read_bylines() {
        for (const NodeId i : scan_.bylines) {
            const std::string_view property = document_.attribute(i, "itemprop");
            const bool declared = document_.attribute(i, "rel") == "author" || property == "author";
            if (!declared && i + reach / 2 < title_) continue;
            if (document_.nodes[i].tag == Tag::meta) continue;
            std::string text = document_.text_of(i);
            if (text.size() > longest_byline) continue;
            print_.bylines = clean_authors({std::move(text)}, page_.site);
            if (!print_.bylines.empty()) return;
        }
    }

    const HtmlDocument& document_;
    const PageScan& scan_;
    const PageMetadata& page_;
    NodeId title_;
    NodeId first_ = no_node, last_ = no_node;
    ArticlePrint print_;
};

}  // namespace

ArticlePrint read_article_print(const HtmlDocument& document, const PageScan& scan,
                                const PageMetadata& page, NodeId title,
                                const std::vector<std::size_t>& body) {
    return PrintReader(document, scan, page, title, body).read();
}

}  // namespace chappe
