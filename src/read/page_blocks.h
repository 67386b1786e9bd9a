#pragma once
// Fragments: markup inside feeds and declarations, as paragraphs or as plain text.

#include <string>
#include <string_view>
#include <vector>

#include "read/draft.h"

namespace chappe {

/// Paragraphs of the HTML inside a feed's item. `markup` may also be text without any tag.
std::vector<Paragraph> paragraphs_of_fragment(std::string_view markup);

/// HTML character references and tags resolved to plain text, for titles in feeds.
std::string plain_text_of(std::string_view markup);

}  // namespace chappe
