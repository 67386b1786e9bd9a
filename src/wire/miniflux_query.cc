// The filters of /v1/entries and its kin.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "wire/miniflux.h"

namespace chappe {
namespace {

/// Nothing for a parameter that is not there.
Result<std::optional<std::int64_t>> number_in(const Target& target, std::string_view name) {
    const std::string_view text = target.parameter(name);
    if (text.empty()) return std::nullopt;
    const auto number = parse_number(text);
    if (!number) return fail(Failure::refused, std::string(name) + " must be a number");
    return number;
}

/// Miniflux compares with `<` and `>`, our intervals are half-open.
Result<void> narrow(const Target& target, std::string_view after, std::string_view before,
                    Interval& interval) {
    if (const auto at = TRY(number_in(target, after)); at && *at > 0)
        interval.begin = Instant{std::chrono::seconds{*at + 1}};
    if (const auto at = TRY(number_in(target, before)); at && *at > 0)
        interval.end = Instant{std::chrono::seconds{*at}};
    return {};
}

Result<void> take_status(const Target& target, ShelfQuery& query) {
    bool read = false;
    bool unread = false;
    bool removed = false;
    for (const auto& [name, value] : target.query) {
        if (name != "status") continue;
        read = read || value == "read";
        unread = unread || value == "unread";
        removed = removed || value == "removed";
        if (value != "read" && value != "unread" && value != "removed")
            return fail(Failure::refused, "status must be read, unread or removed");
    }
    if (read != unread) query.status = read ? ReadStatus::read : ReadStatus::unread;
    if (removed && !read && !unread) query.limit = 0;  // nothing is ever removed here
    return {};
}

Result<void> take_order(const Target& target, ShelfQuery& query) {
    constexpr std::array<std::string_view, 4> of_the_wire = {"", "id", "published_at",
                                                             "created_at"};
    const std::string_view order = target.parameter("order");
    if (order == "changed_at")
        query.order = ShelfOrder::changed;
    else if (std::find(of_the_wire.begin(), of_the_wire.end(), order) == of_the_wire.end())
        return fail(Failure::refused,
                    "entries are ordered by id, published_at, created_at or changed_at");
    const std::string_view direction = target.parameter("direction");
    if (!direction.empty() && direction != "asc" && direction != "desc")
        return fail(Failure::refused, "direction must be asc or desc");
    query.direction = direction == "desc" ? Direction::newest_first : Direction::oldest_first;
    return {};
}

Result<void> take_page(const Target& target, ShelfQuery& query) {
    constexpr std::size_t most = 1000;  // whole texts
    const auto limit = TRY(number_in(target, "limit")).value_or(100);
    query.limit = limit == 0 ? most : std::min(static_cast<std::size_t>(limit), most);
    query.offset = static_cast<std::size_t>(TRY(number_in(target, "offset")).value_or(0));
    return {};
}

Result<void> take_words(const Target& target, ShelfQuery& query) {
    const std::string_view words = trim(target.parameter("search"));
    if (words.empty()) return {};
    ParsedQuery parsed = parse_query(words, std::chrono::floor<std::chrono::days>(now()));
    if (!parsed.problems.empty()) return fail(Failure::refused, "the search cannot be understood");
    query.words = std::move(parsed.query);
    return {};
}

}  // namespace

Result<ShelfQuery> miniflux_query(const Target& target) {
    ShelfQuery query;
    TRY(take_page(target, query));
    TRY(take_order(target, query));
    TRY(take_status(target, query));
    TRY(take_words(target, query));
    TRY(narrow(target, "published_after", "published_before", query.published));
    TRY(narrow(target, "after", "before", query.published));
    TRY(narrow(target, "changed_after", "changed_before", query.changed));
    const auto entry = [&](std::string_view name, std::optional<DispatchId>& id) -> Result<void> {
        if (const auto number = TRY(number_in(target, name)); number && *number > 0)
            id = DispatchId{*number};
        return {};
    };
    TRY(entry("before_entry_id", query.before_entry));
    TRY(entry("after_entry_id", query.after_entry));
    query.category = TRY(number_in(target, "category_id"));
    if (const auto feed = TRY(number_in(target, "feed_id"))) query.source = SourceId{*feed};
    const std::string_view starred = target.parameter("starred");
    if (starred == "true" || starred == "1") query.starred = true;
    if (starred == "false" || starred == "0") query.starred = false;
    if (!target.parameter("tags").empty())
        return fail(Failure::refused, "entries are not filtered by tags; use search");
    return query;
}

}  // namespace chappe
