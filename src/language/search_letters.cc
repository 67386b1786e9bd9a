// Small and narrow is NFKC_Casefold of Unicode (https://www.unicode.org/reports/tr44/, 5.7.2);
// without accents is NFKD without the marks of the scripts whose marks are accents or points. In
// others (Devanagari, Thai) marks are vowels and stay; Hangul and kana are never taken apart.
#include "language/search_letters.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <array>
#include <atomic>
#include <memory>
#include <mutex>

#include "base/text.h"

namespace chappe {
namespace {

const icu::Normalizer2& form(const icu::Normalizer2* (*instance)(UErrorCode&)) {
    UErrorCode error = U_ZERO_ERROR;
    return *instance(error);  // data of ICU itself: there is nothing to fail
}

/// Empty when ICU reports an error, which it has no reason to.
std::string normalized(const icu::Normalizer2& by, std::string_view utf8) {
    UErrorCode error = U_ZERO_ERROR;
    std::string out;
    by.normalize(icu::UnicodeString::fromUTF8(
                     icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size()))),
                 error)
        .toUTF8String(out);
    return out;
}

bool in(char32_t c, char32_t first, char32_t last) {
    return c >= first && c <= last;
}

/// Accents of Latin, Greek and Cyrillic; points of Hebrew; vowel signs of Arabic and Syriac.
bool is_accent(char32_t c) {
    return in(c, 0x300, 0x36F) || in(c, 0x483, 0x487) || in(c, 0x591, 0x5BD) || c == 0x5BF ||
           in(c, 0x5C1, 0x5C2) || in(c, 0x5C4, 0x5C5) || c == 0x5C7 || in(c, 0x610, 0x61A) ||
           in(c, 0x64B, 0x65F) || c == 0x670 || in(c, 0x6D6, 0x6DC) || in(c, 0x6DF, 0x6E4) ||
           in(c, 0x6E7, 0x6E8) || in(c, 0x6EA, 0x6ED) || c == 0x711 || in(c, 0x730, 0x74A) ||
           in(c, 0x1AB0, 0x1AFF) || in(c, 0x1DC0, 0x1DFF) || in(c, 0x20D0, 0x20FF) ||
           in(c, 0xFE20, 0xFE2F);
}

/// Letters that Unicode does not take apart, but people do at the keyboard.
std::string_view plain(char32_t c) {
    switch (c) {
        case U'œ':
            return "oe";
        case U'æ':
            return "ae";
        case U'ß':
            return "ss";
        case U'þ':
            return "th";
        case U'ø':
            return "o";
        case U'đ':
        case U'ð':
            return "d";
        case U'ł':
            return "l";
        case U'ħ':
            return "h";
        case U'ŋ':
            return "n";
        case U'ŧ':
            return "t";
        case U'ı':
            return "i";
        case U'ə':
            return "e";
        case 0x649:  // alef maksura, written for yeh
        case 0x6CC:  // Persian yeh
            return "\u064A";
        case 0x629:  // teh marbuta
            return "\u0647";
        case 0x671:  // alef wasla
            return "\u0627";
        case 0x6A9:  // Persian kaf
            return "\u0643";
        default:
            return {};
    }
}

bool has_points(UScriptCode script) {
    switch (script) {
        case USCRIPT_LATIN:
        case USCRIPT_GREEK:
        case USCRIPT_CYRILLIC:
        case USCRIPT_HEBREW:
        case USCRIPT_ARABIC:
        case USCRIPT_SYRIAC:
        case USCRIPT_COMMON:
        case USCRIPT_INHERITED:
            return true;
        default:
            return false;
    }
}

bool has_no_spaces(UScriptCode script) {
    switch (script) {
        case USCRIPT_HAN:
        case USCRIPT_HIRAGANA:
        case USCRIPT_KATAKANA:
        case USCRIPT_BOPOMOFO:
        case USCRIPT_HANGUL:  // has them, and endings that grow onto words
        case USCRIPT_YI:
        case USCRIPT_THAI:
        case USCRIPT_LAO:
        case USCRIPT_KHMER:
        case USCRIPT_MYANMAR:
            return true;
        default:
            return false;
    }
}

LetterKind kind_of(char32_t c, UScriptCode script, bool vanishes) {
    if (c == 0x27 || c == 0x2BC || c == 0x2018 || c == 0x2019 || c == 0xFF07 || c == 0x2BB)
        return LetterKind::apostrophe;
    if (c == 0xB7 || c == 0x22 || c == 0x5F3 || c == 0x5F4) return LetterKind::inner;
    if (c == 0x200B) return LetterKind::soft_gap;
    if (c == 0x17D2 || c == 0x1039) return LetterKind::stack;
    if (in(c, 0xE40, 0xE44) || in(c, 0xEC0, 0xEC4)) return LetterKind::lead;
    if (c == 0xE30 || in(c, 0xE32, 0xE33) || in(c, 0xE45, 0xE46) || c == 0xEB0 ||
        in(c, 0xEB2, 0xEB3) || c == 0xEBD || c == 0xEC6 || in(c, 0x1160, 0x11FF) ||
        in(c, 0xD7B0, 0xD7FF))  // the last two: vowels and ends of Hangul syllables
        return LetterKind::follow;
    if (c == 0x30FC || c == 0xFF70) return LetterKind::piece;  // long kana vowel, of no script
    if (c == 0x640 || vanishes) return LetterKind::nothing;    // tatweel only stretches a word
    const auto ch = static_cast<UChar32>(c);
    const std::uint32_t category = U_GET_GC_MASK(ch);
    if (category & U_GC_M_MASK) return LetterKind::mark;
    if (c == 0xFF9E || c == 0xFF9F) return LetterKind::mark;  // half-width voicing marks
    if (category & (U_GC_ND_MASK | U_GC_NO_MASK)) return LetterKind::letter;
    if (!(category & (U_GC_L_MASK | U_GC_NL_MASK))) return LetterKind::gap;
    return has_no_spaces(script) ? LetterKind::piece : LetterKind::letter;
}

std::string lower_of(char32_t c) {
    if (c == U'İ') return "i";
    const int digit = u_charDigitValue(static_cast<UChar32>(c));
    if (digit >= 0) return std::string(1, static_cast<char>('0' + digit));
    std::string utf8;
    append_utf8(utf8, c);
    return normalized(form(icu::Normalizer2::getNFKCCasefoldInstance), utf8);
}

/// A ligature may come apart with characters in it that are no letters.
std::string folded_of(char32_t c, UScriptCode script) {
    std::string utf8;
    if (const std::string_view known = plain(c); !known.empty()) return std::string(known);
    append_utf8(utf8, c);
    if (!has_points(script)) return utf8;
    const std::string apart = normalized(form(icu::Normalizer2::getNFKDInstance), utf8);
    std::string out;
    for (std::size_t at = 0; at < apart.size();) {
        const CodePoint part = code_point_at(apart, at);
        const std::string_view known = plain(part.value);
        if (!known.empty())
            out += known;
        else if (!is_accent(part.value) && !is_space(part.value))
            out.append(apart, at, part.size);
        at += part.size;
    }
    return out;
}

struct Page {
    struct Entry {
        LetterKind kind = LetterKind::gap;
        bool latin = false;
        bool needs_composing = false;
        std::string lower, folded;
    };
    std::array<Entry, 256> entries;
};

Page::Entry entry_of(char32_t c) {
    Page::Entry entry;
    UErrorCode error = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(static_cast<UChar32>(c), &error);
    entry.lower = lower_of(c);
    entry.kind = kind_of(c, script, entry.lower.empty());
    entry.latin = script == USCRIPT_LATIN;
    const bool jamo = in(c, 0x1100, 0x11FF) || in(c, 0xA960, 0xA97F) || in(c, 0xD7B0, 0xD7FF);
    entry.needs_composing =
        jamo || (entry.kind == LetterKind::mark &&
                 (is_accent(c) || in(c, 0x3099, 0x309A) || in(c, 0xFF9E, 0xFF9F)));
    entry.folded = folded_of(c, script);
    return entry;
}

constexpr std::size_t pages = 0x110000 / 256;
std::array<std::atomic<const Page*>, pages> made_pages{};

const Page& page_of(std::size_t number) {
    if (const Page* made = made_pages[number].load(std::memory_order_acquire)) return *made;
    static std::mutex mutex;
    static std::array<std::unique_ptr<Page>, pages> owned;
    const std::lock_guard lock(mutex);
    if (!owned[number]) {
        auto page = std::make_unique<Page>();
        for (std::size_t i = 0; i < page->entries.size(); ++i)
            page->entries[i] = entry_of(static_cast<char32_t>(number * 256 + i));
        owned[number] = std::move(page);
        made_pages[number].store(owned[number].get(), std::memory_order_release);
    }
    return *owned[number];
}

}  // namespace

Letter letter_of(char32_t c) {
    if (c > 0x10FFFF) c = 0xFFFD;
    const Page::Entry& entry = page_of(c / 256).entries[c % 256];
    return {entry.kind, entry.latin, entry.needs_composing, entry.lower, entry.folded};
}

void append_folded(std::string& out, std::string_view lower) {
    for (std::size_t at = 0; at < lower.size();) {
        if (static_cast<unsigned char>(lower[at]) < 0x80) {
            out += lower[at++];
            continue;
        }
        const CodePoint c = code_point_at(lower, at);
        out += letter_of(c.value).folded;
        at += c.size;
    }
}

std::string composed(std::string_view utf8) {
    return normalized(form(icu::Normalizer2::getNFCInstance), utf8);
}

}  // namespace chappe
