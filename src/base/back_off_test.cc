#include "base/back_off.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

using namespace std::chrono_literals;

TEST(BackOff, DoublesUpToTheLongest) {
    EXPECT_EQ(backed_off(10s, 1h, 1, 0.5), 10s);
    EXPECT_EQ(backed_off(10s, 1h, 2, 0.5), 20s);
    EXPECT_EQ(backed_off(10s, 1h, 9, 0.5), 2560s);
    EXPECT_EQ(backed_off(10s, 1h, 10, 0.5), 1h);
    EXPECT_EQ(backed_off(10s, 1h, 1'000'000, 0.5), 1h);
    EXPECT_EQ(backed_off(2h, 1h, 1, 0.5), 1h);
    EXPECT_EQ(backed_off(0s, 1h, 3, 0.5), 0s);
}

TEST(BackOff, IsSpreadByHalf) {
    EXPECT_EQ(backed_off(100s, 1h, 1, 0), 75s);
    EXPECT_EQ(backed_off(100s, 1h, 1, 0.9999), 124s);
}

}  // namespace
}  // namespace chappe
