#include "read/article.h"

#include <algorithm>

#include "base/url.h"
#include "read/article_print.h"
#include "read/body_finder.h"
#include "read/headline.h"
#include "read/metadata.h"
#include "read/page_blocks.h"
#include "read/page_dates.h"
#include "read/script_body.h"
#include "read/small_print.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t most_links = 2000;
constexpr std::size_t shortest_article = 15;  // words; below it is a caption or an error page

class ArticleReader {
 public:
    ArticleReader(const HtmlDocument& document, const PageScan& scan, const Arrival& arrival)
        : document_(document), scan_(scan), arrival_(arrival) {}

    Draft read() {
        page_ = read_metadata(document_, scan_, arrival_.url);
        const Headline headline = headline_of(document_, scan_, page_);
        take_declared(headline);
        const FoundBody found = find_body(document_, scan_, page_, headline.text, headline.node);
        take_body(found);
        take_print(found, headline);
        take_dates(found, headline);
        Dispatch& dispatch = draft_.dispatch;
        if (dispatch.title.empty() && !draft_.paragraphs.empty())
            dispatch.title = Text::repair(title_from(draft_.paragraphs.front().text));
        return std::move(draft_);
    }

 private:
    /// What the page shows; else what it declares as its text; else what it carries for its
    /// scripts; else, of a page that says it is an article, its description.
    void take_body(const FoundBody& found) {
        Dispatch& dispatch = draft_.dispatch;
        const std::size_t declared = count_words(page_.article_body);
        if (declared >= 50 && found.words * 2 < declared) {
            draft_.paragraphs = paragraphs_of_declared(page_.article_body);
            dispatch.notes.emplace_back("body: as declared in JSON-LD, the page shows less");
            return;
        }
        for (const std::size_t i : found.blocks)
            draft_.paragraphs.push_back({scan_.blocks[i].kind, std::string(scan_.blocks[i].text)});
        if (!found.note.empty()) dispatch.notes.push_back(found.note);
        if (found.words >= shortest_article) return;
        if (take_script_body()) {
            dispatch.notes.emplace_back("body: from the page's scripts, the page shows none");
            return;
        }
        dispatch.notes.emplace_back("no article found");
        if (page_.is_article && count_words(page_.description) >= shortest_article) {
            draft_.paragraphs = {{Block::Kind::paragraph, page_.description}};
            dispatch.notes.emplace_back("body: only the page's description");
        }
    }

    bool take_script_body() {
        const std::string body = find_script_body(document_.scripts, page_.is_article);
        std::vector<Paragraph> paragraphs = paragraphs_of_declared(body);
        std::size_t words = 0;
        for (const Paragraph& paragraph : paragraphs) words += count_words(paragraph.text);
        if (words < shortest_article) return false;
        draft_.paragraphs = std::move(paragraphs);
        return true;
    }

    /// Its paragraphs are lines, or elements, or nobody parted them.
    static std::vector<Paragraph> paragraphs_of_declared(std::string_view body) {
        if (body.find('<') != body.npos) return paragraphs_of_fragment(body);
        std::vector<Paragraph> paragraphs;
        for (const std::string_view line : split(body, '\n'))
            if (std::string text = plain_text_of(line); !text.empty())
                paragraphs.push_back({Block::Kind::paragraph, std::move(text)});
        return paragraphs;
    }

    void take_declared(const Headline& headline) {
        Dispatch& dispatch = draft_.dispatch;
        draft_.declared_language = page_.language;
        dispatch.title = Text::repair(fold_paragraph(headline.text));
        dispatch.reads = page_.reads;
        dispatch.site = Text::repair(page_.site);
        dispatch.url = page_.url;
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

    void take_print(const FoundBody& found, const Headline& headline) {
        Dispatch& dispatch = draft_.dispatch;
        ArticlePrint print =
            read_article_print(document_, scan_, page_, headline.node, found.blocks);
        if (print.reads) dispatch.reads = print.reads;
        if (dispatch.authors.empty())
            for (const std::string& name : print.bylines.empty() ? found.signed_by : print.bylines)
                take_author(name, Credit::Place::byline);
        // Beside people a house is the publisher; an agency is whom the piece was taken from.
        const bool nobody = dispatch.authors.empty();
        for (const std::string& house : page_.author_houses)
            if (nobody || is_agency(house)) take_author(house, Credit::Place::metadata);
        if (page_.tags)
            take_tags(*page_.tags, page_.keywords_only ? Trust::checked : Trust::declared);
        else if (print.tags)
            take_tags(*print.tags, Trust::declared);
    }

    enum class Trust { declared, checked };

    /// Keywords often name all the themes of a site. When the text speaks of most of them they are
    /// this piece's own; else only what it speaks of is taken.
    void take_tags(const std::vector<std::string>& tags, Trust trust) {
        Dispatch& dispatch = draft_.dispatch;
        std::string text;
        if (trust == Trust::checked) {
            text = fold_case(dispatch.title);
            for (const Paragraph& paragraph : draft_.paragraphs)
                text += ' ' + fold_case(paragraph.text);
        }
        std::vector<Text> kept, spoken_of;
        for (const std::string& tag : tags) {
            const std::string folded = fold_case(tag);
            if (folded == fold_case(page_.site)) continue;
            Text one = Text::repair(tag);
            if (std::find(kept.begin(), kept.end(), one) != kept.end()) continue;
            if (trust == Trust::checked && speaks_of(text, folded)) spoken_of.push_back(one);
            kept.push_back(std::move(one));
        }
        if (trust == Trust::checked && spoken_of.size() * 2 <= kept.size()) kept = spoken_of;
        // Keywords of the site alone say nothing of this piece.
        if (trust == Trust::declared || tags.empty() || !kept.empty())
            dispatch.tags = std::move(kept);
    }

    /// Each word of the tag, or its first five letters, is in the text.
    static bool speaks_of(std::string_view text, std::string_view tag) {
        constexpr std::size_t stem = 5;
        for (const std::string_view word : split(tag, ' ')) {
            std::size_t size = 0, letters = 0;
            while (size < word.size() && letters < stem) {
                size += code_point_at(word, size).size;
                ++letters;
            }
            if (text.find(word.substr(0, size)) == text.npos) return false;
        }
        return true;
    }

    void take_dates(const FoundBody& found, const Headline& headline) {
        PageParts parts;
        parts.title = headline.node;
        parts.blocks = found.blocks;
        parts.url = arrival_.url;
        // A file may be years old; what was fetched is as it was at that hour.
        if (!arrival_.url.empty() && arrival_.received != Instant{})
            parts.fetched =
                Date::clock(std::chrono::local_seconds{arrival_.received.time_since_epoch()},
                            std::chrono::minutes{0}, Precision::second);
        const PageDates dates = find_page_dates(document_, scan_, page_, parts);
        Dispatch& dispatch = draft_.dispatch;
        dispatch.published = dates.published;
        dispatch.modified = dates.modified;
        if (dates.only_change)
            dispatch.notes.emplace_back("published: the page gives only the date of a change");
    }

    const HtmlDocument& document_;
    const PageScan& scan_;
    const Arrival& arrival_;
    PageMetadata page_;
    Draft draft_;
};

}  // namespace

Draft read_article(const HtmlDocument& document, const PageScan& scan, const Arrival& arrival) {
    if (document.nodes.empty()) return {};
    Draft draft = ArticleReader(document, scan, arrival).read();
    for (const std::string& note : document.notes) draft.dispatch.notes.push_back(note);
    return draft;
}

std::vector<Link> links_of(const HtmlDocument& document, const PageScan& scan,
                           std::string_view page_url) {
    std::vector<Link> links;
    links.reserve(std::min(scan.links.size(), most_links));  // `seen` points into it
    ViewSet written, seen;
    auto base = Url::parse(page_url);
    for (const NodeId i : scan.head)
        if (document.nodes[i].tag == Tag::base)
            if (const std::string_view href = trim(document.attribute(i, "href")); !href.empty())
                if (auto url = base ? base->resolve(href) : Url::parse(href)) base = std::move(url);
    for (const NodeId i : scan.links) {
        if (links.size() >= most_links) break;
        const std::string_view href = trim(document.attribute(i, "href"));
        if (href.empty() || href.starts_with('#') || !written.insert(href).second) continue;
        const auto url = base ? base->resolve(href) : Url::parse(href);
        if (!url) continue;
        links.push_back({url->str(), {}});
        if (seen.insert(links.back().url).second)
            links.back().text = Text::repair_in_place(document.text_of(i));
        else
            links.pop_back();
    }
    return links;
}

}  // namespace chappe
