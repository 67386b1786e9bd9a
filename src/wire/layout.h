#pragma once
// What all pages share: head, header, footer, and links that carry the reader's language on.

#include <string>
#include <string_view>

#include "wire/html_writer.h"
#include "wire/pages.h"

namespace chappe {

/// A path of ours with its query, and `ui` when the reader chose it by a link.
std::string own_path(const Reader&, std::string_view path, std::string_view query = {});

enum class Live { no, yes };

/// Everything up to the content of <main>.
void begin_page(HtmlWriter&, const Reader&, std::string_view title, Live);
void end_page(HtmlWriter&, const Reader&);

/// ` lang="ar" dir="auto"`: for every text that is not ours.
void foreign(HtmlWriter&, std::string_view language);

/// `<time datetime="2026-11-25T09:05:00Z">words</time>`
void time_element(HtmlWriter&, Instant, std::string_view words);

}  // namespace chappe
