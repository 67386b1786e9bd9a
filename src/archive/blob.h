#pragma once
// Blob: original bytes, compressed, under the digest of what they were.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/result.h"

namespace chappe {

struct Blob {
    Digest digest{};         // of the original bytes
    std::uint64_t size = 0;  // of the original bytes
    std::string bytes;       // zstd
};

Blob pack(std::string_view original);

/// `broken` when the bytes are not what the digest says.
[[nodiscard]] Result<std::string> unpack(const Blob&);

}  // namespace chappe
