#pragma once
// JSON-LD: what a page declares of its article for search engines (https://schema.org/NewsArticle).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chappe {

/// Strings as declared, not yet cleaned.
struct JsonLdArticle {
    std::string type;  // "NewsArticle"; empty when no article was declared
    std::string headline;
    std::string description;
    std::string body;  // articleBody
    std::string published;
    std::string modified;
    std::string language;
    std::string url;
    std::string publisher;
    std::string section;
    std::string image;
    std::optional<std::uint64_t> reads;  // by interactionStatistic or interactionCount
    std::vector<std::string> authors;
    std::vector<std::string> author_houses;  // authors that are organisations
    std::optional<std::vector<std::string>> keywords;
};

/// An interaction of schema.org that is reading or viewing, not commenting, sharing or liking.
bool is_reading(std::string_view interaction_type);

/// The first article among the scripts of a page. JSON that is slightly broken (comments, trailing
/// commas, bare line breaks) is read; of what is beyond that, the plain string members.
JsonLdArticle read_json_ld(const std::vector<std::string>& scripts);

}  // namespace chappe
