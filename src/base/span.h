#pragma once
// Span: a piece of a text, by position.

#include <cassert>
#include <cstdint>
#include <string_view>

namespace chappe {

/// Bytes, half-open, on character boundaries of a UTF-8 text.
struct Span {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    std::uint32_t size() const { return end - begin; }
    std::string_view in(std::string_view text) const {
        assert(begin <= end && end <= text.size());
        return text.substr(begin, end - begin);
    }
    friend bool operator==(const Span&, const Span&) = default;
};

}  // namespace chappe
