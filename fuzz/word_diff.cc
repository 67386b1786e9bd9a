// Two texts parted by a NUL: the pieces of their diff cover both, in order, on characters.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "base/word_diff.h"

namespace {

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace chappe;
    const std::string_view all(reinterpret_cast<const char*>(data), size);
    const std::size_t cut = std::min(all.find('\0'), all.size());
    const Text before = Text::repair(all.substr(0, cut));
    const Text after = Text::repair(all.substr(std::min(cut + 1, all.size())));
    std::uint32_t x = 0, y = 0;
    for (const DiffPiece& piece : word_diff(before, after)) {
        require(piece.before.begin == x && piece.after.begin == y, "a gap or an overlap");
        require(
            starts_character(before, piece.before.end) && starts_character(after, piece.after.end),
            "a piece of a character");
        require(piece.kind == DiffPiece::Kind::added || piece.before.size() > 0, "nothing old");
        require(piece.kind == DiffPiece::Kind::removed || piece.after.size() > 0, "nothing new");
        x = piece.before.end;
        y = piece.after.end;
    }
    require(x == before.size() && y == after.size(), "not the whole texts");
    return 0;
}
