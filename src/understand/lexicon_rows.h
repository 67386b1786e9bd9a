#pragma once
// Rows of the word lists that travel with this module (lexicons/*.tsv).

#include <string_view>
#include <vector>

namespace chappe {

/// The lines of lexicons/NAME.tsv that are no comments, cut at tabs.
std::vector<std::vector<std::string_view>> understand_rows(std::string_view name);

/// Parts between separators; one part when there is none.
std::vector<std::string_view> parts_of(std::string_view text, char separator);

/// The words of a phrase as a tokenizer parts them: at spaces, and behind apostrophes ("d'",
/// "après").
std::vector<std::string_view> phrase_words(std::string_view phrase);

}  // namespace chappe
