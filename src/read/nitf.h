#pragma once
// NITF: an agency's text with its parts named. IPTC NITF 3.x, https://www.iptc.org/std/NITF/
//
//     <nitf><head><docdata><date.issue norm="20240403T103000+0400"/>...
//     <body><body.head><hedline><hl1>..., <byline>, <dateline>, <abstract>
//           <body.content><p>..., <hl2>, <bq>, <ul>, <table>, <media>
//           <body.end><tagline>

#include <string>
#include <vector>

#include "news/arrival.h"
#include "news/reading.h"
#include "read/draft.h"
#include "read/xml_document.h"

namespace chappe {

/// A whole document: the root, or the first "nitf" in it. Without a dispatch when there is none.
Reading read_nitf(const XmlDocument&, const Arrival&);

/// What the element `nitf` says, into a draft that may know some of it already: what is known
/// stays.
void fill_from_nitf(pugi::xml_node nitf, Draft&);

/// Paragraphs inside an element of NITF or XHTML; captions and pictures are left out.
std::vector<Paragraph> paragraphs_in(pugi::xml_node);

/// NITF's body as a string, as ninjs carries it.
std::vector<Paragraph> paragraphs_of_nitf_text(const Text&);

}  // namespace chappe
