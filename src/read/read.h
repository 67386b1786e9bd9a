#pragma once
// Bytes to dispatches: plain text as a page shows it, HTML pages, RSS, Atom, JSON Feed.

#include "news/arrival.h"
#include "news/reading.h"

namespace chappe {

/// Never fails: any bytes give a Reading with valid spans, and notes on what was missing or odd.
/// The format comes from Arrival::media_type where that is believable, else from the bytes. Linear
/// in the size; a container of more than 10,000 items is cut there, with a note.
Reading read(const Arrival&);

}  // namespace chappe
