// The one file that sees zstd.
#include "archive/blob.h"

#include <zstd.h>

#include <cassert>
#include <memory>

namespace chappe {
namespace {

constexpr int level = 3;  // zstd's default: a page to a fifth at some 100 MB/s a core

struct Free {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

/// Kept per thread: making a context costs more than compressing a short dispatch.
ZSTD_CCtx* context_of_thread() {
    thread_local const std::unique_ptr<ZSTD_CCtx, Free> context(ZSTD_createCCtx());
    return context.get();
}

}  // namespace

Blob pack(std::string_view original) {
    Blob blob{digest(original), original.size(),
              std::string(ZSTD_compressBound(original.size()), '\0')};
    const std::size_t size =
        ZSTD_compressCCtx(context_of_thread(), blob.bytes.data(), blob.bytes.size(),
                          original.data(), original.size(), level);
    assert(!ZSTD_isError(size));  // the bound is enough, by its definition
    blob.bytes.resize(size);
    blob.bytes.shrink_to_fit();
    return blob;
}

Result<std::string> unpack(const Blob& blob) {
    const auto damaged = [&] {
        return fail(Failure::broken, "the archive's copy of " + to_hex(blob.digest) +
                                         " is damaged; restore a backup");
    };
    // The frame's own idea of its size comes first: a damaged row must not ask for terabytes.
    if (ZSTD_getFrameContentSize(blob.bytes.data(), blob.bytes.size()) != blob.size)
        return damaged();
    std::string original(blob.size, '\0');
    const std::size_t size =
        ZSTD_decompress(original.data(), original.size(), blob.bytes.data(), blob.bytes.size());
    if (ZSTD_isError(size) || size != blob.size || digest(original) != blob.digest)
        return damaged();
    return original;
}

}  // namespace chappe
