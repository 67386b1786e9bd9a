#pragma once
// Mail: a press release, an agency's dispatch, a digest of a list as a file. RFC 5322 and
// 2045-2049.
//
//     Subject ─▶ title · From ─▶ authors or credit · Date ─▶ published · Message-ID ─▶ guid
//     multipart/alternative   the plain text, unless the HTML says more
//     multipart/digest, message/rfc822   a dispatch each

#include <string_view>

#include "news/arrival.h"
#include "news/reading.h"

namespace chappe {

/// Takes bytes, not Text: each part has a charset of its own. Parts nest at most 16 deep, 500 at
/// most are read. Attachments are counted in a note, never opened.
Reading read_mail(std::string_view bytes, const Arrival&);

}  // namespace chappe
