#pragma once
// Script body: an article that a page carries only for its scripts, which draw it in the browser.
//
//     <script>{"article": {"contentHtml": "<p>The lock is open.</p>", ...
//
// It counts where the page itself shows no article.

#include <string>
#include <string_view>
#include <vector>

namespace chappe {

/// The longest text that a member of an article's name holds, markup and all; empty when none has
/// fifty words. Of a page that says it is an article, members named "text", "html" and the like
/// count too. Members of strings within strings ("{\"body\": ...}") are found as well. Linear in
/// the scripts.
std::string find_script_body(const std::vector<std::string_view>& scripts, bool is_article);

}  // namespace chappe
