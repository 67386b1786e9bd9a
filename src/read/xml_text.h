#pragma once
// HTML's named characters inside XML. Feeds write &eacute; and &nbsp; without declaring them; XML
// parsers rightly know only five names, and no DTD is ever read.

#include <string>
#include <string_view>

namespace chappe {

/// Each known HTML name outside CDATA becomes its character; XML's own five and unknown names stay.
/// Linear, and never longer than the text.
std::string resolve_html_names(std::string_view xml);

}  // namespace chappe
