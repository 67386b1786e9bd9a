#pragma once
// Content codings: what a body looks like on its way (RFC 9110, 8.4).
//
// A page that shows a count is compressed once and sent with many counts. Its halves are compressed
// apart, each ending on a byte, and the count goes uncompressed between them:
//
//     gzip   head | deflate blocks of before | stored block: count | blocks of after | CRC, length
//     br     meta-blocks of before           | uncompressed: count | meta-blocks of after
//
// (RFC 1951, 3.2.4; RFC 7932, 9.2.) Both are whole streams that every decoder takes. The CRC over
// the three parts comes from those of the parts (zlib: crc32_combine).
//
// Nothing here is secret beside what a stranger may choose: pages of those who are logged in hold
// no tokens (requests are checked by Origin), so the length of a body gives none away (BREACH).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chappe {

enum class Coding { identity, gzip, br };
inline constexpr std::size_t codings = 3;
std::string_view name_of(Coding);

/// The smallest that an Accept-Encoding takes (RFC 9110, 12.5.3).
Coding best_coding(std::string_view accept_encoding);

/// Text, JSON, XML, SVG, and large enough that it pays.
bool is_compressible(std::string_view type, std::size_t size);

/// Nothing when there is no memory.
std::optional<std::string> compress(Coding, std::string_view bytes);

/// A body in one coding, around a hole.
struct CodedBody {
    Coding coding = Coding::identity;
    std::string before;
    std::string after;
    std::size_t hole = 0;  // bytes that fit: br must know them before; in others any
    // gzip: the plain parts' CRC-32, an operator that moves a CRC over `after`, bytes of both
    std::uint32_t sum_before = 0;
    std::uint32_t sum_after = 0;
    std::uint32_t over_after = 0;
    std::size_t plain_size = 0;

    bool takes(std::string_view filling) const {
        return coding != Coding::br || filling.size() == hole;
    }
    std::size_t size_with(std::string_view filling) const;
    void append_with(std::string_view filling, std::string& out) const;
};
/// `hole`: bytes of the filling, 1 to 100. Nothing when there is no memory.
std::optional<CodedBody> code_around(Coding, std::string_view before, std::string_view after,
                                     std::size_t hole);

}  // namespace chappe
