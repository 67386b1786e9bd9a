#include "read/json_text.h"

namespace chappe {
namespace {

namespace json = boost::json;

constexpr std::size_t deepest = 32;

}  // namespace

std::optional<json::value> parse_json(std::string_view text) {
    json::parse_options options;
    options.max_depth = deepest;
    options.allow_trailing_commas = true;
    options.allow_comments = true;
    json::error_code error;
    json::value value =
        json::parse({text.data(), text.size()}, error, json::storage_ptr(), options);
    if (error) return std::nullopt;
    return value;
}

std::string closed_early(std::string_view text) {
    std::string open;
    std::size_t whole = 0;
    std::string_view ends;
    bool inside = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inside) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inside = false;
        } else if (c == '"') {
            inside = true;
        } else if (c == '{' || c == '[') {
            if (open.size() < deepest + 2) open += c;
        } else if (c == '}' || c == ']') {
            if (!open.empty()) open.pop_back();
            if (c == '}' && (open == "{[" || open == "[")) {
                whole = i + 1;
                ends = open == "[" ? "]" : "]}";
            }
        }
    }
    return whole == 0 ? std::string{} : std::string(text.substr(0, whole)).append(ends);
}

std::string_view string_member(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains({key.data(), key.size()});
    return value != nullptr && value->is_string() ? std::string_view(value->get_string())
                                                  : std::string_view{};
}

const json::array* array_member(const json::object& object, std::string_view key) {
    const json::value* value = object.if_contains({key.data(), key.size()});
    return value != nullptr ? value->if_array() : nullptr;
}

}  // namespace chappe
