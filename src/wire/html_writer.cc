#include "wire/html_writer.h"

#include <algorithm>

#include "base/text.h"
#include "base/url.h"

namespace chappe {
namespace {

constexpr std::string_view replacement = "\uFFFD";

/// Production Char of XML 1.0, 2.2.
bool is_xml_character(char32_t c) {
    return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xD7FF) ||
           (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
}

bool is_plain(char c) {
    return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7F &&
           c != '&' && c != '<' && c != '>' && c != '"' && c != '\'';
}

void append_escaped(std::string& out, std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = text.begin() + static_cast<std::ptrdiff_t>(at);
        const auto run = std::find_if_not(begin, text.end(), is_plain) - begin;
        out.append(text, at, static_cast<std::size_t>(run));
        at += static_cast<std::size_t>(run);
        if (at == text.size()) break;

        const CodePoint c = code_point_at(text, at);
        switch (c.value) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                if (!is_xml_character(c.value) || c.value == 0xFFFD)  // also ill-formed bytes
                    out += replacement;
                else if (c.value == '\r')
                    out += "&#13;";  // parsers turn a bare one into a line feed
                else
                    out.append(text, at, c.size);
        }
        at += c.size;
    }
}

}  // namespace

bool is_safe_link(std::string_view url) {
    // A backslash counts as a slash in browsers (WHATWG URL, 4.4), so "/\host" leaves the site.
    if (url.starts_with('/'))
        return !url.starts_with("//") && std::all_of(url.begin(), url.end(), [](char c) {
            return static_cast<unsigned char>(c) > 0x20 && c != '\\' && c != 0x7F;
        });
    return (url.starts_with("http://") || url.starts_with("https://")) &&
           Url::parse(url).has_value();
}

HtmlWriter& HtmlWriter::raw(Literal markup) {
    out_ += markup.view();
    return *this;
}

HtmlWriter& HtmlWriter::text(std::string_view text) {
    append_escaped(out_, text);
    return *this;
}

HtmlWriter& HtmlWriter::number(std::int64_t value) {
    out_ += std::to_string(value);
    return *this;
}

HtmlWriter& HtmlWriter::attribute(Literal name, std::string_view value) {
    out_ += ' ';
    out_ += name.view();
    out_ += "=\"";
    append_escaped(out_, value);
    out_ += '"';
    return *this;
}

HtmlWriter& HtmlWriter::data(const JsonWriter& json) {
    out_ += json.str();
    return *this;
}

HtmlWriter& HtmlWriter::link(Literal name, std::string_view url) {
    return is_safe_link(url) ? attribute(name, url) : *this;
}

}  // namespace chappe
