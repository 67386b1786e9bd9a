#pragma once
// For tests: bytes packed as servers and crawlers do, and bytes as a source.

#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include "read/unpack.h"

namespace chappe {

/// `window`: 15 with zlib's wrapper, -15 without, 31 with gzip's.
inline std::string deflate_bytes(std::string_view bytes, int window) {
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, bytes.size()) + 32, '\0');
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

inline std::string gzip(std::string_view bytes) {
    return deflate_bytes(bytes, 31);
}

inline ByteSource source_of(std::string bytes) {
    return [bytes = std::move(bytes), at = std::size_t{0}](char* buffer, std::size_t size) mutable {
        const std::size_t given = std::min(size, bytes.size() - at);
        std::memcpy(buffer, bytes.data() + at, given);
        at += given;
        return given;
    };
}

}  // namespace chappe
