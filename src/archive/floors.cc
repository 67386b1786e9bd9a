#include "archive/floors.h"

#include <algorithm>

namespace chappe {

Result<Floors> Floors::of(Database& database, UserId user) {
    Floors floors;
    const std::int64_t newest =
        TRY(database.query("SELECT max(seq) FROM change").value()).value_or(0);
    floors.all_ = std::max<std::int64_t>(0, newest - unread_window);
    Query row = database.query(
        "SELECT source, position, at FROM read_mark WHERE user = ? ORDER BY source, position");
    row.bind(number_of(user));
    while (TRY(row.step()))
        floors.marks_.push_back({row.integer(0), row.integer(1), row.integer(2)});
    for (const Mark& mark : floors.marks_)
        if (mark.source == 0) floors.all_ = std::max(floors.all_, mark.position);
    for (const Mark& mark : floors.marks_) {
        if (mark.source == 0 || mark.position <= floors.all_) continue;
        std::int64_t& floor = floors.higher_[mark.source];
        floor = std::max(floor, mark.position);
    }
    return floors;
}

std::int64_t Floors::of_source(std::int64_t source) const {
    const auto found = higher_.find(source);
    return found == higher_.end() ? all_ : found->second;
}

std::optional<std::int64_t> Floors::marked_at(std::int64_t source, std::int64_t position) const {
    std::optional<std::int64_t> first;
    for (const Mark& mark : marks_)
        if ((mark.source == 0 || mark.source == source) && mark.position >= position)
            first = first ? std::min(*first, mark.at) : mark.at;
    return first;
}

/// Marks of a source are in order of position, and only ever go up.
std::optional<std::int64_t> Floors::reached_since(std::int64_t at) const {
    std::optional<std::int64_t> lowest;
    for (std::size_t i = 0; i < marks_.size(); ++i) {
        if (marks_[i].at < at) continue;
        const bool follows = i > 0 && marks_[i - 1].source == marks_[i].source;
        const std::int64_t before = follows ? marks_[i - 1].position : 0;
        lowest = lowest ? std::min(*lowest, before) : before;
    }
    return lowest;
}

}  // namespace chappe
