#include "read/metadata.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/url.h"
#include "read/authors.h"
#include "read/json_ld.h"
#include "read/page_blocks.h"
#include "read/small_print.h"
#include "read/visible_date.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t most_tags = 50;

/// Meta names that carry a date.
constexpr std::array<std::string_view, 5> og_published_names = {
    "article:published_time", "article:published", "og:published_time", "og:article:published_time",
    "og:pubdate"};
constexpr std::array<std::string_view, 4> og_modified_names = {
    "article:modified_time", "og:updated_time", "og:article:modified_time", "article:modified"};
constexpr std::array<std::string_view, 5> date_names = {"dc.date", "dcterms.date", "date",
                                                        "last-published", "sailthru.date"};
/// Words in other names that say of what a date is: "parsely-pub-date", "dcterms.issued".
constexpr std::array<std::string_view, 4> modified_words = {"modif", "moddate", "updat", "lastmod"};
constexpr std::array<std::string_view, 9> published_words = {"publi",     "pubdate",  "pub-date",
                                                             "pub_date",  "issued",   "created",
                                                             "available", "original", "uploaddate"};
constexpr std::size_t longest_named_date = 40;  // bytes; names of this kind carry other things too

template <std::size_t size>
bool is_in(const std::array<std::string_view, size>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}
template <std::size_t size>
bool holds_any(const std::array<std::string_view, size>& words, std::string_view name) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return name.find(word) != name.npos; });
}

void add_tags(PageMetadata& page, std::string_view list) {
    if (!page.tags) page.tags.emplace();
    const char separator = list.find(',') != list.npos ? ',' : ';';
    for (const std::string_view part : split(list, separator)) {
        std::string tag = plain_text_of(part);
        if (tag.empty() || tag.size() > 120 || page.tags->size() >= most_tags) continue;
        if (std::find(page.tags->begin(), page.tags->end(), tag) == page.tags->end())
            page.tags->push_back(std::move(tag));
    }
}

class MetadataReader {
 public:
    MetadataReader(const HtmlDocument& document, const PageScan& scan, std::string_view page_url)
        : document_(document), scan_(scan), base_(Url::parse(page_url)) {}

    PageMetadata read() {
        if (document_.nodes.empty()) return {};
        page_.language = document_.attribute(0, "lang");
        if (page_.language.empty()) page_.language = document_.attribute(0, "xml:lang");
        for (const NodeId i : scan_.head) read_head(i);
        for (const NodeId i : scan_.properties) read_microdata(i);
        read_counters();
        read_declared_article();
        if (page_.site.empty()) page_.site = application_;
        constexpr std::size_t longest_site = 200;  // bytes; names and tags are compared with it
        if (page_.site.size() > longest_site) page_.site.clear();
        if (page_.url.empty()) set_url(og_url_);
        if (page_.tags) {
            // Tags from article:tag are the piece's own; keywords often name the site's themes.
        } else if (keywords_) {
            add_tags(page_, *keywords_);
            page_.keywords_only = true;
        }
        page_.authors = clean_authors(page_.authors, page_.site);
        if (page_.authors.empty()) page_.authors = clean_authors(meta_authors_, page_.site);
        page_.author_houses = clean_authors(page_.author_houses, page_.site);
        return std::move(page_);
    }

 private:
    void read_head(NodeId node) {
        switch (document_.nodes[node].tag) {
            case Tag::meta:
                return read_meta(node);
            case Tag::link:
                return read_link(node);
            case Tag::base:
                return read_base(node);
            default:
                if (page_.title.empty()) page_.title = document_.text_of(node);
        }
    }

    void read_meta(NodeId node) {
        std::string name = lower_ascii(document_.attribute(node, "property"));
        if (name.empty()) name = lower_ascii(document_.attribute(node, "name"));
        if (name.empty()) name = lower_ascii(document_.attribute(node, "itemprop"));
        const std::string_view content = trim(document_.attribute(node, "content"));
        if (name.empty()) {
            if (equal_ignoring_ascii_case(document_.attribute(node, "http-equiv"),
                                          "content-language") &&
                page_.language.empty())
                page_.language = content;
            return;
        }
        if (name == "keywords" || name == "news_keywords") {
            if (!keywords_ || name == "news_keywords") keywords_ = content;
            return;
        }
        if (content.empty()) return;
        // Open Graph first; what others say fills gaps.
        if (name == "og:title")
            page_.og_title = plain_text_of(content);
        else if (name == "twitter:title")
            page_.twitter_title = plain_text_of(content);
        else if (name == "og:image" || (name == "twitter:image" && page_.image.empty()))
            page_.image = absolute(content);
        else if (name == "article:section" && page_.section.empty())
            page_.section = plain_text_of(content);
        else if (name == "og:site_name")
            page_.site = plain_text_of(content);
        else if (name == "application-name")
            application_ = plain_text_of(content);
        else if (name == "og:description" || (name == "description" && page_.description.empty()))
            page_.description = plain_text_of(content);
        else if (name == "og:url")
            og_url_ = content;
        else if (name == "og:locale" && page_.language.empty())
            page_.language = content;
        else if (name == "og:type")
            page_.is_article = content == "article";
        else if (name == "article:tag")
            add_tags(page_, content);
        else if (name == "author" || name == "article:author" || name == "dc.creator" ||
                 name == "byl" || name == "parsely-author" || name == "sailthru.author")
            meta_authors_.emplace_back(content);
        else
            read_meta_date(name, content);
    }

    void read_meta_date(std::string_view name, std::string_view content) {
        if (is_in(og_published_names, name))
            add_date(date_og, content);
        else if (is_in(og_modified_names, name))
            add_date(date_og_modified, content);
        else if (is_in(date_names, name))
            add_date(date_named_date, content);
        else if (content.size() > longest_named_date)
            return;
        else if (name == "revised" || holds_any(modified_words, name))
            add_date(date_named_modified, content);
        else if (holds_any(published_words, name))
            add_date(date_named, content);
    }

    void add_date(DateSource source, std::string_view text) {
        if (page_.dates.size() >= 40) return;
        if (const auto date = parse_declared_date(text, page_.language))
            page_.dates.push_back({*date, source});
    }

    std::string absolute(std::string_view reference) const {
        const auto url = base_ ? base_->resolve(reference) : Url::parse(reference);
        return url ? url->str() : std::string{};
    }

    void read_link(NodeId node) {
        if (page_.url.empty() &&
            equal_ignoring_ascii_case(document_.attribute(node, "rel"), "canonical"))
            set_url(document_.attribute(node, "href"));
    }

    void read_base(NodeId node) {
        const std::string_view href = document_.attribute(node, "href");
        const auto base = base_ ? base_->resolve(href) : Url::parse(href);
        if (base) base_ = base;
    }

    void set_url(std::string_view reference) {
        const auto url = base_ ? base_->resolve(reference) : Url::parse(reference);
        if (url && !reference.empty()) page_.url = url->str();
    }

    void read_microdata(NodeId node) {
        const std::string_view property = document_.attribute(node, "itemprop");
        if (property.empty()) return;
        std::string_view value = document_.attribute(node, "content");
        if (value.empty()) value = document_.attribute(node, "datetime");
        const auto text = [&] {
            return value.empty() ? document_.text_of(node) : std::string(value);
        };
        if (property == "datePublished")
            add_date(date_micro, text());
        else if (property == "dateModified")
            add_date(date_micro_modified, text());
        else if (property == "articleSection" && page_.section.empty())
            page_.section = text();
        else if (property == "headline" && page_.micro_headline.empty())
            page_.micro_headline = text();
    }

    /// https://schema.org/InteractionCounter in microdata: type and count are properties side by
    /// side.
    void read_counters() {
        std::string_view type;
        std::optional<std::uint64_t> count;
        for (const NodeId i : scan_.properties) {
            const std::string_view property = document_.attribute(i, "itemprop");
            std::string_view value = document_.attribute(i, "content");
            if (property == "interactionStatistic") {
                type = {};
                count.reset();
            } else if (property == "interactionType") {
                type = value.empty() ? document_.attribute(i, "href") : value;
            } else if (property == "userInteractionCount") {
                count = bare_count(value.empty() ? document_.text_of(i) : std::string(value));
            } else if (property == "interactionCount") {
                const std::size_t colon = value.find(':');
                if (colon == value.npos) continue;
                type = value.substr(0, colon);
                count = bare_count(value.substr(colon + 1));
            }
            if (!page_.reads && count && is_reading(type)) page_.reads = count;
        }
    }

    void read_declared_article() {
        JsonLdArticle declared = read_json_ld(document_.json_ld);
        if (declared.type.empty()) return;
        if (declared.type != "WebPage" && declared.type != "VideoObject") {
            page_.is_article = true;
            if (!declared.headline.empty()) page_.headline = plain_text_of(declared.headline);
            for (const std::string& author : declared.authors)
                page_.authors.push_back(plain_text_of(author));
            for (const std::string& house : declared.author_houses)
                page_.author_houses.push_back(plain_text_of(house));
            add_date(date_ld, declared.published);
            add_date(date_ld_modified, declared.modified);
            page_.article_body = std::move(declared.body);
        } else {
            add_date(date_ld_page, declared.published);
            add_date(date_ld_page_modified, declared.modified);
        }
        if (page_.description.empty()) page_.description = plain_text_of(declared.description);
        if (declared.reads) page_.reads = declared.reads;
        if (page_.section.empty()) page_.section = plain_text_of(declared.section);
        if (page_.image.empty()) page_.image = absolute(declared.image);
        if (page_.site.empty()) page_.site = plain_text_of(declared.publisher);
        if (page_.language.empty()) page_.language = declared.language;
        if (page_.url.empty()) set_url(declared.url);
        if (!page_.tags && declared.keywords) {
            page_.tags.emplace();
            for (const std::string& keyword : *declared.keywords) add_tags(page_, keyword);
        }
    }

    const HtmlDocument& document_;
    const PageScan& scan_;
    std::optional<Url> base_;
    PageMetadata page_;
    std::optional<std::string> keywords_;
    std::vector<std::string> meta_authors_;
    std::string application_, og_url_;
};

}  // namespace

PageMetadata read_metadata(const HtmlDocument& document, const PageScan& scan,
                           std::string_view page_url) {
    return MetadataReader(document, scan, page_url).read();
}

std::optional<Date> parse_declared_date(std::string_view text, std::string_view language) {
    text = trim(text);
    if (text.size() < 8 || text.size() > 100) return std::nullopt;
    if (auto date = parse_iso_date(text)) return date;
    if (auto date = parse_rfc2822_date(text)) return date;
    if (text.size() >= 10 && text.find_first_not_of("0123456789") == text.npos) {
        std::int64_t seconds = 0;  // Unix time, in seconds or milliseconds
        std::from_chars(text.data(), text.data() + text.size(), seconds);
        if (text.size() == 13)
            seconds /= 1000;
        else if (text.size() != 10)
            return std::nullopt;
        return Date::clock(std::chrono::local_seconds{std::chrono::seconds{seconds}},
                           std::chrono::minutes{0}, Precision::second);
    }
    if (const auto found = find_date(text, language)) return found->date;
    return std::nullopt;
}

std::string without_site(std::string_view title, std::string_view site) {
    const std::string folded_site = fold_case(site);
    for (int rounds = 0; rounds < 3; ++rounds) {
        std::size_t cut = title.npos;
        for (const std::string_view mark :
             {" | ", " - ", " – ", " — ", " :: ", " » ", " • ", " · ", "｜", "_"}) {
            const std::size_t found = title.rfind(mark);
            if (found == title.npos || found == 0) continue;
            const std::string tail = fold_case(trim(title.substr(found + mark.size())));
            const bool names_site =
                !folded_site.empty() &&
                (tail.find(folded_site) != tail.npos ||
                 (tail.size() > 3 && folded_site.find(tail) != folded_site.npos));
            const bool bar = mark == " | " || mark == " :: " || mark == " » ";
            const bool short_tail = bar && count_words(tail) <= 4 && found > tail.size();
            if (names_site || short_tail) cut = std::min(cut, found);
        }
        if (cut == title.npos) break;
        title = trim(title.substr(0, cut));
    }
    return std::string(title);
}

}  // namespace chappe
