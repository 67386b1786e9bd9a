#include "read/json_ld.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>

#include "base/text.h"
#include "read/words.h"

namespace chappe {
namespace {

namespace json = boost::json;

constexpr std::size_t deepest = 64;
constexpr std::size_t most_values = 20'000;        // looked at, over all scripts
constexpr std::size_t largest_script = 4'000'000;  // bytes; with articleBody ~100 KB at most

std::optional<json::value> parse(std::string_view script) {
    std::string text(trim(script.substr(0, largest_script)));
    bool inside = false;  // bare line breaks are wrong inside strings, and end comments outside
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"')
            inside = !inside;
        else if (inside && text[i] == '\\')
            ++i;
        else if (inside && static_cast<unsigned char>(text[i]) < 0x20)
            text[i] = ' ';
    }
    std::string_view body = text;
    if (body.starts_with("<!--")) body.remove_prefix(4);
    if (body.starts_with("//<![CDATA[")) body.remove_prefix(11);
    if (body.starts_with("<![CDATA[")) body.remove_prefix(9);
    const std::size_t end = body.find_last_of("}]");
    if (end == body.npos) return std::nullopt;
    // Behind the last brace: "]]>", ";", "-->".
    std::string_view whole = body.substr(0, end + 1);
    if (whole.ends_with("]]")) whole = body.substr(0, body.find_last_of('}') + 1);
    json::parse_options options;
    options.max_depth = deepest;
    options.allow_comments = true;
    options.allow_trailing_commas = true;
    options.allow_invalid_utf8 = true;
    for (const std::string_view candidate : {body.substr(0, end + 1), whole}) {
        json::error_code error;
        json::value value =
            json::parse({candidate.data(), candidate.size()}, error, json::storage_ptr(), options);
        if (!error) return value;
    }
    return std::nullopt;
}

std::string string_of(const json::value* value) {
    if (value == nullptr) return {};
    if (value->is_string()) return std::string(value->get_string());
    if (value->is_array() && !value->get_array().empty()) return string_of(&value->get_array()[0]);
    if (value->is_object()) {
        const json::object& object = value->get_object();
        for (const char* key : {"name", "@value", "url", "@id"})
            if (const json::value* inner = object.if_contains(key); inner && inner->is_string())
                return std::string(inner->get_string());
    }
    return {};
}

/// How much a type is the article of the page: 0 for none.
int rank_of(std::string_view type) {
    constexpr std::array<std::string_view, 9> articles = {"NewsArticle",
                                                          "ReportageNewsArticle",
                                                          "AnalysisNewsArticle",
                                                          "OpinionNewsArticle",
                                                          "BackgroundNewsArticle",
                                                          "ReviewNewsArticle",
                                                          "Report",
                                                          "BlogPosting",
                                                          "LiveBlogPosting"};
    if (const std::size_t slash = type.rfind('/'); slash != type.npos)
        type.remove_prefix(slash + 1);
    if (std::find(articles.begin(), articles.end(), type) != articles.end()) return 3;
    if (type == "Article" || type.ends_with("Article") || type == "SocialMediaPosting") return 2;
    if (type == "WebPage" || type == "VideoObject") return 1;
    return 0;
}

void add_strings(std::vector<std::string>& out, const json::value& value) {
    if (value.is_array()) {
        for (const json::value& one : value.get_array())
            if (out.size() < 100) out.push_back(string_of(&one));
    } else if (value.is_object() && value.get_object().contains("name") &&
               value.get_object().at("name").is_array()) {
        for (const json::value& one : value.get_object().at("name").get_array())
            if (out.size() < 100) out.push_back(string_of(&one));
    } else {
        out.push_back(string_of(&value));
    }
    std::erase(out, std::string{});
}

std::optional<std::uint64_t> number_of(const json::value* value) {
    if (value == nullptr) return std::nullopt;
    if (value->is_int64() && value->get_int64() >= 0)
        return static_cast<std::uint64_t>(value->get_int64());
    if (value->is_uint64()) return value->get_uint64();
    if (!value->is_string()) return std::nullopt;
    const std::string_view text = value->get_string();
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// https://schema.org/InteractionCounter, and the older "UserPageVisits:362".
std::optional<std::uint64_t> reads_of(const json::object& object) {
    std::vector<const json::value*> counters;
    if (const json::value* value = object.if_contains("interactionStatistic")) {
        if (value->is_array())
            for (const json::value& one : value->get_array()) counters.push_back(&one);
        else
            counters.push_back(value);
    }
    for (const json::value* counter : counters) {
        if (!counter->is_object()) continue;
        const json::object& one = counter->get_object();
        std::string type;
        if (const json::value* action = one.if_contains("interactionType")) {
            const json::value* inner =
                action->is_object() ? action->get_object().if_contains("@type") : nullptr;
            type = string_of(inner != nullptr ? inner : action);
        }
        if (is_reading(type))
            if (const auto reads = number_of(one.if_contains("userInteractionCount"))) return reads;
    }
    if (const json::value* value = object.if_contains("interactionCount")) {
        const std::string text = string_of(value);
        const std::size_t colon = text.find(':');
        if (colon == text.npos) return std::nullopt;
        if (!is_reading(trim(std::string_view(text).substr(0, colon)))) return std::nullopt;
        const json::value number(trim(std::string_view(text).substr(colon + 1)));
        return number_of(&number);
    }
    return std::nullopt;
}

void add_authors(JsonLdArticle& article, const json::value& value) {
    constexpr std::size_t most = 100;
    if (value.is_array()) {
        for (const json::value& one : value.get_array()) {
            if (article.authors.size() + article.author_houses.size() >= most) return;
            if (!one.is_array()) add_authors(article, one);
        }
        return;
    }
    const bool house = value.is_object() &&
                       string_of(value.get_object().if_contains("@type")).ends_with("Organization");
    add_strings(house ? article.author_houses : article.authors, value);
}

JsonLdArticle article_of(const json::object& object, std::string type) {
    const auto text = [&](const char* key) { return string_of(object.if_contains(key)); };
    JsonLdArticle article;
    article.type = std::move(type);
    article.headline = text("headline");
    if (article.headline.empty()) article.headline = text("name");
    article.description = text("description");
    article.body = text("articleBody");
    article.published = text("datePublished");
    if (article.published.empty()) article.published = text("dateCreated");
    article.modified = text("dateModified");
    article.language = text("inLanguage");
    article.publisher = text("publisher");
    article.section = text("articleSection");
    article.image = text("image");
    if (article.image.empty()) article.image = text("thumbnailUrl");
    article.reads = reads_of(object);
    article.url = text("mainEntityOfPage");
    if (article.url.empty()) article.url = text("url");
    for (const char* key : {"author", "creator"})
        if (const json::value* authors = object.if_contains(key);
            authors && article.authors.empty() && article.author_houses.empty())
            add_authors(article, *authors);
    if (const json::value* keywords = object.if_contains("keywords")) {
        article.keywords.emplace();
        if (keywords->is_string()) {
            for (const std::string_view word : split(std::string_view(keywords->get_string()), ','))
                article.keywords->emplace_back(trim(word));
        } else {
            add_strings(*article.keywords, *keywords);
        }
        std::erase(*article.keywords, std::string{});
    }
    return article;
}

/// `"key" : "text"` somewhere in JSON that no parser takes.
std::string loose_member(std::string_view script, std::string_view key) {
    const std::string quoted = '"' + std::string(key) + '"';
    std::size_t at = script.find(quoted);
    if (at == script.npos) return {};
    at = script.find_first_not_of(" \t\r\n:", at + quoted.size());
    if (at == script.npos || script[at] != '"') return {};
    std::string out;
    for (++at; at < script.size() && script[at] != '"' && out.size() < 1000; ++at) {
        if (script[at] == '\\' && at + 1 < script.size()) ++at;
        out += script[at];
    }
    return out;
}

}  // namespace

bool is_reading(std::string_view type) {
    if (const std::size_t slash = type.rfind('/'); slash != type.npos)
        type.remove_prefix(slash + 1);
    type = trim(type);
    return type == "ReadAction" || type == "ViewAction" || type == "WatchAction" ||
           type == "UserPageVisits" || type == "UserPageVisit";
}

JsonLdArticle read_json_ld(const std::vector<std::string>& scripts) {
    JsonLdArticle best;
    int best_rank = 0;
    std::size_t budget = most_values;
    for (const std::string& script : scripts) {
        const auto root = parse(script);
        if (!root) {
            if (best_rank > 0 || script.find("Article") == script.npos) continue;
            best.type = "Article";
            best.headline = loose_member(script, "headline");
            best.published = loose_member(script, "datePublished");
            best.modified = loose_member(script, "dateModified");
            continue;
        }
        std::vector<const json::value*> open = {&*root};
        while (!open.empty() && budget > 0) {
            const json::value& value = *open.back();
            open.pop_back();
            --budget;
            if (value.is_array()) {
                const json::array& array = value.get_array();
                for (std::size_t i = array.size(); i-- > 0;) open.push_back(&array[i]);
            } else if (value.is_object()) {
                const json::object& object = value.get_object();
                const std::string type = string_of(object.if_contains("@type"));
                const int rank = rank_of(type);
                if (rank > best_rank) {
                    best = article_of(object, type);
                    best_rank = rank;
                }
                for (const char* key : {"mainEntity", "mainEntityOfPage", "@graph"})
                    if (const json::value* inner = object.if_contains(key)) open.push_back(inner);
            }
        }
    }
    if (best_rank == 1) best.headline.clear();  // a WebPage's name is the page's, not the piece's
    return best;
}

}  // namespace chappe
