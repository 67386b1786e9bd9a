#include "base/digest.h"

#include <sodium.h>

namespace chappe {

Digest digest(std::string_view bytes) {
    Digest out;
    crypto_generichash(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                       bytes.size(), nullptr, 0);
    return out;
}

namespace {

std::string hex(const unsigned char* bytes, std::size_t size) {
    constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (std::size_t i = 0; i < size; ++i) {
        out += digits[bytes[i] >> 4];
        out += digits[bytes[i] & 15];
    }
    return out;
}

}  // namespace

std::string to_hex(const Digest& d) {
    return hex(d.data(), d.size());
}

std::string random_hex(std::size_t bytes) {
    std::string raw(bytes, '\0');
    randombytes_buf(raw.data(), raw.size());
    return hex(reinterpret_cast<const unsigned char*>(raw.data()), raw.size());
}

}  // namespace chappe
