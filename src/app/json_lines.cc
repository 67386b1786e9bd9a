#include "app/json_lines.h"

#include <charconv>
#include <istream>
#include <ostream>

namespace chappe {
namespace {

/// The four digits behind "\u" at `at`.
std::optional<unsigned> code_unit(std::string_view text, std::size_t at) {
    if (at + 4 > text.size()) return std::nullopt;
    unsigned value = 0;
    const char* const end = text.data() + at + 4;
    const auto [stop, error] = std::from_chars(text.data() + at, end, value, 16);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return value;
}

/// UTF-8 of any code point up to U+10FFFF, surrogates too.
void append_code_point(std::string& out, unsigned code) {
    const auto tail = [&out, code](unsigned shift) {
        out += static_cast<char>(0x80 | (code >> shift & 0x3F));
    };
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0 | code >> 6);
        tail(0);
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0 | code >> 12);
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xF0 | code >> 18);
        tail(12);
        tail(6);
        tail(0);
    }
}

/// Reads what stands behind "\u" at `at`; a pair of surrogates is one character.
bool append_escape(std::string& out, std::string_view text, std::size_t& at) {
    const auto first = code_unit(text, at);
    if (!first) return false;
    at += 4;
    unsigned code = *first;
    if (code >= 0xD800 && code < 0xDC00 && text.substr(at, 2) == "\\u") {
        const auto second = code_unit(text, at + 2);
        if (second && *second >= 0xDC00 && *second < 0xE000) {
            code = 0x10000 + ((code - 0xD800) << 10) + (*second - 0xDC00);
            at += 6;
        }
    }
    append_code_point(out, code);
    return true;
}

}  // namespace

std::optional<std::string> parse_json_string(std::string_view line) {
    constexpr std::string_view space = " \t\r";
    const std::size_t first = line.find_first_not_of(space);
    if (first == line.npos) return std::nullopt;
    line = line.substr(first, line.find_last_not_of(space) + 1 - first);
    if (line.size() < 2 || line.front() != '"' || line.back() != '"') return std::nullopt;
    const std::string_view text = line.substr(1, line.size() - 2);

    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at++];
        if (c == '"' || static_cast<unsigned char>(c) < 0x20) return std::nullopt;
        if (c != '\\') {
            out += c;
            continue;
        }
        if (at == text.size()) return std::nullopt;
        const char letter = text[at++];
        if (letter == 'u') {
            if (!append_escape(out, text, at)) return std::nullopt;
            continue;
        }
        const std::size_t meaning = letters.find(letter);
        if (meaning == letters.npos) return std::nullopt;
        out += meanings[meaning];
    }
    return out;
}

Result<void> answer_json_lines(std::istream& in, std::ostream& out,
                               const std::function<std::string(std::string_view)>& answer) {
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        const auto text = parse_json_string(line);
        if (!text)
            return fail(Failure::refused, "line " + std::to_string(number) +
                                              " of standard input is not a JSON string");
        out << answer(*text) << '\n' << std::flush;
        if (!out) return fail(Failure::broken, "cannot write to standard output");
    }
    return {};
}

}  // namespace chappe
