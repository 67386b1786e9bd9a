// Each word is hashed while it is read and looked up by its hash: no copies, one pass.

#include "read/part_words.h"

#include <algorithm>
#include <vector>

#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t longest_names = 400;  // bytes; utility classes run on for thousands
constexpr std::uint64_t hash_start = 1469598103934665603ULL;  // FNV-1a, 64 bits

std::uint64_t hashed(std::uint64_t hash, char letter) {
    return (hash ^ static_cast<unsigned char>(letter)) * 1099511628211ULL;
}

/// Open addressing, a power of two, at most a quarter full.
class PartTable {
 public:
    PartTable() : slots_(8192) {
        for (const auto& row : lexicon_rows("page_parts")) {
            const auto* const kind = std::find(part_names.begin(), part_names.end(), row[0]);
            if (kind == part_names.end()) continue;
            const std::uint32_t bit = 1U << (kind - part_names.begin());
            for (const std::string_view word : split(row[1], '|')) {
                std::uint64_t hash = hash_start;
                for (const char c : word) hash = hashed(hash, c);
                Slot& slot = slots_[place_of(hash)];
                slot.hash = hash;
                slot.bits |= bit;
                seen_[hash >> 48] = true;
            }
        }
    }
    std::uint32_t find(std::uint64_t hash) const {
        return seen_[hash >> 48] ? slots_[place_of(hash)].bits : 0;
    }

 private:
    struct Slot {
        std::uint64_t hash = 0;
        std::uint32_t bits = 0;
    };
    std::size_t place_of(std::uint64_t hash) const {
        std::size_t place = hash & (slots_.size() - 1);
        while (slots_[place].hash != 0 && slots_[place].hash != hash)
            place = (place + 1) & (slots_.size() - 1);
        return place;
    }
    std::vector<Slot> slots_;
    // One bit a word: most words of a page are none of these, and 8 KB stay near the processor.
    std::vector<bool> seen_ = std::vector<bool>(std::size_t{1} << 16);
};

}  // namespace

std::uint32_t part_words(std::string_view names) {
    static const PartTable table;
    names = names.substr(0, longest_names);
    std::uint32_t bits = 0;
    std::uint64_t word = hash_start, whole = hash_start;
    bool pieces = false, inside = false;  // several words in this name; inside a word
    char before = ' ';
    const auto end_word = [&] {
        if (inside) bits |= table.find(word);
        word = hash_start;
        inside = false;
    };
    const auto end_name = [&] {
        end_word();
        if (pieces) bits |= table.find(whole);
        whole = hash_start;
        pieces = false;
    };
    for (const char c : names) {
        const bool upper = c >= 'A' && c <= 'Z';
        if (!upper && (c < 'a' || c > 'z')) {
            if (c == ' ')
                end_name();
            else
                end_word();
        } else {
            if (upper && before >= 'a' && before <= 'z') end_word();
            const auto lower = static_cast<char>(c | 32);
            if (!inside && whole != hash_start) pieces = true;
            word = hashed(word, lower);
            whole = hashed(whole, lower);
            inside = true;
        }
        before = c;
    }
    end_name();
    return bits;
}

}  // namespace chappe
