#pragma once
// Containers that are told by their bytes, before anything is decoded: gzip, WARC and ARC, mail.

#include <functional>
#include <optional>
#include <string_view>

#include "news/arrival.h"
#include "news/reading.h"
#include "read/warc.h"

namespace chappe {

enum class Container { gzip, warc, mail };

/// By the bytes; the media type alone makes a mail of bytes that begin with any field.
std::optional<Container> detect_container(std::string_view media_type, std::string_view bytes);

/// How what is inside is read.
using ReadInside = std::function<Reading(const Arrival&)>;

/// Unpacked, 64 MB at most; what was damaged or too large is noted.
Reading read_gzip(const Arrival&, const ReadInside&);

/// One dispatch a page, 10,000 at most, 64 MB of text at most. What is larger is read page by page
/// with WarcReader.
Reading read_warc(const Arrival&, const ReadInside&);

/// A page out of a WARC file, read as of the time it was taken. Without a dispatch when the record
/// is broken and nothing could be made of it.
struct PageReading {
    Arrival arrival;  // of its own; received when the record was taken, where that is known
    Reading reading;
};
PageReading read_warc_page(WarcPage&&, const Arrival& container, const ReadInside&);

}  // namespace chappe
