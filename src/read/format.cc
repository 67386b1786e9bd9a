#include "read/format.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "read/words.h"

namespace chappe {
namespace {

constexpr std::size_t looked_at = 4096;

/// The type without its parameters, in lower case.
std::string essence(std::string_view media_type) {
    return lower_ascii(trim(media_type.substr(0, media_type.find(';'))));
}

std::optional<Format> format_of(std::string_view type) {
    if (type == "text/plain" || type == "text") return Format::text;
    if (type == "text/html" || type == "application/xhtml+xml" || type == "html")
        return Format::html;
    if (type == "application/json" || type == "application/feed+json" || type == "json")
        return Format::json;
    if (type == "application/ninjs+json") return Format::json;
    if (type.ends_with("/xml") || type.ends_with("+xml") || type == "xml") return Format::xml;
    return std::nullopt;
}

/// Steps over space, comments, processing instructions and the doctype.
std::string_view skip_prologue(std::string_view text) {
    while (true) {
        text = trim(text);
        std::size_t end = 0;
        if (text.starts_with("<!--"))
            end = text.find("-->");
        else if (text.starts_with("<?") || text.starts_with("<!"))
            end = text.find('>');
        else
            return text;
        if (end == text.npos) return {};
        text.remove_prefix(end + 1);
        if (text.starts_with("->")) text.remove_prefix(2);
    }
}

/// The name of the first tag, in lower case, without a namespace prefix.
std::string first_tag(std::string_view text) {
    text = skip_prologue(text);
    if (!text.starts_with('<')) return {};
    std::string name = lower_ascii(text.substr(1, text.find_first_of(" \t\r\n/>", 1) - 1));
    if (const std::size_t colon = name.find(':'); colon != name.npos) name.erase(0, colon + 1);
    return name;
}

/// Some tag that only HTML has, anywhere in the beginning: pages without a head, fragments.
bool holds_html_tags(std::string_view text) {
    constexpr std::array<std::string_view, 18> tags = {
        "<html", "<head", "<body", "<div", "<p>",    "<p ",    "<span",    "<a ",     "<h1",
        "<br",   "<img",  "<meta", "<ul>", "<table", "<title", "<article", "<script", "<main"};
    const std::string lower = lower_ascii(text);
    std::size_t found = 0;
    for (const std::string_view tag : tags) found += lower.find(tag) != lower.npos;
    const std::string_view start = trim(lower);
    return found >= 2 || (found == 1 && start.starts_with('<')) ||
           start.starts_with("<!doctype html");
}

/// Of the XML that we read: without prefix, in lower case.
bool is_our_root(std::string_view tag) {
    constexpr std::array<std::string_view, 8> roots = {
        "rss", "feed", "rdf", "opml", "newsitem", "newsmessage", "packageitem", "nitf"};
    return std::find(roots.begin(), roots.end(), tag) != roots.end();
}

/// Behind a doctype with an internal subset, which ends later than its first '>', or behind
/// warnings of the server's that it put before the declaration.
bool holds_our_root(std::string_view text) {
    const bool xml = text.find("<?xml") != text.npos || trim(text).starts_with("<!DOCTYPE");
    for (std::size_t at = text.find('<'); at != text.npos; at = text.find('<', at + 1)) {
        const std::string tag = first_tag(text.substr(at, 64));
        if (!is_our_root(tag)) continue;
        // In a page without a declaration, "<feed>" may be anything.
        const std::string_view rest = text.substr(at, 200);
        if (xml || rest.find("xmlns") != rest.npos || rest.find("version=") != rest.npos)
            return true;
    }
    return false;
}

/// Members that every version of ninjs has, in one of their spellings.
bool holds_ninjs_names(std::string_view text) {
    constexpr std::array<std::string_view, 7> names = {
        "\"versioncreated\"", "\"versionCreated\"", "\"pubstatus\"", "\"pubStatus\"",
        "\"body_text\"",      "\"body_html\"",      "\"bodies\""};
    for (const std::string_view name : names)
        if (text.find(name) != text.npos) return true;
    return false;
}

std::optional<Format> format_of_bytes(std::string_view text) {
    const std::string tag = first_tag(text);
    if (is_our_root(tag)) return Format::xml;
    const std::string_view start = trim(text);
    if (start.starts_with('{') && text.find("jsonfeed.org") != text.npos) return Format::json;
    if (start.starts_with('{') && text.find("\"items\"") != text.npos) return Format::json;
    // ninjs: an item, or a list of them.
    if ((start.starts_with('{') || start.starts_with("[")) && holds_ninjs_names(text))
        return Format::json;
    if (start.starts_with('{') && text.find("\"title\"") != text.npos &&
        text.find("\"text\"") != text.npos)
        return Format::json;
    if (holds_our_root(text)) return Format::xml;
    if (holds_html_tags(text)) return Format::html;
    return std::nullopt;
}

std::string_view name_of(Format format) {
    switch (format) {
        case Format::text:
            return "text";
        case Format::html:
            return "html";
        case Format::xml:
            return "XML";
        case Format::json:
            return "JSON";
    }
    return "text";
}

}  // namespace

FormatGuess detect_format(std::string_view media_type, std::string_view text) {
    text = text.substr(0, looked_at);
    const std::string type = essence(media_type);
    const auto declared = format_of(type);
    const auto seen = format_of_bytes(text);
    if (!declared) return {seen.value_or(Format::text), {}};
    if (!seen || *seen == *declared) {
        // Nothing in the bytes speaks for a feed or JSON: as text it can at least be read.
        const std::string_view start = trim(text);
        const bool braces =
            start.starts_with('{') || start.starts_with('<') || start.starts_with('[');
        if (!seen && (*declared == Format::xml || *declared == Format::json) && !braces)
            return {Format::text, "declared " + type + ", read as text"};
        return {*declared, {}};
    }
    return {*seen, "declared " + type + ", read as " + std::string(name_of(*seen))};
}

}  // namespace chappe
