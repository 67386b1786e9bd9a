#include "language/model_file.h"

#include <zstd.h>

#include "base/digest.h"

namespace chappe {

std::string pack_model(std::string_view magic, char version, std::string_view parts) {
    std::string packed(ZSTD_compressBound(parts.size()), '\0');
    packed.resize(ZSTD_compress(packed.data(), packed.size(), parts.data(), parts.size(), 19));
    std::string file(magic);
    file.push_back(version);
    file.append(bytes_of(digest(packed)));
    file.append(packed);
    return file;
}

Result<std::string> unpack_model(std::string_view magic, char version, std::string_view kind,
                                 std::size_t most, std::string_view bytes) {
    const auto damaged = [kind](std::string_view what) {
        return fail(Failure::broken, std::string(kind) + ": " + std::string(what));
    };
    const std::size_t head = magic.size() + 1 + 32;
    if (bytes.size() < head || !bytes.starts_with(magic)) return damaged("this is none");
    if (bytes[magic.size()] != version)
        return damaged("made for another version of chappe; train it again");
    const std::string_view packed = bytes.substr(head);
    if (bytes_of(digest(packed)) != bytes.substr(magic.size() + 1, 32))
        return damaged("damaged or cut off (checksum differs)");
    const unsigned long long size = ZSTD_getFrameContentSize(packed.data(), packed.size());
    if (size > most) return damaged("larger than any that chappe writes");
    std::string parts(size, '\0');
    if (ZSTD_decompress(parts.data(), parts.size(), packed.data(), packed.size()) != size)
        return damaged("cannot be unpacked");
    return parts;
}

}  // namespace chappe
