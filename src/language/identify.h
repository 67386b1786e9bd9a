#pragma once
// Which language is this text in?

#include <string_view>

namespace chappe {

struct LanguageGuess {
    std::string_view language;  // BCP 47 primary subtag: "fr", "zh"; empty when unknown
    double confidence = 0;      // 0..1, how far ahead of the second it is
};

/// UTF-8 in any script. Short or mixed text may be unknown: precision comes before an answer.
/// Linear; looks at no more than the first ~20 KB. No state, any thread.
LanguageGuess identify_language(std::string_view text);

}  // namespace chappe
