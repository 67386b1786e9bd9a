#include "news/source.h"

#include <array>

namespace chappe {
namespace {

constexpr std::array<std::string_view, 6> kinds = {"unknown", "feed",   "page",
                                                   "sitemap", "folder", "warc"};
constexpr std::array<std::string_view, 8> healths = {"new",  "well",      "failing", "missing",
                                                     "gone", "forbidden", "barred",  "excluded"};
constexpr std::array<std::string_view, 3> full_texts = {"auto", "always", "never"};

template <typename Enum, std::size_t size>
std::optional<Enum> named(const std::array<std::string_view, size>& names, std::string_view name) {
    for (std::size_t i = 0; i < size; ++i)
        if (names[i] == name) return static_cast<Enum>(i);
    return std::nullopt;
}

}  // namespace

std::string_view name_of(SourceKind kind) {
    return kinds.at(static_cast<std::size_t>(kind));
}
std::optional<SourceKind> source_kind_named(std::string_view name) {
    return named<SourceKind>(kinds, name);
}

std::string_view name_of(Health health) {
    return healths.at(static_cast<std::size_t>(health));
}
std::optional<Health> health_named(std::string_view name) {
    return named<Health>(healths, name);
}

std::string_view name_of(FullText full_text) {
    return full_texts.at(static_cast<std::size_t>(full_text));
}
std::optional<FullText> full_text_named(std::string_view name) {
    return named<FullText>(full_texts, name);
}

}  // namespace chappe
