#include "ingest/declared_feeds.h"

#include <algorithm>

#include "base/text.h"
#include "base/url.h"
#include "ingest/markup_tag.h"

namespace chappe {
namespace {

constexpr std::size_t most_feeds = 20;
constexpr std::size_t longest_head = std::size_t{1} << 20;  // of a page; heads end long before

bool has_word(std::string_view words, std::string_view wanted) {
    const std::string lowered = lower_ascii(words);
    std::string_view rest = lowered;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find_first_of(" \t\r\n\f"), rest.size());
        if (rest.substr(0, end) == wanted) return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

bool is_feed_type(std::string_view type) {
    const std::string lowered = lower_ascii(trim(type.substr(0, type.find(';'))));
    return lowered == "application/rss+xml" || lowered == "application/atom+xml" ||
           lowered == "application/feed+json";
}

bool is_of_comments(std::string_view href, std::string_view title) {
    return lower_ascii(href).find("comment") != std::string::npos ||
           lower_ascii(title).find("comment") != std::string::npos;
}

}  // namespace

std::vector<std::string> declared_feeds(std::string_view html, std::string_view page_url) {
    const auto base = Url::parse(page_url);
    std::vector<std::string> feeds, of_comments;
    html = html.substr(0, longest_head);
    MarkupTags tags(html, "link");
    while (const auto tag = tags.next()) {
        if (feeds.size() + of_comments.size() >= most_feeds) break;
        if (!has_word(tag->attribute("rel"), "alternate") || !is_feed_type(tag->attribute("type")))
            continue;
        const std::string href = tag->attribute("href");
        const auto url = base ? base->resolve(trim(href)) : Url::parse(trim(href));
        if (!url) continue;
        auto& list = is_of_comments(href, tag->attribute("title")) ? of_comments : feeds;
        if (std::find(list.begin(), list.end(), url->str()) == list.end())
            list.push_back(url->str());
    }
    feeds.insert(feeds.end(), of_comments.begin(), of_comments.end());
    return feeds;
}

}  // namespace chappe
