#pragma once
// Copies: one story, once. Near-copies stand in one group; its original is what lists show and what
// is announced, the others stand behind it.
//
//     agency ──▶ original ◀─┬─ portal that carries it
//                           ├─ portal that carries its lead
//                           └─ portal that adds a paragraph
//
// The original is the agency's own dispatch when one of the group is, by what the others credit;
// else the first that arrived. What a person says of a dispatch stays, whatever is found later.
// Live dispatches alone are in groups; every function is a step inside the writer's transaction.

#include <cstddef>
#include <vector>

#include "archive/archive.h"
#include "archive/copy_text.h"
#include "archive/keep.h"
#include "archive/sqlite/database.h"

namespace chappe {

/// What finding its group has changed.
struct Grouped {
    bool copy = false;               // it stands behind an original
    bool moved = false;              // it did not before, or behind another one
    std::vector<DispatchId> others;  // that do now, or do not any more
};

/// Finds the group of a live dispatch that is in its rows, among those that arrived within 14 days
/// of it. The caller tells readers: a change of kind 'copy' for each that moved.
[[nodiscard]] Result<Grouped> find_group(Database&, DispatchId, const CopyText&);
[[nodiscard]] Result<Grouped> find_group(Database&, DispatchId);

/// The same of one whose text is another now, or that is live again; and tells readers.
[[nodiscard]] Result<void> find_group_again(Database&, DispatchId, Effects&);
[[nodiscard]] Result<void> tell_of_group(Database&, DispatchId, const Grouped&, Effects&);

/// Out of its group and out of what later copies are found by: before it leaves the wire. Readers
/// are told of those that stand by themselves now.
[[nodiscard]] Result<void> leave_group(Database&, DispatchId, Effects&);

/// A person's word: this is a copy of that; this is none. `refused` with a line for the person.
[[nodiscard]] Result<void> join_group_of(Database&, DispatchId, DispatchId of, Effects&);
[[nodiscard]] Result<void> stand_alone(Database&, DispatchId, Effects&);

/// Dispatches that were kept before there were groups (schema 6), a few at a time. False: all are
/// in.
[[nodiscard]] Result<bool> waits_for_groups(Database&);
[[nodiscard]] Result<void> find_groups_of_old(Database&, Effects&);

}  // namespace chappe
