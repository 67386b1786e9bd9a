#pragma once
// How to search, shown by examples that are searches themselves.

#include "wire/layout.h"

namespace chappe {

/// A list: each example a link, with what it finds.
void write_search_examples(HtmlWriter&, const Reader&);

}  // namespace chappe
