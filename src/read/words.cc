#include "read/words.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <span>

#include "base/embedded.h"
#include "base/text.h"
#include "read/ascii_word.h"

namespace chappe {

std::span<const EmbeddedFile> read_lexicons();

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == text.npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::vector<std::vector<std::string_view>> lexicon_rows(std::string_view name) {
    std::vector<std::vector<std::string_view>> rows;
    for (const EmbeddedFile& file : read_lexicons()) {
        if (file.name.substr(0, file.name.rfind('.')) != "lexicons/" + std::string(name)) continue;
        for (const std::string_view line : split(file.bytes, '\n'))
            if (!line.empty() && line.front() != '#') rows.push_back(split(line, '\t'));
    }
    return rows;
}

char32_t fold_letter(char32_t c) {
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (c == 0x130 || c == 0x131) return 'i';
    if (c == 0x2019 || c == 0x2018 || c == 0x2BC) return '\'';
    // Scripts without case: Hebrew to Thai, Han, kana, hangul.
    if ((c >= 0x590 && c < 0x10A0) || (c >= 0x3000 && c < 0xA640) || (c >= 0xAC00 && c < 0xD7A4))
        return is_space(c) ? ' ' : c;
    if (is_space(c)) return ' ';
    return static_cast<char32_t>(u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT));
}

std::string fold_case(std::string_view text) {
    std::string out(text);
    std::size_t at = 0;
    for (; at < out.size() && static_cast<signed char>(out[at]) >= 0; ++at)
        out[at] = static_cast<char>(out[at] >= 'A' && out[at] <= 'Z' ? out[at] + 32 : out[at]);
    if (at == out.size()) return out;
    out.resize(at);
    out += map_letters(text.substr(at), [](std::string& folded, char32_t c) {
        append_utf8(folded, fold_letter(c));
    });
    return out;
}

namespace {

/// How many bytes of the text fold to all of `folded`; npos when they do not.
std::size_t folded_size(std::string_view text, std::string_view folded) {
    std::size_t at = 0;
    std::string letter;
    while (!folded.empty()) {
        if (at >= text.size()) return text.npos;
        const CodePoint c = code_point_at(text, at);
        letter.clear();
        append_utf8(letter, fold_letter(c.value));
        if (!folded.starts_with(letter)) return text.npos;
        folded.remove_prefix(letter.size());
        at += c.size;
    }
    return at;
}

}  // namespace

bool folds_to_begin_with(std::string_view text, std::string_view folded) {
    return folded_size(text, folded) != text.npos;
}

bool folds_to(std::string_view text, std::string_view folded) {
    return folded_size(text, folded) == text.size();
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
    return std::to_string(count) + ' ' + std::string(count == 1 ? one : many);
}

WordSet lexicon_words(std::string_view name, std::string_view kind) {
    WordSet words;
    for (const auto& row : lexicon_rows(name)) {
        if (row.size() < 2 || row.front() != kind) continue;
        for (const std::string_view word : split(row.back(), '|')) words.insert(fold_case(word));
    }
    return words;
}

std::string_view first_word(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size()) {
        const CodePoint c = code_point_at(text, end);
        if (!is_word_character(c.value)) break;
        end += c.size;
    }
    return text.substr(0, end);
}

std::string folded_first_word(std::string_view text) {
    // Folding makes marks of some letters: U+02BC becomes "'".
    const std::string folded = fold_case(first_word(text));
    return std::string(first_word(folded));
}

WordSet first_words(const WordSet& texts) {
    WordSet words;
    for (const std::string& text : texts) words.emplace(first_word(text));
    return words;
}

std::string fold_paragraph(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    text = trim(text);
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && text[end] > 0x20 && text[end] < 0x7F) ++end;
        if (end > at) {
            out.append(text, at, end - at);
            at = end;
            continue;
        }
        const CodePoint c = code_point_at(text, at);
        end = at + c.size;
        if (!is_space(c.value)) {
            out.append(text, at, c.size);
            at = end;
            continue;
        }
        while (end < text.size()) {
            const CodePoint next = code_point_at(text, end);
            if (!is_space(next.value)) break;
            end += next.size;
        }
        if (end == at + c.size && c.value >= 0x80)
            out.append(text, at, c.size);
        else
            out += ' ';
        at = end;
    }
    return out;
}

bool is_word_character(char32_t c) {
    if (c < 0x80) return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
    const auto mask = U_GET_GC_MASK(static_cast<UChar32>(c));
    return (mask & (U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK)) != 0;
}

bool is_letter(char32_t c) {
    if (c < 0x80) return (c | 32) >= 'a' && (c | 32) <= 'z';
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_L_MASK) != 0;
}

bool is_upper(char32_t c) {
    if (c < 0x80) return c >= 'A' && c <= 'Z';
    return u_isUUppercase(static_cast<UChar32>(c)) != 0;
}

bool is_caseless_letter(char32_t c) {
    // Georgian is written without capitals, though Unicode has some for it.
    if (c >= 0x10D0 && c <= 0x10FF) return true;
    return c >= 0x80 && u_charType(static_cast<UChar32>(c)) == U_OTHER_LETTER;
}

int digit_value(char32_t c) {
    if (c < 0x80) return c >= '0' && c <= '9' ? static_cast<int>(c - '0') : -1;
    return u_charDigitValue(static_cast<UChar32>(c));
}

namespace {

bool is_closing_mark(char32_t c) {
    constexpr std::u32string_view marks = U"\"')]»”’“」』）";
    return marks.find(c) != marks.npos;
}

}  // namespace

bool ends_sentence(std::string_view text) {
    constexpr std::u32string_view stops = U".!?…。！？؟۔।։";
    text = trim(text);
    while (!text.empty()) {
        const std::size_t start = character_start(text, text.size() - 1);
        const char32_t c = code_point_at(text, start).value;
        if (stops.find(c) != stops.npos) return true;
        if (!is_closing_mark(c) && !is_space(c)) return false;
        text = text.substr(0, start);
    }
    return false;
}

bool is_wide_script(char32_t c) {
    return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) ||
           (c >= 0xE00 && c <= 0xEFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

std::size_t count_words(std::string_view text) {
    std::size_t words = 0, wide = 0;
    bool inside = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x80) {
            const bool word = ascii_word_letter(byte) != 0;
            words += word && !inside;
            inside = word;
            ++at;
            continue;
        }
        const CodePoint c = code_point_at(text, at);
        at += c.size;
        if (is_wide_script(c.value)) {
            ++wide;
            inside = false;
        } else if (c.value != 0xAD && c.value != 0x2019) {
            const bool word = c.value < 0x2000 || c.value > 0x206F ? !is_space(c.value) : false;
            words += word && !inside;
            inside = word;
        }
    }
    return words + (wide + 1) / 2;
}

}  // namespace chappe
