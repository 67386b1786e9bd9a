#pragma once
// Unpack: gzip (RFC 1952), deflate (RFC 1950, 1951) and br (RFC 7932), with an end to all of it.

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace chappe {

/// The next bytes of a file or a connection, at most `size` of them; 0 at the end.
using ByteSource = std::function<std::size_t(char* buffer, std::size_t size)>;

/// deflate reaches 1032:1, pages 4:1 to 12:1. Text that unpacks to more than this is a bomb; it
/// counts from a megabyte on, since short repetitive texts pass it.
inline constexpr std::size_t highest_ratio = 200;

struct Unpacked {
    std::string bytes;
    std::string note;  // why they may not be all: "gzip cut: ..."; empty when they are whole
};

enum class Packing { gzip, deflate, brotli };
/// "gzip", "x-gzip", "deflate", "br", in any case.
std::optional<Packing> packing_named(std::string_view content_coding);

/// At most `largest` bytes, all members of a gzip file joined. What is damaged is unpacked up to
/// the damage.
Unpacked unpack(std::string_view packed, Packing, std::size_t largest);

bool is_gzip(std::string_view bytes);

/// A file that may be packed in gzip members, one behind the other, as it would be without. Where a
/// member is damaged there is a gap; reading goes on with the next member that is whole enough to
/// begin. Memory: 200 KB.
class GzipSource {
 public:
    explicit GzipSource(ByteSource);
    ~GzipSource();
    GzipSource(const GzipSource&) = delete;
    GzipSource& operator=(const GzipSource&) = delete;

    /// 0 at a gap or the end.
    std::size_t read(char* buffer, std::size_t size);
    /// Behind a gap; false at the end. Why there was a gap is in `damage`.
    bool cross_gap();
    const std::string& damage() const;

 private:
    class Inflater;
    std::unique_ptr<Inflater> inflater_;
};

}  // namespace chappe
