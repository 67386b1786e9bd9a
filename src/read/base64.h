#pragma once
// Base64 and quoted-printable, as mail and old feeds have them. RFC 2045, 6.7 and 6.8.

#include <string>
#include <string_view>

namespace chappe {

/// Characters outside the alphabet are stepped over (RFC 2045, 6.8), padding ends a piece: several
/// pieces may follow each other.
std::string decode_base64(std::string_view text);

/// "=E9" is a byte, "=" at the end of a line joins it to the next; what is neither stays as it is.
/// `Underscore::space` as in encoded words (RFC 2047, 4.2).
enum class Underscore { itself, space };
std::string decode_quoted_printable(std::string_view text, Underscore = Underscore::itself);

}  // namespace chappe
