#pragma once
// What people name on the command line: files, standard input, addresses.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "news/arrival.h"
#include "read/unpack.h"

namespace chappe {

/// "90" and "90d" are days, "2y" years of 365. Nothing when it is neither, none or too many.
std::optional<std::chrono::days> days_in(std::string_view text);

/// A file, or standard input for "-" (its dispatches are called "stdin"). `absent` when there is no
/// such file, `refused` for a folder or more than 64 MiB, `broken` when it cannot be read.
[[nodiscard]] Result<Arrival> arrival_from_file(const std::string& path);

/// A WARC or ARC file, packed or not, of any size, to be read page by page; nothing when the file
/// is none, or standard input. Fails as above when it cannot be opened.
[[nodiscard]] Result<std::optional<ByteSource>> warc_in_file(const std::string& path);

/// "news/2024.04.03.html" -> "2024.04.03"
std::string name_without_extension(std::string_view path);

/// True for what `chappe add` fetches instead of opening.
bool is_web_address(std::string_view input);

}  // namespace chappe
