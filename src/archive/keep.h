#pragma once
// Keep: one submission becomes rows, inside the writer's transaction.

#include <optional>

#include "archive/archive.h"
#include "archive/prepared.h"
#include "archive/read_totals.h"
#include "archive/sqlite/database.h"

namespace chappe {

/// What a transaction has changed so far: the sums that it must move before it commits, and the
/// newest change to be announced after.
struct Effects {
    std::int64_t dispatches = 0;
    std::int64_t editions = 0;
    ChangeSeq newest{};  // 0: nothing that readers can see
};

/// On an error some rows may be written and `effects` moved: the caller rolls both back.
[[nodiscard]] Result<Receipt> keep(Database&, const Prepared&, Effects&);

/// What was written at the desk: one dispatch, under embargo until `release` when there is one.
/// `refused` when the archive has it, or had it.
[[nodiscard]] Result<DispatchId> keep_composed(Database&, const Prepared&,
                                               std::optional<Instant> release, Effects&);

/// What was written at the desk over a live or embargoed dispatch: an edition of kind
/// 'correction'. It is shown until the source publishes another text than the one it corrects; the
/// same text, arriving again, changes nothing.
[[nodiscard]] Result<void> keep_correction(Database&, DispatchId, const Prepared&, Effects&);

/// Adds one and gives the new count.
[[nodiscard]] Result<std::uint64_t> keep_read(Database&, DispatchId);

/// Adds what the journal of reads has, and moves its position, so that nothing is added twice.
[[nodiscard]] Result<void> keep_fold(Database&, const Fold&);

/// Moves the sums. Last thing before the commit.
[[nodiscard]] Result<void> keep_sums(Database&, const Effects&);

}  // namespace chappe
