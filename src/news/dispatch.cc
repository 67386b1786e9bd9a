#include "news/dispatch.h"

#include <array>

namespace chappe {
namespace {

constexpr std::array<std::string_view, 4> block_kinds = {"paragraph", "heading", "quote", "item"};
constexpr std::array<std::string_view, 4> credit_places = {"tail", "dateline", "byline",
                                                           "metadata"};

template <typename Enum>
std::optional<Enum> find_name(const std::array<std::string_view, 4>& names, std::string_view name) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return static_cast<Enum>(i);
    return std::nullopt;
}

}  // namespace

std::string_view name_of(Block::Kind kind) {
    return block_kinds[static_cast<std::size_t>(kind)];
}

std::optional<Block::Kind> block_kind_named(std::string_view name) {
    return find_name<Block::Kind>(block_kinds, name);
}

std::string_view name_of(Credit::Place place) {
    return credit_places[static_cast<std::size_t>(place)];
}

std::optional<Credit::Place> credit_place_named(std::string_view name) {
    return find_name<Credit::Place>(credit_places, name);
}

}  // namespace chappe
