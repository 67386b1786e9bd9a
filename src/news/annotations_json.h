#pragma once
// Annotations as JSON, as `chappe understand` writes them.
//
//     "attributions": [{"source": [0, 14], "cue": [15, 24], "content": [[25, 96]], "class":
//     "speech",
//       "form": "indirect", "speaker": "a1", "addressee": null, "stance": "assert", ...}],
//     "actors": [{"id": "a1", "name": "Antony Blinken", "kind": "person", ...}], "dates": [...]

#include <string_view>

#include "base/json_writer.h"
#include "news/annotations.h"

namespace chappe {

/// In which unit a span is written.
enum class SpanUnit { code_points, bytes };

/// The members "attributions", "actors", "dates", "topics", "topic_mentions" and "events" of the
/// object that `json` stands in. `text` is the one the spans are in.
void write_annotations(JsonWriter& json, const Annotations&, std::string_view text, SpanUnit);

}  // namespace chappe
