#include "read/base64.h"

#include <cstdint>

namespace chappe {
namespace {

int base64_digit(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '+' || c == '-') return 62;  // "-" and "_": the alphabet for addresses, RFC 4648
    if (c == '/' || c == '_') return 63;
    return -1;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

/// How many bytes of space stand at `at` before a line's end, the end included; npos when the line
/// goes on.
std::size_t line_end_size(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && (text[end] == ' ' || text[end] == '\t')) ++end;
    if (end == text.size()) return end - at;
    if (text[end] == '\n') return end + 1 - at;
    if (text[end] == '\r') return end + (text.substr(end).starts_with("\r\n") ? 2 : 1) - at;
    return text.npos;
}

}  // namespace

std::string decode_base64(std::string_view text) {
    std::string out;
    out.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        if (c == '=') {
            bits = count = 0;
            continue;
        }
        const int digit = base64_digit(c);
        if (digit < 0) continue;
        bits = (bits << 6 | static_cast<std::uint32_t>(digit)) & 0xFFFF;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        out += static_cast<char>(bits >> count & 0xFF);
    }
    return out;
}

std::string decode_quoted_printable(std::string_view text, Underscore underscore) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (c == '_' && underscore == Underscore::space) {
            out += ' ';
            ++at;
            continue;
        }
        if (c != '=') {
            out += c;
            ++at;
            continue;
        }
        const int high = at + 2 < text.size() ? hex_digit(text[at + 1]) : -1;
        const int low = at + 2 < text.size() ? hex_digit(text[at + 2]) : -1;
        if (high >= 0 && low >= 0) {
            out += static_cast<char>(high << 4 | low);
            at += 3;
            continue;
        }
        const std::size_t soft = line_end_size(text, at + 1);
        if (soft != text.npos) {
            at += 1 + soft;
        } else {
            out += c;
            ++at;
        }
    }
    return out;
}

}  // namespace chappe
