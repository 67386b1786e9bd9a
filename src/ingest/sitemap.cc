#include "ingest/sitemap.h"

#include <algorithm>

#include "base/sort_stably.h"
#include "base/text.h"
#include "base/url.h"
#include "ingest/markup_tag.h"

namespace chappe {
namespace {

constexpr std::size_t most_entries = 50'000;
constexpr std::size_t looked_at = 4096;  // the root stands behind a declaration and comments

/// Text up to the next '<', CDATA opened.
std::string content_at(std::string_view text, std::size_t begin) {
    constexpr std::string_view cdata = "<![CDATA[";
    std::string_view rest = text.substr(begin);
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
    if (rest.starts_with(cdata)) {
        rest.remove_prefix(cdata.size());
        return std::string(trim(rest.substr(0, rest.find("]]>"))));
    }
    return without_entities(trim(rest.substr(0, rest.find('<'))));
}

std::optional<Instant> instant_of(std::string_view text) {
    const auto date = parse_iso_date(trim(text));
    if (!date) return std::nullopt;
    return date->when.begin;
}

void read_entry(std::string_view text, Sitemap& sitemap) {
    SitemapEntry entry;
    MarkupTags locations(text, "loc");
    const auto location = locations.next();
    if (!location) return;
    const auto url = Url::parse(content_at(text, location->end));
    if (!url) return;
    entry.url = url->str();
    for (const std::string_view name : {"news:publication_date", "lastmod"}) {
        MarkupTags dates(text, name);
        const auto date = dates.next();
        if (date) entry.newest = instant_of(content_at(text, date->end));
        if (entry.newest) break;
    }
    sitemap.entries.push_back(std::move(entry));
}

}  // namespace

std::optional<Sitemap> read_sitemap(std::string_view bytes) {
    Sitemap sitemap;
    const std::string_view head = bytes.substr(0, looked_at);
    MarkupTags sets(head, "urlset"), indexes(head, "sitemapindex");
    if (indexes.next())
        sitemap.is_index = true;
    else if (!sets.next())
        return std::nullopt;
    const std::string_view name = sitemap.is_index ? "sitemap" : "url";
    MarkupTags entries(bytes, name);
    // An entry ends where the next one begins.
    auto entry = entries.next();
    while (entry && sitemap.entries.size() < most_entries) {
        const std::size_t begin = entry->end;
        entry = entries.next();
        const std::size_t end = entry ? entry->end : bytes.size();
        read_entry(bytes.substr(begin, end - begin), sitemap);
    }
    return sitemap;
}

std::vector<std::string> newest_of(const Sitemap& sitemap, Instant since, std::size_t most) {
    std::vector<const SitemapEntry*> chosen;
    bool dated = false;
    for (const SitemapEntry& entry : sitemap.entries) dated = dated || entry.newest;
    for (const SitemapEntry& entry : sitemap.entries)
        if (!dated || (entry.newest && *entry.newest >= since)) chosen.push_back(&entry);
    sort_stably(chosen, [](const auto* a, const auto* b) {
        return a->newest.value_or(Instant{}) > b->newest.value_or(Instant{});
    });
    std::vector<std::string> urls;
    for (const SitemapEntry* entry : chosen)
        if (urls.size() < most) urls.push_back(entry->url);
    return urls;
}

}  // namespace chappe
