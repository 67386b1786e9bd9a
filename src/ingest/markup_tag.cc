#include "ingest/markup_tag.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/text.h"

namespace chappe {
namespace {

constexpr std::string_view blank = " \t\r\n\f";
constexpr std::size_t longest_entity = 10;  // "&#x10FFFF;"

/// Of "#233" or "#xE9"; nothing when it is no character.
std::optional<char32_t> number_in(std::string_view entity) {
    if (!entity.starts_with('#')) return std::nullopt;
    entity.remove_prefix(1);
    const bool hex = entity.starts_with('x') || entity.starts_with('X');
    if (hex) entity.remove_prefix(1);
    std::uint32_t code = 0;
    const char* const end = entity.data() + entity.size();
    const auto [stop, error] = std::from_chars(entity.data(), end, code, hex ? 16 : 10);
    if (error != std::errc() || stop != end) return std::nullopt;
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return std::nullopt;
    return char32_t{code};
}

}  // namespace

std::string without_entities(std::string_view text) {
    using Entity = std::pair<std::string_view, char>;
    constexpr std::array<Entity, 5> named = {
        {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t end = text[i] == '&' ? text.substr(i, longest_entity).find(';') : 0;
        if (text[i] != '&' || end == std::string_view::npos) {
            out += text[i];
            continue;
        }
        const std::string_view entity = text.substr(i + 1, end - 1);
        const auto* const found = std::find_if(
            named.begin(), named.end(), [&](const Entity& each) { return each.first == entity; });
        if (found != named.end()) {
            out += found->second;
        } else if (const auto code = number_in(entity)) {
            append_utf8(out, *code);
        } else {
            out += '&';
            continue;
        }
        i += end;
    }
    return out;
}

std::string MarkupTag::attribute(std::string_view name) const {
    std::string_view rest = inside;
    while (!rest.empty()) {
        rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n\f/"), rest.size()));
        const std::size_t name_end = std::min(rest.find_first_of(" \t\r\n\f=/"), rest.size());
        const std::string_view found = rest.substr(0, name_end);
        rest.remove_prefix(name_end);
        rest.remove_prefix(std::min(rest.find_first_not_of(blank), rest.size()));
        std::string_view value;
        if (rest.starts_with('=')) {
            rest.remove_prefix(1);
            rest.remove_prefix(std::min(rest.find_first_not_of(blank), rest.size()));
            const char quote = rest.empty() ? '\0' : rest.front();
            const bool quoted = quote == '"' || quote == '\'';
            if (quoted) rest.remove_prefix(1);
            const std::size_t value_end =
                std::min(quoted ? rest.find(quote) : rest.find_first_of(blank), rest.size());
            value = rest.substr(0, value_end);
            rest.remove_prefix(std::min(value_end + (quoted ? 1 : 0), rest.size()));
        }
        if (!found.empty() && equal_ignoring_ascii_case(found, name))
            return without_entities(value);
    }
    return {};
}

/// A '>' inside quotation marks does not end a tag.
std::optional<MarkupTag> MarkupTags::next() {
    while (at_ < text_.size()) {
        const std::size_t open = text_.find('<', at_);
        if (open == text_.npos) break;
        at_ = open + 1;
        const std::string_view after = text_.substr(at_);
        if (after.size() <= name_.size() ||
            !equal_ignoring_ascii_case(after.substr(0, name_.size()), name_))
            continue;
        const char stop = after[name_.size()];
        if (stop != '>' && stop != '/' && blank.find(stop) == blank.npos) continue;
        const std::size_t begin = at_ + name_.size();
        char quote = '\0';
        std::size_t end = begin;
        for (; end < text_.size(); ++end) {
            const char c = text_[end];
            if (quote != '\0')
                quote = c == quote ? '\0' : quote;
            else if (c == '"' || c == '\'')
                quote = c;
            else if (c == '>')
                break;
        }
        if (end == text_.size()) {  // never closed: what follows is no markup
            at_ = text_.size();
            break;
        }
        at_ = end + 1;
        return MarkupTag{text_.substr(begin, end - begin), at_};
    }
    return std::nullopt;
}

}  // namespace chappe
