#pragma once
// Keys of features: 32 bits made of a template's number and what it looks at. No table of strings
// is kept; two features that meet in one key share their weights, which at a million features in
// 2^32 happens to a few hundred of them.

#include <cstdint>
#include <string_view>

namespace chappe {

constexpr std::uint64_t mix(std::uint64_t value) {
    value = (value ^ value >> 32) * 0xd6e8feb86659fd93U;
    value = (value ^ value >> 32) * 0xd6e8feb86659fd93U;
    return value ^ value >> 32;
}

constexpr std::uint64_t join(std::uint64_t a, std::uint64_t b) {
    return (a + 0x9e3779b97f4a7c15U) * 0xbf58476d1ce4e5b9U + b;
}
constexpr std::uint64_t join(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    return join(join(a, b), c);
}
constexpr std::uint64_t join(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d) {
    return join(join(a, b, c), d);
}

/// Never 0, which marks a free slot.
constexpr std::uint32_t feature_key(std::uint64_t of_template, std::uint64_t value) {
    const auto key = static_cast<std::uint32_t>(mix(join(value, of_template)) >> 32);
    return key == 0 ? 1 : key;
}

/// FNV-1a, finished by mix(); for words and their pieces.
constexpr std::uint32_t hash_of(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return static_cast<std::uint32_t>(mix(hash) >> 32);
}

}  // namespace chappe
