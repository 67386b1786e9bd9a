#pragma once
// OPML: a list of sources, as feed readers exchange it. OPML 2.0, http://opml.org/spec2.opml
//
//     <opml version="2.0"><head><title>Presse</title></head><body>
//       <outline text="Europe">
//         <outline type="rss" text="Le fil" xmlUrl="https://agency.example/fil.xml"
//                  htmlUrl="https://agency.example/"/>
//       </outline></body></opml>

#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "read/xml_document.h"

namespace chappe {

struct OpmlSource {
    Text title;            // of "title", else "text"; empty when it has none
    std::string feed_url;  // xmlUrl: absolute, http or https; never empty
    std::string site_url;  // htmlUrl; empty when it has none
    /// The outlines around it, or its first category: "Presse/Europe". Empty: none. A "/" in the
    /// name of an outline is a "-" here.
    std::string folder;
};

struct Opml {
    Text title;
    std::vector<OpmlSource> sources;  // in order, each feed_url once, 10,000 at most
    std::vector<std::string> notes;   // "3 outlines left out: an address that ..."
};

/// Nothing when it is no OPML. Total: what is not well-formed is repaired, with a note.
std::optional<Opml> read_opml(const XmlDocument&);
std::optional<Opml> read_opml(const Text&);

}  // namespace chappe
