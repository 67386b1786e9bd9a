#include "archive/read_totals.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace chappe {
namespace {

using Keep = ReadTotals::Keep;
constexpr DispatchId one{1}, two{2};

TEST(ReadTotals, KnowWhatTheDatabaseAndTheJournalHave) {
    ReadTotals totals(100);
    totals.reset(0);
    EXPECT_FALSE(totals.find(one));
    totals.add(one);
    EXPECT_FALSE(totals.find(one)) << "what the database has is not known yet";
    EXPECT_EQ(totals.complete(one, {5, 0}, Keep::yes), 6U);
    EXPECT_EQ(totals.find(one), 6U);
    totals.add(one);
    EXPECT_EQ(totals.find(one), 7U);
    EXPECT_EQ(totals.journalled(), 1U);
}

TEST(ReadTotals, StayTheSameWhileReadsMoveIntoTheDatabase) {
    ReadTotals totals(100);
    totals.reset(10);
    EXPECT_EQ(totals.complete(one, {5, 10}, Keep::yes), 5U);
    totals.add(one);
    totals.add(one);
    const Fold fold = totals.begin_fold(12);
    EXPECT_EQ(fold.from, 10U);
    EXPECT_EQ(fold.to, 12U);
    ASSERT_EQ(fold.reads.size(), 1U);
    EXPECT_EQ(fold.reads.front(), (std::pair<DispatchId, std::uint64_t>(one, 2)));
    totals.add(one);
    EXPECT_EQ(totals.find(one), 8U);
    // Snapshots from before the commit and from after it say the same.
    EXPECT_EQ(totals.complete(one, {5, 10}, Keep::yes), 8U);
    EXPECT_EQ(totals.complete(one, {7, 12}, Keep::yes), 8U);
    totals.end_fold();
    EXPECT_EQ(totals.find(one), 8U);
    EXPECT_EQ(totals.complete(one, {7, 12}, Keep::yes), 8U);
    EXPECT_EQ(totals.complete(one, {5, 10}, Keep::yes), std::nullopt) << "older than the fold";
    EXPECT_EQ(totals.position(), 12U);
}

TEST(ReadTotals, DoNotFallWhenSnapshotsComeInAnotherOrder) {
    ReadTotals totals(100);
    totals.reset(0);
    EXPECT_EQ(totals.complete(one, {6, 0}, Keep::yes), 6U);  // others count there too
    EXPECT_EQ(totals.complete(one, {5, 0}, Keep::yes), 6U);
    EXPECT_EQ(totals.complete(one, {5, 0}, Keep::no), 6U);
    totals.raise(one, 9);
    EXPECT_EQ(totals.find(one), 9U);
}

TEST(ReadTotals, ForgetWhatMayHaveChanged) {
    ReadTotals totals(100);
    totals.reset(0);
    EXPECT_TRUE(totals.complete(one, {5, 0}, Keep::yes));
    EXPECT_TRUE(totals.complete(two, {5, 0}, Keep::yes));
    totals.add(two);
    totals.forget(one);
    EXPECT_FALSE(totals.find(one));
    EXPECT_EQ(totals.find(two), 6U);
    totals.forget_all();
    EXPECT_FALSE(totals.find(two));
    EXPECT_EQ(totals.complete(two, {8, 0}, Keep::no), 9U);
    EXPECT_FALSE(totals.find(two)) << "Keep::no";
    EXPECT_EQ(totals.complete(two, {8, 0}, Keep::yes), 9U) << "journalled reads stay";
}

TEST(ReadTotals, DropWhatWasUnusedLongestButNothingUnfolded) {
    ReadTotals totals(3);
    totals.reset(0);
    for (std::int64_t n = 1; n <= 3; ++n)
        EXPECT_TRUE(totals.complete(DispatchId{n}, {1, 0}, Keep::yes));
    totals.add(one);
    EXPECT_TRUE(totals.find(two));
    EXPECT_TRUE(totals.complete(DispatchId{4}, {1, 0}, Keep::yes));
    EXPECT_FALSE(totals.find(DispatchId{3}));
    for (std::int64_t n = 5; n <= 100; ++n)
        EXPECT_TRUE(totals.complete(DispatchId{n}, {1, 0}, Keep::yes));
    EXPECT_FALSE(totals.find(two));
    EXPECT_EQ(totals.find(one), 2U);
    EXPECT_EQ(totals.begin_fold(1).reads.size(), 1U);
    for (std::int64_t n = 5; n <= 100; ++n)
        EXPECT_TRUE(totals.complete(DispatchId{n}, {1, 0}, Keep::yes));
    totals.end_fold();
    EXPECT_EQ(totals.find(one), 2U);
}

/// A model: the real counts, and a database that folds move.
TEST(ReadTotals, AgreeWithAModelWhateverHappens) {
    std::mt19937 random(7);
    ReadTotals totals(4);
    totals.reset(0);
    std::map<DispatchId, std::uint64_t> real, before, after;
    std::uint64_t last = 0;
    for (int step = 0; step < 100'000; ++step) {
        const DispatchId id{static_cast<std::int64_t>(random() % 9 + 1)};
        switch (random() % 8) {
            case 0:
                if (totals.fold()) break;
                for (const auto& [read, count] : totals.begin_fold(last).reads)
                    after[read] += count;
                break;
            case 1:
                if (!totals.fold()) break;
                totals.end_fold();
                before = after;
                break;
            case 2:
                totals.forget(id);
                break;
            case 3:
            case 4: {
                const bool committed = totals.fold() && random() % 2 == 0;
                const ReadsInDatabase found = committed
                                                  ? ReadsInDatabase{after[id], totals.fold()->to}
                                                  : ReadsInDatabase{before[id], totals.position()};
                ASSERT_EQ(totals.complete(id, found, Keep::yes), real[id]);
                break;
            }
            default:
                totals.add(id);
                ++real[id];
                ++last;
                if (const auto found = totals.find(id)) {
                    ASSERT_EQ(*found, real[id]);
                }
        }
    }
}

}  // namespace
}  // namespace chappe
