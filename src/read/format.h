#pragma once
// Which format are these bytes in? The media type's word is checked against the bytes.

#include <string>
#include <string_view>

namespace chappe {

enum class Format { text, html, xml, json };

struct FormatGuess {
    Format format = Format::text;
    std::string note;  // set when the media type says something else: "declared text/plain, ..."
};

/// `text` is the decoded beginning of the bytes (all of it or the first few KB).
FormatGuess detect_format(std::string_view media_type, std::string_view text);

}  // namespace chappe
