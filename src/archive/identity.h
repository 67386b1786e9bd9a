#pragma once
// How the archive recognises a dispatch that it has, and tells whether its text changed.

#include <string_view>
#include <vector>

#include "base/digest.h"
#include "news/arrival.h"
#include "news/reading.h"

namespace chappe {

struct Identity {
    Digest key{};
    std::string_view kind;  // "guid", "url", "content"
};

/// The identity of each dispatch of a reading: the source's own id of it (within the source), else
/// its address, else source, title and body. A page without a canonical address of its own goes by
/// the one it was found at. Where different dispatches of one reading would be the same (a feed
/// whose entries all link to the home page), that identity says nothing and content decides.
std::vector<Identity> identities_of(const Arrival&, const Reading&);

/// Digest of what makes an edition when it changes: title, body, lead, credit, published, authors,
/// tags.
Digest content_of(const Dispatch&);

/// Digest of title and body alone: what an erased text is recognised by, from wherever it comes.
Digest words_of(std::string_view title, std::string_view body);

}  // namespace chappe
