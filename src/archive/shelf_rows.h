#pragma once
// Shelf rows: what the archive's tables say of a user's shelf (shelf.h). Lists for readers; changes
// inside the writer's transaction.

#include <vector>

#include "archive/shelf.h"
#include "archive/sqlite/database.h"

namespace chappe {

[[nodiscard]] Result<std::vector<ShelfCategory>> find_shelf_categories(Database&);
/// Inside a transaction, so that the counts are of one moment.
[[nodiscard]] Result<std::vector<ShelfFeed>> find_shelf_feeds(Database&, UserId);
[[nodiscard]] Result<ShelfPage> find_shelf_page(Database&, UserId, const ShelfQuery&);
[[nodiscard]] Result<std::vector<ShelfEntry>> find_shelf_entries(Database&, UserId,
                                                                 const std::vector<DispatchId>&);

/// Sources that are listed under a category; `absent` when there is no such category.
[[nodiscard]] Result<std::vector<SourceId>> find_sources_of_category(Database&, std::int64_t id);

[[nodiscard]] Result<void> keep_shelf_change(Database&, UserId, const ShelfChange&);
/// Of a user who is removed.
[[nodiscard]] Result<void> drop_shelf(Database&, UserId);

}  // namespace chappe
