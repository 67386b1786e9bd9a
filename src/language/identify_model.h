#pragma once
// The identifier's model: one table for each script that languages share (models/identify).
//
// File, little-endian, every part aligned to 16 bytes:
//
//     "CHAPPEID"  u32 version  u32 number of tables
//     per table:  u32 script (ISO 15924 letters)  u32 languages  u32 stride  u32 longest n-gram
//                 u32 slots (power of two)  u32 rows  f32 scale  u32 0
//                 languages * char[8]     codes, NUL-padded; empty: a language we do not name
//                 stride    * i8          bias
//                 slots     * {u16 fingerprint, u16 row + 1}     0: free
//                 rows * stride * i8      weights; a score is their sum times scale
//
// A feature is looked for from slot `hash mod slots` on, until its fingerprint (top 16 bits) or a
// free slot is met.

#include <cstdint>
#include <span>
#include <string_view>

namespace chappe {

constexpr std::size_t most_languages = 64;  // in one table

struct FeatureSlot {
    std::uint16_t fingerprint = 0;
    std::uint16_t row = 0;  // counted from 1
};

struct LanguageTable {
    std::uint32_t script = 0;
    std::uint32_t stride = 0;
    std::uint32_t longest = 0;
    float scale = 0;
    std::span<const char[8]> languages;
    std::span<const std::int8_t> bias;
    std::span<const FeatureSlot> slots;
    std::span<const std::int8_t> weights;

    std::string_view language(std::size_t index) const;
    /// The weights of a feature, `stride` of them; null when the model does not know it.
    const std::int8_t* find(std::uint64_t hash) const;
};

/// "Latn" as the file has it.
constexpr std::uint32_t script_tag(std::string_view letters) {
    std::uint32_t tag = 0;
    for (const char letter : letters) tag = tag << 8 | static_cast<unsigned char>(letter);
    return tag;
}

/// The table of a script in a model; nothing in it (no languages) when there is none.
LanguageTable table_of(std::string_view model, std::uint32_t script);

/// The model inside this program.
std::string_view built_in_model();

}  // namespace chappe
