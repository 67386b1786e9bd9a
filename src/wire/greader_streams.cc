// Names of streams and items, and what their parameters ask for.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "wire/greader.h"

namespace chappe {
namespace {

constexpr std::string_view item_prefix = "tag:google.com,2005:reader/item/";

/// "user/-/state/..." and "user/7/state/..." are the same: one user has one's own shelf alone.
std::optional<std::string_view> behind_user(std::string_view id) {
    constexpr std::string_view user = "user/";
    if (!id.starts_with(user)) return std::nullopt;
    const std::size_t slash = id.find('/', user.size());
    if (slash == id.npos) return std::nullopt;
    return id.substr(slash + 1);
}

Result<std::int64_t> number_in(const GreaderFields& fields, std::string_view name,
                               std::int64_t usual) {
    const std::string_view text = field(fields, name);
    if (text.empty()) return usual;
    const auto number = parse_number(text);
    if (!number) return fail(Failure::refused, std::string(name) + " must be a number");
    return *number;
}

/// A feed by its number or its address.
const ShelfFeed* feed_named(const std::vector<ShelfFeed>& feeds, std::string_view name) {
    const auto number = parse_number(name);
    const auto found = std::find_if(feeds.begin(), feeds.end(), [&](const ShelfFeed& feed) {
        return number ? number_of(feed.id) == *number : feed.address == name || feed.name == name;
    });
    return found == feeds.end() ? nullptr : &*found;
}

Result<void> take_stream(const GreaderStream& stream, const std::vector<ShelfFeed>& feeds,
                         ShelfQuery& query) {
    using Kind = GreaderStream::Kind;
    switch (stream.kind) {
        case Kind::reading_list:
            return {};
        case Kind::starred:
            query.starred = true;
            return {};
        case Kind::read:
            query.status = ReadStatus::read;
            return {};
        case Kind::kept_unread:
            query.status = ReadStatus::unread;
            return {};
        case Kind::nothing:
            query.limit = 0;
            return {};
        case Kind::feed: {
            const ShelfFeed* feed = feed_named(feeds, stream.name);
            if (!feed) return fail(Failure::absent, "there is no such feed");
            query.source = feed->id;
            return {};
        }
        case Kind::label:
            break;
    }
    for (const ShelfFeed& feed : feeds)
        if (category_title(feed.category) == stream.name) {
            query.category = feed.category.id;
            return {};
        }
    return fail(Failure::absent, "there is no such label");
}

/// `xt` leaves out, `it` asks for; what is both read and not is nothing.
Result<void> take_states(const GreaderFields& fields, ShelfQuery& query) {
    const auto set = [&](ReadStatus status) -> Result<void> {
        if (query.status && *query.status != status) query.limit = 0;
        query.status = status;
        return {};
    };
    for (const auto& [name, value] : fields) {
        if (name != "xt" && name != "it") continue;
        const auto stream = greader_stream(value);
        if (!stream) return fail(Failure::refused, name + " names no stream");
        using Kind = GreaderStream::Kind;
        const bool asked = name == "it";
        if (stream->kind == Kind::read)
            TRY(set(asked ? ReadStatus::read : ReadStatus::unread));
        else if (stream->kind == Kind::kept_unread)
            TRY(set(asked ? ReadStatus::unread : ReadStatus::read));
        else if (stream->kind == Kind::starred)
            query.starred = asked;
        else if (!asked || stream->kind != Kind::reading_list)
            return fail(Failure::refused, name + " takes read, kept-unread and starred here");
    }
    return {};
}

}  // namespace

std::string_view field(const GreaderFields& fields, std::string_view name) {
    for (const auto& [key, value] : fields)
        if (key == name) return value;
    return {};
}

std::vector<std::string_view> all_fields(const GreaderFields& fields, std::string_view name) {
    std::vector<std::string_view> values;
    for (const auto& [key, value] : fields)
        if (key == name) values.push_back(value);
    return values;
}

std::optional<GreaderStream> greader_stream(std::string_view id) {
    using Kind = GreaderStream::Kind;
    constexpr std::string_view feed = "feed/";
    constexpr std::string_view label = "label/";
    if (id.starts_with(feed) && id.size() > feed.size())
        return GreaderStream{Kind::feed, std::string(id.substr(feed.size()))};
    const auto rest = behind_user(id);
    if (!rest) return std::nullopt;
    if (rest->starts_with(label) && rest->size() > label.size())
        return GreaderStream{Kind::label, std::string(rest->substr(label.size()))};
    constexpr std::string_view state = "state/com.google/";
    if (!rest->starts_with(state)) return std::nullopt;
    const std::string_view name = rest->substr(state.size());
    if (name == "reading-list") return GreaderStream{Kind::reading_list, {}};
    if (name == "starred") return GreaderStream{Kind::starred, {}};
    if (name == "read") return GreaderStream{Kind::read, {}};
    // Clients set the second beside the first.
    if (name == "kept-unread" || name == "tracking-kept-unread" || name == "fresh")
        return GreaderStream{Kind::kept_unread, {}};
    for (const char* social : {"broadcast", "broadcast-friends", "created", "like"})
        if (name == social) return GreaderStream{Kind::nothing, {}};
    return std::nullopt;
}

std::optional<DispatchId> greader_item(std::string_view id) {
    if (!id.starts_with(item_prefix)) {
        const auto number = parse_number(id);
        return number ? std::optional(DispatchId{*number}) : std::nullopt;
    }
    id.remove_prefix(item_prefix.size());
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number, 16);
    if (error != std::errc() || end != id.data() + id.size() || number < 0) return std::nullopt;
    return DispatchId{number};
}

std::string greader_item_tag(DispatchId id) {
    return fmt::format("{}{:016x}", item_prefix, number_of(id));
}

std::string feed_stream_id(SourceId id) {
    return fmt::format("feed/{}", number_of(id));
}

std::string label_id(const ShelfCategory& category) {
    return "user/-/label/" + std::string(category_title(category));
}

Result<ShelfQuery> greader_query(const GreaderStream& stream, const GreaderFields& fields,
                                 const std::vector<ShelfFeed>& feeds, std::size_t most) {
    constexpr std::int64_t usual = 20;
    ShelfQuery query;
    query.limit =
        std::min<std::size_t>(static_cast<std::size_t>(TRY(number_in(fields, "n", usual))), most);
    TRY(take_stream(stream, feeds, query));
    TRY(take_states(fields, query));
    const bool up = field(fields, "r") == "o";
    query.direction = up ? Direction::oldest_first : Direction::newest_first;
    if (const auto from = TRY(number_in(fields, "ot", 0)); from > 0)
        query.arrived.begin = Instant{std::chrono::seconds{from}};
    if (const auto to = TRY(number_in(fields, "nt", 0)); to > 0)
        query.arrived.end = Instant{std::chrono::seconds{to}};
    if (const auto last = TRY(number_in(fields, "c", 0)); last > 0)
        (up ? query.after_entry : query.before_entry) = DispatchId{last};
    return query;
}

}  // namespace chappe
