// Any bytes as a WARC or ARC file give pages and an end; the same in pieces of a few bytes, as a
// slow disk gives them, the same pages. Packed bytes come to an end as well. Seeds:
// tests/documents.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "read/http_message.h"
#include "read/warc.h"

namespace {

chappe::ByteSource source_of(std::string_view bytes, std::size_t most) {
    return [bytes, most](char* buffer, std::size_t size) mutable {
        const std::size_t given = std::min({size, most, bytes.size()});
        std::memcpy(buffer, bytes.data(), given);
        bytes.remove_prefix(given);
        return given;
    };
}

struct Seen {
    std::size_t pages = 0, bytes = 0, notes = 0;
    friend bool operator==(const Seen&, const Seen&) = default;
};

Seen read_all(std::string_view bytes, std::size_t most) {
    chappe::WarcReader reader(source_of(bytes, most));
    Seen seen;
    while (const auto page = reader.next()) {
        ++seen.pages;
        seen.bytes += page->bytes.size();
    }
    seen.notes = reader.notes().size();
    return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const Seen whole = read_all(bytes, bytes.size() + 1);
    if (!(read_all(bytes, 7) == whole)) {
        std::fprintf(stderr, "broken promise: pieces give other pages than the whole\n");
        std::abort();
    }
    chappe::looks_like_warc(bytes);
    chappe::read_http_answer(bytes, 1 << 20);
    for (const auto packing :
         {chappe::Packing::gzip, chappe::Packing::deflate, chappe::Packing::brotli})
        if (chappe::unpack(bytes, packing, 1 << 20).bytes.size() > 1 << 20) std::abort();
    return 0;
}
