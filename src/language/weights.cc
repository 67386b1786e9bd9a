// Rows lie one behind the other in one array; an open-addressing table (at most three quarters
// full) finds them. In the file keys are sorted and only their differences are kept, without and
// with their low bytes, which are noise; these, row lengths, outputs and values are each a stream
// of their own, which is what zstd likes.
//
// The rows of what is met often say something of most outputs: those are kept dense as well, and
// added sixteen outputs at a time, in sums of 16 bits (128 bytes cannot overflow them).
#include "language/weights.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstring>

namespace chappe {
namespace {

using EightPairs = std::int16_t __attribute__((vector_size(16)));

constexpr std::size_t most_keys = 128;
constexpr std::size_t stripe = Weights::stripe;
constexpr std::size_t dense_share = 12;  // rows with a weight for one output in so many are dense

/// Sums of sixteen outputs; a pair is two bytes, the first of them low.
struct Sixteen {
    EightPairs first = {}, second = {};

    void add(const std::int8_t* weights) {
        EightPairs pairs;
        std::memcpy(&pairs, weights, sizeof pairs);
        first += (pairs << 8) >> 8;
        second += pairs >> 8;
    }
    void add_to(std::int32_t* scores) const {
        for (std::size_t i = 0; i < 8; ++i) {
            scores[2 * i] += first[i];
            scores[2 * i + 1] += second[i];
        }
    }
};
static_assert(std::endian::native == std::endian::little);

void add_dense(std::span<std::int32_t> scores, std::span<const std::int8_t* const> rows,
               Weights::Stripes wanted) {
    for (std::size_t from = 0; from < scores.size(); from += stripe) {
        if (!(wanted & Weights::stripe_of(from))) continue;
        Sixteen low, high;
        for (const std::int8_t* row : rows) {
            low.add(row + from);
            high.add(row + from + stripe / 2);
        }
        std::array<std::int32_t, stripe> sums{};
        low.add_to(sums.data());
        high.add_to(sums.data() + stripe / 2);
        const std::size_t end = std::min(scores.size() - from, stripe);
        for (std::size_t i = 0; i < end; ++i) scores[from + i] += sums[i];
    }
}

}  // namespace

void Weights::push(std::size_t outputs, std::uint64_t output, std::int8_t value, bool last) {
    if (outputs <= Narrow::last) {
        narrow_.push_back({static_cast<std::uint8_t>(output | (last ? Narrow::last : 0)), value});
    } else {
        wide_.push_back({static_cast<std::uint16_t>(output | (last ? Wide::last : 0)), value});
    }
}

Weights::Wide Weights::entry(std::size_t at) const {
    if (narrow_.empty()) return wide_[at];
    const Narrow& small = narrow_[at];
    return {static_cast<std::uint16_t>((small.output & (Narrow::last - 1)) |
                                       (small.output & Narrow::last ? Wide::last : 0)),
            small.value};
}

Weights::Weights(std::vector<Weight> weights) {
    std::ranges::sort(weights, [](const Weight& a, const Weight& b) {
        return a.key != b.key ? a.key < b.key : a.output < b.output;
    });
    std::vector<std::uint32_t> keys, rows;
    std::size_t outputs = 0;
    for (const Weight& weight : weights)
        outputs = std::max<std::size_t>(outputs, weight.output + 1U);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (keys.empty() || keys.back() != weights[i].key) {
            keys.push_back(weights[i].key);
            rows.push_back(static_cast<std::uint32_t>(entries()));
        }
        const bool last = i + 1 == weights.size() || weights[i + 1].key != weights[i].key;
        push(outputs, weights[i].output, weights[i].value, last);
    }
    index(outputs, keys, rows);
}

void Weights::index(std::size_t outputs, std::span<const std::uint32_t> keys,
                    std::span<const std::uint32_t> rows) {
    features_ = keys.size();
    // A key's place is told by its top bits, so that sorted keys fill the table from front to back.
    const std::size_t places = std::bit_ceil(features_ * 4 / 3 + 2);
    shift_ = 32 - std::countr_zero(places);
    slots_.assign(places, {});
    for (std::size_t i = 0; i < features_; ++i) {
        std::size_t at = keys[i] >> shift_;
        while (slots_[at].key != 0) at = (at + 1) & (places - 1);
        slots_[at] = {keys[i], rows[i]};
    }
    spread_long_rows(outputs);
}

void Weights::spread_long_rows(std::size_t outputs) {
    if (outputs < 8) return;
    width_ = (outputs + stripe - 1) / stripe * stripe;
    std::vector<Slot*> longs;  // counted first: growing would take the memory twice
    for (Slot& slot : slots_) {
        if (slot.key != 0 && (end_of(slot) - slot.row) * dense_share >= width_)
            longs.push_back(&slot);
    }
    dense_.resize(longs.size() * width_);
    dense_begins_.reserve(longs.size());
    for (Slot* slot : longs) {
        std::int8_t* const row = &dense_[dense_begins_.size() * width_];
        const std::size_t end = end_of(*slot);
        for (std::size_t i = slot->row; i < end; ++i)
            row[entry(i).output & (Wide::last - 1)] = static_cast<std::int8_t>(entry(i).value);
        dense_begins_.push_back(slot->row);
        slot->row = static_cast<std::uint32_t>(dense_begins_.size() - 1) | Slot::dense;
    }
}

/// Behind the last entry of a row that is not dense yet.
std::size_t Weights::end_of(const Slot& slot) const {
    std::size_t at = slot.row;
    while (!(entry(at).output & Wide::last)) ++at;
    return at + 1;
}

template <typename Entry>
void Weights::add_rows(std::span<std::int32_t> scores, std::span<const std::uint32_t> keys,
                       const std::vector<Entry>& entries, Stripes wanted) const {
    const std::size_t mask = slots_.size() - 1;
    // All table lines are asked for before the first is used, then all rows: they come while others
    // are on the way.
    for (const std::uint32_t key : keys) __builtin_prefetch(&slots_[key >> shift_]);
    std::array<const Entry*, most_keys> rows;
    std::array<const std::int8_t*, most_keys> dense;
    std::size_t found = 0, found_dense = 0;
    for (const std::uint32_t key : keys) {
        std::size_t at = key >> shift_;
        while (slots_[at].key != key && slots_[at].key != 0) at = (at + 1) & mask;
        const Slot& slot = slots_[at];
        if (slot.key == 0) continue;
        if (slot.row & Slot::dense) {
            dense[found_dense] = &dense_[(slot.row & ~Slot::dense) * width_];
            __builtin_prefetch(dense[found_dense]);
            __builtin_prefetch(dense[found_dense++] + 64);
        } else {
            rows[found] = &entries[slot.row];
            __builtin_prefetch(rows[found++]);
        }
    }
    for (std::size_t row = 0; row < found; ++row) {
        for (const Entry* entry = rows[row];; ++entry) {
            scores[entry->output & (Entry::last - 1)] += entry->value;
            if (entry->output & Entry::last) break;
        }
    }
    if (found_dense > 0)
        add_dense(scores.first(std::min(scores.size(), width_)),
                  std::span(dense).first(found_dense), wanted);
}

void Weights::add_to(std::span<std::int32_t> scores, std::span<const std::uint32_t> keys,
                     Stripes wanted) const {
    assert(keys.size() <= most_keys);
    if (!narrow_.empty())
        add_rows(scores, keys, narrow_, wanted);
    else if (!wide_.empty())
        add_rows(scores, keys, wide_, wanted);
}

void Weights::write(ByteWriter& out, Values form) const {
    std::vector<Slot> sorted;
    for (const Slot& slot : slots_) {
        if (slot.key != 0) sorted.push_back(slot);
    }
    std::ranges::sort(sorted, {}, &Slot::key);
    ByteWriter keys, low_bytes, lengths, outputs, values;
    std::uint32_t previous = 0;
    for (const Slot& slot : sorted) {
        keys.number((slot.key - previous) >> 8);
        low_bytes.byte(slot.key - previous);
        previous = slot.key;
        std::size_t length = 0;
        std::uint16_t before = 0;
        for (std::size_t at = begin_of(slot);; ++at) {
            const Wide one = entry(at);
            const auto output = static_cast<std::uint16_t>(one.output & (Wide::last - 1));
            outputs.number(static_cast<std::uint16_t>(output - before));
            before = output;
            if (form == Values::bytes)
                values.byte(static_cast<std::uint8_t>(one.value));
            else
                values.number(static_cast<std::uint8_t>(one.value));
            ++length;
            if (one.output & Wide::last) break;
        }
        lengths.number(length);
    }
    out.number(sorted.size());
    out.number(entries());
    for (ByteWriter* stream : {&keys, &low_bytes, &lengths, &outputs, &values})
        out.string(stream->take());
}

Weights Weights::read(ByteReader& bytes, std::size_t outputs) {
    const std::size_t features = bytes.count();
    const std::size_t entries = bytes.count();
    ByteReader keys(bytes.string()), low_bytes(bytes.string()), lengths(bytes.string());
    ByteReader which(bytes.string());
    const std::string_view value_text = bytes.string();
    ByteReader values(value_text);
    // As numbers they take more than a byte each as soon as one is negative, and else look the
    // same.
    const bool plain = value_text.size() == entries;
    Weights weights;
    std::vector<std::uint32_t> key_list, rows;
    std::uint64_t key = 0;
    if (outputs <= Narrow::last)
        weights.narrow_.reserve(entries);
    else
        weights.wide_.reserve(entries);
    key_list.reserve(features);
    rows.reserve(features);
    for (std::size_t i = 0; i < features && !bytes.failed(); ++i) {
        const std::uint64_t step = keys.number_up_to(0xffffff) << 8 | low_bytes.byte();
        key += step;
        const std::size_t length = lengths.number_up_to(outputs);
        if (step == 0 || key > 0xffffffffU || length == 0 || weights.entries() + length > entries) {
            bytes.fail();
            break;
        }
        key_list.push_back(static_cast<std::uint32_t>(key));
        rows.push_back(static_cast<std::uint32_t>(weights.entries()));
        std::uint64_t output = 0;
        for (std::size_t left = length; left > 0; --left) {
            output += which.number_up_to(outputs);
            if (output >= outputs) bytes.fail();
            const auto value =
                static_cast<std::int8_t>(plain ? values.byte() : values.number_up_to(0xff));
            weights.push(outputs, output, value, left == 1);
        }
    }
    if (keys.failed() || low_bytes.failed() || lengths.failed() || which.failed() ||
        values.failed())
        bytes.fail();
    if (bytes.failed()) return {};
    weights.index(outputs, key_list, rows);
    return weights;
}

}  // namespace chappe
