#pragma once
// Erase: no word of a dispatch stays in the archive.

#include "archive/desk.h"
#include "archive/sqlite/database.h"

namespace chappe {

/// In the transaction, so that no reader sees a word after it: text, address and credit of every
/// edition and reading; the bytes that held it, also of containers, whose other dispatches stay
/// readable; what retries would be answered. What stays is the tombstone, and digests by which the
/// dispatch is recognised when it comes again.
[[nodiscard]] Result<void> erase(Database&, const Standing&, const Tombstone&, Effects&);

}  // namespace chappe
