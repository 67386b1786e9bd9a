#pragma once
// Feed facts: what a feed says of itself, for those who visit it.

#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "news/arrival.h"
#include "news/reading.h"
#include "read/draft.h"
#include "read/feed_names.h"

namespace chappe {

/// `channel` is RSS's channel, or the root of an Atom feed.
FeedFacts facts_of_feed(const FeedNames&, pugi::xml_node root, pugi::xml_node channel,
                        const Arrival&);

/// What references at `node` are relative to: its xml:base and those around it, up to `within` and
/// without it, against `outer` (RFC 4287, 2). Empty when there is nothing of the web.
std::string base_in_feed(pugi::xml_node node, std::string_view outer, pugi::xml_node within = {});

/// The reference itself, against that. Empty when it leads nowhere on the web.
std::string resolve_in_feed(pugi::xml_node node, std::string_view reference, std::string_view outer,
                            pugi::xml_node within);

/// Tells from its entries whether a feed gives whole texts or only their beginnings.
class Fullness {
 public:
    /// Where an entry's text stood: feeds put whole texts into both.
    enum class Given { as_content, as_summary };
    void add(const Dispatch&, Given);
    /// Of most entries; nothing when there was none.
    std::optional<bool> summaries_only() const;

 private:
    std::size_t entries_ = 0, summaries_ = 0;
};

/// Without what blog software sets behind each text: "Read more", "The post T appeared first on S."
void drop_feed_tail(Draft&);

}  // namespace chappe
