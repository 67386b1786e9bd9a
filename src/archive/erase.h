#pragma once
// Erase: no word of a dispatch stays in the archive.

#include "archive/desk.h"
#include "archive/search_index.h"
#include "archive/sqlite/database.h"

namespace chappe {

/// In the transaction, so that no reader sees a word after it: text, address and credit of every
/// edition and reading; the bytes that held it, also of containers, whose other dispatches stay
/// readable; what retries would be answered. What stays is the tombstone, and digests by which the
/// dispatch is recognised when it comes again. Its words may lie in the index's older pages and in
/// the write-ahead log until the writer has cleared both (search_index.h, ArchiveStats::clearing).
[[nodiscard]] Result<void> erase(Database&, const Standing&, const Tombstone&, Effects&,
                                 Clearing = Clearing::now);

}  // namespace chappe
