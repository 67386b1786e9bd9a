#include "read/article.h"

#include <algorithm>
#include <unordered_set>

#include "base/url.h"
#include "read/body_finder.h"
#include "read/metadata.h"
#include "read/small_print.h"
#include "read/visible_date.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t most_links = 2000;
constexpr std::size_t shortest_article = 15;   // words; below it is a caption or an error page
constexpr NodeId date_reach = 200;             // nodes before the title that may hold its date
constexpr std::size_t most_after = 15;         // blocks behind the body that may be its small print
constexpr std::size_t longest_headline = 400;  // bytes

struct Headline {
    std::string text;
    NodeId node = 0;  // of the h1; 0 when the page shows none
};

/// How many of the words of `a` are in `b`.
double overlap(std::string_view a, std::string_view b) {
    const std::string folded_b = fold_case(b);
    WordSet words;
    for (const std::string_view word : split(folded_b, ' ')) words.emplace(word);
    std::size_t all = 0, found = 0;
    const std::string folded_a = fold_case(a);
    for (const std::string_view word : split(folded_a, ' ')) {
        if (word.empty()) continue;
        ++all;
        found += words.contains(word);
    }
    const double share = all == 0 ? 0 : static_cast<double>(found) / static_cast<double>(all);
    // Scripts without spaces have one long word.
    const bool whole = folded_a.size() > 12 && folded_b.find(folded_a) != folded_b.npos;
    const bool inside = folded_b.size() > 12 && folded_a.find(folded_b) != folded_a.npos;
    return whole || inside ? std::max(share, 0.9) : share;
}

/// The heading's text up to a block inside it: a heading that was never closed holds the page.
std::string heading_text(const HtmlDocument& document, NodeId heading) {
    std::string text;
    for (NodeId i = heading + 1; i < document.nodes[heading].end; ++i) {
        const Node& node = document.nodes[i];
        if (node.tag == Tag::text)
            text += node.text;
        else if (node.tag == Tag::br)
            text += ' ';
        else if (node.tag == Tag::p && !trim(text).empty())
            break;
    }
    return fold_paragraph(text);
}

/// The h1 (or h2) that says what the page declares as its title, else the declared title.
Headline headline_of(const HtmlDocument& document, const PageMetadata& page) {
    const std::string og = without_site(page.og_title, page.site);
    const std::string title = without_site(page.title, page.site);
    std::vector<std::string_view> declared;
    for (const std::string_view text :
         {std::string_view(page.headline), std::string_view(og), std::string_view(title)})
        if (!text.empty()) declared.push_back(text);

    Headline best, only;
    double best_score = 0.5;
    std::size_t h1_count = 0, looked_at = 0;
    for (NodeId i = 0; i < document.nodes.size() && looked_at < 200; ++i) {
        const Tag tag = document.nodes[i].tag;
        if (tag != Tag::h1 && tag != Tag::h2) continue;
        ++looked_at;
        std::string text = heading_text(document, i);
        if (text.empty() || text.size() > longest_headline) continue;
        if (tag == Tag::h1 && h1_count++ == 0) only = {text, i};
        double score = 0;
        for (const std::string_view other : declared)
            score = std::max(score, std::min(overlap(text, other), overlap(other, text)));
        score *= tag == Tag::h1 ? 1.0 : 0.9;
        if (score > best_score) {
            best_score = score;
            best = {std::move(text), i};
        }
    }
    if (best.node != 0) return best;
    if (h1_count == 1 && count_words(only.text) >= 3 &&
        (declared.empty() || overlap(only.text, declared.back()) > 0.2))
        return only;
    if (!declared.empty()) return {std::string(declared.front()), 0};
    return only;
}

void take_print(Dispatch& dispatch, const SmallPrint& print) {
    if (print.published && !dispatch.published) dispatch.published = print.published;
    if (print.modified && !dispatch.modified) dispatch.modified = print.modified;
    if (print.reads && !dispatch.reads) dispatch.reads = print.reads;
}

/// "/2024/04/03/" in the address.
std::optional<Date> date_in_url(std::string_view url) {
    for (std::size_t at = url.find("/20"); at != url.npos; at = url.find("/20", at + 1)) {
        const std::string_view rest = url.substr(at + 1, 10);
        for (const std::size_t size : {std::size_t{10}, std::size_t{9}, std::size_t{8}})
            if (rest.size() >= size)
                if (const auto date = parse_iso_date(rest.substr(0, size))) return date;
    }
    return std::nullopt;
}

class ArticleReader {
 public:
    ArticleReader(const HtmlDocument& document, const Arrival& arrival)
        : document_(document), arrival_(arrival) {}

    Draft read() {
        page_ = read_metadata(document_, arrival_.url);
        const Headline headline = headline_of(document_, page_);
        take_declared(headline);
        FoundBody found = find_body(document_, page_, headline.text, headline.node);
        read_visible(found, headline);
        std::size_t words = 0;
        for (PageBlock& block : found.body) {
            words += block.words;
            draft_.paragraphs.push_back({block.kind, std::move(block.text)});
        }
        Dispatch& dispatch = draft_.dispatch;
        if (words < shortest_article) dispatch.notes.emplace_back("no article found");
        if (!dispatch.published)
            dispatch.published = date_in_url(dispatch.url.empty() ? arrival_.url : dispatch.url);
        if (dispatch.title.empty() && !draft_.paragraphs.empty())
            dispatch.title = Text::repair(title_from(draft_.paragraphs.front().text));
        return std::move(draft_);
    }

 private:
    void take_declared(const Headline& headline) {
        Dispatch& dispatch = draft_.dispatch;
        draft_.declared_language = page_.language;
        dispatch.title = Text::repair(fold_paragraph(headline.text));
        dispatch.published = page_.published;
        dispatch.modified = page_.modified;
        dispatch.site = Text::repair(page_.site);
        dispatch.url = page_.url;
        if (page_.tags) {
            dispatch.tags.emplace();
            for (const std::string& tag : *page_.tags) dispatch.tags->push_back(Text::repair(tag));
        }
        for (const std::string& author : page_.authors)
            take_author(author, Credit::Place::metadata);
    }

    /// An agency signs as the credit, a person as the author.
    void take_author(std::string_view name, Credit::Place place) {
        Dispatch& dispatch = draft_.dispatch;
        if (is_agency(name)) {
            if (!dispatch.credit) dispatch.credit = Credit{Text::repair(name), place};
        } else {
            dispatch.authors.push_back(Text::repair(name));
        }
    }

    /// Date, counter, bylines and tags as the page shows them around the article.
    void read_visible(const FoundBody& found, const Headline& headline) {
        Dispatch& dispatch = draft_.dispatch;
        read_time_elements(headline.node);
        const NodeId first = found.body.empty() ? no_node : found.body.front().first;
        const NodeId last = found.body.empty() ? no_node : found.body.back().last;
        std::size_t after = 0;
        for (const PageBlock& block : found.shown) {
            // Sites set the date above the title as often as below it.
            if (block.last + date_reach < headline.node || block.text.size() > 300) continue;
            if (block.first < first) {
                const SmallPrint print = read_small_print(block.text, page_.language);
                if (print.reads || print.unexplained <= 8) take_print(dispatch, print);
            } else if (block.first > last && ++after <= most_after) {
                if (const auto tags = find_tags(block.text); tags && !dispatch.tags)
                    take_tags(linked_tags(block).value_or(*tags));
                const SmallPrint print = read_small_print(block.text, page_.language);
                if (is_small_print(print)) take_print(dispatch, print);
            }
        }
        read_bylines(headline.node);
        if (!dispatch.tags) read_tag_links();
    }

    void take_tags(const std::vector<std::string>& tags) {
        Dispatch& dispatch = draft_.dispatch;
        if (!dispatch.tags) dispatch.tags.emplace();
        for (const std::string& tag : tags) {
            Text text = Text::repair(tag);
            if (std::find(dispatch.tags->begin(), dispatch.tags->end(), text) ==
                dispatch.tags->end())
                dispatch.tags->push_back(std::move(text));
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

    void read_tag_links() {
        for (NodeId i = 0; i < document_.nodes.size(); ++i)
            if (document_.nodes[i].tag == Tag::a && document_.attribute(i, "rel") == "tag")
                take_tags({document_.text_of(i)});
    }

    void read_time_elements(NodeId title) {
        Dispatch& dispatch = draft_.dispatch;
        if (dispatch.published) return;
        std::optional<Date> first, near;
        for (NodeId i = 0; i < document_.nodes.size(); ++i) {
            if (document_.nodes[i].tag != Tag::time) continue;
            const std::string text = document_.text_of(i);
            std::string_view value = document_.attribute(i, "datetime");
            auto date =
                parse_declared_date(value.empty() ? std::string_view(text) : value, page_.language);
            if (!date) date = parse_declared_date(text, page_.language);
            if (!date) continue;
            if (!first) first = date;
            if (!near && title != 0 && i + 60 > title) near = date;
        }
        if (near)
            dispatch.published = near;
        else if (first)
            dispatch.published = first;
    }

    void read_bylines(NodeId title) {
        if (!draft_.dispatch.authors.empty()) return;
        std::vector<std::string> names;
        for (NodeId i = 0; i < document_.nodes.size() && names.empty(); ++i) {
            const Node& node = document_.nodes[i];
            if (node.tag == Tag::text || node.attributes == 0 || node.end - i > 60) continue;
            const bool declared = document_.attribute(i, "rel") == "author" ||
                                  document_.attribute(i, "itemprop") == "author";
            if (!declared && (i + 100 < title || !part_words(document_, i).author)) continue;
            std::string text = document_.text_of(i);
            if (text.size() > 150) continue;
            if (declared && document_.nodes[i].tag == Tag::meta) continue;
            names = clean_authors({std::move(text)}, page_.site);
        }
        for (const std::string& name : names) take_author(name, Credit::Place::byline);
    }

    const HtmlDocument& document_;
    const Arrival& arrival_;
    PageMetadata page_;
    Draft draft_;
};

}  // namespace

Draft read_article(const HtmlDocument& document, const Arrival& arrival) {
    if (document.nodes.empty()) return {};
    Draft draft = ArticleReader(document, arrival).read();
    for (const std::string& note : document.notes) draft.dispatch.notes.push_back(note);
    return draft;
}

std::vector<Link> links_of(const HtmlDocument& document, std::string_view page_url) {
    std::vector<Link> links;
    std::unordered_set<std::string> seen;
    auto base = Url::parse(page_url);
    for (NodeId i = 0; i < document.nodes.size() && links.size() < most_links; ++i) {
        const Tag tag = document.nodes[i].tag;
        if (tag != Tag::a && tag != Tag::base) continue;
        const std::string_view href = trim(document.attribute(i, "href"));
        if (href.empty() || href.starts_with('#')) continue;
        const auto url = base ? base->resolve(href) : Url::parse(href);
        if (!url) continue;
        if (tag == Tag::base)
            base = url;
        else if (seen.insert(url->str()).second)
            links.push_back({url->str(), Text::repair(document.text_of(i))});
    }
    return links;
}

}  // namespace chappe
