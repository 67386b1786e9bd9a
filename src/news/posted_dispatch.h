#pragma once
// A dispatch as the desk posts it: {"title": "...", "text": "...", "url": "https://..."}

#include <string_view>

#include "base/result.h"
#include "news/dispatch.h"

namespace chappe {

/// The text is the body, word for word: paragraphs part at blank lines, other line breaks become a
/// space. The language is left open. `refused`, with a line for people, when it is no JSON, a
/// member is missing, unknown or no string, or the address is not of the web.
[[nodiscard]] Result<Dispatch> posted_dispatch(std::string_view json);

}  // namespace chappe
