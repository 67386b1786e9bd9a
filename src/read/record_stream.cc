#include "read/record_stream.h"

#include <algorithm>

namespace chappe {
namespace {

constexpr std::size_t piece = std::size_t{64} * 1024;

}  // namespace

std::string_view RecordStream::look(std::size_t size) {
    while (buffer_.size() - at_ < size && !broken_off_) {
        if (at_ > piece && at_ * 2 > buffer_.size()) {
            buffer_.erase(0, at_);
            at_ = 0;
        }
        const std::size_t before = buffer_.size();
        buffer_.resize(before + piece);
        const std::size_t got = source_.read(buffer_.data() + before, piece);
        buffer_.resize(before + got);
        broken_off_ = got == 0;
    }
    return std::string_view(buffer_).substr(at_, size);
}

void RecordStream::step(std::size_t size) {
    at_ += std::min(size, buffer_.size() - at_);
    if (at_ < buffer_.size()) return;
    at_ = 0;
    // A large record does not stay in memory behind it.
    if (buffer_.capacity() > 16 * piece) buffer_ = std::string();
    buffer_.clear();
}

std::size_t RecordStream::skip(std::uint64_t size) {
    std::size_t skipped = 0;
    while (skipped < size) {
        const std::size_t there =
            look(static_cast<std::size_t>(std::min<std::uint64_t>(piece, size - skipped))).size();
        if (there == 0) break;
        step(there);
        skipped += there;
    }
    return skipped;
}

bool RecordStream::cross_gap() {
    buffer_.erase(0, at_);
    at_ = 0;
    if (!source_.cross_gap()) return false;
    broken_off_ = false;
    return true;
}

}  // namespace chappe
