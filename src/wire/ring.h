#pragma once
// The newest frames of /events, made once and shared by all readers. For the network thread alone.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "news/ids.h"

namespace chappe {

class Ring {
 public:
    using Bytes = std::shared_ptr<const std::string>;

    /// Holds the changes after `newest`; at most `keep` bytes of them, the newest.
    Ring(ChangeSeq newest, std::size_t keep) : floor_(newest), newest_(newest), keep_(keep) {}

    /// In the order of seq.
    void push(ChangeSeq seq, DispatchId about, std::string frame);

    /// What was told of a dispatch that is gone is told nobody any more, not even those who come
    /// back and ask for what they missed.
    void forget(DispatchId about);

    ChangeSeq newest() const { return newest_; }
    /// The oldest position that a reader can follow from here; before it, the archive knows.
    ChangeSeq floor() const { return floor_; }
    bool holds(ChangeSeq after) const { return after >= floor_; }

    struct Slice {
        std::vector<Bytes> frames;
        ChangeSeq reached{};  // `after` when there are none
    };
    /// The frames after a position, at least one when there is one, up to `most` bytes.
    Slice after(ChangeSeq after, std::size_t most) const;

    /// Bytes that a reader at this position has not taken.
    std::uint64_t backlog(ChangeSeq after) const;

 private:
    struct Frame {
        ChangeSeq seq{};
        DispatchId about{};
        Bytes bytes;
        std::uint64_t end = 0;  // bytes ever pushed, this one included
    };
    std::deque<Frame>::const_iterator first_after(ChangeSeq after) const;

    std::deque<Frame> frames_;
    ChangeSeq floor_{};
    ChangeSeq newest_{};
    std::size_t keep_ = 0;
    std::uint64_t pushed_ = 0;
    std::uint64_t dropped_ = 0;
};

}  // namespace chappe
