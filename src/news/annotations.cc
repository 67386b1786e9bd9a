#include "news/annotations.h"

#include <array>
#include <cstddef>

namespace chappe {
namespace {

// Each table is in the order of its enumerators.
constexpr std::array<std::string_view, 3> classes = {"speech", "belief", "other"};
constexpr std::array<std::string_view, 3> forms = {"direct", "indirect", "mixed"};
constexpr std::array<std::string_view, 19> stances = {
    "assert",  "assure", "deny",   "reject", "accuse",   "criticise",
    "promise", "commit", "intend", "demand", "ask",      "emphasise",
    "recall",  "praise", "agree",  "refuse", "threaten", "decline to comment",
    "discuss"};
constexpr std::array<std::string_view, 6> kinds = {"person", "organisation", "state",
                                                   "place",  "office",       "bloc"};
constexpr std::array<std::string_view, 5> hows = {"name", "part", "role", "pronoun", "metonym"};
constexpr std::array<std::string_view, 3> days = {"named", "event", "published"};

template <typename Enum, std::size_t size>
std::string_view name_in(const std::array<std::string_view, size>& names, Enum value) {
    return names[static_cast<std::size_t>(value)];
}

template <typename Enum, std::size_t size>
std::optional<Enum> find_in(const std::array<std::string_view, size>& names,
                            std::string_view name) {
    for (std::size_t i = 0; i < size; ++i) {
        if (names[i] == name) return static_cast<Enum>(i);
    }
    return std::nullopt;
}

}  // namespace

std::string_view name_of(Statement::Class value) {
    return name_in(classes, value);
}
std::string_view name_of(Statement::Form value) {
    return name_in(forms, value);
}
std::string_view name_of(Stance value) {
    return name_in(stances, value);
}
std::string_view name_of(Actor::Kind value) {
    return name_in(kinds, value);
}
std::string_view name_of(Mention::How value) {
    return name_in(hows, value);
}
std::string_view name_of(SaidOn::How value) {
    return name_in(days, value);
}

std::optional<Statement::Class> statement_class_named(std::string_view name) {
    return find_in<Statement::Class>(classes, name);
}
std::optional<Statement::Form> statement_form_named(std::string_view name) {
    return find_in<Statement::Form>(forms, name);
}
std::optional<Stance> stance_named(std::string_view name) {
    return find_in<Stance>(stances, name);
}
std::optional<Actor::Kind> actor_kind_named(std::string_view name) {
    return find_in<Actor::Kind>(kinds, name);
}
std::optional<Mention::How> mention_how_named(std::string_view name) {
    return find_in<Mention::How>(hows, name);
}
std::optional<SaidOn::How> said_on_how_named(std::string_view name) {
    return find_in<SaidOn::How>(days, name);
}

}  // namespace chappe
