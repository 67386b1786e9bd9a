#pragma once
// The facts of a dispatch as JSON, the same at every door: `chappe read`, the API, /d/{id}.json.

#include "base/json_writer.h"
#include "news/dispatch.h"

namespace chappe {

/// Writes the members of an object that the caller has begun: title, lead, body, published,
/// modified, language, authors, credit, reads, tags, site, url, notes. An absent fact is null;
/// `tags` is [] when the page declares tags and has none.
void write_facts(JsonWriter&, const Dispatch&);

}  // namespace chappe
