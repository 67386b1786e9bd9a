#pragma once
// Markup, written straight into a string. The only place that escapes for HTML and XML.
//
//     html.raw("<a").link("href", url).raw(" dir=\"auto\">").text(title).raw("</a>");
//
// Nothing but a literal of our source can be markup: raw() takes a type that only the compiler can
// make. Everything else goes through text(), attribute() or link().

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/json_writer.h"

namespace chappe {

/// A string literal. Made at compile time, so it cannot come from outside.
class Literal {
 public:
    consteval Literal(const char* text) : text_(text) {}  // NOLINT: literals convert by themselves
    constexpr std::string_view view() const { return text_; }

 private:
    std::string_view text_;
};

/// May stand in a link of a page of ours: http, https, or a path of this site.
bool is_safe_link(std::string_view url);

/// Pages and feeds: the escapes are those that HTML and XML share. What is not well-formed UTF-8,
/// and characters that XML 1.0 (2.2) does not have, become U+FFFD.
class HtmlWriter {
 public:
    HtmlWriter& raw(Literal markup);
    HtmlWriter& text(std::string_view text);
    HtmlWriter& number(std::int64_t value);
    /// ` name="value"`
    HtmlWriter& attribute(Literal name, std::string_view value);
    /// Facts for machines, as the content of a data block: JsonWriter lets no `<` through.
    HtmlWriter& data(const JsonWriter&);
    /// An attribute that a reader may follow; left out when is_safe_link says no.
    HtmlWriter& link(Literal name, std::string_view url);

    const std::string& str() const { return out_; }
    std::string take() { return std::exchange(out_, {}); }

 private:
    std::string out_;
};

}  // namespace chappe
