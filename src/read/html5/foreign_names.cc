#include "read/html5/foreign_names.h"

#include <array>
#include <cstdint>

namespace chappe {
namespace {

constexpr char small(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 32) : c;
}

/// Names found by their lower-case spelling; open addressing, made by the compiler.
template <std::size_t count>
class Spellings {
 public:
    constexpr explicit Spellings(const std::array<std::string_view, count>& names) : names_(names) {
        for (std::size_t i = 0; i < count; ++i) {
            std::size_t slot = slot_of(names[i]);
            while (positions_[slot] != 0) slot = (slot + 1) % slots;
            positions_[slot] = static_cast<std::uint8_t>(i + 1);
        }
    }

    std::string_view find(std::string_view lower) const {
        if (lower.size() < 4 || lower.size() > 19) return lower;  // "refX", "primitiveUnits"
        for (std::size_t slot = slot_of(lower); positions_[slot] != 0; slot = (slot + 1) % slots)
            if (is_spelling_of(names_[positions_[slot] - 1U], lower))
                return names_[positions_[slot] - 1U];
        return lower;
    }

 private:
    static constexpr std::size_t slots = 256;

    static constexpr std::size_t slot_of(std::string_view name) {
        const auto at = [name](std::size_t i) {
            return static_cast<std::size_t>(static_cast<unsigned char>(small(name[i])));
        };
        return (name.size() + at(0) * 7 + at(name.size() / 2) * 31 + at(name.size() - 2) * 61) %
               slots;
    }
    static bool is_spelling_of(std::string_view proper, std::string_view lower) {
        if (proper.size() != lower.size()) return false;
        for (std::size_t i = 0; i < proper.size(); ++i)
            if (small(proper[i]) != lower[i]) return false;
        return true;
    }

    std::array<std::string_view, count> names_;
    std::array<std::uint8_t, slots> positions_{};
};

constexpr Spellings svg_elements(std::array<std::string_view, 37>{"altGlyph",
                                                                  "altGlyphDef",
                                                                  "altGlyphItem",
                                                                  "animateColor",
                                                                  "animateMotion",
                                                                  "animateTransform",
                                                                  "clipPath",
                                                                  "feBlend",
                                                                  "feColorMatrix",
                                                                  "feComponentTransfer",
                                                                  "feComposite",
                                                                  "feConvolveMatrix",
                                                                  "feDiffuseLighting",
                                                                  "feDisplacementMap",
                                                                  "feDistantLight",
                                                                  "feDropShadow",
                                                                  "feFlood",
                                                                  "feFuncA",
                                                                  "feFuncB",
                                                                  "feFuncG",
                                                                  "feFuncR",
                                                                  "feGaussianBlur",
                                                                  "feImage",
                                                                  "feMerge",
                                                                  "feMergeNode",
                                                                  "feMorphology",
                                                                  "feOffset",
                                                                  "fePointLight",
                                                                  "feSpecularLighting",
                                                                  "feSpotLight",
                                                                  "feTile",
                                                                  "feTurbulence",
                                                                  "foreignObject",
                                                                  "glyphRef",
                                                                  "linearGradient",
                                                                  "radialGradient",
                                                                  "textPath"});

constexpr Spellings svg_attributes(std::array<std::string_view, 58>{"attributeName",
                                                                    "attributeType",
                                                                    "baseFrequency",
                                                                    "baseProfile",
                                                                    "calcMode",
                                                                    "clipPathUnits",
                                                                    "diffuseConstant",
                                                                    "edgeMode",
                                                                    "filterUnits",
                                                                    "glyphRef",
                                                                    "gradientTransform",
                                                                    "gradientUnits",
                                                                    "kernelMatrix",
                                                                    "kernelUnitLength",
                                                                    "keyPoints",
                                                                    "keySplines",
                                                                    "keyTimes",
                                                                    "lengthAdjust",
                                                                    "limitingConeAngle",
                                                                    "markerHeight",
                                                                    "markerUnits",
                                                                    "markerWidth",
                                                                    "maskContentUnits",
                                                                    "maskUnits",
                                                                    "numOctaves",
                                                                    "pathLength",
                                                                    "patternContentUnits",
                                                                    "patternTransform",
                                                                    "patternUnits",
                                                                    "pointsAtX",
                                                                    "pointsAtY",
                                                                    "pointsAtZ",
                                                                    "preserveAlpha",
                                                                    "preserveAspectRatio",
                                                                    "primitiveUnits",
                                                                    "refX",
                                                                    "refY",
                                                                    "repeatCount",
                                                                    "repeatDur",
                                                                    "requiredExtensions",
                                                                    "requiredFeatures",
                                                                    "specularConstant",
                                                                    "specularExponent",
                                                                    "spreadMethod",
                                                                    "startOffset",
                                                                    "stdDeviation",
                                                                    "stitchTiles",
                                                                    "surfaceScale",
                                                                    "systemLanguage",
                                                                    "tableValues",
                                                                    "targetX",
                                                                    "targetY",
                                                                    "textLength",
                                                                    "viewBox",
                                                                    "viewTarget",
                                                                    "xChannelSelector",
                                                                    "yChannelSelector",
                                                                    "zoomAndPan"});

constexpr std::array<std::string_view, 11> foreign_attributes = {
    "xlink:actuate", "xlink:arcrole", "xlink:href", "xlink:role", "xlink:show", "xlink:title",
    "xlink:type",    "xml:lang",      "xml:space",  "xmlns",      "xmlns:xlink"};

}  // namespace

std::string_view svg_element_name(std::string_view lower) {
    return svg_elements.find(lower);
}

std::string_view svg_attribute_name(std::string_view lower) {
    return svg_attributes.find(lower);
}

std::string_view mathml_attribute_name(std::string_view lower) {
    return lower == "definitionurl" ? std::string_view("definitionURL") : lower;
}

NamespacedName foreign_attribute(std::string_view name) {
    for (const std::string_view known : foreign_attributes) {
        if (known != name) continue;
        const std::size_t colon = name.find(':');
        if (colon == name.npos) return {"xmlns", name};
        return {name.substr(0, colon), name.substr(colon + 1)};
    }
    return {"", name};
}

}  // namespace chappe
