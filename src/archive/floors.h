#pragma once
// Floors: up to which position of the wire a user has read everything (shelf.h has the picture).

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "archive/shelf.h"
#include "archive/sqlite/database.h"

namespace chappe {

class Floors {
 public:
    [[nodiscard]] static Result<Floors> of(Database&, UserId);

    std::int64_t of_all() const { return all_; }
    std::int64_t of_source(std::int64_t source) const;
    /// Sources whose floor is above that of all, with it.
    const std::map<std::int64_t, std::int64_t>& higher() const { return higher_; }

    /// When a mark first reached this dispatch; nothing when none did.
    std::optional<std::int64_t> marked_at(std::int64_t source, std::int64_t position) const;
    /// The lowest position that a mark set since `at` has reached; nothing when none was set.
    std::optional<std::int64_t> reached_since(std::int64_t at) const;

 private:
    struct Mark {
        std::int64_t source = 0;
        std::int64_t position = 0;
        std::int64_t at = 0;
    };
    std::int64_t all_ = 0;
    std::map<std::int64_t, std::int64_t> higher_;
    std::vector<Mark> marks_;
};

}  // namespace chappe
