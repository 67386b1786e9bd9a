#pragma once
// A table from a fixed set of short names to their positions, made by the compiler. Open addressing
// over a hash of four characters and the length: one probe for most names, found or not.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace chappe {

template <std::size_t slots>
class NameTable {
    static_assert((slots & (slots - 1)) == 0, "a power of two");

 public:
    /// Empty names are left out. The names are read whenever something is looked up.
    template <std::size_t count>
    constexpr explicit NameTable(const std::array<std::string_view, count>& names)
        : names_(names.data()) {
        static_assert(count * 2 <= slots, "room, or an absent name is probed for long");
        for (std::size_t i = 0; i < count; ++i) {
            if (names[i].empty()) continue;
            std::size_t slot = slot_of(names[i]);
            while (positions_[slot] != 0) slot = (slot + 1) & (slots - 1);
            positions_[slot] = static_cast<std::uint16_t>(i + 1);
        }
    }

    /// The name's position; -1 when it is none of them.
    constexpr int find(std::string_view name) const {
        if (name.empty()) return -1;
        for (std::size_t slot = slot_of(name); positions_[slot] != 0;
             slot = (slot + 1) & (slots - 1)) {
            const int position = positions_[slot] - 1;
            if (names_[position] == name) return position;
        }
        return -1;
    }

 private:
    static constexpr std::size_t slot_of(std::string_view name) {
        const auto at = [name](std::size_t i) {
            return static_cast<std::uint32_t>(static_cast<unsigned char>(name[i]));
        };
        const std::size_t size = name.size();
        const std::uint32_t mixed =
            at(0) | at(size / 2) << 8 | at(size - 1) << 16 | (at(size > 1 ? 1 : 0) ^ size) << 24;
        return (mixed * 0x9E3779B1U) >> 16 & (slots - 1);
    }

    const std::string_view* names_;
    std::array<std::uint16_t, slots> positions_{};
};

}  // namespace chappe
