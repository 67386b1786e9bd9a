#pragma once
// The API of Google Reader, which many reading programs still speak: newsboat ("feedhq"), Reeder,
// FeedMe, Read You.
//
//     POST /accounts/ClientLogin                       -> Auth=TOKEN         (reader_access.h)
//     GET  /reader/api/0/subscription/list?output=json
//     GET  /reader/api/0/stream/contents/feed/3?n=20&xt=user/-/state/com.google/read
//     GET  /reader/atom/feed/3?n=20
//     POST /reader/api/0/edit-tag   i=tag:google.com,2005:reader/item/000000000000002a&a=...
//
// There never was a specification. What is answered is what clients ask: newsboat's
// src/feedhqapi.cpp and rss/atomparser.cpp, the notes of github.com/mihaip/google-reader-api, and
// the servers FreshRSS (p/api/greader.php) and Miniflux (internal/googlereader).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/shelf.h"
#include "base/json_writer.h"
#include "wire/asked.h"
#include "wire/forms.h"
#include "wire/reading_items.h"

namespace chappe {

/// Everything under /reader/.
Answer greader_door(const Asked&);

/// Parameters of the address and of the form that was sent, in this order.
using GreaderFields = std::vector<std::pair<std::string, std::string>>;
/// The first of this name; empty when there is none.
std::string_view field(const GreaderFields&, std::string_view name);
std::vector<std::string_view> all_fields(const GreaderFields&, std::string_view name);

/// "feed/3", "user/-/label/Presse", "user/-/state/com.google/starred", taken apart.
struct GreaderStream {
    enum class Kind {
        feed,
        label,
        reading_list,
        starred,
        read,
        kept_unread,
        nothing,  // what one shares, likes or follows: clients ask for it, nobody has any here
    };
    Kind kind = Kind::reading_list;
    std::string name;  // of a feed: its number or address; of a label: the label
};
std::optional<GreaderStream> greader_stream(std::string_view id);

/// "tag:google.com,2005:reader/item/000000000000002a", or decimal.
std::optional<DispatchId> greader_item(std::string_view id);
std::string greader_item_tag(DispatchId);

/// What a stream and its parameters ask for; `absent` for a feed or label that is not here,
/// `refused` for a wrong parameter.
[[nodiscard]] Result<ShelfQuery> greader_query(const GreaderStream&, const GreaderFields&,
                                               const std::vector<ShelfFeed>&, std::size_t most);

/// A page of a stream.
struct GreaderPage {
    std::string id;     // as it was asked for
    std::string title;  // of the stream
    std::vector<FoundItem> items;
    std::string continuation;  // empty: nothing more
};
std::string greader_contents_json(const GreaderPage&, const std::vector<ShelfFeed>&,
                                  std::string_view public_url);
std::string greader_atom(const GreaderPage&, const std::vector<ShelfFeed>&,
                         std::string_view public_url);

/// The same facts in the XML that output=xml asks for: objects, lists, strings and numbers.
std::string greader_xml(std::string_view json);

// ids of streams and tags
inline constexpr std::string_view reading_list_tag = "user/-/state/com.google/reading-list";
inline constexpr std::string_view read_tag = "user/-/state/com.google/read";
inline constexpr std::string_view starred_tag = "user/-/state/com.google/starred";
inline constexpr std::string_view kept_unread_tag = "user/-/state/com.google/kept-unread";
std::string feed_stream_id(SourceId);
std::string label_id(const ShelfCategory&);

}  // namespace chappe
