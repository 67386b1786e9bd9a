#pragma once
// The first pages of the wire and its feeds, as a worker made them: most readers ask for these, and
// they stay the same until the next change. For the network thread alone.

#include <map>
#include <optional>
#include <string>

#include "news/ids.h"
#include "wire/http.h"

namespace chappe {

class PageCache {
 public:
    /// What this request would be answered at this state of the wire; 304 when the reader has it.
    std::optional<Response> find(const Request&, ChangeSeq newest) const;
    /// Remembers an answer that was made when the wire was at `newest`, or later.
    void keep(const Request&, ChangeSeq newest, const Response&);

 private:
    ChangeSeq newest_{};  // of all pages here; a change empties the cache
    std::map<std::string, Response> pages_;
};

}  // namespace chappe
