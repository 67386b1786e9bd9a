#pragma once
// Trees and tokens in the forms of html5lib's tests
// (https://github.com/html5lib/html5lib-tests, the READMEs of tree-construction and tokenizer):
//
//     | <html>
//     |   <head>
//     |   <body>
//     |     <p>
//     |       class="lead"
//     |       "Baku"
//
//     [["StartTag","p",{"class":"lead"}],["Character","Baku"]]

#include <string>
#include <string_view>

#include "read/html5/tree.h"

namespace chappe {

/// Of a fragment: the nodes under its root.
std::string dump_tree(const HtmlTree& tree);

/// One JSON array; characters that follow each other are one token.
std::string dump_tokens(std::string_view markup, TextState state, std::string_view last_start_tag);

}  // namespace chappe
