#pragma once
// Which doctypes put a document into quirks mode (HTML standard 13.2.6.4.1).

#include "read/html5/tokenizer.h"

namespace chappe {

bool is_quirky(const HtmlToken& doctype);

}  // namespace chappe
