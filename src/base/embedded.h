#pragma once
// Files that travel inside the program (cmake/chappe.cmake: chappe_embed).

#include <span>
#include <string_view>

namespace chappe {

struct EmbeddedFile {
    std::string_view name;  // path from the source root: "web/wire.css"
    std::string_view bytes;
};

}  // namespace chappe
