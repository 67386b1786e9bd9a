#pragma once
// The folders of archives and exports.

#include <filesystem>

#include "base/result.h"

namespace chappe {

/// Makes the folder when it is not there, for its owner alone: it is to hold what the public may
/// not see. One that is there stays as it is.
[[nodiscard]] Result<void> make_private_folder(const std::filesystem::path& folder);

}  // namespace chappe
