#pragma once
// NewsML-G2: news as agencies exchange it. IPTC, https://iptc.org/standards/newsml-g2/
//
//     newsMessage ─ itemSet ─┬ newsItem     one text, in NITF, XHTML or plain
//                            ├ newsItem     a picture: left out
//                            └ packageItem  which items belong together

#include "news/arrival.h"
#include "news/reading.h"
#include "read/xml_document.h"

namespace chappe {

/// A message, an item or a package. Of a package the items that come with it are the dispatches;
/// what it only names goes to `links`, and into a dispatch of headlines when nothing else came.
/// What is not usable (withheld, cancelled, under embargo) says so in its notes. Without a dispatch
/// and without a note when the root is none of NewsML-G2's.
Reading read_newsml(const XmlDocument&, const Arrival&);

}  // namespace chappe
