#pragma once
// The frame around a model in a file.
//
//     8 letters for its kind  version (1 byte)  32 bytes BLAKE2b-256 of the rest  zstd frame

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace chappe {

std::string pack_model(std::string_view magic, char version, std::string_view parts);

/// The parts. `broken` with one line that begins with `kind` and says what is wrong: another kind,
/// another version, damaged, more than `most` bytes.
[[nodiscard]] Result<std::string> unpack_model(std::string_view magic, char version,
                                               std::string_view kind, std::size_t most,
                                               std::string_view bytes);

}  // namespace chappe
