#pragma once
// The files of web/, which travel inside the program.

#include <optional>
#include <string>
#include <string_view>

namespace chappe {

struct Asset {
    std::string_view name;  // "wire.css"
    std::string_view bytes;
    std::string_view type;
    std::string address;  // "/web/wire.css?v=0123456789abcdef": a new one when the bytes change
    std::string version;
};

/// Nothing when there is no such file.
const Asset* find_asset(std::string_view name);

/// Changes with any of the files; part of the ETag of pages.
std::string_view assets_version();

}  // namespace chappe
