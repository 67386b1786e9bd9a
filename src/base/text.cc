#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace chappe {
namespace {

constexpr char32_t replacement = 0xFFFD;

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

/// How a sequence goes on after its first byte: how many bytes follow, and what the second may be
/// (Unicode 15, table 3-7).
struct Sequence {
    int following = 0;
    unsigned char low = 0x80, high = 0xBF;
    bool valid = true;
};

Sequence sequence_of(unsigned char first) {
    if (first < 0xC2) return {0, 0, 0, first < 0x80};
    if (first < 0xE0) return {1};
    if (first == 0xE0) return {2, 0xA0, 0xBF};
    if (first == 0xED) return {2, 0x80, 0x9F};
    if (first < 0xF0) return {2};
    if (first == 0xF0) return {3, 0x90, 0xBF};
    if (first < 0xF4) return {3};
    if (first == 0xF4) return {3, 0x80, 0x8F};
    return {0, 0, 0, false};
}

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    if (first < 0x80) return {first, 1};
    if (first >= 0xC2 && first < 0xE0 && at + 1 < text.size() && (byte(at + 1) & 0xC0) == 0x80)
        return {static_cast<char32_t>((first & 0x1F) << 6 | (byte(at + 1) & 0x3F)), 2};
    const Sequence sequence = sequence_of(first);
    if (!sequence.valid) return {replacement, 1};

    char32_t value = first & (0x3F >> sequence.following);
    for (int i = 1; i <= sequence.following; ++i) {
        const std::size_t size = static_cast<std::size_t>(i);
        if (at + size >= text.size()) return {replacement, size};
        const unsigned char next = byte(at + size);
        const unsigned char low = i == 1 ? sequence.low : 0x80;
        const unsigned char high = i == 1 ? sequence.high : 0xBF;
        if (next < low || next > high) return {replacement, size};
        value = (value << 6) | (next & 0x3F);
    }
    return {value, static_cast<std::size_t>(sequence.following) + 1};
}

void append_utf8(std::string& out, char32_t c) {
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = replacement;
    if (c < 0x80) {
        out += static_cast<char>(c);
        return;
    }
    const auto tail = [c](unsigned shift) { return static_cast<char>(0x80 | (c >> shift & 0x3F)); };
    if (c < 0x800)
        out.append({static_cast<char>(0xC0 | (c >> 6)), tail(0)});
    else if (c < 0x10000)
        out.append({static_cast<char>(0xE0 | (c >> 12)), tail(6), tail(0)});
    else
        out.append({static_cast<char>(0xF0 | (c >> 18)), tail(12), tail(6), tail(0)});
}

std::size_t skip_ascii(std::string_view text, std::size_t at) {
    constexpr std::uint64_t high = 0x8080808080808080, ones = 0x0101010101010101;
    constexpr std::size_t step = 32;
    if (at < text.size() && static_cast<signed char>(text[at]) <= 0) return at;
    for (; at + step <= text.size(); at += step) {
        std::array<std::uint64_t, 4> words{};
        std::memcpy(words.data(), text.data() + at, step);
        // A high bit, or (of bytes without one) a NUL, whose subtraction borrows one.
        std::uint64_t found = 0;
        for (const std::uint64_t word : words) found |= word | (word - ones);
        if ((found & high) != 0) break;
    }
    while (at < text.size() && static_cast<signed char>(text[at]) > 0) ++at;
    return at;
}

namespace {

/// The first bytes from `at` on that are ill-formed or NUL; at the end, and empty, when there are
/// none.
std::string_view next_broken(std::string_view bytes, std::size_t at) {
    while (true) {
        at = skip_ascii(bytes, at);
        if (at == bytes.size()) return bytes.substr(at);
        const CodePoint c = code_point_at(bytes, at);
        // Ill-formed bytes read as U+FFFD too; only the character itself has its three bytes.
        const std::string_view sequence = bytes.substr(at, c.size);
        if (c.value == 0 || (c.value == replacement && sequence != std::string_view("\uFFFD")))
            return sequence;
        at += c.size;
    }
}

}  // namespace

Text Text::repair(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size());
    for (std::size_t good = 0;;) {  // begin of the run that is well-formed so far
        const std::string_view broken = next_broken(bytes, good);
        const auto at = static_cast<std::size_t>(broken.data() - bytes.data());
        out.append(bytes, good, at - good);
        if (broken.empty()) return Text(std::move(out));
        append_utf8(out, replacement);
        good = at + broken.size();
    }
}

Text Text::repair_in_place(std::string bytes) {
    return next_broken(bytes, 0).empty() ? Text(std::move(bytes)) : repair(bytes);
}

std::size_t character_start(std::string_view text, std::size_t at) {
    while (at > 0 && !starts_character(text, at)) --at;
    return at;
}

std::size_t code_points_before(std::string_view text, std::size_t at) {
    const auto begin = text.begin();
    return static_cast<std::size_t>(
        std::count_if(begin, begin + static_cast<std::ptrdiff_t>(std::min(at, text.size())),
                      [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool is_space_beyond_ascii(char32_t c) {
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

std::string_view trim(std::string_view text) {
    std::size_t begin = 0, end = text.size();
    const auto is_ascii_space = [](char c) { return (c >= 0 && c <= 0x20) || c == 0x7F; };
    while (begin < end) {
        while (begin < end && is_ascii_space(text[begin])) ++begin;
        if (begin == end || static_cast<signed char>(text[begin]) >= 0) break;
        const CodePoint c = code_point_at(text, begin);
        if (!is_space(c.value)) break;
        begin += c.size;
    }
    while (end > begin) {
        while (end > begin && is_ascii_space(text[end - 1])) --end;
        if (end == begin || static_cast<signed char>(text[end - 1]) >= 0) break;
        std::size_t start = end - 1;
        while (start > begin && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
        const CodePoint c = code_point_at(text, start);
        if (!is_space(c.value) || start + c.size != end) break;
        end = start;
    }
    return text.substr(begin, end - begin);
}

std::string fold_space(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    bool pending = false;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        if (is_space(c.value)) {
            pending = !out.empty();
        } else {
            if (pending) out += ' ';
            pending = false;
            out.append(text, at, c.size);
        }
        at += c.size;
    }
    return out;
}

std::string shorten(std::string_view text, std::size_t longest) {
    std::size_t at = 0, last_space = 0;
    for (std::size_t count = 0; at < text.size(); ++count) {
        const CodePoint c = code_point_at(text, at);
        if (count == longest) {
            // A cut at the last space loses at most a quarter; text without spaces is cut in place.
            const bool between = is_space(c.value) || last_space <= at - at / 4;
            const std::size_t cut = between ? at : last_space;
            return std::string(trim(text.substr(0, cut))) + "…";
        }
        if (is_space(c.value)) last_space = at;
        at += c.size;
    }
    return std::string(text);
}

std::string lower_ascii(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

bool equal_ignoring_ascii_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                              [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace chappe
