#pragma once
// The text of a dispatch as HTML for feed readers: paragraphs, headings, quotes and lists alone,
// every word escaped, so that whatever a source wrote, a reading program gets no markup of its own.

#include <string>

#include "news/dispatch.h"

namespace chappe {

std::string entry_html(const Dispatch&);

}  // namespace chappe
