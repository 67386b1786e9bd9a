#pragma once
// MarkupTags: the start tags of one name in HTML or XML, found without a parser. For the few facts
// that a visitor needs of a page before anybody reads it. Linear in the text.
//
//     MarkupTags tags(html, "link");
//     while (const auto tag = tags.next()) use(tag->attribute("href"));

#include <optional>
#include <string>
#include <string_view>

namespace chappe {

struct MarkupTag {
    std::string_view inside;  // what stands between the name and '>'
    std::size_t end = 0;      // in the text, behind '>'

    /// Its value with XML's five entities and numbers undone; empty when it has none.
    std::string attribute(std::string_view name) const;
};

class MarkupTags {
 public:
    /// `name` in lower case; tags answer to it in any case.
    MarkupTags(std::string_view text, std::string_view name) : text_(text), name_(name) {}
    std::optional<MarkupTag> next();

 private:
    std::string_view text_, name_;
    std::size_t at_ = 0;
};

/// "&amp;" to "&"; also &lt; &gt; &quot; &apos; &#233; &#xE9;. Others stay as they are.
std::string without_entities(std::string_view text);

}  // namespace chappe
