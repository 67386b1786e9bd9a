#pragma once
// Desk: acts on dispatches, inside the writer's transaction.
//
//     compose ──▶ live ◀──▶ withdrawn        withdraw, reinstate
//        │         ▲            │
//        └──▶ embargoed ◀───────┘            under embargo it was, and is again
//     any of them ──▶ erased                 for good

#include <cstdint>
#include <string_view>

#include "archive/acts.h"
#include "archive/archive.h"
#include "archive/keep.h"
#include "archive/sqlite/database.h"

namespace chappe {

/// A dispatch as acts need to know it.
struct Standing {
    DispatchId id{};
    DispatchState state = DispatchState::live;
    std::int64_t edition = 0;
    std::int64_t editions = 0;
    bool was_on_the_wire = false;
};
/// `absent` when there is none.
[[nodiscard]] Result<Standing> find_standing(Database&, DispatchId);

[[nodiscard]] Result<void> set_state(Database&, DispatchId, std::string_view state);

/// Does an act on a dispatch; which one it was.
[[nodiscard]] Result<DispatchId> act_on_dispatch(Database&, const PreparedAct&, Effects&);

/// An embargoed one goes on the wire, as the newest there.
[[nodiscard]] Result<void> release(Database&, const Standing&, Effects&);

/// A line in the order of changes that is now the dispatch's last; its number.
[[nodiscard]] Result<ChangeSeq> add_change(Database&, DispatchId, std::string_view kind,
                                           std::int64_t edition, Effects&);

/// Says why it is not live. `state`: 'withdrawn' or 'erased'.
struct Tombstone {
    std::string_view state;
    std::string_view asked_by;  // 'source', or who did it here
    std::string_view notice;    // empty: none
};
/// A live or embargoed one is seen no more; it can be reinstated.
[[nodiscard]] Result<void> withdraw(Database&, const Standing&, const Tombstone&, Effects&);
[[nodiscard]] Result<void> keep_tombstone(Database&, DispatchId, const Tombstone&);

}  // namespace chappe
