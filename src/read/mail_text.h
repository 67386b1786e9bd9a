#pragma once
// The text of a mail: from lines as wide as a terminal back to paragraphs.

#include <string_view>
#include <vector>

#include "read/draft.h"

namespace chappe {

/// RFC 3676: a space at the end of a line joins it to the next ("flowed"); `deleted`: that space
/// goes (DelSp=yes). Otherwise a line that could not have taken the next one's first word goes on.
enum class Flow { fixed, flowed, flowed_deleted };

/// `text` is UTF-8. A signature ("-- ") and what is behind it is left out; lines with ">" are
/// quotes, with a bullet list items.
std::vector<Paragraph> paragraphs_of_mail(std::string_view text, Flow);

}  // namespace chappe
