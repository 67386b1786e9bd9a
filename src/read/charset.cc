#include "read/charset.h"

#include <algorithm>
#include <array>

#include "read/words.h"

namespace chappe {
namespace {

// WHATWG looks at 1024 bytes; real pages put comments and scripts before their meta.
constexpr std::size_t prescan_size = 4096;

const WordMap<std::string>& labels() {
    static const WordMap<std::string> table = [] {
        WordMap<std::string> built;
        for (const auto& row : lexicon_rows("charset_labels"))
            for (const std::string_view label : split(row.back(), ' '))
                built.emplace(label, row.front());
        return built;
    }();
    return table;
}

/// `charset=` and its value, bare or in quotes, at or after `at`.
std::string_view charset_parameter(std::string_view text) {
    const std::string lower = lower_ascii(text);
    for (std::size_t at = lower.find("charset"); at != lower.npos;
         at = lower.find("charset", at + 1)) {
        std::size_t value = at + 7;
        while (value < text.size() && is_space(static_cast<unsigned char>(text[value]))) ++value;
        if (value >= text.size() || text[value] != '=') continue;
        ++value;
        while (value < text.size() && (is_space(static_cast<unsigned char>(text[value])) ||
                                       text[value] == '"' || text[value] == '\''))
            ++value;
        return text.substr(value, text.find_first_of("\"'; \t\r\n>/", value) - value);
    }
    return {};
}

/// The value of encoding= in `<?xml version="1.0" encoding="...">`.
std::string_view xml_declaration(std::string_view head) {
    if (!head.starts_with("<?xml")) return {};
    head = head.substr(0, head.find("?>"));
    const std::size_t name = head.find("encoding");
    if (name == head.npos) return {};
    const std::size_t open = head.find_first_of("\"'", name);
    if (open == head.npos) return {};
    return head.substr(open + 1, head.find(head[open], open + 1) - open - 1);
}

/// The charset of the first `<meta charset>` or `<meta http-equiv>` outside comments.
std::string_view meta_declaration(std::string_view head) {
    for (std::size_t at = head.find('<'); at != head.npos; at = head.find('<', at + 1)) {
        const std::string_view rest = head.substr(at);
        if (rest.starts_with("<!--")) {
            const std::size_t end = rest.find("-->");
            if (end == rest.npos) return {};
            at += end;
        } else if (rest.size() > 6 && equal_ignoring_ascii_case(rest.substr(0, 5), "<meta") &&
                   !is_word_character(static_cast<unsigned char>(rest[5]))) {
            const std::string_view found = charset_parameter(rest.substr(0, rest.find('>')));
            if (!found.empty()) return found;
        }
    }
    return {};
}

/// What UTF-8 there is: characters of several bytes, and sequences that are ill-formed.
struct Utf8Count {
    std::size_t good = 0;
    std::size_t bad = 0;
    std::size_t nul = 0;
    bool is_text() const { return bad == 0 && nul == 0; }
};
Utf8Count count_utf8(std::string_view bytes) {
    Utf8Count count;
    for (std::size_t at = 0; at < bytes.size();) {
        at = skip_ascii(bytes, at);
        if (at == bytes.size()) break;
        const CodePoint c = code_point_at(bytes, at);
        // Ill-formed bytes read as U+FFFD too.
        const bool ill_formed =
            c.value == 0xFFFD && bytes.substr(at, c.size) != std::string_view("\uFFFD");
        (c.value == 0 ? count.nul : ill_formed ? count.bad : count.good) += 1;
        at += c.size;
    }
    return count;
}

struct Mark {
    std::string_view bytes;
    std::string_view charset;
};
constexpr std::array marks = {Mark{"\xEF\xBB\xBF", "utf-8"}, Mark{"\xFE\xFF", "utf-16be"},
                              Mark{"\xFF\xFE", "utf-16le"}};

/// UTF-16 without a mark shows as a NUL in every second byte of ASCII.
std::string_view bare_utf16(std::string_view bytes) {
    const std::string_view head = bytes.substr(0, 512);
    std::size_t even = 0, odd = 0;
    for (std::size_t i = 0; i + 1 < head.size(); i += 2) {
        even += head[i] == 0;
        odd += head[i + 1] == 0;
    }
    const std::size_t pairs = head.size() / 2;
    if (pairs < 2) return {};
    if (odd * 10 >= pairs * 7 && even * 10 < pairs) return "utf-16le";
    if (even * 10 >= pairs * 7 && odd * 10 < pairs) return "utf-16be";
    return {};
}

Decoded decode_as(std::string_view bytes, std::string_view charset) {
    Decoded out;
    out.charset = charset;
    if (charset == "utf-8") {
        out.text = Text::repair(bytes);
        return out;
    }
    out.text = Text::trusted(convert(bytes, charset).utf8);
    return out;
}

/// UTF-8 that was counted: nothing to repair when all of it is text.
Decoded decode_counted(std::string_view bytes, const Utf8Count& count) {
    if (!count.is_text()) return decode_as(bytes, "utf-8");
    Decoded out;
    out.charset = "utf-8";
    out.text = Text::trusted(std::string(bytes));
    return out;
}

bool is_multibyte(std::string_view charset) {
    return charset == "gbk" || charset == "gb18030" || charset == "big5" || charset == "euc-jp" ||
           charset == "shift_jis" || charset == "euc-kr" || charset == "iso-2022-jp";
}

/// A legacy text is valid UTF-8 by accident only when it is short: each pair of bytes must fit. Two
/// characters of a single-byte charset already rule it out in practice; in GBK or Big5 a few words
/// can fit.
bool is_surely_utf8(const Utf8Count& count, std::string_view declared) {
    return count.bad == 0 && count.good >= (is_multibyte(declared) ? 8u : 2u);
}

/// Few enough to be damage (a cut, a bad byte) in what is UTF-8 otherwise.
bool is_damaged_utf8(const Utf8Count& count) {
    return count.good > 0 && count.bad * 10 <= count.good + 9;
}

bool fits(std::string_view bytes, std::string_view charset) {
    const std::size_t high = static_cast<std::size_t>(std::count_if(
        bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }));
    return convert(bytes, charset).errors * 20 <= high;
}

Decoded decode_guessed(std::string_view bytes, std::string_view declared) {
    const std::string charset = guess_charset(bytes);
    Decoded out = decode_as(bytes, charset);
    out.notes.push_back(declared.empty() ? "charset guessed: " + charset
                                         : "declared " + std::string(declared) + ", read as " +
                                               charset + ": the bytes do not fit");
    return out;
}

Decoded decode_declared(std::string_view bytes, std::string_view declared,
                        std::string_view second) {
    const Utf8Count count = count_utf8(bytes);
    if (declared == "utf-8") {
        if (count.bad == 0) return decode_counted(bytes, count);
        if (is_damaged_utf8(count)) {
            Decoded out = decode_as(bytes, "utf-8");
            out.notes.push_back("ill-formed UTF-8 repaired");
            return out;
        }
        if (!second.empty() && second != "utf-8" && fits(bytes, second)) {
            Decoded out = decode_as(bytes, second);
            out.notes.push_back("declared utf-8 and " + std::string(second) + ", read as " +
                                std::string(second));
            return out;
        }
        return decode_guessed(bytes, declared);
    }
    if (is_surely_utf8(count, declared)) {
        Decoded out = decode_counted(bytes, count);
        out.notes.push_back("declared " + std::string(declared) + ", but the bytes are utf-8");
        return out;
    }
    if (is_multibyte(declared) && !fits(bytes, declared)) return decode_guessed(bytes, declared);
    return decode_as(bytes, declared);
}

}  // namespace

std::optional<std::string_view> charset_named(std::string_view label) {
    const auto found = labels().find(lower_ascii(trim(label)));
    if (found == labels().end()) return std::nullopt;
    return found->second;
}

std::optional<std::string_view> declared_inside(std::string_view bytes) {
    const std::string_view head = bytes.substr(0, prescan_size);
    std::string_view label = xml_declaration(head);
    if (label.empty()) label = meta_declaration(head);
    const auto charset = charset_named(label);
    // Whoever could read the declaration as ASCII does not read UTF-16 (WHATWG HTML, 13.2.3.2).
    if (charset && charset->starts_with("utf-16")) return "utf-8";
    return charset;
}

Decoded decode(std::string_view bytes, std::string_view media_type) {
    for (const Mark& mark : marks)
        if (bytes.starts_with(mark.bytes))
            return decode_as(bytes.substr(mark.bytes.size()), mark.charset);
    if (const std::string_view wide = bare_utf16(bytes); !wide.empty())
        return decode_as(bytes, wide);

    const auto outside = charset_named(charset_parameter(media_type));
    const auto inside = declared_inside(bytes);
    if (outside) return decode_declared(bytes, *outside, inside.value_or(""));
    if (inside) return decode_declared(bytes, *inside, "");

    const Utf8Count count = count_utf8(bytes);
    if (count.bad == 0) return decode_counted(bytes, count);
    if (is_damaged_utf8(count) && count.good >= 2) {
        Decoded out = decode_as(bytes, "utf-8");
        out.notes.push_back("ill-formed UTF-8 repaired");
        return out;
    }
    return decode_guessed(bytes, "");
}

}  // namespace chappe
