#include "read/metadata.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/url.h"
#include "read/json_ld.h"
#include "read/page_blocks.h"
#include "read/small_print.h"
#include "read/visible_date.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t longest_name = 80;  // bytes; a Cyrillic name with patronymic is ~60
constexpr std::size_t most_authors = 20;
constexpr std::size_t most_tags = 50;

/// Meta names that carry a date of publication, the more reliable the earlier.
constexpr std::array<std::string_view, 17> published_names = {"article:published_time",
                                                              "article:published",
                                                              "og:published_time",
                                                              "datepublished",
                                                              "parsely-pub-date",
                                                              "sailthru.date",
                                                              "pubdate",
                                                              "publishdate",
                                                              "publish-date",
                                                              "publication_date",
                                                              "dc.date.issued",
                                                              "dcterms.created",
                                                              "dc.date",
                                                              "dc.date.created",
                                                              "dcterms.date",
                                                              "date",
                                                              "cxenseparse:recs:publishtime"};
constexpr std::array<std::string_view, 6> modified_names = {
    "article:modified_time", "og:updated_time", "datemodified", "lastmod",
    "last-modified",         "dcterms.modified"};

template <std::size_t size>
std::size_t index_in(const std::array<std::string_view, size>& names, std::string_view name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
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

/// The dates of meta elements, best name first.
struct DateChoice {
    std::size_t rank = 1000;
    std::optional<Date> date;
    void offer(std::size_t new_rank, std::string_view text, std::string_view language) {
        if (new_rank >= rank) return;
        if (const auto found = parse_declared_date(text, language)) {
            date = found;
            rank = new_rank;
        }
    }
};

class MetadataReader {
 public:
    MetadataReader(const HtmlDocument& document, std::string_view page_url)
        : document_(document), base_(Url::parse(page_url)) {}

    PageMetadata read() {
        if (document_.nodes.empty()) return {};
        page_.language = document_.attribute(0, "lang");
        if (page_.language.empty()) page_.language = document_.attribute(0, "xml:lang");
        for (NodeId i = 0; i < document_.nodes.size(); ++i) {
            switch (document_.nodes[i].tag) {
                case Tag::meta:
                    read_meta(i);
                    break;
                case Tag::link:
                    read_link(i);
                    break;
                case Tag::base:
                    read_base(i);
                    break;
                case Tag::title:
                    if (page_.title.empty()) page_.title = document_.text_of(i);
                    break;
                case Tag::text:
                    break;
                default:
                    read_microdata(i);
            }
        }
        read_declared_article();
        if (page_.site.empty()) page_.site = application_;
        if (page_.url.empty()) set_url(og_url_);
        page_.published = published_.date;
        page_.modified = modified_.date;
        if (page_.tags) {
            // Tags from article:tag are the piece's own; keywords often name the site's themes.
        } else if (keywords_) {
            add_tags(page_, *keywords_);
        }
        if (page_.authors.empty()) page_.authors = meta_authors_;
        page_.authors = clean_authors(page_.authors, page_.site);
        return std::move(page_);
    }

 private:
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
        if (name == "og:title" || (name == "twitter:title" && page_.og_title.empty()))
            page_.og_title = plain_text_of(content);
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
        else if (const auto rank = index_in(published_names, name); rank < published_names.size())
            published_.offer(10 + rank, content, page_.language);
        else if (const auto changed = index_in(modified_names, name);
                 changed < modified_names.size())
            modified_.offer(10 + changed, content, page_.language);
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
        const Node& element = document_.nodes[node];
        if (element.attributes == 0) return;
        const std::string_view property = document_.attribute(node, "itemprop");
        if (property.empty()) return;
        std::string_view value = document_.attribute(node, "content");
        if (value.empty()) value = document_.attribute(node, "datetime");
        const auto text = [&] {
            return value.empty() ? document_.text_of(node) : std::string(value);
        };
        if (property == "datePublished")
            published_.offer(5, text(), page_.language);
        else if (property == "dateModified")
            modified_.offer(5, text(), page_.language);
        else if (property == "headline" && page_.headline.empty())
            page_.headline = text();
    }

    void read_declared_article() {
        JsonLdArticle declared = read_json_ld(document_.json_ld);
        if (declared.type.empty()) return;
        if (declared.type != "WebPage" && declared.type != "VideoObject") {
            page_.is_article = true;
            if (!declared.headline.empty()) page_.headline = plain_text_of(declared.headline);
            for (const std::string& author : declared.authors)
                page_.authors.push_back(plain_text_of(author));
            published_.offer(1, declared.published, page_.language);
            modified_.offer(1, declared.modified, page_.language);
            page_.article_body = std::move(declared.body);
        } else {
            published_.offer(50, declared.published, page_.language);
            modified_.offer(50, declared.modified, page_.language);
        }
        if (page_.description.empty()) page_.description = plain_text_of(declared.description);
        if (page_.site.empty()) page_.site = plain_text_of(declared.publisher);
        if (page_.language.empty()) page_.language = declared.language;
        if (page_.url.empty()) set_url(declared.url);
        if (!page_.tags && declared.keywords) {
            page_.tags.emplace();
            for (const std::string& keyword : *declared.keywords) add_tags(page_, keyword);
        }
    }

    const HtmlDocument& document_;
    std::optional<Url> base_;
    PageMetadata page_;
    DateChoice published_, modified_;
    std::optional<std::string> keywords_;
    std::vector<std::string> meta_authors_;
    std::string application_, og_url_;
};

bool looks_like_address(std::string_view text) {
    return text.find("://") != text.npos || text.find('@') != text.npos ||
           text.starts_with("www.") || text.starts_with('/') || text.ends_with(".com");
}

void add_author(std::vector<std::string>& names, std::string_view name, std::string_view site) {
    while (true) {  // "By: Ada", "Par par Ada"
        const std::string_view shorter = without_byline_word(name);
        if (shorter.size() == name.size()) break;
        name = shorter;
    }
    for (const std::string_view mark : {" | ", " – ", " — ", " - ", "("})
        name = trim(name.substr(0, name.find(mark)));
    if (name.empty() || name.size() > longest_name || looks_like_address(name)) return;
    if (fold_case(name) == fold_case(site) || names.size() >= most_authors) return;
    const bool letters = std::any_of(name.begin(), name.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0x80 || is_letter(static_cast<unsigned char>(c));
    });
    const bool digits =
        std::any_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!letters || digits || count_words(name) > 8) return;
    const std::string folded = fold_case(name);
    // "ada-lovelace": the name in an address
    const bool slug = name == folded && name.find('-') != name.npos && name.find(' ') == name.npos;
    if (slug) return;
    const bool known = std::any_of(names.begin(), names.end(), [&](const std::string& other) {
        return fold_case(other) == folded;
    });
    if (!known) names.emplace_back(name);
}

}  // namespace

PageMetadata read_metadata(const HtmlDocument& document, std::string_view page_url) {
    return MetadataReader(document, page_url).read();
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

std::vector<std::string> clean_authors(const std::vector<std::string>& raw, std::string_view site) {
    std::vector<std::string> names;
    for (const std::string& text : raw) {
        if (looks_like_address(text) && text.find(' ') == text.npos) continue;
        std::string plain = text;  // without no-break spaces
        for (std::size_t at = plain.find("\u00A0"); at != plain.npos; at = plain.find("\u00A0", at))
            plain.replace(at, 2, " ");
        std::string_view rest = plain;
        while (!rest.empty()) {
            std::size_t end = rest.size(), skip = 0;
            for (const std::string_view separator :
                 {", ", ";", " and ", " et ", " und ", " y ", " e ", " og ", " och ", " & ", " и ",
                  " i ", " en ", "、", "，", " / ", "\n"}) {
                const std::size_t found = rest.find(separator);
                if (found < end) {
                    end = found;
                    skip = separator.size();
                }
            }
            add_author(names, trim(rest.substr(0, end)), site);
            rest.remove_prefix(std::min(rest.size(), end + skip));
        }
    }
    return names;
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
