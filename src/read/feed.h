#pragma once
// Feeds: RSS 2.0 and its neighbours, RSS 1.0 (RDF), Atom 1.0 and 0.3; JSON Feed 1.x.
//
// RSS: https://www.rssboard.org/rss-specification · RDF: https://web.resource.org/rss/1.0/spec
// Atom: RFC 4287 · JSON Feed: https://www.jsonfeed.org/version/1.1/

#include "news/arrival.h"
#include "news/reading.h"

namespace chappe {

inline constexpr std::size_t most_items = 10'000;  // DESIGN.md, doors: a longer container is cut

/// What is not well-formed is read as far as it can be, with a note. No entity is ever expanded
/// from a DTD, and nothing is fetched.
Reading read_xml_feed(const Text& xml, const Arrival&);
Reading read_json_feed(const Text& json, const Arrival&);

}  // namespace chappe
