#include "read/feed_names.h"

#include <array>
#include <optional>

#include "base/text.h"
#include "read/xml_document.h"

namespace chappe {
namespace {

struct Known {
    std::string_view word;
    FeedSpace space;
};

constexpr std::array<Known, 15> usual_prefixes = {{
    {"dc", FeedSpace::dc},
    {"dcterms", FeedSpace::dcterms},
    {"dct", FeedSpace::dcterms},
    {"content", FeedSpace::content},
    {"media", FeedSpace::media},
    {"sy", FeedSpace::syndication},
    {"syn", FeedSpace::syndication},
    {"atom", FeedSpace::atom},
    {"atom10", FeedSpace::atom},
    {"a10", FeedSpace::atom},
    {"itunes", FeedSpace::itunes},
    {"feedburner", FeedSpace::feedburner},
    {"rdf", FeedSpace::rdf},
    {"xhtml", FeedSpace::xhtml},
    {"at", FeedSpace::tombstones},
}};

/// Beginnings of namespace names, without their scheme and "www.": feeds vary both.
constexpr std::array<Known, 18> namespaces = {{
    {"purl.org/dc/elements/", FeedSpace::dc},
    {"purl.org/dc/terms", FeedSpace::dcterms},
    {"purl.org/rss/1.0/modules/content", FeedSpace::content},
    {"purl.org/rss/1.0/modules/syndication", FeedSpace::syndication},
    {"search.yahoo.com/mrss", FeedSpace::media},
    {"w3.org/2005/atom", FeedSpace::atom},
    {"purl.org/atom/ns", FeedSpace::atom},
    {"purl.org/atompub/tombstones/1", FeedSpace::tombstones},
    {"itunes.com/dtds/podcast", FeedSpace::itunes},
    {"rssnamespace.org/feedburner", FeedSpace::feedburner},
    {"w3.org/1999/02/22-rdf-syntax-ns", FeedSpace::rdf},
    {"w3.org/1999/xhtml", FeedSpace::xhtml},
    {"purl.org/rss/1.0/modules/", FeedSpace::other},
    {"purl.org/rss/1.0", FeedSpace::feed},
    {"purl.org/net/rss1.1", FeedSpace::feed},
    {"my.netscape.com/rdf/simple/0.9", FeedSpace::feed},
    {"channel.netscape.com/rdf/simple/0.9", FeedSpace::feed},
    {"backend.userland.com/rss", FeedSpace::feed},
}};

constexpr std::size_t most_prefixes = 200;

std::optional<FeedSpace> space_of_namespace(std::string_view uri) {
    const std::string folded = lower_ascii(trim(uri).substr(0, 100));
    std::string_view name = folded;
    for (const std::string_view front : {"http://", "https://", "www."})
        if (name.starts_with(front)) name.remove_prefix(front.size());
    for (const Known& known : namespaces)
        if (name.starts_with(known.word)) return known.space;
    return std::nullopt;
}

std::optional<FeedSpace> space_of_prefix(std::string_view prefix) {
    for (const Known& known : usual_prefixes)
        if (known.word == prefix) return known.space;
    return std::nullopt;
}

}  // namespace

bool operator==(const FeedName& a, const FeedName& b) {
    return a.space == b.space && equal_ignoring_ascii_case(a.local, b.local);
}

FeedNames::FeedNames(pugi::xml_node root)
    : is_atom_(equal_ignoring_ascii_case(local_name(root.name()), "feed")) {
    for (const pugi::xml_node node : {root, root.first_child()}) {
        for (const pugi::xml_attribute one : node.attributes()) {
            const std::string_view name = one.name();
            if (name.starts_with("xmlns:")) declare(name.substr(6), one.value());
        }
    }
    // Whatever the root's prefix is said to be, its neighbours of the same prefix are the feed's;
    // but RSS 1.0 has its root in RDF, and its items without a prefix.
    const std::string_view root_name = root.name();
    const std::size_t colon = root_name.find(':');
    if (colon != root_name.npos && !equal_ignoring_ascii_case(local_name(root_name), "rdf"))
        prefixes_[std::string(root_name.substr(0, colon))] = FeedSpace::feed;
}

void FeedNames::declare(std::string_view prefix, std::string_view uri) {
    auto space = space_of_namespace(uri);
    if (!space) space = space_of_prefix(prefix);
    if (!space || prefixes_.size() == most_prefixes) return;
    if (*space == FeedSpace::atom && is_atom_) space = FeedSpace::feed;
    prefixes_.emplace(prefix, *space);
}

FeedName FeedNames::name_of(pugi::xml_node node) const {
    const std::string_view name = node.name();
    const std::size_t colon = name.find(':');
    if (colon == name.npos) {
        if (const auto own = node.attribute("xmlns"))
            if (auto space = space_of_namespace(own.value()))
                return {*space == FeedSpace::atom && is_atom_ ? FeedSpace::feed : *space, name};
        return {FeedSpace::feed, name};
    }
    const std::string_view prefix = name.substr(0, colon), local = name.substr(colon + 1);
    if (const auto found = prefixes_.find(prefix); found != prefixes_.end())
        return {found->second, local};
    const FeedSpace space = space_of_prefix(prefix).value_or(FeedSpace::other);
    return {space == FeedSpace::atom && is_atom_ ? FeedSpace::feed : space, local};
}

std::vector<NamedElement> FeedNames::children(pugi::xml_node node) const {
    std::vector<NamedElement> named;
    for (const pugi::xml_node child : node.children())
        if (child.type() == pugi::node_element) named.push_back({name_of(child), child});
    return named;
}

pugi::xml_node FeedNames::child(pugi::xml_node node, const FeedName& name) const {
    for (const pugi::xml_node one : node.children())
        if (one.type() == pugi::node_element && name_of(one) == name) return one;
    return {};
}

pugi::xml_node first_of(const std::vector<NamedElement>& elements,
                        std::initializer_list<FeedName> names) {
    for (const FeedName& name : names)
        for (const NamedElement& element : elements)
            if (element.name == name) return element.node;
    return {};
}

std::string first_text(const std::vector<NamedElement>& elements,
                       std::initializer_list<FeedName> names) {
    for (const FeedName& name : names) {
        for (const NamedElement& element : elements) {
            if (!(element.name == name)) continue;
            std::string text =
                holds_elements(element.node) ? markup_in(element.node) : text_in(element.node);
            if (!trim(text).empty()) return text;
        }
    }
    return {};
}

}  // namespace chappe
