#pragma once
// Sorting that leaves equals in their order. std::stable_sort of libstdc++ 12 uses a buffer that is
// deprecated since C++17, which clang reports.

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace chappe {

/// By `before` of the values' projections, as std::ranges::sort takes them.
template <typename Value, typename Before = std::ranges::less, typename Projection = std::identity>
void sort_stably(std::vector<Value>& values, Before before = {}, Projection projection = {}) {
    std::vector<std::size_t> order(values.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto of = [&](std::size_t i) -> decltype(auto) {
        return std::invoke(projection, values[i]);
    };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        if (std::invoke(before, of(a), of(b))) return true;
        return !std::invoke(before, of(b), of(a)) && a < b;
    });
    std::vector<Value> sorted;
    sorted.reserve(values.size());
    for (const std::size_t i : order) sorted.push_back(std::move(values[i]));
    values = std::move(sorted);
}

}  // namespace chappe
