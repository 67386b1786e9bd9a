#pragma once
// Full text: a feed's entry and the page behind it, told apart by their words.

#include <string_view>

namespace chappe {

/// Whether the page tells what the entry does: half of the entry's words (of four letters and more,
/// as written, but for the case of ASCII) are among the page's. An entry of a few words says too
/// little to tell; then it does. Linear in both.
bool tells_the_same(std::string_view entry, std::string_view page);

/// Whether the page's text is the better one to show: a fifth longer than the entry's.
bool is_fuller(std::string_view entry, std::string_view page);

}  // namespace chappe
