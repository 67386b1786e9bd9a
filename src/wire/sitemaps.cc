#include "wire/sitemaps.h"

#include <algorithm>
#include <array>

#include "wire/api.h"
#include "wire/layout.h"

namespace chappe {
namespace {

constexpr std::size_t most_addresses = 50'000;  // of one sitemap (sitemaps.org)

constexpr std::array<std::string_view, 6> own_pages = {"/",         "/archive", "/sources",
                                                       "/agencies", "/help",    "/about"};

void location(HtmlWriter& xml, std::string_view public_url, std::string_view path) {
    xml.raw("<loc>").text(std::string(public_url).append(path)).raw("</loc>");
}

/// A day that the source gave stays a day; an instant needs its offset (W3C-DTF).
std::string date_of(const WireEntry& entry) {
    if (!entry.published) return to_string(entry.arrived);
    const bool instant = entry.published->offset && entry.published->precision != Precision::day;
    return instant ? to_string(*entry.published) : to_string(entry.published->local_day());
}

bool is_news(const WireEntry& entry, Instant since) {
    if (entry.language.empty() || entry.title.empty() || entry.arrived < since) return false;
    // What was published long ago and arrived today is no news.
    return !entry.published || entry.published->when.end > since;
}

}  // namespace

std::string robots_text(std::string_view public_url) {
    std::string out =
        "User-agent: *\n"
        "Disallow: /desk\n"
        "Disallow: /login\n"
        "Disallow: /api/\n"
        "Disallow: /events\n"
        "\n";
    for (const std::string_view path : {"/sitemap.xml", "/sitemap-news.xml"})
        out.append("Sitemap: ").append(public_url).append(path).append("\n");
    return out;
}

std::string sitemap(std::string_view public_url, const std::vector<DayTally>& days) {
    HtmlWriter xml;
    xml.raw(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (const std::string_view path : own_pages) {
        xml.raw("<url>");
        location(xml, public_url, path);
        xml.raw("</url>\n");
    }
    const std::size_t most = std::min(days.size(), most_addresses - own_pages.size());
    for (std::size_t i = 0; i < most; ++i) {
        xml.raw("<url>");
        location(xml, public_url, day_address(days[days.size() - 1 - i].day));
        xml.raw("</url>\n");
    }
    xml.raw("</urlset>\n");
    return xml.take();
}

std::string news_sitemap(std::string_view public_url, const std::vector<WireEntry>& entries,
                         Instant since) {
    HtmlWriter xml;
    xml.raw(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""
        " xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">\n");
    for (const WireEntry& entry : entries) {
        if (!is_news(entry, since)) continue;
        xml.raw("<url>");
        location(xml, public_url, dispatch_address(entry.id));
        xml.raw("<news:news><news:publication><news:name>Chappe</news:name><news:language>");
        xml.text(entry.language).raw("</news:language></news:publication><news:publication_date>");
        xml.text(date_of(entry)).raw("</news:publication_date><news:title>");
        xml.text(short_title(entry)).raw("</news:title></news:news></url>\n");
    }
    xml.raw("</urlset>\n");
    return xml.take();
}

}  // namespace chappe
