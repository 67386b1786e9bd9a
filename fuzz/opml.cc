// Any text as OPML gives sources with addresses of the web, or none. Seeds: tests/documents.

#include <cstdio>
#include <cstdlib>

#include "base/url.h"
#include "read/opml.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto opml = chappe::read_opml(chappe::Text::repair(bytes));
    if (!opml) return 0;
    bool broken = opml->sources.size() > 10'000 || (opml->sources.empty() && opml->notes.empty());
    for (const chappe::OpmlSource& source : opml->sources) {
        broken |= !chappe::Url::parse(source.feed_url);
        broken |= !source.site_url.empty() && !chappe::Url::parse(source.site_url);
        broken |= chappe::Text::repair(source.folder).view() != source.folder;
        broken |= chappe::Text::repair(source.title).view() != source.title.view();
    }
    if (!broken) return 0;
    std::fprintf(stderr, "broken promise of OPML\n");
    std::abort();
}
