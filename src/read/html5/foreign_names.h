#pragma once
// How SVG and MathML spell what the tokenizer made lower case (HTML standard 13.2.6.5, "Adjust SVG
// attributes", "Any other start tag").

#include <string_view>

namespace chappe {

/// The same name where nothing changes.
std::string_view svg_element_name(std::string_view lower);
std::string_view svg_attribute_name(std::string_view lower);
std::string_view mathml_attribute_name(std::string_view lower);

/// "xlink:href" of a foreign element is href of XLink: {"xlink", "href"}; {"", name} for others.
struct NamespacedName {
    std::string_view prefix;
    std::string_view local;
};
NamespacedName foreign_attribute(std::string_view name);

}  // namespace chappe
