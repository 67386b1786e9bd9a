#include "understand/chain.h"

#include <gtest/gtest.h>

#include "language/feature_key.h"

namespace chappe {
namespace {

ChainShape two_and_inside() {
    ChainShape shape;
    shape.labels = 3;
    for (std::size_t before = 0; before <= 3; ++before) {
        for (std::size_t label = 0; label < 3; ++label)
            shape.may_follow[before][label] = label != 2 || before == 1 || before == 2;
    }
    return shape;
}

/// A row of words, each one key.
KeyRows row(const std::vector<int>& words) {
    KeyRows keys;
    for (const int word : words) {
        keys.add(feature_key(0, static_cast<std::uint64_t>(word)));
        keys.end_row();
    }
    return keys;
}

Chain learnt() {
    ChainTrainer trainer(two_and_inside(), 0.3F);
    for (int round = 0; round < 60; ++round) {
        trainer.learn(row({1, 7, 8, 2}), std::vector<std::uint8_t>{0, 1, 2, 0});
        trainer.learn(row({2, 1, 2}), std::vector<std::uint8_t>{0, 0, 0});
        trainer.learn(row({7, 2, 7, 8}), std::vector<std::uint8_t>{1, 0, 1, 2});
    }
    return trainer.chain(1000);
}

TEST(Chain, LearnsLabelsAndTheirOrder) {
    Labelling found;
    learnt().label(row({2, 7, 8, 1}), 0, found);
    EXPECT_EQ(found.labels, (std::vector<std::uint8_t>{0, 1, 2, 0}));
    EXPECT_GT(found.sure[1], 0.8F);
}

TEST(Chain, NeverPutsInsideBehindOutside) {
    Labelling found;
    learnt().label(row({8, 8, 8}), 0, found);
    EXPECT_NE(found.labels[0], 2);
    learnt().label(row({}), 0, found);
    EXPECT_TRUE(found.labels.empty());
}

TEST(Chain, GivesLessWithABias) {
    Labelling found;
    learnt().label(row({2, 7, 8, 1}), 50, found);
    EXPECT_EQ(found.labels, (std::vector<std::uint8_t>{0, 0, 0, 0}));
}

TEST(Chain, ComesBackFromItsBytes) {
    const Chain chain = learnt();
    ByteWriter out;
    chain.write(out);
    const std::string bytes = out.take();
    ByteReader in(bytes);
    const Chain again = Chain::read(in, two_and_inside());
    EXPECT_FALSE(in.failed());
    EXPECT_TRUE(in.at_end());
    Labelling one, other;
    chain.label(row({2, 7, 8, 1, 9}), 0, one);
    again.label(row({2, 7, 8, 1, 9}), 0, other);
    EXPECT_EQ(one.labels, other.labels);
}

}  // namespace
}  // namespace chappe
