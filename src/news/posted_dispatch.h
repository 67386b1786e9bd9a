#pragma once
// A dispatch as the desk posts it:
//
//     {"title": "...", "text": "...", "url": "https://...", "language": "fr",
//      "published": "2026-11-25", "credit": "Azertac", "authors": ["..."], "tags": ["..."]}

#include <string_view>

#include "base/result.h"
#include "news/dispatch.h"

namespace chappe {

/// Title and text are needed, the others may be absent or null. The text is the body, word for
/// word: paragraphs part at blank lines, other line breaks become a space. `published` is a day or
/// an RFC 3339 time, `language` a BCP 47 tag, of which the first part is kept; without one it is
/// left open. An empty list of tags is declared and empty.
/// `refused`, with a line for people, when it is no JSON, a member is missing, unknown, of another
/// kind or too long, or the address is not of the web.
[[nodiscard]] Result<Dispatch> posted_dispatch(std::string_view json);

}  // namespace chappe
