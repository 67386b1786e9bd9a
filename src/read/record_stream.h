#pragma once
// Bytes of a record file in order, with a window that is as large as the record looked at.

#include <string>
#include <string_view>

#include "read/unpack.h"

namespace chappe {

class RecordStream {
 public:
    explicit RecordStream(ByteSource source) : source_(std::move(source)) {}

    /// The next `size` bytes; fewer where the stream ends or has a gap. Valid until the next call.
    std::string_view look(std::size_t size);
    /// At most what `look` gave.
    void step(std::size_t size);
    /// Steps over `size` bytes without keeping them; how many there were.
    std::size_t skip(std::uint64_t size);

    /// Nothing is left before a gap or the end.
    bool at_break() { return look(1).empty(); }
    /// Behind the gap; false when it is the end.
    bool cross_gap();
    const std::string& damage() const { return source_.damage(); }

 private:
    GzipSource source_;
    std::string buffer_;
    std::size_t at_ = 0;
    bool broken_off_ = false;  // the source gave nothing more before its gap or end
};

}  // namespace chappe
