#pragma once
// What the reading of a visited source says for the next visits: what kind of source it is, what it
// asks of visitors, and which pages are to be read.

#include <optional>

#include "ingest/poller.h"
#include "news/reading.h"
#include "news/rhythm.h"

namespace chappe {

/// Fills in delivery.visit. Dispatches that are not to be kept are taken out of the reading: those
/// of a page that is watched for its links.
void note_reading(Delivery&, Reading&);

/// What a first reading of a feed says of the rhythm before it: its entries' dates within the last
/// three days. Nothing when they have none.
std::optional<Rhythm> rhythm_before(const Reading&, Instant now);

}  // namespace chappe
