#pragma once
// XML repair: the second, tolerant pass over feeds that no XML parser takes.
//
//     Warning: x on line 3<br><?xml ...?><rss>      what stands before the root goes
//     <title>1 < 2</title>                           a bare "<" becomes "&lt;"
//     <item><title>a</item>, <b>...</description>    open elements are closed where their parent
//     ...</desc                                      is, and at the end
//
// XML 1.0 (https://www.w3.org/TR/xml/) says such a text is no XML at all and must be refused, 1.2
// "fatal error"; browsers and feed readers show it all the same.

#include <string>
#include <string_view>

namespace chappe {

/// Well-formed enough for pugixml: one root, every element closed, at most 256 deep (what is deeper
/// becomes empty elements and text beside each other). Declaration, doctype, comments and control
/// characters are left out, no entity is expanded, and no character of text is lost but those.
/// Linear; at most about three times as long as the text.
std::string repair_xml(std::string_view xml);

}  // namespace chappe
