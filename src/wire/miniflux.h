#pragma once
// The API of Miniflux, so that its programs read the wire: newsboat, Reeder, NetNewsWire's kin.
//
//     GET /v1/entries?status=unread&limit=100     PUT /v1/entries {"entry_ids": [7], "status":
//     "read"} GET /v1/feeds     GET /v1/categories        PUT /v1/entries/7/bookmark
//
// A feed is a source, its category what the source is listed under, an entry a live dispatch; ids
// are theirs. Paths, parameters and answers are those of https://miniflux.app/docs/api.html and of
// miniflux/v2, internal/api; what a source has no setting for stands there with Miniflux's default.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/shelf.h"
#include "base/json_writer.h"
#include "base/result.h"
#include "wire/asked.h"

namespace chappe {

/// Everything under /v1/.
Answer miniflux_door(const Asked&);
/// "OK" while the archive answers.
Answer healthcheck_door(const Asked&);

/// `refused` when a parameter is not what the API takes.
[[nodiscard]] Result<ShelfQuery> miniflux_query(const Target&);

/// {"error_message": "..."}
std::string miniflux_error_json(std::string_view line);

void write_miniflux_user(JsonWriter&, const User&);
void write_miniflux_category(JsonWriter&, const ShelfCategory&, const User&);
void write_miniflux_feed(JsonWriter&, const ShelfFeed&, const User&);

/// An entry whose text was found.
struct MinifluxEntry {
    ShelfEntry entry;
    StoredDispatch stored;
    const ShelfFeed* feed = nullptr;
};
void write_miniflux_entry(JsonWriter&, const MinifluxEntry&, const User&,
                          std::string_view public_url);

}  // namespace chappe
