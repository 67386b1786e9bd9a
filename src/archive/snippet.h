#pragma once
// Snippet: a line of the text around what was looked for.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "archive/archive.h"
#include "language/search_words.h"

namespace chappe {

/// What a query looks for, apart from filters and exclusions: words, and phrases of several places.
using Wanted = std::vector<std::vector<AnyOf>>;

class Snippets {
 public:
    explicit Snippets(Wanted);
    ~Snippets();

    /// Around the place of the body where most of the wanted words stand closest; else of the
    /// title; else the body's beginning. About 220 code points.
    Snippet of(std::string_view title, std::string_view body, std::string_view language);

 private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace chappe
