#pragma once
// What a dispatch is, for machines that read pages: schema.org/NewsArticle as JSON-LD.

#include <string_view>

#include "archive/archive.h"
#include "base/json_writer.h"

namespace chappe {

/// `address`: of the page, absolute. Says of dates and names what the source said, and no more: a
/// day stays a day.
JsonWriter news_article(const StoredDispatch&, std::string_view address);

}  // namespace chappe
