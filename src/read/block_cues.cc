// Words are hashed while they are folded; a cue of several words is looked up by the hash of the
// run. One pass over the text, no copies.

#include "read/block_cues.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "read/ascii_word.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t reach = 400;      // bytes of a block that are looked at
constexpr std::size_t longest_cue = 4;  // words

std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
    return (hash ^ word) * 0x9E3779B97F4A7C15ULL;
}

/// Calls `visit` with the hash of each word; letters of scripts without spaces are words.
template <typename Visit>
void each_word(std::string_view text, Visit&& visit) {
    constexpr std::uint64_t start = 1469598103934665603ULL;
    std::uint64_t hash = start;
    bool inside = false;
    const auto close = [&] {
        if (inside) visit(hash);
        hash = start;
        inside = false;
    };
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x80) {
            ++at;
            if (const unsigned char letter = ascii_word_letter(byte); letter != 0) {
                hash = (hash ^ letter) * 1099511628211ULL;
                inside = true;
            } else {
                close();
            }
            continue;
        }
        const CodePoint c = code_point_at(text, at);
        at += c.size;
        if (!is_word_character(c.value)) {
            close();
            continue;
        }
        hash = (hash ^ fold_letter(c.value)) * 1099511628211ULL;
        inside = true;
        if (is_wide_script(c.value)) close();
    }
    close();
}

struct CueTable {
    std::unordered_map<std::uint64_t, std::uint32_t> bits;
    // One bit a cue, by its hash: nearly every run is no cue, and needs no look into the map.
    std::vector<bool> seen = std::vector<bool>(std::size_t{1} << 16);
    static std::size_t place_of(std::uint64_t hash) { return hash >> 48; }
    CueTable() {
        std::vector<std::string_view> kinds;
        for (const auto& row : lexicon_rows("block_cues")) {
            auto kind = std::find(kinds.begin(), kinds.end(), row[0]);
            if (kind == kinds.end()) kind = kinds.insert(kinds.end(), row[0]);
            const auto bit = static_cast<std::uint32_t>(1U << (kind - kinds.begin()));
            for (const std::string_view cue : split(row[1], '|')) {
                std::uint64_t hash = 0;
                each_word(cue, [&](std::uint64_t word) { hash = mixed(hash, word); });
                bits[hash] |= bit;
                seen[place_of(hash)] = true;
            }
        }
    }
};

}  // namespace

std::uint32_t block_cues(std::string_view text) {
    static const CueTable table;
    std::uint32_t found = 0;
    std::array<std::uint64_t, longest_cue> runs{};  // hashes of the runs that end here
    each_word(text.substr(0, reach), [&](std::uint64_t word) {
        for (std::size_t size = longest_cue; size-- > 1;)
            runs[size] = runs[size - 1] == 0 ? 0 : mixed(runs[size - 1], word);
        runs[0] = mixed(0, word);
        for (const std::uint64_t run : runs) {
            if (run == 0 || !table.seen[CueTable::place_of(run)]) continue;
            const auto cue = table.bits.find(run);
            if (cue != table.bits.end()) found |= cue->second;
        }
    });
    return found;
}

}  // namespace chappe
