// What is learned from a page, a sitemap or an answer's headers before anything is read, on any
// bytes: addresses are of the web, and limits hold.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/url.h"
#include "ingest/declared_feeds.h"
#include "ingest/link_header.h"
#include "ingest/sitemap.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace chappe;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto feeds = declared_feeds(text, "https://agence.example/a/b");
    if (feeds.size() > 20) std::abort();
    for (const auto& feed : feeds)
        if (!Url::parse(feed)) std::abort();
    if (const auto sitemap = read_sitemap(text)) {
        if (sitemap->entries.size() > 50'000) std::abort();
        if (newest_of(*sitemap, Instant{}, 10).size() > 10) std::abort();
        for (const auto& entry : sitemap->entries)
            if (!Url::parse(entry.url)) std::abort();
    }
    for (const std::string_view relation : {"hub", "self"}) {
        const std::string link = link_with(relation, text, "https://agence.example/a/b");
        if (!link.empty() && !Url::parse(link)) std::abort();
    }
    return 0;
}
