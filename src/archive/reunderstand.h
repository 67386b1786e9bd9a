#pragma once
// Understanding the archive again, dispatch by dispatch, when models are better than they were.
// What is done stands in the rows (annotation_run.models), so that whoever goes on later knows.

#include <optional>
#include <vector>

#include "archive/archive.h"
#include "archive/keep.h"
#include "archive/sqlite/database.h"
#include "archive/understood.h"

namespace chappe {

/// See Archive::understood_by.
[[nodiscard]] Result<std::vector<UnderstoodBy>> find_understood_by(Database&, DispatchId after,
                                                                   std::size_t limit);

struct ReadingText {
    std::int64_t reading = 0;
    Dispatch dispatch;
};
/// Of a live or embargoed one as it is shown; nothing else.
[[nodiscard]] Result<std::optional<ReadingText>> find_text(Database&, DispatchId);

/// In place of what was understood of this reading; false when another one is shown by now.
[[nodiscard]] Result<bool> keep_understood_again(Database&, DispatchId, std::int64_t reading,
                                                 const PreparedStatements&, Effects&);

}  // namespace chappe
