// The one file that sees zlib and brotli.
#include "wire/coding.h"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/text.h"

namespace chappe {
namespace {

constexpr std::size_t least_size = 860;  // smaller answers fit one packet with their head
constexpr std::size_t longest_hole = 100;
// On dispatch and wire pages of 10 to 40 KB (docs/DECISIONS.md): more costs time and wins little.
constexpr int gzip_level = 6;
constexpr std::uint32_t br_quality = 5;
constexpr std::uint32_t br_window = 18;  // 256 KiB: larger than nearly all pages

// RFC 1952, 2.3: deflate, no flags, no time, unknown system.
constexpr std::string_view gzip_head("\x1F\x8B\x08\0\0\0\0\0\0\xFF", 10);
constexpr std::size_t stored_head = 5;        // of a stored block that begins on a byte
constexpr std::size_t uncompressed_head = 3;  // of a brotli meta-block that begins on a byte
constexpr std::size_t gzip_tail = 8;

struct DeflateEnd {
    void operator()(z_stream* stream) const { deflateEnd(stream); }
};

/// Raw deflate blocks. `flush`: Z_SYNC_FLUSH ends on a byte and goes on, Z_FINISH ends the stream.
std::optional<std::string> deflated(std::string_view bytes, int flush) {
    z_stream stream{};
    if (deflateInit2(&stream, gzip_level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return std::nullopt;
    const std::unique_ptr<z_stream, DeflateEnd> guard(&stream);
    std::string out(deflateBound(&stream, bytes.size()) + 16, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int ended = deflate(&stream, flush);
    const bool whole = flush == Z_FINISH ? ended == Z_STREAM_END : ended == Z_OK;
    if (!whole || stream.avail_in != 0) return std::nullopt;
    out.resize(stream.total_out);
    return out;
}

struct BrotliEnd {
    void operator()(BrotliEncoderState* state) const { BrotliEncoderDestroyInstance(state); }
};

/// Meta-blocks. `offset`: bytes of the whole that come before; 0 writes the stream's head too.
std::optional<std::string> brotlied(std::string_view bytes, std::size_t offset,
                                    BrotliEncoderOperation operation) {
    const std::unique_ptr<BrotliEncoderState, BrotliEnd> state(
        BrotliEncoderCreateInstance(nullptr, nullptr, nullptr));
    if (!state) return std::nullopt;
    BrotliEncoderSetParameter(state.get(), BROTLI_PARAM_QUALITY, br_quality);
    BrotliEncoderSetParameter(state.get(), BROTLI_PARAM_LGWIN, br_window);
    BrotliEncoderSetParameter(state.get(), BROTLI_PARAM_MODE, BROTLI_MODE_TEXT);
    constexpr std::size_t largest_offset = 1U << 30;  // brotli/encode.h
    BrotliEncoderSetParameter(state.get(), BROTLI_PARAM_STREAM_OFFSET,
                              static_cast<std::uint32_t>(std::min(offset, largest_offset)));
    std::string out;
    const auto* in = reinterpret_cast<const std::uint8_t*>(bytes.data());
    std::size_t left = bytes.size();
    std::size_t room = 0;
    for (std::size_t size = 1; size > 0 || left > 0;) {
        if (!BrotliEncoderCompressStream(state.get(), operation, &left, &in, &room, nullptr,
                                         nullptr))
            return std::nullopt;
        size = 0;  // none: everything is out
        const std::uint8_t* made = BrotliEncoderTakeOutput(state.get(), &size);
        out.append(reinterpret_cast<const char*>(made), size);
    }
    return out;
}

std::uint32_t sum_of(std::string_view bytes) {
    return static_cast<std::uint32_t>(
        crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

std::uint32_t over(std::size_t size) {
    return static_cast<std::uint32_t>(crc32_combine_gen(static_cast<z_off_t>(size)));
}

/// Operators that move a CRC over a filling: the same few lengths come again and again.
std::uint32_t over_filling(std::size_t size) {
    static const auto operators = [] {
        std::array<std::uint32_t, longest_hole + 1> made{};
        for (std::size_t i = 0; i < made.size(); ++i) made[i] = over(i);
        return made;
    }();
    return operators[std::min(size, longest_hole)];
}

void append_little_endian(std::string& out, std::uint32_t number, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(number >> (8 * i));
}

/// A piece of an Accept-Encoding: "gzip;q=0.5". Its name, and whether it is wanted at all.
bool is_wanted(std::string_view item, std::string_view name) {
    const std::size_t semicolon = item.find(';');
    if (!equal_ignoring_ascii_case(trim(item.substr(0, semicolon)), name)) return false;
    if (semicolon == item.npos) return true;
    std::string_view weight = trim(item.substr(semicolon + 1));
    if (!weight.starts_with("q=") && !weight.starts_with("Q=")) return true;
    weight.remove_prefix(2);
    return weight.find_first_not_of("0.") != weight.npos;  // "0", "0.0", "0.000" are no
}

bool accepts(std::string_view list, std::string_view name) {
    while (!list.empty()) {
        const std::string_view item = list.substr(0, list.find(','));
        list.remove_prefix(std::min(list.size(), item.size() + 1));
        if (is_wanted(item, name)) return true;
    }
    return false;
}

}  // namespace

std::string_view name_of(Coding coding) {
    constexpr std::array<std::string_view, codings> names = {"identity", "gzip", "br"};
    return names[static_cast<std::size_t>(coding)];
}

Coding best_coding(std::string_view accept_encoding) {
    if (accepts(accept_encoding, "br")) return Coding::br;
    if (accepts(accept_encoding, "gzip")) return Coding::gzip;
    return Coding::identity;
}

bool is_compressible(std::string_view type, std::size_t size) {
    return size >= least_size &&
           (type.starts_with("text/") || type.find("json") != type.npos ||
            type.find("xml") != type.npos || type.find("javascript") != type.npos);
}

std::optional<std::string> compress(Coding coding, std::string_view bytes) {
    if (coding == Coding::identity) return std::string(bytes);
    if (coding == Coding::br) return brotlied(bytes, 0, BROTLI_OPERATION_FINISH);
    auto blocks = deflated(bytes, Z_FINISH);
    if (!blocks) return std::nullopt;
    std::string out(gzip_head);
    out += *blocks;
    append_little_endian(out, sum_of(bytes), 4);
    append_little_endian(out, static_cast<std::uint32_t>(bytes.size()), 4);
    return out;
}

std::optional<CodedBody> code_around(Coding coding, std::string_view before, std::string_view after,
                                     std::size_t hole) {
    CodedBody body;
    body.coding = coding;
    body.hole = hole;
    if (coding == Coding::identity) {
        body.before = before;
        body.after = after;
        return body;
    }
    const bool br = coding == Coding::br;
    auto first = br ? brotlied(before, 0, BROTLI_OPERATION_FLUSH) : deflated(before, Z_SYNC_FLUSH);
    auto last = br ? brotlied(after, before.size() + hole, BROTLI_OPERATION_FINISH)
                   : deflated(after, Z_FINISH);
    if (!first || !last) return std::nullopt;
    body.before = br ? std::move(*first) : std::string(gzip_head) + *first;
    body.after = std::move(*last);
    body.sum_before = sum_of(before);
    body.sum_after = sum_of(after);
    body.over_after = over(after.size());
    body.plain_size = before.size() + after.size();
    return body;
}

std::size_t CodedBody::size_with(std::string_view filling) const {
    const std::size_t size = before.size() + filling.size() + after.size();
    if (coding == Coding::gzip) return size + stored_head + gzip_tail;
    return coding == Coding::br ? size + uncompressed_head : size;
}

void CodedBody::append_with(std::string_view filling, std::string& out) const {
    out += before;
    const auto size = static_cast<std::uint32_t>(filling.size());
    if (coding == Coding::gzip) {
        out += '\0';  // not the last block, stored
        append_little_endian(out, size, 2);
        append_little_endian(out, ~size, 2);
    } else if (coding == Coding::br) {
        // Not the last; 4 nibbles of length - 1; uncompressed; padded to a byte.
        append_little_endian(out, (size - 1) << 3 | 1U << 19, 3);
    }
    out += filling;
    out += after;
    if (coding != Coding::gzip) return;
    const auto sum = crc32_combine_op(
        crc32_combine_op(sum_before, sum_of(filling), over_filling(filling.size())), sum_after,
        over_after);
    append_little_endian(out, static_cast<std::uint32_t>(sum), 4);
    append_little_endian(out, static_cast<std::uint32_t>(plain_size + filling.size()), 4);
}

}  // namespace chappe
