#pragma once
// Export and import: everything that an archive knows of its dispatches, in open forms.
//
//     DIR/export.json       {"format":1,"dispatches":N,"largest_id":N}; written last
//     DIR/sources.jsonl     a source a line
//     DIR/dispatches.jsonl  a dispatch a line, with all editions, in the order of the wire
//     DIR/originals/ab/     original bytes, as they came, under their BLAKE2b-256 digest
//
// Members are in docs/EXPORT.md. Users, sessions, tokens and the audit log are not in it; those
// are in a backup. Of erased dispatches there is the tombstone, and digests by which an archive
// recognises them.

#include <cstdint>
#include <filesystem>

#include "archive/prepared.h"
#include "base/result.h"

namespace chappe {

/// Of one moment, also while others write; `into` is made; `refused` when it has an export.
/// The number of dispatches.
[[nodiscard]] Result<std::int64_t> export_archive(const std::filesystem::path& folder,
                                                  const std::filesystem::path& into);

struct Imported {
    std::int64_t created = 0;
    std::int64_t known = 0;  // here already, or erased here: kept as they are; the larger count of
                             // reads is taken
};
/// Into a new archive or one that is there, also while a server runs. Dispatches keep their number
/// where it is free. Importing twice changes nothing the second time. `refused` when `from` is no
/// export or one of its lines or files is damaged; what came before that line stays. Statements are
/// not in an export: `understand` (see ArchiveOptions) finds them anew in what is created.
[[nodiscard]] Result<Imported> import_archive(const std::filesystem::path& from,
                                              const std::filesystem::path& folder,
                                              const Understand& understand = {});

}  // namespace chappe
