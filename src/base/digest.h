#pragma once
// Digest: the address of content. BLAKE2b-256 (libsodium), so that no page can be made to pass for
// another.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace chappe {

using Digest = std::array<std::uint8_t, 32>;

Digest digest(std::string_view bytes);
std::string to_hex(const Digest&);
inline std::string_view bytes_of(const Digest& d) {
    return {reinterpret_cast<const char*>(d.data()), d.size()};
}

/// Bytes that nobody can guess, as lower-case hex; for tokens.
std::string random_hex(std::size_t bytes);

}  // namespace chappe
