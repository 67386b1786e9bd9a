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
constexpr std::int64_t key_mask = (std::int64_t{1} << 40) - 1;

constexpr std::size_t fewest = 8;  // shingles: twelve words; less is said by chance
constexpr std::size_t few = 36;    // forty words
constexpr double share_of_few = 0.6;
constexpr double share = 0.5;
// One source publishes what looks alike: it repeats its own background and its own forms.
constexpr double share_at_one_source = 0.8;

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

double share_of_smaller(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
    const std::size_t smaller = std::min(a.size(), b.size());
    if (smaller < fewest) return 0;
    return static_cast<double>(in_common(a, b)) / static_cast<double>(smaller);
}

}  // namespace

CopyText copy_text(std::string_view body) {
    std::vector<std::uint64_t> shingles = shingles_of(body);
    std::vector<std::uint64_t> first(
        shingles.begin(),
        shingles.begin() + static_cast<std::ptrdiff_t>(std::min(beginning, shingles.size())));
    CopyText made;
    made.shingles = as_set(std::move(shingles));
    if (made.shingles.size() < fewest) return made;
    add_keys(made.keys, made.shingles, keys_of_all);
    add_keys(made.keys, as_set(std::move(first)), keys_of_beginning);
    std::sort(made.keys.begin(), made.keys.end());
    made.keys.erase(std::unique(made.keys.begin(), made.keys.end()), made.keys.end());
    return made;
}

double likeness(const CopyText& a, const CopyText& b,
                const std::vector<std::uint64_t>& small_print) {
    if (small_print.empty()) return share_of_smaller(a.shingles, b.shingles);
    return share_of_smaller(without(a.shingles, small_print), without(b.shingles, small_print));
}

bool are_copies(const CopyText& a, const CopyText& b, double likeness, SameSource same) {
    if (same == SameSource::yes) return likeness >= share_at_one_source;
    const bool short_one = std::min(a.shingles.size(), b.shingles.size()) < few;
    return likeness >= (short_one ? share_of_few : share);
}

}  // namespace chappe
