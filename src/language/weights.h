#pragma once
// Weights: what a trained classifier knows. A feature (a 32-bit key) has a row of weights for some
// of the outputs; a score is the sum of the rows of the features that are there.
//
//     keys of this word       rows                       scores
//     0x1c04aa17 ──────────▶ NOUN +31  VERB -12          NOUN  +31 +9 ...
//     0x90b3d2e5 ──────────▶ NOUN  +9  ADJ   -4          VERB  -12 ...

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "language/bytes.h"

namespace chappe {

/// One weight of a row while it is being made.
struct Weight {
    std::uint32_t key = 0;
    std::uint16_t output = 0;
    std::int8_t value = 0;
};

class Weights {
 public:
    Weights() = default;
    /// `weights` in any order, each key and output once, no zero values; outputs below 0x8000.
    explicit Weights(std::vector<Weight> weights);

    /// Outputs that are summed together; a set of such stripes has a bit for each, and one for all
    /// from the 64th on.
    static constexpr std::size_t stripe = 32;
    using Stripes = std::uint64_t;
    static constexpr Stripes all_stripes = ~Stripes{0};
    static constexpr Stripes stripe_of(std::size_t output) {
        return Stripes{1} << std::min<std::size_t>(output / stripe, 63);
    }

    /// Adds the row of every key (at most 128) to `scores`, which has a place for each output; what
    /// is outside `wanted` may be left as it is.
    void add_to(std::span<std::int32_t> scores, std::span<const std::uint32_t> keys,
                Stripes wanted = all_stripes) const;

    std::size_t features() const { return features_; }
    /// How values stand in the file: as numbers, one or two bytes each, or as plain bytes, which
    /// are read faster.
    enum class Values { numbers, bytes };
    void write(ByteWriter&, Values = Values::numbers) const;
    /// Either form. Fails (`bytes.failed()`) on what write() does not write, and on outputs from
    /// `outputs` on.
    static Weights read(ByteReader& bytes, std::size_t outputs);

 private:
    struct Slot {
        static constexpr std::uint32_t dense = 0x80000000;
        std::uint32_t key = 0;  // 0: free
        std::uint32_t row = 0;  // index of its first entry; with `dense`: of its dense row
    };
    // The last entry of a row has the top bit of its output set. Tables with few outputs have small
    // entries: what is near is in the processor's caches.
    struct Wide {
        static constexpr std::uint16_t last = 0x8000;
        std::uint16_t output = 0;
        std::int16_t value = 0;
    };
    struct Narrow {
        static constexpr std::uint8_t last = 0x80;
        std::uint8_t output = 0;
        std::int8_t value = 0;
    };
    template <typename Entry>
    void add_rows(std::span<std::int32_t> scores, std::span<const std::uint32_t> keys,
                  const std::vector<Entry>& entries, Stripes wanted) const;
    std::size_t entries() const { return narrow_.empty() ? wide_.size() : narrow_.size(); }
    void push(std::size_t outputs, std::uint64_t output, std::int8_t value, bool last);
    Wide entry(std::size_t at) const;
    void index(std::size_t outputs, std::span<const std::uint32_t> keys,
               std::span<const std::uint32_t> rows);
    void spread_long_rows(std::size_t outputs);
    std::size_t end_of(const Slot&) const;
    std::size_t begin_of(const Slot& slot) const {
        return slot.row & Slot::dense ? dense_begins_[slot.row & ~Slot::dense] : slot.row;
    }

    std::vector<Slot> slots_;
    std::vector<Wide> wide_;  // one of the two is empty
    std::vector<Narrow> narrow_;
    // Long rows once more, with a byte for every output: those are added many at a time.
    std::vector<std::int8_t> dense_;
    std::vector<std::uint32_t> dense_begins_;  // where each begins among the entries
    std::size_t width_ = 0;                    // of a dense row
    std::size_t features_ = 0;
    int shift_ = 0;
};

}  // namespace chappe
