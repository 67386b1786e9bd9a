#pragma once
// Article: the piece of news in a page, told from everything that the site sets around it.

#include "read/draft.h"
#include "read/html.h"
#include "read/page_scan.h"

#include "news/reading.h"

namespace chappe {

/// Title, body, small print and declared facts of one page; notes when it holds no article.
Draft read_article(const HtmlDocument&, const PageScan&, const Arrival&);

/// The page's links, absolute, each address once, 2,000 at most.
std::vector<Link> links_of(const HtmlDocument&, const PageScan&, std::string_view page_url);

}  // namespace chappe
