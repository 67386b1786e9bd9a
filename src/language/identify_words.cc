#include "language/identify_words.h"

#include <unicode/uchar.h>

#include "base/text.h"

namespace chappe {
namespace {

constexpr std::size_t longest_piece = 40;  // longer than all but a few words of any list

enum class Role { letter, joiner, mark, other };

struct Letter {
    Role role = Role::other;
    UScriptCode script = USCRIPT_UNKNOWN;
};

UScriptCode script_of(char32_t value) {
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(static_cast<UChar32>(value), &status);
    return U_SUCCESS(status) ? script : USCRIPT_UNKNOWN;
}

Letter classify(char32_t value) {
    if (value < 0x80) {
        const char32_t lower = value | 0x20;
        if (lower >= U'a' && lower <= U'z') return {Role::letter, USCRIPT_LATIN};
        return {};
    }
    // The mark of a long vowel belongs to no script by itself.
    if (value == 0x30FC) return {Role::letter, USCRIPT_HAN};
    const std::uint32_t category = U_GET_GC_MASK(static_cast<UChar32>(value));
    if ((category & (U_GC_L_MASK | U_GC_M_MASK)) == 0) return {};
    const UScriptCode script = script_of(value);
    if (script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA) {
        return {Role::letter, USCRIPT_HAN};
    }
    if (script == USCRIPT_BOPOMOFO) return {Role::letter, USCRIPT_HAN};
    // Vowel points of Arabic and Hebrew come and go; a tatweel is only stretch.
    const bool pointed = script == USCRIPT_ARABIC || script == USCRIPT_HEBREW;
    if (value == 0x640 || (pointed && (category & U_GC_MN_MASK) != 0)) return {Role::mark};
    if (script == USCRIPT_INHERITED) return {Role::mark};
    if (script == USCRIPT_COMMON) return {Role::joiner};
    return {Role::letter, script};
}

char32_t lower(char32_t value) {
    if (value < 0x80) return value >= U'A' && value <= U'Z' ? value | 0x20 : value;
    return static_cast<char32_t>(u_tolower(static_cast<UChar32>(value)));
}

}  // namespace

bool WordReader::passes_address() {
    constexpr std::size_t longest_looked_at = 200;
    const std::string_view rest = text_.substr(at_, longest_looked_at);
    // Addresses are ASCII. Text that goes without spaces (Chinese) may hold one in its middle;
    // there it counts as a few Latin words.
    std::size_t size = 0;
    while (size < rest.size() && rest[size] > ' ' && rest[size] <= '~') ++size;
    const std::string_view token = rest.substr(0, size);
    const bool address = token.find("://") != std::string_view::npos || token.starts_with("www.") ||
                         token.find('@') != std::string_view::npos;
    if (!address) return false;
    at_ += size;
    return true;
}

bool WordReader::next(ScriptWord& word) {
    word.letters.clear();
    while (at_ < text_.size()) {
        if (word.letters.empty() && after_space_) {
            after_space_ = false;
            if (passes_address()) continue;
        }
        const CodePoint point = code_point_at(text_, at_);
        const Letter letter = classify(point.value);
        if (letter.role == Role::other) {
            after_space_ = point.value <= U' ';
            if (!word.letters.empty()) return true;
        } else if (letter.role == Role::letter) {
            const bool goes_on = word.letters.empty() || letter.script == word.script;
            if (!goes_on || word.letters.size() == longest_piece) return true;
            word.script = letter.script;
            word.letters.push_back(lower(point.value));
        } else if (letter.role == Role::joiner && !word.letters.empty() &&
                   word.letters.size() < longest_piece) {
            word.letters.push_back(point.value);
        }
        at_ += point.size;
    }
    return !word.letters.empty();
}

}  // namespace chappe
