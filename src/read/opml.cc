// One walk over the outlines, without recursion: readers nest folders, and a text that lost its
// ends nests everything.

#include "read/opml.h"

#include <algorithm>
#include <unordered_set>

#include "base/url.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t most_sources = 10'000;
constexpr std::size_t longest_name = 200;  // code points of a folder
constexpr std::size_t deepest_folder = 8;
constexpr std::size_t most_attributes = 100;  // looked at, of one outline
constexpr std::size_t deepest = 256;          // outlines; deeper ones are in the folders of these

/// Attribute names are written in every case: xmlUrl, xmlurl, XMLURL.
std::string_view attribute(pugi::xml_node outline, std::string_view name) {
    std::size_t count = 0;
    for (const pugi::xml_attribute one : outline.attributes()) {
        if (equal_ignoring_ascii_case(one.name(), name)) return trim(one.value());
        if (++count == most_attributes) break;
    }
    return {};
}

Text name_of_outline(pugi::xml_node outline) {
    std::string_view name = attribute(outline, "title");
    if (name.empty()) name = attribute(outline, "text");
    return Text::repair(fold_paragraph(name));
}

std::string folder_name(pugi::xml_node outline) {
    std::string_view text = attribute(outline, "text");
    if (text.empty()) text = attribute(outline, "title");
    std::string name = shorten(Text::repair(fold_paragraph(text)), longest_name);
    std::replace(name.begin(), name.end(), '/', '-');
    return name;
}

/// OPML 2.0, "category": comma-separated, "/Presse/Europe,/Wire"; the first one.
std::string first_category(pugi::xml_node outline) {
    const std::string_view all = attribute(outline, "category");
    std::string_view first = trim(all.substr(0, all.find(',')));
    while (first.starts_with('/')) first.remove_prefix(1);
    while (first.ends_with('/')) first.remove_suffix(1);
    return shorten(Text::repair(fold_paragraph(first)), longest_name);
}

class OutlineWalk {
 public:
    explicit OutlineWalk(Opml& opml) : opml_(opml) {}

    void walk(pugi::xml_node body) {
        for (pugi::xml_node node = next_node(body, body); node; node = next_node(node, body)) {
            if (!equal_ignoring_ascii_case(local_name(node.name()), "outline")) continue;
            if (opml_.sources.size() == most_sources) {
                opml_.notes.emplace_back("outlines cut: more than 10,000");
                break;
            }
            read_outline(node, body);
        }
        note_what_was_left();
    }

 private:
    void read_outline(pugi::xml_node outline, pugi::xml_node body) {
        const std::string_view address = attribute(outline, "xmlUrl");
        if (address.empty()) {
            includes_ += equal_ignoring_ascii_case(attribute(outline, "type"), "include");
            return;
        }
        const auto url = Url::parse(address);
        if (!url) {
            ++unusable_;
            return;
        }
        if (!seen_.insert(url->str()).second) {
            ++again_;
            return;
        }
        OpmlSource source;
        source.title = name_of_outline(outline);
        source.feed_url = url->str();
        if (const auto site = Url::parse(attribute(outline, "htmlUrl")))
            source.site_url = site->str();
        source.folder = folder_of(outline.parent(), body);
        if (source.folder.empty()) source.folder = first_category(outline);
        opml_.sources.push_back(std::move(source));
    }

    /// Sources are no folders, also where one stands in another. A folder's path is made once.
    const std::string& folder_of(pugi::xml_node parent, pugi::xml_node body) {
        if (parent == last_parent_) return last_folder_;
        last_parent_ = parent;
        std::vector<std::string> names;
        std::size_t climbed = 0;
        for (; parent && parent != body && climbed < deepest; parent = parent.parent(), ++climbed) {
            if (!attribute(parent, "xmlUrl").empty()) continue;
            std::string name = folder_name(parent);
            if (!name.empty()) names.push_back(std::move(name));
        }
        last_folder_.clear();
        const std::size_t count = std::min(names.size(), deepest_folder);
        for (std::size_t i = 0; i < count; ++i) {
            if (i > 0) last_folder_ += '/';
            last_folder_ += names[names.size() - 1 - i];
        }
        return last_folder_;
    }

    void note_what_was_left() {
        const auto note = [this](std::size_t count, std::string_view why) {
            if (count > 0)
                opml_.notes.push_back(counted(count, "outline", "outlines") +
                                      " left out: " + std::string(why));
        };
        note(unusable_, "an address that is not http or https");
        note(again_, "a feed that is named already");
        note(includes_, "another list to include");
    }

    Opml& opml_;
    std::unordered_set<std::string> seen_;
    std::size_t unusable_ = 0, again_ = 0, includes_ = 0;
    pugi::xml_node last_parent_;
    std::string last_folder_;
};

}  // namespace

std::optional<Opml> read_opml(const Text& text) {
    return read_opml(parse_xml(text));
}

std::optional<Opml> read_opml(const XmlDocument& xml) {
    if (!equal_ignoring_ascii_case(local_name(xml.root.name()), "opml")) return std::nullopt;
    Opml opml;
    if (!xml.note.empty()) opml.notes.push_back("OPML " + xml.note);
    opml.title =
        Text::repair(fold_paragraph(text_in(child_named(child_named(xml.root, "head"), "title"))));
    OutlineWalk(opml).walk(child_named(xml.root, "body"));
    if (opml.sources.empty()) opml.notes.emplace_back("OPML without sources");
    return opml;
}

}  // namespace chappe
