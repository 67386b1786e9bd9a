#pragma once
// The JSON of the API, of /d/{id}.json and of live events; and what a POST holds.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/archive.h"
#include "base/json_writer.h"
#include "wire/http.h"
#include "wire/pages.h"
#include "wire/server.h"

namespace chappe {

/// A line of the wire: id, seq, arrived, changed, source, title, summary, language, published,
/// agency, site, url, copies, copy_of. Absent facts are null.
void write_entry(JsonWriter&, const WireEntry&);

/// Everything that the archive has of a live dispatch; spans count code points of `body`.
/// `"shown"` is "full", or "summary" when it was cut to title and lead.
std::string dispatch_json(const StoredDispatch&, Show = Show::full, const SaidInDispatch& = {});
/// Title, credit line and body for people and pipes; valid UTF-8. A summary ends with "[...]".
std::string dispatch_text(const StoredDispatch&, Show = Show::full);
/// `next` is the `before` of the page that follows; null on the last one.
std::string list_json(const std::vector<WireEntry>&, Before next);

/// Which facts of a hit are told: of write_entry, "snippet" with `text` and `marks`, and "said",
/// the statements that a search for statements found. Empty: all.
using Fields = std::vector<std::string_view>;
/// "id,title"; nothing when a name is not one of a hit's.
std::optional<Fields> parse_fields(std::string_view);
void write_hit(JsonWriter&, const Hit&, const Fields&);
std::string hits_json(const Hits&, const Fields&);
/// What is wrong with a search, and where in its text: code points.
std::string problem_json(const QueryProblem&, std::string_view text);
std::string stats_json(const ArchiveStats&);
std::string error_json(std::string_view line);
/// Of a withdrawn or erased one: error, state, notice, since.
std::string gone_json(const StoredDispatch&);

/// A frame of /events: id is change.seq, data is one JSON line.
std::string event_frame(const Change&);

/// What is posted, read on this thread. `refused` with a line for the client when there is no
/// dispatch in it.
[[nodiscard]] Result<Submission> submission_of(const Request&, const ReadArrival& read);

/// May this be posted at all? Text, markup, feeds, JSON, and bytes that nobody named.
bool is_readable_type(std::string_view content_type);

/// The last visible change; never before the arrival.
Instant changed_of(const WireEntry&);

/// The first thing that a list shows of a long title.
std::string short_title(const WireEntry&);

}  // namespace chappe
