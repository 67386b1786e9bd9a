#pragma once
// ninjs: news in JSON, as agencies deliver it. IPTC ninjs 1.0 to 3.x,
// https://www.iptc.org/std/ninjs/userguide/
//
//     1.x  "headline", "body_text", "body_html", "byline", "subject", "versioncreated"
//     2.x  "headlines": [{"role", "value"}], "bodies": [{"role", "contenttype", "value"}], "by"
//     3.x  the same in camel case: "versionCreated", "contentType", "pubStatus"

#include "news/arrival.h"
#include "news/reading.h"

namespace chappe {

/// One item, a list of items, or an object with one; of a composite item the texts it associates.
/// Pictures, audio and video are left out, with a note. What is not usable (withheld, cancelled,
/// still under embargo) says so in its notes. No dispatch and no note when it is no ninjs.
Reading read_ninjs(const Text& json, const Arrival&);

}  // namespace chappe
