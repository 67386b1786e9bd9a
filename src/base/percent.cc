#include "base/percent.h"

#include <charconv>

namespace chappe {

std::optional<char> percent_byte(std::string_view text) {
    if (text.size() < 3 || text.front() != '%') return std::nullopt;
    const char* const end = text.data() + 3;
    unsigned char byte = 0;
    const auto [stop, error] = std::from_chars(text.data() + 1, end, byte, 16);
    if (error != std::errc() || stop != end) return std::nullopt;
    return static_cast<char>(byte);
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = percent_byte(text.substr(i));
        out += byte.value_or(text[i]);
        if (byte) i += 2;
    }
    return out;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
                                c == '~';
        if (unreserved)
            out += c;
        else
            out.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
    return out;
}

}  // namespace chappe
