// The names lie in one sorted list. A name is followed from letter to letter by narrowing the range
// of entries that begin with what was read so far; the longest that is whole wins.

#include "read/html5/character_reference.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "base/text.h"
#include "read/words.h"

namespace chappe {
namespace {

struct Entity {
    std::string_view name;  // "eacute;", and "eacute" for those that do without the semicolon
    std::array<char, 7> bytes{};
    std::uint8_t size = 0;
};

class Entities {
 public:
    Entities() {
        for (const auto& row : lexicon_rows("html_entities")) {
            Entity entity;
            entity.name = row[0];
            std::string characters;
            for (const std::string_view part : split(row[1], ' ')) {
                unsigned code_point = 0;
                std::from_chars(part.data(), part.data() + part.size(), code_point, 16);
                append_utf8(characters, code_point);
            }
            entity.size = static_cast<std::uint8_t>(characters.copy(entity.bytes.data(), 7));
            entities_.push_back(entity);
        }
        for (std::size_t letter = 0; letter < first_.size(); ++letter)
            first_[letter] = static_cast<std::uint16_t>(
                std::lower_bound(entities_.begin(), entities_.end(), letter,
                                 [](const Entity& entity, std::size_t c) {
                                     return static_cast<unsigned char>(entity.name[0]) < c;
                                 }) -
                entities_.begin());
    }

    /// The longest entity whose name is a prefix of the text; null when none is.
    const Entity* longest_prefix(std::string_view text) const {
        if (text.empty() || static_cast<unsigned char>(text[0]) >= first_.size() - 1)
            return nullptr;
        const auto letter = static_cast<unsigned char>(text[0]);
        auto begin = entities_.begin() + first_[letter];
        auto end = entities_.begin() + first_[letter + 1];
        const Entity* found = nullptr;
        for (std::size_t at = 1; begin != end; ++at) {
            if (begin->name.size() == at) found = &*begin++;  // shorter names come first
            if (at == text.size()) break;
            const auto next = static_cast<unsigned char>(text[at]);
            begin = std::lower_bound(begin, end, next, [at](const Entity& entity, unsigned char c) {
                return static_cast<unsigned char>(entity.name[at]) < c;
            });
            end = std::upper_bound(begin, end, next, [at](unsigned char c, const Entity& entity) {
                return c < static_cast<unsigned char>(entity.name[at]);
            });
        }
        return found;
    }

 private:
    std::vector<Entity> entities_;
    std::array<std::uint16_t, 129> first_{};  // by the first letter; all names are ASCII
};

bool is_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/// The digit's value in base 16; 16 when it is none.
unsigned digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    const char lower = static_cast<char>(c | 32);
    return lower >= 'a' && lower <= 'f' ? static_cast<unsigned>(lower - 'a' + 10) : 16;
}

/// 13.2.5.80: what a number outside of text means; 0x80 to 0x9F are read as windows-1252.
char32_t character_numbered(std::uint32_t number) {
    constexpr std::array<char16_t, 32> windows_1252 = {
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
    if (number == 0 || number > 0x10FFFF || (number >= 0xD800 && number <= 0xDFFF)) return 0xFFFD;
    if (number >= 0x80 && number <= 0x9F) return windows_1252[number - 0x80];
    return number;
}

CharacterReference read_number(std::string_view text) {
    CharacterReference reference;
    const bool hexadecimal = text.size() > 2 && (text[2] | 32) == 'x';
    const unsigned base = hexadecimal ? 16 : 10;
    std::size_t at = hexadecimal ? 3 : 2;
    const std::size_t first = at;
    std::uint32_t number = 0;
    for (; at < text.size() && digit(text[at]) < base; ++at)
        number = std::min<std::uint32_t>(number * base + digit(text[at]), 0x110000);
    if (at == first) return reference;
    if (at < text.size() && text[at] == ';') ++at;
    std::string character;
    append_utf8(character, character_numbered(number));
    reference.taken = at;
    reference.size = character.copy(reference.bytes.data(), reference.bytes.size());
    return reference;
}

/// Those that nearly all references on pages are, without a look into the table.
std::size_t common_reference(std::string_view text, char& character) {
    struct Common {
        std::string_view name;
        char character;
    };
    constexpr std::array<Common, 5> common = {
        {{"&amp;", '&'}, {"&quot;", '"'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&apos;", '\''}}};
    for (const Common& one : common)
        if (text.starts_with(one.name)) {
            character = one.character;
            return one.name.size();
        }
    return 0;
}

}  // namespace

CharacterReference read_character_reference(std::string_view text, ReferencePlace place) {
    if (text.size() > 1 && text[1] == '#') return read_number(text);
    CharacterReference reference;
    if (const std::size_t taken = common_reference(text, reference.bytes[0]); taken > 0) {
        reference.taken = taken;
        reference.size = 1;
        return reference;
    }
    static const Entities entities;
    const Entity* const entity = entities.longest_prefix(text.substr(1));
    if (entity == nullptr) return reference;
    const std::size_t taken = entity->name.size() + 1;
    // 13.2.5.73: "for historical reasons", the address "?a=1&copy=2" in an attribute means itself.
    if (place == ReferencePlace::attribute && entity->name.back() != ';' && taken < text.size() &&
        (text[taken] == '=' || is_alphanumeric(text[taken])))
        return reference;
    reference.taken = taken;
    reference.size = entity->size;
    std::copy_n(entity->bytes.begin(), entity->size, reference.bytes.begin());
    return reference;
}

}  // namespace chappe
