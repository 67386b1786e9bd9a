#include "wire/ring.h"

#include <algorithm>

namespace chappe {

void Ring::push(ChangeSeq seq, DispatchId about, std::string frame) {
    pushed_ += frame.size();
    newest_ = seq;
    frames_.push_back({seq, about, std::make_shared<const std::string>(std::move(frame)), pushed_});
    while (frames_.size() > 1 && pushed_ - dropped_ > keep_) {
        floor_ = frames_.front().seq;
        dropped_ = frames_.front().end;
        frames_.pop_front();
    }
}

/// Their bytes still count for who is how far behind.
void Ring::forget(DispatchId about) {
    std::erase_if(frames_, [&](const Frame& frame) { return frame.about == about; });
}

std::deque<Ring::Frame>::const_iterator Ring::first_after(ChangeSeq after) const {
    return std::upper_bound(frames_.begin(), frames_.end(), after,
                            [](ChangeSeq seq, const Frame& frame) { return seq < frame.seq; });
}

Ring::Slice Ring::after(ChangeSeq after, std::size_t most) const {
    Slice slice{{}, after};
    std::size_t size = 0;
    for (auto frame = first_after(after); frame != frames_.end(); ++frame) {
        size += frame->bytes->size();
        if (!slice.frames.empty() && size > most) break;
        slice.frames.push_back(frame->bytes);
        slice.reached = frame->seq;
    }
    return slice;
}

std::uint64_t Ring::backlog(ChangeSeq after) const {
    const auto frame = first_after(after);
    if (frame == frames_.end()) return 0;
    return pushed_ - (frame->end - frame->bytes->size());
}

}  // namespace chappe
