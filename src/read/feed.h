#pragma once
// Feeds: RSS 0.9x to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0; JSON Feed 1.x.
//
// RSS: https://www.rssboard.org/rss-specification · RDF: https://web.resource.org/rss/1.0/spec
// RSS 0.91: https://www.rssboard.org/rss-0-9-1 · Atom 0.3: draft-ietf-atompub-format-00
// Atom: RFC 4287 · JSON Feed: https://www.jsonfeed.org/version/1.1/

#include "news/arrival.h"
#include "news/reading.h"
#include "read/xml_document.h"

namespace chappe {

inline constexpr std::size_t most_items = 10'000;  // DESIGN.md, doors: a longer container is cut

/// What is not well-formed is repaired, with a note. No entity is ever expanded from a DTD, and
/// nothing is fetched. Without `feed` when it is none.
Reading read_xml_feed(const XmlDocument&, const Arrival&);
Reading read_xml_feed(const Text& xml, const Arrival&);
Reading read_json_feed(const Text& json, const Arrival&);

}  // namespace chappe
