#include "base/sort_stably.h"

#include <gtest/gtest.h>

#include <string>

namespace chappe {
namespace {

TEST(SortStably, LeavesEqualsInTheirOrder) {
    std::vector<std::string> words = {"bb", "a", "aa", "b", "", "ab"};
    sort_stably(words, std::ranges::greater(), &std::string::size);
    EXPECT_EQ(words, (std::vector<std::string>{"bb", "aa", "ab", "a", "b", ""}));
    std::vector<int> none;
    sort_stably(none);
    EXPECT_TRUE(none.empty());
}

}  // namespace
}  // namespace chappe
