// Doors of the archive whose work is under way: each leaves this file with its commit.
#include "archive/archive.h"

namespace chappe {

std::optional<std::uint64_t> Archive::count_view(DispatchId) {
    return std::nullopt;
}
std::optional<std::uint64_t> Archive::reads_here(DispatchId) {
    return std::nullopt;
}
}  // namespace chappe

