// The thresholds were set on the copies and look-alikes of eval/copies, which is also where their
// floor is.
#include "archive/copy_text.h"

#include <algorithm>
#include <iterator>

#include "language/shingles.h"

namespace chappe {
namespace {

constexpr std::size_t keys_of_all = 8;
constexpr std::size_t keys_of_beginning = 4;
constexpr std::size_t beginning = 50;  // shingles: what a lead has
constexpr std::size_t sketch_size = 48;
constexpr std::int64_t key_mask = (std::int64_t{1} << 40) - 1;

constexpr std::size_t fewest = 8;  // shingles: twelve words; less is said by chance
constexpr std::size_t few = 36;    // forty words
constexpr double share_of_few = 0.6;
constexpr double share = 0.5;
// One source publishes what looks alike: it repeats its own background and its own forms.
constexpr double share_at_one_source = 0.8;

/// The smallest, sorted, each once.
std::vector<std::uint64_t> smallest(std::vector<std::uint64_t> shingles, std::size_t most) {
    // A few more, for those that are there twice.
    const auto end =
        shingles.begin() + static_cast<std::ptrdiff_t>(std::min(shingles.size(), most + most / 2));
    std::nth_element(shingles.begin(), end, shingles.end());
    shingles.erase(end, shingles.end());
    shingles = as_set(std::move(shingles));
    shingles.resize(std::min(shingles.size(), most));
    return shingles;
}

void add_keys(std::vector<std::int64_t>& keys, const std::vector<std::uint64_t>& sorted,
              std::size_t most) {
    for (std::size_t i = 0; i < std::min(most, sorted.size()); ++i)
        keys.push_back(static_cast<std::int64_t>(sorted[i]) & key_mask);
}

std::vector<std::uint64_t> without(const std::vector<std::uint64_t>& set,
                                   const std::vector<std::uint64_t>& other) {
    std::vector<std::uint64_t> left;
    std::set_difference(set.begin(), set.end(), other.begin(), other.end(),
                        std::back_inserter(left));
    return left;
}

double share_of_one(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b,
                    SameSource same) {
    const auto [smaller, larger] = std::minmax({a.size(), b.size()});
    if (smaller < fewest) return 0;
    const std::size_t whole = same == SameSource::yes ? larger : smaller;
    return static_cast<double>(in_common(a, b)) / static_cast<double>(whole);
}

}  // namespace

CopyText copy_text(std::string_view body) {
    CopyText made;
    made.shingles = shingles_of(body);
    if (made.shingles.size() < fewest) return made;
    const auto of_all = smallest(made.shingles, sketch_size);
    for (const std::uint64_t shingle : of_all)
        made.sketch.push_back(static_cast<std::uint32_t>(shingle >> 32));
    const auto end = made.shingles.begin() +
                     static_cast<std::ptrdiff_t>(std::min(beginning, made.shingles.size()));
    add_keys(made.keys, of_all, keys_of_all);
    add_keys(made.keys, smallest({made.shingles.begin(), end}, keys_of_beginning),
             keys_of_beginning);
    std::sort(made.keys.begin(), made.keys.end());
    made.keys.erase(std::unique(made.keys.begin(), made.keys.end()), made.keys.end());
    return made;
}

/// Both sketches hold all shingles up to the smaller of their last ones: a fair sample of both.
bool may_be_copies(const Sketch& a, const Sketch& b) {
    constexpr double least = 0.25;     // half of the share that makes a copy
    constexpr std::size_t sample = 4;  // of fewer nothing can be said
    std::uint32_t last = UINT32_MAX;
    for (const Sketch* one : {&a, &b})
        if (one->size() >= sketch_size) last = std::min(last, one->back());
    const auto size_to_last = [&](const Sketch& sketch) {
        return static_cast<std::size_t>(std::upper_bound(sketch.begin(), sketch.end(), last) -
                                        sketch.begin());
    };
    const std::size_t of_a = size_to_last(a), of_b = size_to_last(b);
    const std::size_t smaller = std::min(of_a, of_b);
    if (smaller < sample) return true;
    std::size_t shared = 0;
    for (std::size_t x = 0, y = 0; x < of_a && y < of_b;) {
        if (a[x] == b[y]) ++shared;
        const bool step_x = a[x] <= b[y], step_y = b[y] <= a[x];
        x += step_x ? 1 : 0;
        y += step_y ? 1 : 0;
    }
    return static_cast<double>(shared) >= least * static_cast<double>(smaller);
}

double likeness(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b,
                SameSource same, const std::vector<std::uint64_t>& small_print) {
    if (small_print.empty()) return share_of_one(a, b, same);
    return share_of_one(without(a, small_print), without(b, small_print), same);
}

bool are_copies(double likeness, std::size_t smaller, SameSource same) {
    if (same == SameSource::yes) return likeness >= share_at_one_source;
    return likeness >= (smaller < few ? share_of_few : share);
}

}  // namespace chappe
