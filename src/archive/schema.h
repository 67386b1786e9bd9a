#pragma once
// Schema: whether a file is an archive of ours, and what is done to open one.

#include <filesystem>

#include "archive/sqlite/database.h"
#include "base/result.h"

namespace chappe {

/// The number of migrations (src/archive/migrations); kept in PRAGMA user_version.
int schema_version();

/// "Chap": PRAGMA application_id, so that no other program's database is taken for an archive.
inline constexpr std::int64_t application_id = 0x43686170;

/// How long a lock of another program is waited for.
inline constexpr int longest_wait_ms = 5000;

/// A connection that writes durably, to an archive whose schema is up to date. With Access::create
/// an empty file or none becomes an archive; a file that is something else is not touched.
[[nodiscard]] Result<Database> open_for_writing(const std::filesystem::path& file, Access);

/// A connection that cannot write. `access`: read or immutable.
[[nodiscard]] Result<Database> open_for_reading(const std::filesystem::path& file, Access access,
                                                int wait_ms);

}  // namespace chappe
