#pragma once
// Which dispatches have a key of a text (copy_text.h): the tables copy_band and copy_signature.

#include <cstdint>
#include <optional>
#include <vector>

#include "archive/copy_text.h"
#include "archive/sqlite/database.h"
#include "base/result.h"
#include "news/ids.h"

namespace chappe {

/// Arrivals further apart than this are two stories, or one that is told again.
inline constexpr std::int64_t copy_window = std::int64_t{14} * 24 * 3600;  // seconds

struct KeyFound {
    std::int64_t key = 0;
    std::vector<std::int64_t> dispatches;  // newest eras first; without the one that asks
    bool common = false;                   // many stories have it: it tells nothing
};

/// Of a text that arrived then. A few seeks for each key: the eras (65,536 dispatches) that go back
/// as far as copies do, sixteen at most.
[[nodiscard]] Result<std::vector<KeyFound>> find_keys(Database&, DispatchId, std::int64_t arrived,
                                                      const std::vector<std::int64_t>& keys);

/// In place of what it had.
[[nodiscard]] Result<void> keep_signature(Database&, DispatchId,
                                          const std::vector<std::int64_t>& keys, const Sketch&);
[[nodiscard]] Result<void> drop_signature(Database&, DispatchId);
/// Nothing when it has no signature.
[[nodiscard]] Result<std::optional<Sketch>> find_sketch(Database&, DispatchId);

}  // namespace chappe
