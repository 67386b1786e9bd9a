#include "wire/ring.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

constexpr ChangeSeq seq(std::int64_t number) {
    return ChangeSeq{number};
}

TEST(Ring, GivesWhatCameAfterAPosition) {
    Ring ring(seq(10), 1000);
    for (int i = 11; i <= 20; ++i) ring.push(seq(i), DispatchId{1}, std::string(10, 'x'));
    EXPECT_EQ(ring.newest(), seq(20));
    EXPECT_TRUE(ring.holds(seq(10)));
    EXPECT_FALSE(ring.holds(seq(9)));
    EXPECT_EQ(ring.after(seq(10), 1000).frames.size(), 10u);
    EXPECT_EQ(ring.after(seq(18), 1000).frames.size(), 2u);
    const Ring::Slice none = ring.after(seq(20), 1000);
    EXPECT_TRUE(none.frames.empty());
    EXPECT_EQ(none.reached, seq(20));
    // A slice holds what fits, and never nothing when there is something.
    EXPECT_EQ(ring.after(seq(10), 35).reached, seq(13));
    EXPECT_EQ(ring.after(seq(10), 1).reached, seq(11));
}

TEST(Ring, ForgetsADispatchThatIsGone) {
    Ring ring(seq(0), 1000);
    ring.push(seq(1), DispatchId{7}, "seven");
    ring.push(seq(2), DispatchId{8}, "eight");
    ring.push(seq(3), DispatchId{7}, "seven again");
    ring.forget(DispatchId{7});
    ring.push(seq(4), DispatchId{7}, "gone");
    const Ring::Slice all = ring.after(seq(0), 1000);
    ASSERT_EQ(all.frames.size(), 2u);
    EXPECT_EQ(*all.frames[0], "eight");
    EXPECT_EQ(*all.frames[1], "gone");
    EXPECT_EQ(ring.after(seq(2), 1000).frames.size(), 1u);
    EXPECT_EQ(ring.backlog(seq(3)), 4u);
}

TEST(Ring, ForgetsTheOldestAndSaysSo) {
    Ring ring(seq(0), 50);
    for (int i = 1; i <= 20; ++i) ring.push(seq(i * 2), DispatchId{1}, std::string(10, 'x'));
    EXPECT_FALSE(ring.holds(seq(29)));
    EXPECT_TRUE(ring.holds(seq(30)));
    EXPECT_EQ(ring.floor(), seq(30));
    EXPECT_EQ(ring.after(seq(30), 1000).frames.size(), 5u);
}

TEST(Ring, MeasuresHowFarAReaderIsBehind) {
    Ring ring(seq(0), 1000);
    for (int i = 1; i <= 5; ++i) ring.push(seq(i), DispatchId{1}, std::string(10, 'x'));
    EXPECT_EQ(ring.backlog(seq(0)), 50u);
    EXPECT_EQ(ring.backlog(seq(3)), 20u);
    EXPECT_EQ(ring.backlog(seq(5)), 0u);
    EXPECT_EQ(ring.backlog(seq(99)), 0u);
}

}  // namespace
}  // namespace chappe
