#pragma once
// Backup: the whole archive in one file, which is a database like the archive's own, with the reads
// that the journal had folded in. Taken while others write: readers and the writer go on.
//
//     DIR/chappe.db + its log ──(one snapshot, compacted)──▶ FILE ◀── reads of DIR/reads.journal*
//
// What was acknowledged before the backup began is in it. It holds everything: dispatches with
// their original bytes, users, sessions, tokens, the audit log; so it is as secret as the archive.

#include <filesystem>

#include "base/result.h"

namespace chappe {

/// Replaces `file` when it is there, at the very end. On return it survives a power cut. `absent`
/// when there is no archive in `folder`.
[[nodiscard]] Result<void> back_up(const std::filesystem::path& folder,
                                   const std::filesystem::path& file);

enum class Existing { keep, replace };
/// Makes `folder` an archive that is what `file` holds, after looking through all of it. `refused`
/// when there is one already, unless it is to be replaced; `busy` when a running program has it;
/// `broken` when the file is damaged, none of ours, or of a newer version. Until the last step
/// nothing that is there is touched.
[[nodiscard]] Result<void> restore(const std::filesystem::path& file,
                                   const std::filesystem::path& folder, Existing);

}  // namespace chappe
