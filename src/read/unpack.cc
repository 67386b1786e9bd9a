#include "read/unpack.h"

#include <brotli/decode.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "base/text.h"

namespace chappe {
namespace {

constexpr std::size_t piece = std::size_t{64} * 1024;
constexpr std::size_t ratio_counts_from = std::size_t{1} << 20;

// zlib.h, inflateInit2: 16 more than the window means a gzip header, a negative one none at all.
constexpr int gzip_window = 15 + 16;
constexpr int zlib_window = 15;
constexpr int bare_window = -15;

class Inflate {
 public:
    explicit Inflate(int window) { ready_ = inflateInit2(&stream_, window) == Z_OK; }
    ~Inflate() {
        if (ready_) inflateEnd(&stream_);
    }
    Inflate(const Inflate&) = delete;
    Inflate& operator=(const Inflate&) = delete;

    /// Takes from `in` what it uses and gives at most `size` bytes. Z_OK, Z_STREAM_END, or an
    /// error.
    int step(std::string_view& in, char* out, std::size_t size, std::size_t& given) {
        given = 0;
        if (!ready_) return Z_MEM_ERROR;
        const auto taken = static_cast<uInt>(std::min(in.size(), piece));
        // zlib does not write to its input.
        stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(in.data()));
        stream_.avail_in = taken;
        stream_.next_out = reinterpret_cast<Bytef*>(out);
        stream_.avail_out = static_cast<uInt>(size);
        const int result = inflate(&stream_, Z_NO_FLUSH);
        in.remove_prefix(taken - stream_.avail_in);
        given = size - stream_.avail_out;
        return result;
    }
    bool restart() { return ready_ && inflateReset(&stream_) == Z_OK; }

 private:
    z_stream stream_{};
    bool ready_ = false;
};

bool is_bomb(std::size_t unpacked, std::size_t packed) {
    return unpacked > ratio_counts_from && unpacked / highest_ratio > packed;
}

std::string bomb_note() {
    return "unpacking stopped: more than " + std::to_string(highest_ratio) + " to 1";
}

Unpacked inflate_all(std::string_view packed, int window, std::size_t largest) {
    Unpacked out;
    Inflate inflater(window);
    std::vector<char> buffer(piece);
    std::string_view rest = packed;
    while (true) {
        std::size_t given = 0;
        const int result = inflater.step(rest, buffer.data(), buffer.size(), given);
        out.bytes.append(buffer.data(), given);
        if (is_bomb(out.bytes.size(), packed.size() - rest.size())) {
            out.note = bomb_note();
            return out;
        }
        if (out.bytes.size() > largest) {
            out.bytes.resize(largest);
            out.note = "unpacking stopped: larger than " + std::to_string(largest >> 20) + " MiB";
            return out;
        }
        if (result == Z_STREAM_END) {
            // Behind the last member some programs pad with zeros.
            if (window != gzip_window || !is_gzip(rest)) return out;
            if (!inflater.restart()) return out;
        } else if (result != Z_OK) {
            out.note = result == Z_BUF_ERROR && rest.empty() ? "packed bytes cut off"
                                                             : "packed bytes damaged";
            return out;
        }
    }
}

Unpacked unbrotli(std::string_view packed, std::size_t largest) {
    Unpacked out;
    const std::unique_ptr<BrotliDecoderState, decltype(&BrotliDecoderDestroyInstance)> state(
        BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), &BrotliDecoderDestroyInstance);
    std::vector<std::uint8_t> buffer(piece);
    const auto* in = reinterpret_cast<const std::uint8_t*>(packed.data());
    std::size_t left = packed.size();
    while (state) {
        std::size_t room = buffer.size();
        std::uint8_t* at = buffer.data();
        const auto result =
            BrotliDecoderDecompressStream(state.get(), &left, &in, &room, &at, nullptr);
        out.bytes.append(reinterpret_cast<const char*>(buffer.data()), buffer.size() - room);
        if (is_bomb(out.bytes.size(), packed.size() - left)) {
            out.note = bomb_note();
            break;
        }
        if (out.bytes.size() > largest) {
            out.bytes.resize(largest);
            out.note = "unpacking stopped: larger than " + std::to_string(largest >> 20) + " MiB";
            break;
        }
        if (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) continue;
        if (result == BROTLI_DECODER_RESULT_ERROR) out.note = "packed bytes damaged";
        if (result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT) out.note = "packed bytes cut off";
        break;
    }
    return out;
}

}  // namespace

std::optional<Packing> packing_named(std::string_view coding) {
    const std::string name = lower_ascii(trim(coding));
    if (name == "gzip" || name == "x-gzip") return Packing::gzip;
    if (name == "deflate") return Packing::deflate;
    if (name == "br") return Packing::brotli;
    return std::nullopt;
}

bool is_gzip(std::string_view bytes) {
    // RFC 1952, 2.3.1: the magic number, and the only method there is.
    return bytes.starts_with("\x1f\x8b\x08");
}

Unpacked unpack(std::string_view packed, Packing packing, std::size_t largest) {
    if (packing == Packing::brotli) return unbrotli(packed, largest);
    if (packing == Packing::gzip) return inflate_all(packed, gzip_window, largest);
    // RFC 9110, 8.4.1.2: some servers send it without the wrapper of RFC 1950.
    Unpacked wrapped = inflate_all(packed, zlib_window, largest);
    if (!wrapped.bytes.empty() || wrapped.note.empty()) return wrapped;
    return inflate_all(packed, bare_window, largest);
}

class GzipSource::Inflater {
 public:
    explicit Inflater(ByteSource source) : source_(std::move(source)) {
        fill();
        packed_ = is_gzip(rest());
    }

    std::size_t read(char* buffer, std::size_t size) {
        if (size == 0 || gap_) return 0;
        if (!packed_) return read_plain(buffer, size);
        while (true) {
            if (between_ && !begin_member()) return 0;
            if (rest().empty()) fill();
            std::string_view in = rest();
            const bool no_more = in.empty();
            std::size_t given = 0;
            const int result = inflate_.step(in, buffer, size, given);
            const std::size_t used = rest().size() - in.size();
            at_ += used;
            member_in_ += used;
            member_out_ += given;
            if (is_bomb(member_out_, member_in_)) {
                damage_ = bomb_note();
                gap_ = true;
                return 0;
            }
            if (result == Z_STREAM_END) {
                between_ = true;
            } else if (result != Z_OK && !(result == Z_BUF_ERROR && !no_more)) {
                damage_ = no_more ? "gzip cut off" : "gzip damaged";
                gap_ = true;
            }
            if (given > 0 || gap_) return given;
        }
    }

    bool cross_gap() {
        if (!gap_) return false;
        gap_ = false;
        between_ = true;
        if (member_in_ == 0 && is_gzip(rest())) ++at_;  // or it would be found for ever
        return find_member();
    }

    const std::string& damage() const { return damage_; }

 private:
    std::string_view rest() const { return std::string_view(buffer_.data(), size_).substr(at_); }

    /// Reads on when the buffer is low; what is unused stays.
    void fill() {
        if (ended_) return;
        std::memmove(buffer_.data(), buffer_.data() + at_, size_ - at_);
        size_ -= at_;
        at_ = 0;
        const std::size_t got = source_(buffer_.data() + size_, buffer_.size() - size_);
        ended_ = got == 0;
        size_ += got;
    }

    std::size_t read_plain(char* buffer, std::size_t size) {
        if (rest().empty()) fill();
        const std::size_t given = std::min(size, rest().size());
        std::memcpy(buffer, rest().data(), given);
        at_ += given;
        return given;
    }

    /// True when the next member begins here; else there is a gap, or the end.
    bool begin_member() {
        while (rest().size() < 3 && !ended_) fill();
        if (rest().empty()) return false;
        if (!is_gzip(rest())) {
            const bool padding = rest().find_first_not_of('\0') == rest().npos && ended_;
            if (padding) return false;
            damage_ = "no gzip where a member should begin";
            gap_ = true;
            return false;
        }
        between_ = false;
        member_in_ = member_out_ = 0;
        return inflate_.restart();
    }

    /// Steps to the next magic number. A false one gives damage at once, and the search goes on.
    bool find_member() {
        while (true) {
            while (rest().size() < 3 && !ended_) fill();
            const std::size_t found = rest().find("\x1f\x8b\x08");
            if (found != rest().npos) {
                at_ += found;
                return true;
            }
            at_ = size_ - std::min<std::size_t>(2, rest().size());
            if (ended_) return false;
            fill();
        }
    }

    ByteSource source_;
    Inflate inflate_{gzip_window};
    std::vector<char> buffer_ = std::vector<char>(2 * piece);
    std::size_t at_ = 0, size_ = 0;
    bool ended_ = false;
    bool packed_ = false;
    bool between_ = true;  // no member is open
    bool gap_ = false;
    std::size_t member_in_ = 0, member_out_ = 0;
    std::string damage_;
};

GzipSource::GzipSource(ByteSource source)
    : inflater_(std::make_unique<Inflater>(std::move(source))) {}
GzipSource::~GzipSource() = default;
std::size_t GzipSource::read(char* buffer, std::size_t size) {
    return inflater_->read(buffer, size);
}
bool GzipSource::cross_gap() {
    return inflater_->cross_gap();
}
const std::string& GzipSource::damage() const {
    return inflater_->damage();
}

}  // namespace chappe
