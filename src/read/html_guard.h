#pragma once
// The guard before the HTML parser: bounds what a hostile page can make the parser do, and leaves
// out what no reader looks at (scripts, styles, comments), most of the bytes of a page.

#include <string>
#include <string_view>
#include <vector>

namespace chappe {

struct GuardedHtml {
    std::string markup;
    std::vector<std::string> json_ld;
    std::vector<std::string> notes;
};

/// Linear. Nesting is cut at 256 open elements (browsers cut at 512), at 8 open formatting
/// elements, which the parser copies into every paragraph, at 300,000 tags and 200 attributes a
/// tag.
GuardedHtml guard_html(std::string_view text);

}  // namespace chappe
