#include "language/letters.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "language/feature_key.h"

namespace chappe {

std::string lower_case(std::string_view word) {
    return map_letters(word, [](std::string& out, char32_t c) {
        append_utf8(out, static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
    });
}

Sign sign_of(char32_t c) {
    if (c < 0x80) {
        if (c >= 'a' && c <= 'z') return Sign::lower;
        if (c >= 'A' && c <= 'Z') return Sign::upper;
        if (c >= '0' && c <= '9') return Sign::digit;
        return is_space(c) ? Sign::space : Sign::other;
    }
    if (is_space(c)) return Sign::space;
    switch (u_charType(static_cast<UChar32>(c))) {
        case U_UPPERCASE_LETTER:
        case U_TITLECASE_LETTER:
            return Sign::upper;
        case U_LOWERCASE_LETTER:
        case U_MODIFIER_LETTER:
        case U_OTHER_LETTER:
            return Sign::lower;
        case U_DECIMAL_DIGIT_NUMBER:
            return Sign::digit;
        case U_NON_SPACING_MARK:
        case U_COMBINING_SPACING_MARK:
        case U_ENCLOSING_MARK:
        case U_FORMAT_CHAR:
            return Sign::mark;
        default:
            return Sign::other;
    }
}

bool starts_upper(std::string_view word) {
    return !word.empty() && sign_of(code_point_at(word, 0).value) == Sign::upper;
}

namespace {

std::uint32_t shape_of(std::string_view form) {
    std::uint64_t shape = 0;
    char32_t last = 0;
    int run = 0;
    for (std::size_t at = 0; at < form.size() && at < 64;) {
        const CodePoint c = code_point_at(form, at);
        at += c.size;
        const Sign letter = sign_of(c.value);
        const char32_t sign = letter == Sign::other ? c.value : static_cast<char32_t>(letter);
        run = sign == last ? run + 1 : 0;
        last = sign;
        if (run < 2) shape = join(shape, sign);
    }
    return static_cast<std::uint32_t>(mix(shape));
}

}  // namespace

std::string straight(std::string_view word) {
    std::string out;
    for (std::size_t at = 0; at < word.size();) {
        const bool curly = word.substr(at).starts_with("\u2019");
        out += curly ? '\'' : word[at];
        at += curly ? 3 : 1;
    }
    return out;
}

WordLook look_at(std::string_view given) {
    WordLook look;
    const std::string plain = straight(given);
    const std::string_view form = plain;
    const std::string lower = lower_case(form);
    look.form = hash_of(form);
    look.lower = hash_of(lower);
    look.shape = shape_of(form);
    look.capital = starts_upper(form);
    std::size_t at = 0;
    for (std::uint32_t& prefix : look.prefix) {
        if (at < lower.size()) at += code_point_at(lower, at).size;
        prefix = hash_of(std::string_view(lower).substr(0, at));
    }
    std::size_t from = lower.size();
    for (std::uint32_t& suffix : look.suffix) {
        if (from > 0) from = character_start(lower, from - 1);
        suffix = hash_of(std::string_view(lower).substr(from));
    }
    return look;
}

}  // namespace chappe
