#pragma once
// Markup from outside made safe to show: an allow-list over the tree of the HTML standard, written
// anew by a strict serialiser.
//
//     <p onclick=x>Le <b>ministre<script>…</script> <img src=//pixel alt="au pupitre">
//     <p>Le <b>ministre au pupitre</b></p>
//
// What comes out holds elements and attributes of sanitize.cc's tables and nothing else: no script,
// no style, no form, no drawing, no name or id, nothing that a browser would load by itself. Images
// leave their alternative text. Links are absolute http, https and mailto.

#include <string>
#include <string_view>

namespace chappe {

/// Safe markup for the inside of a block element. sanitize(sanitize(x)) == sanitize(x): a browser
/// that parses the result finds the tree that was written. Linear; of markup that would come out
/// many times larger, or still change when parsed again, the text is left. UTF-8 in, UTF-8 out.
std::string sanitize(std::string_view markup);

}  // namespace chappe
