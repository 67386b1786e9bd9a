#pragma once
// Bytes to dispatches: plain text as a page shows it, HTML pages, feeds (RSS, Atom, JSON Feed),
// what agencies deliver (ninjs, NewsML-G2, NITF), mail, WARC and ARC; any of it packed with gzip.

#include "news/arrival.h"
#include "news/reading.h"

namespace chappe {

/// Never fails: any bytes give a Reading with valid spans, and notes on what was missing or odd.
/// The format comes from Arrival::media_type where that is believable, else from the bytes. Linear
/// in the size; a container of more than 10,000 items is cut there, with a note.
Reading read(const Arrival&);

}  // namespace chappe
