#pragma once
// Text: a string that is known to be valid UTF-8, and what one does with UTF-8.
//
// Bytes become Text in one place (read/charset). Everything behind it may rely on it.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace chappe {

/// Valid UTF-8 without NUL.
class Text {
 public:
    Text() = default;

    /// Keeps what is well-formed; each ill-formed sequence and each NUL becomes U+FFFD
    /// (Unicode 15, 3.9, "substitution of maximal subparts").
    static Text repair(std::string_view bytes);
    /// The same; bytes that are well-formed stay where they are.
    static Text repair_in_place(std::string bytes);

    /// For bytes that are already known to be valid: pieces of a Text, columns of the archive.
    static Text trusted(std::string valid) { return Text(std::move(valid)); }

    std::string_view view() const { return utf8_; }
    const std::string& str() const& { return utf8_; }
    std::string str() && { return std::move(utf8_); }
    bool empty() const { return utf8_.empty(); }
    std::size_t size() const { return utf8_.size(); }
    operator std::string_view() const {
        return utf8_;
    }  // NOLINT: a Text is a string_view to readers

    friend bool operator==(const Text&, const Text&) = default;

 private:
    explicit Text(std::string valid) : utf8_(std::move(valid)) {}
    std::string utf8_;
};

/// One code point of a UTF-8 text and the bytes it takes.
struct CodePoint {
    char32_t value = 0;
    std::size_t size = 0;
};

/// The code point at `at` (< text.size()). Ill-formed bytes give U+FFFD and the length of the
/// maximal subpart, at least 1, so that a loop always ends.
CodePoint code_point_at(std::string_view text, std::size_t at);

/// The first place from `at` on that is NUL or no ASCII; text.size() when there is none.
std::size_t skip_ascii(std::string_view text, std::size_t at);

void append_utf8(std::string& out, char32_t code_point);

/// Whether a character begins at byte `at`, or the text ends there.
inline bool starts_character(std::string_view text, std::size_t at) {
    return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}
/// Where the character begins that byte `at` is of; `at` itself at the end of the text.
std::size_t character_start(std::string_view text, std::size_t at);

/// Number of code points before byte `at`.
std::size_t code_points_before(std::string_view text, std::size_t at);

bool is_space_beyond_ascii(char32_t code_point);  // is_space() of what is no ASCII
/// Space as people see it: ASCII space and controls, no-break spaces, U+2000..200B, U+3000, BOM,
/// line and paragraph separators.
inline bool is_space(char32_t c) {
    return c < 0x80 ? c <= 0x20 || c == 0x7F : is_space_beyond_ascii(c);
}

std::string_view trim(std::string_view text);

/// Runs of space become one U+0020, ends are trimmed.
std::string fold_space(std::string_view text);

/// At most `longest` code points, cut at a space where one is near, with "…" when something was
/// cut.
std::string shorten(std::string_view text, std::size_t longest);

/// ASCII letters in lower case; of every other code point what `append(std::string&, char32_t)`
/// makes.
template <typename Append>
std::string map_letters(std::string_view text, Append append) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (static_cast<unsigned char>(c) < 0x80) {
            out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
            ++at;
            continue;
        }
        const CodePoint point = code_point_at(text, at);
        append(out, point.value);
        at += point.size;
    }
    return out;
}

/// ASCII only: for tags, header names, schemes and hosts.
std::string lower_ascii(std::string_view text);
bool equal_ignoring_ascii_case(std::string_view a, std::string_view b);

}  // namespace chappe
