#pragma once
// Names in feeds. What an element means is told by its namespace; which prefix stands for it is the
// feed's choice, and half of the feeds forget to declare it.
//
//     <d:creator xmlns:d="http://purl.org/dc/elements/1.1/">     dc, "creator"
//     <dc:creator>                                               dc, "creator", declared or not

#include <initializer_list>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "read/words.h"

namespace chappe {

enum class FeedSpace {
    feed,         // the feed's own: RSS without a namespace, RSS 1.0's, Atom's in an Atom feed
    atom,         // Atom inside RSS
    dc,           // Dublin Core, https://www.dublincore.org/specifications/dublin-core/dcmi-terms/
    dcterms,      //
    content,      // https://web.resource.org/rss/1.0/modules/content/
    media,        // https://www.rssboard.org/media-rss
    syndication,  // https://web.resource.org/rss/1.0/modules/syndication/
    itunes,
    feedburner,
    rdf,
    xhtml,
    tombstones,  // https://www.rfc-editor.org/rfc/rfc6721: what a feed takes back
    other,
};

struct FeedName {
    FeedSpace space = FeedSpace::feed;
    std::string_view local;
    /// Local names are compared without case: "pubdate", "PubDate".
    friend bool operator==(const FeedName&, const FeedName&);
};

struct NamedElement {
    FeedName name;
    pugi::xml_node node;
};

class FeedNames {
 public:
    /// Prefixes are those declared at the root and at its first child. An element without one is
    /// the feed's, unless it says otherwise itself.
    explicit FeedNames(pugi::xml_node root);

    FeedName name_of(pugi::xml_node) const;
    /// The element children of a node, in order, each with its meaning.
    std::vector<NamedElement> children(pugi::xml_node) const;
    pugi::xml_node child(pugi::xml_node, const FeedName&) const;

 private:
    void declare(std::string_view prefix, std::string_view uri);

    WordMap<FeedSpace> prefixes_;
    bool is_atom_ = false;
};

/// The first element of the first of these names that there is.
pugi::xml_node first_of(const std::vector<NamedElement>&, std::initializer_list<FeedName>);

/// The text of the first of these that is there and not empty; markup when it holds elements.
std::string first_text(const std::vector<NamedElement>&, std::initializer_list<FeedName>);

}  // namespace chappe
