#pragma once
// Draft: a dispatch in the making. Each format's reader fills one; `finish` makes the dispatch.

#include <string>
#include <vector>

#include "news/arrival.h"
#include "news/dispatch.h"

namespace chappe {

struct Paragraph {
    Block::Kind kind = Block::Kind::paragraph;
    std::string text;  // UTF-8, space folded
    friend bool operator==(const Paragraph&, const Paragraph&) = default;
};

struct Draft {
    Dispatch dispatch;  // what is known so far; body, blocks, lead and language are still empty
    std::vector<Paragraph> paragraphs;
    std::string declared_language;  // "fr-FR": used when the text itself does not tell
};

/// Cuts the credit from the paragraphs, joins them to the body, identifies the language, falls back
/// to the arrival's address, and notes what is missing.
Dispatch finish(Draft&&, const Arrival&);

/// A declared date until which an agency's item is to be held; anything else is passed over.
void take_embargo(Dispatch&, std::string_view declared);

/// A title for a text that has none: its first sentence, or the beginning of it.
std::string title_from(std::string_view paragraph);

/// "fr-FR" and "fr_FR" to "fr"; empty when it is no language tag.
std::string primary_language(std::string_view tag);

}  // namespace chappe
