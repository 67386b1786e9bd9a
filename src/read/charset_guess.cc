// Which charset is this? Each candidate decodes a sample; the one whose letters are the commonest
// of a language that is written in it wins (lexicons/charset_letters.tsv). What nobody writes
// (control characters, a capital inside a word, letters of two scripts in one word) counts against
// it. ICU's detector ranks by trigrams of few languages and often takes windows-1251 for
// MacCyrillic or windows-1254 for windows-1252; charset_test.cc compares both on the same texts.
// Linear.

#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "read/charset.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t sample_size = 4096;  // bytes of lines with high bytes: ~40 lines of prose
constexpr std::size_t looked_at = 65'536;

struct CloseConverter {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};

/// The ICU converter that does what WHATWG means by the name.
std::string_view icu_name(std::string_view charset) {
    if (charset == "gbk") return "gb18030";
    if (charset == "euc-kr") return "windows-949";
    if (charset == "shift_jis") return "windows-31j";
    if (charset == "big5") return "Big5-HKSCS";
    if (charset == "x-mac-cyrillic") return "x-MacCyrillic";
    return charset;
}

struct Profile {
    std::string charset;
    std::string language;
    std::unordered_map<char32_t, float> letters;  // 1.2 for the commonest, 0.2 for the hundredth
};

const std::vector<Profile>& profiles() {
    static const std::vector<Profile> all = [] {
        std::vector<Profile> built;
        for (const auto& row : lexicon_rows("charset_letters")) {
            Profile profile{std::string(row[0]), std::string(row[1]), {}};
            float rank = 0;
            for (std::size_t at = 0; at < row[2].size();) {
                const CodePoint c = code_point_at(row[2], at);
                // Letters thin out about as fast as their rank's logarithm grows.
                profile.letters.emplace(c.value, 1.2F - 0.5F * std::log10(1.0F + rank));
                rank += 1;
                at += c.size;
            }
            built.push_back(std::move(profile));
        }
        return built;
    }();
    return all;
}

/// Lines that hold high bytes, up to sample_size: markup says nothing about the charset.
std::string sample_of(std::string_view bytes) {
    std::string sample;
    for (const std::string_view line : split(bytes.substr(0, looked_at), '\n')) {
        const bool high = std::any_of(line.begin(), line.end(),
                                      [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
        if (!high) continue;
        sample.append(line.substr(0, sample_size));
        sample += '\n';
        if (sample.size() >= sample_size) break;
    }
    return sample;
}

enum class Script { none, latin, cyrillic, greek, hebrew, arabic, other };

Script script_of(char32_t c) {
    if (c < 0x80) return is_letter(c) ? Script::latin : Script::none;
    if (!is_letter(c)) return Script::none;
    if (c < 0x250) return Script::latin;
    if (c >= 0x370 && c < 0x400) return Script::greek;
    if (c >= 0x400 && c < 0x530) return Script::cyrillic;
    if (c >= 0x590 && c < 0x600) return Script::hebrew;
    if (c >= 0x600 && c < 0x700) return Script::arabic;
    return Script::other;
}

/// How little this looks like text that people write, 0 for good text.
double oddity(std::string_view text) {
    double odd = 0;
    bool lower_before = false;
    Script before = Script::none;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        at += c.size;
        const Script script = script_of(c.value);
        if (c.value == 0xFFFD) odd += 3;
        if (c.value >= 0x80 && c.value < 0xA0) odd += 3;
        if (c.value >= 0xE000 && c.value < 0xF900) odd += 3;
        if (script != Script::none && before != Script::none && script != before) odd += 1;
        // Digits of other scripts stand apart from letters, as ours do.
        if (c.value >= 0x80 && digit_value(c.value) >= 0 && before != Script::none) odd += 1;
        const bool upper = c.value >= 0x80 && is_upper(c.value);
        if (upper && lower_before) odd += 1;
        lower_before = script != Script::none && !is_upper(c.value) && !is_caseless_letter(c.value);
        before = script;
    }
    return odd;
}

double fit(std::string_view text, const Profile& profile) {
    double score = 0;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        at += c.size;
        if (c.value < 0x80) continue;
        const auto found = profile.letters.find(c.value);
        // An unlisted Han or Hangul character is ordinary: thousands are in use.
        const bool large = c.value >= 0x3400 && c.value < 0xE000;
        score += found != profile.letters.end() ? found->second : large ? -0.05 : -0.5;
    }
    return score;
}

}  // namespace

Converted convert(std::string_view bytes, std::string_view charset) {
    Converted out;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, CloseConverter> converter(
        ucnv_open(std::string(icu_name(charset)).c_str(), &status));
    if (U_FAILURE(status)) {
        out.utf8 = Text::repair(bytes).str();
        out.errors = bytes.size();
        return out;
    }
    std::u16string wide(16'384, u'\0');
    const char* source = bytes.data();
    const char* const end = source + bytes.size();
    char16_t lead = 0;  // half of a pair that the last chunk ended with
    while (true) {
        char16_t* target = wide.data();
        status = U_ZERO_ERROR;
        ucnv_toUnicode(converter.get(), &target, wide.data() + wide.size(), &source, end, nullptr,
                       1, &status);
        for (const char16_t* unit = wide.data(); unit != target; ++unit) {
            char32_t c = *unit;
            if (U16_IS_LEAD(c)) {
                lead = *unit;
                continue;
            }
            if (U16_IS_TRAIL(c)) c = static_cast<char32_t>(U16_GET_SUPPLEMENTARY(lead, c));
            out.errors += c == 0xFFFD;
            append_utf8(out.utf8, c == 0 ? 0xFFFD : c);
        }
        if (status != U_BUFFER_OVERFLOW_ERROR) return out;
    }
}

std::string guess_charset(std::string_view bytes) {
    const std::string sample = sample_of(bytes);
    std::string best = "windows-1252";  // what the web falls back to
    double best_score = -1e9;
    std::string charset, text;
    double odd = 0;
    std::size_t high = 1;
    for (const Profile& profile : profiles()) {
        if (profile.charset != charset) {
            charset = profile.charset;
            Converted converted = convert(sample, charset);
            text = std::move(converted.utf8);
            odd = oddity(text);
            high = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
                return static_cast<unsigned char>(c) >= 0xC0;
            }));
        }
        if (high == 0) continue;
        const double score = (fit(text, profile) - 2 * odd) / static_cast<double>(high);
        if (score > best_score) {
            best_score = score;
            best = charset;
        }
    }
    return best;
}

}  // namespace chappe
