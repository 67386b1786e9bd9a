#pragma once
// Existing archives: commands that act on an archive find one; they do not make it.

#include <filesystem>
#include <memory>

#include "archive/archive.h"

namespace chappe {

/// Whoever types commands, for the audit log.
inline const By console{"console", std::nullopt};

/// `absent` when there is none in the folder; else as open_archive.
[[nodiscard]] Result<std::unique_ptr<Archive>> open_existing(const std::filesystem::path& folder,
                                                             const ArchiveOptions& = {});

}  // namespace chappe
