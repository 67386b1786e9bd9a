#pragma once
// Lookup: what readers ask, each one query on one connection, so that each answer is of one moment.

#include <optional>
#include <string>
#include <vector>

#include "archive/archive.h"
#include "archive/read_totals.h"
#include "archive/sqlite/database.h"

namespace chappe {

[[nodiscard]] Result<StoredDispatch> find_dispatch(Database&, DispatchId);
/// `position`: how far the journal of reads was folded into reads_here.
[[nodiscard]] Result<StoredDispatch> find_dispatch(Database&, DispatchId, std::uint64_t& position);
/// Of a live dispatch; `absent` else.
[[nodiscard]] Result<ReadsInDatabase> find_reads(Database&, DispatchId);
/// How far the journal of reads is folded.
[[nodiscard]] Result<std::uint64_t> find_position(Database&);
/// The dispatches that ceased to be live with these changes.
[[nodiscard]] Result<std::vector<DispatchId>> find_gone(Database&, ChangeSeq after, ChangeSeq to);
[[nodiscard]] Result<std::vector<WireEntry>> find_latest(Database&, Before, std::size_t limit,
                                                         Copies = Copies::each);
/// See Archive.
[[nodiscard]] Result<std::vector<GroupMember>> find_copies(Database&, DispatchId,
                                                           std::size_t limit);
[[nodiscard]] Result<std::vector<Edition>> find_editions(Database&, DispatchId);
[[nodiscard]] Result<Dispatch> find_edition(Database&, DispatchId, std::int64_t number);
[[nodiscard]] Result<std::vector<Change>> find_changes(Database&, ChangeSeq after,
                                                       std::size_t limit);
[[nodiscard]] Result<ArchiveStats> find_stats(Database&);
[[nodiscard]] Result<ChangeSeq> find_newest(Database&);
/// See Archive::desk.
[[nodiscard]] Result<std::vector<DeskEntry>> find_desk(Database&, std::size_t limit);

/// What a search shows of the live dispatch at a position; nothing when there is none.
struct EntryAndBody {
    WireEntry entry;
    std::string body;
};
[[nodiscard]] Result<std::optional<EntryAndBody>> find_at(Database&, ChangeSeq position);

/// A word that a later version may have added means: not for reading.
DispatchState state_named(std::string_view);

// The queries behind the lists, for the test that looks at their plans.
std::string_view latest_sql(Copies);
std::string_view changes_sql();

}  // namespace chappe
