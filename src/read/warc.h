#pragma once
// WARC and ARC: what crawlers keep of the web, record behind record in one file, plain or each
// record packed in a gzip member of its own.
//
// WARC 1.1: ISO 28500:2017, https://iipc.github.io/warc-specifications/specifications/warc-format/
// ARC: https://archive.org/web/researcher/ArcFileFormat.php
//
//     WARC/1.1                                       http://agency.example/1 192.0.2.1 20240403...
//     WARC-Type: response                            HTTP/1.1 200 OK
//     WARC-Target-URI: https://agency.example/1
//     Content-Length: 4711                           <html>...
//
//     HTTP/1.1 200 OK ...

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "news/arrival.h"
#include "read/unpack.h"

namespace chappe {

/// A page as a record holds it.
struct WarcPage {
    std::string bytes;
    std::string media_type;
    std::string url;               // of the record; empty when it is not of the web
    std::optional<Instant> taken;  // WARC-Date
    std::vector<std::string> notes;
};

/// Steps from page to page through a file of any size. Memory: at most about three times the
/// largest record it reads, which is 10 MiB.
class WarcReader {
 public:
    explicit WarcReader(ByteSource);
    ~WarcReader();
    WarcReader(const WarcReader&) = delete;
    WarcReader& operator=(const WarcReader&) = delete;

    /// The next HTML page that a server answered with 200; nothing at the end. Records that are no
    /// pages are stepped over, broken ones too, with a note.
    std::optional<WarcPage> next();

    /// "record 7 broken: ...", 20 at most, and at the end what was stepped over.
    const std::vector<std::string>& notes() const;

 private:
    class Records;
    std::unique_ptr<Records> records_;
};

/// The bytes begin like WARC or ARC, packed or not; a few KB are enough.
bool looks_like_warc(std::string_view bytes);

}  // namespace chappe
