#pragma once
// Charset: bytes to Text. The only place where bytes become Text.
//
// In this order (WHATWG HTML, 13.2.3.2,
// https://html.spec.whatwg.org/#determining-the-character-encoding, but believing the bytes where
// they contradict what is declared): a byte order mark; the media type's charset; the XML
// declaration or HTML's meta; UTF-8 when the bytes are valid UTF-8; a guess by letter frequencies.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace chappe {

struct Decoded {
    Text text;                       // without the byte order mark
    std::string charset;             // WHATWG name in lower case: "utf-8", "windows-1251"
    std::vector<std::string> notes;  // "charset guessed: windows-1251", ...
};

Decoded decode(std::string_view bytes, std::string_view media_type);

/// The WHATWG name for a label that pages use: "latin1" gives "windows-1252". Nothing for an
/// unknown label.
std::optional<std::string_view> charset_named(std::string_view label);

/// The charset that the bytes themselves declare, as its WHATWG name: XML declaration or a meta in
/// the first 4096 bytes.
std::optional<std::string_view> declared_inside(std::string_view bytes);

/// The likeliest charset of bytes that are not UTF-8 and declare nothing. Looks at the first
/// 64 KB at most.
std::string guess_charset(std::string_view bytes);

/// Bytes of a charset to valid UTF-8 without NUL, through ICU: ill-formed sequences become U+FFFD,
/// and are counted.
struct Converted {
    std::string utf8;
    std::size_t errors = 0;
};
Converted convert(std::string_view bytes, std::string_view charset);

}  // namespace chappe
