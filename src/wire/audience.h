#pragma once
// The audience: whose look at a dispatch counts as a read.
//
// A person's view of a dispatch page does; not bots, feeds, programs, pages that a browser fetches
// ahead, or the same reader again within 30 minutes. Readers are told apart by a keyed hash of
// their address and browser, whose key is random, lives in memory alone and is replaced each day at
// 00:00 UTC. No address is kept, and no cookie is set.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "news/ids.h"
#include "wire/gate.h"

namespace chappe {

enum class ClientKind {
    person,
    bot,      // comes by itself: search engines, previews, monitors, feed readers
    program,  // does what somebody's script says
};
/// Of a User-Agent, by lexicons/bots.tsv. Nobody is a program; so is who tells a novel.
ClientKind kind_of(std::string_view user_agent);
std::string_view name_of(ClientKind);

/// Does the browser fetch this page before anybody wants to see it? Of Request::purpose.
bool is_ahead_of_time(std::string_view purpose);

/// Hashes that were seen, each for a time. Bounded: when full, the older half is forgotten.
class SeenSet {
 public:
    explicit SeenSet(std::size_t most) : most_(most) {}
    /// Since when, or nothing.
    bool holds(std::uint64_t key, std::uint32_t after) const;
    void add(std::uint64_t key, std::uint32_t time, std::uint32_t after);
    /// Gives back the memory of what was seen before `after`.
    void trim(std::uint32_t after);
    std::size_t slots() const { return slots_.size(); }

 private:
    struct Slot {
        std::uint64_t key = 0;  // 0: free
        std::uint32_t time = 0;
    };
    std::size_t place_of(std::uint64_t key) const;
    void rebuild(std::uint32_t after);

    std::size_t most_;
    std::size_t used_ = 0;  // slots that are not free, those of the past included
    std::vector<Slot> slots_;
};

/// For one thread.
class Audience {
 public:
    Audience();
    ~Audience();
    Audience(const Audience&) = delete;
    Audience& operator=(const Audience&) = delete;

    /// One reader and one dispatch, as today's key hashes them, and yesterday's while it is needed.
    struct View {
        std::uint64_t today = 0;
        std::uint64_t yesterday = 0;
    };
    /// Of an IPv6 address its network (/64): within it a reader has as many as they like.
    View view_of(const Address& reader, std::string_view user_agent, DispatchId, Instant now);
    /// Within the last 30 minutes?
    bool has_seen(const View&, Instant now) const;
    void remember(const View&, Instant now);

    /// Now and then: changes the key, gives memory back.
    void pass_time(Instant now);

 private:
    using Key = std::array<std::uint8_t, 16>;
    static constexpr std::size_t shards = 256;  // so that growing one takes microseconds
    SeenSet& shard(std::uint64_t hash) { return seen_[hash >> 56]; }
    const SeenSet& shard(std::uint64_t hash) const { return seen_[hash >> 56]; }

    std::int64_t day_ = 0;  // since 1970
    Key today_{};
    std::optional<Key> yesterday_;  // until 00:30
    std::vector<SeenSet> seen_;
    std::size_t next_to_trim_ = 0;
    std::string scratch_;
};

}  // namespace chappe
