#pragma once
// Numbers and strings to bytes and back, for model files. Little-endian base 128 ("varint").

#include <cstdint>
#include <string>
#include <string_view>

namespace chappe {

class ByteWriter {
 public:
    void number(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(value | 0x80);
        bytes_ += static_cast<char>(value);
    }
    void byte(std::uint64_t low) { bytes_ += static_cast<char>(low); }
    void string(std::string_view text) {
        number(text.size());
        bytes_ += text;
    }
    std::string take() { return std::move(bytes_); }

 private:
    std::string bytes_;
};

/// Total: behind the end, or after a fault, everything reads as 0 and empty, and failed() says so.
class ByteReader {
 public:
    explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

    std::uint64_t number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (rest_.empty()) return fail();
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            value |= std::uint64_t{byte & 0x7fU} << shift;
            if (byte < 0x80) return value;
        }
        return fail();
    }
    std::uint64_t byte() {
        if (rest_.empty()) return fail();
        const auto value = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        return value;
    }
    /// A number that must be at most `most`.
    std::uint64_t number_up_to(std::uint64_t most) {
        const std::uint64_t value = number();
        return value <= most ? value : fail();
    }
    /// A count of things that take at least a byte each, so no more than are left.
    std::size_t count() { return static_cast<std::size_t>(number_up_to(rest_.size())); }
    std::string_view string() {
        const std::size_t size = count();
        const std::string_view text = rest_.substr(0, size);
        rest_.remove_prefix(text.size());
        if (text.size() < size) fail();
        return text;
    }
    bool at_end() const { return rest_.empty(); }
    bool failed() const { return failed_; }
    std::uint64_t fail() {
        failed_ = true;
        rest_ = {};
        return 0;
    }

 private:
    std::string_view rest_;
    bool failed_ = false;
};

}  // namespace chappe
