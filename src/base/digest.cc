#include "base/digest.h"

#include <sodium.h>

#include "base/hex.h"

namespace chappe {

Digest digest(std::string_view bytes) {
    Digest out;
    crypto_generichash(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                       bytes.size(), nullptr, 0);
    return out;
}

std::string to_hex(const Digest& d) {
    return hex_of(bytes_of(d));
}

std::string random_hex(std::size_t bytes) {
    std::string raw(bytes, '\0');
    randombytes_buf(raw.data(), raw.size());
    return hex_of(raw);
}

}  // namespace chappe
