#include "wire/source_outline.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "wire/html_writer.h"

namespace chappe {
namespace {

std::string_view title_of(const WatchedSource& source) {
    return source.title.empty() ? std::string_view(source.address) : source.title.view();
}

/// "Presse/Europe": an outline in an outline.
std::vector<std::string_view> parts_of(std::string_view category) {
    std::vector<std::string_view> parts;
    while (!category.empty()) {
        const std::size_t end = std::min(category.find('/'), category.size());
        if (end > 0) parts.push_back(category.substr(0, end));
        category.remove_prefix(std::min(end + 1, category.size()));
    }
    return parts;
}

void write_outline(HtmlWriter& xml, const WatchedSource& source) {
    xml.raw("<outline type=\"rss\"").attribute("text", title_of(source));
    xml.attribute("title", title_of(source)).attribute("xmlUrl", source.address).raw("/>\n");
}

}  // namespace

std::string opml_of(const std::vector<WatchedSource>& sources) {
    std::map<std::string, std::vector<const WatchedSource*>> categories;
    for (const WatchedSource& source : sources)
        if (source.kind != SourceKind::folder && source.kind != SourceKind::warc)
            categories[source.category].push_back(&source);
    HtmlWriter xml;
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n");
    xml.raw("<head><title>Sources of Chappe</title></head>\n<body>\n");
    for (const auto& [category, members] : categories) {
        const auto parts = parts_of(category);
        for (const auto& part : parts) xml.raw("<outline").attribute("text", part).raw(">\n");
        for (const WatchedSource* source : members) write_outline(xml, *source);
        for (std::size_t i = 0; i < parts.size(); ++i) xml.raw("</outline>\n");
    }
    xml.raw("</body>\n</opml>\n");
    return xml.take();
}

}  // namespace chappe
