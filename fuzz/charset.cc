// Any bytes under any declaration become valid UTF-8. The first byte picks the declaration.
// Seeds: tests/documents.

#include <array>
#include <cstdlib>

#include "read/charset.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::array<std::string_view, 16> charsets = {
        "",        "utf-8",  "windows-1251", "windows-1252", "iso-8859-2",
        "koi8-r",  "gbk",    "gb18030",      "big5",         "shift_jis",
        "euc-jp",  "euc-kr", "iso-2022-jp",  "utf-16le",     "utf-16be",
        "nonsense"};
    if (size == 0) return 0;
    std::string media_type = "text/html";
    if (const std::string_view charset = charsets[data[0] % charsets.size()]; !charset.empty())
        (media_type += "; charset=") += charset;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const chappe::Decoded decoded = chappe::decode(bytes, media_type);
    if (chappe::Text::repair(decoded.text).view() != decoded.text.view()) std::abort();
    if (decoded.charset.empty()) std::abort();
    return 0;
}
