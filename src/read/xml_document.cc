#include "read/xml_document.h"

#include <sstream>

#include "read/words.h"
#include "read/xml_repair.h"
#include "read/xml_text.h"

namespace chappe {
namespace {

/// Empty when the text was well-formed.
std::string load(XmlDocument& xml, std::string_view text) {
    xml.text.assign(text.begin(), text.end());
    // parse_default knows no DTD: the five entities of XML and character references, nothing else.
    const auto parsed = xml.document.load_buffer_inplace(xml.text.data(), xml.text.size(),
                                                         pugi::parse_default, pugi::encoding_utf8);
    xml.root = xml.document.document_element();
    return parsed ? std::string() : parsed.description();
}

/// Something before the declaration or the root: a warning of the server's, a second root.
bool has_other_roots(const XmlDocument& xml) {
    std::size_t elements = 0;
    for (const pugi::xml_node node : xml.document.children())
        elements += node.type() == pugi::node_element;
    return elements > 1;
}

}  // namespace

XmlDocument parse_xml(const Text& text) {
    XmlDocument xml;
    const std::string resolved = resolve_html_names(trim(text));
    std::string problem = load(xml, resolved);
    if (problem.empty() && has_other_roots(xml)) problem = "More than one root";
    if (problem.empty()) return xml;
    load(xml, repair_xml(resolved));
    xml.note = "not well-formed: " + problem + ", repaired";
    return xml;
}

std::string_view local_name(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == name.npos ? name : name.substr(colon + 1);
}

pugi::xml_node child_named(pugi::xml_node node, std::string_view local) {
    for (const pugi::xml_node child : node.children())
        if (child.type() == pugi::node_element && local_name(child.name()) == local) return child;
    return {};
}

std::string text_in(pugi::xml_node node) {
    std::string text;
    for (const pugi::xml_node child : node.children())
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
            text += child.value();
    return text;
}

std::string all_text_in(pugi::xml_node within) {
    std::string text;
    for (pugi::xml_node node = next_node(within, within); node; node = next_node(node, within))
        if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata)
            text += node.value();
    return fold_paragraph(text);
}

std::string markup_in(pugi::xml_node node) {
    std::ostringstream out;
    for (const pugi::xml_node child : node.children())
        child.print(out, "", pugi::format_raw, pugi::encoding_utf8);
    return std::move(out).str();
}

bool holds_elements(pugi::xml_node node) {
    for (const pugi::xml_node child : node.children())
        if (child.type() == pugi::node_element) return true;
    return false;
}

pugi::xml_node next_node(pugi::xml_node node, pugi::xml_node within, bool skip_children) {
    if (!skip_children && node.first_child()) return node.first_child();
    while (node && node != within) {
        if (node.next_sibling()) return node.next_sibling();
        node = node.parent();
    }
    return {};
}

}  // namespace chappe
