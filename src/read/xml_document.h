#pragma once
// XML documents as we read them: one pass of pugixml, and for what is not well-formed a second one
// over the repaired text. A doctype is stepped over, never read: only XML's five entities,
// character references and HTML's names are known, and nothing is fetched.

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace chappe {

/// `root` has no name when there is no element at all. Nodes are as deep as the text nests: walk
/// them without recursion.
struct XmlDocument {
    std::vector<char> text;  // what the nodes point into
    pugi::xml_document document;
    pugi::xml_node root;
    std::string note;  // "not well-formed: ..., repaired"; empty when it was well-formed
};

XmlDocument parse_xml(const Text&);

/// "dc:creator" to "creator".
std::string_view local_name(std::string_view name);
/// The first child element of that local name, whatever its prefix.
pugi::xml_node child_named(pugi::xml_node, std::string_view local);
/// Text and CDATA directly inside a node.
std::string text_in(pugi::xml_node);
/// Text and CDATA of the whole subtree, space folded.
std::string all_text_in(pugi::xml_node);
/// The markup inside a node. pugixml prints without recursion.
std::string markup_in(pugi::xml_node);
bool holds_elements(pugi::xml_node);
/// The next node of `within` in document order: first child, else next sibling, else that of a
/// parent; none behind the last. With `skip_children` the subtree is stepped over.
pugi::xml_node next_node(pugi::xml_node, pugi::xml_node within, bool skip_children = false);

}  // namespace chappe
