#include "language/weights.h"

#include <gtest/gtest.h>

#include "language/perceptron.h"

namespace chappe {
namespace {

TEST(Weights, ScoreIsTheSumOfTheRowsThatAreThere) {
    const Weights weights({{7, 0, 5}, {7, 2, -3}, {900, 2, 10}, {0xffffffff, 1, 4}});
    std::vector<std::int32_t> scores(3);
    const std::uint32_t keys[] = {7, 900, 12345, 0xffffffff};
    weights.add_to(scores, keys);
    EXPECT_EQ(scores, (std::vector<std::int32_t>{5, 4, 7}));
}

TEST(Weights, LongRowsAreSummedLikeShortOnes) {
    constexpr std::uint16_t outputs = 70;
    std::vector<Weight> weights = {{5, 3, 100}, {5, 69, -1}};
    for (std::uint16_t output = 0; output < outputs; ++output)
        weights.push_back({9, output, static_cast<std::int8_t>(output % 2 == 0 ? 127 : -127)});
    const Weights all(weights);
    const std::vector<std::uint32_t> keys(127, 9);
    std::vector<std::int32_t> scores(outputs, 1);
    all.add_to(scores, keys);
    const std::uint32_t rare[] = {5, 6};
    all.add_to(scores, rare);
    for (std::uint16_t output = 0; output < outputs; ++output) {
        const std::int32_t rest = output == 3 ? 100 : output == 69 ? -1 : 0;
        EXPECT_EQ(scores[output], 1 + 127 * (output % 2 == 0 ? 127 : -127) + rest) << output;
    }

    std::vector<std::int32_t> few(outputs);
    all.add_to(few, std::span(keys).first(1), Weights::stripe_of(40));
    EXPECT_EQ(few[0], 0);
    EXPECT_EQ(few[40], 127);

    ByteWriter out;
    all.write(out);
    const std::string bytes = out.take();
    ByteReader in(bytes);
    const Weights again = Weights::read(in, outputs);
    std::vector<std::int32_t> same(outputs);
    again.add_to(same, rare);
    EXPECT_EQ(same[3], 100);
}

TEST(Weights, ComeBackFromBytes) {
    const Weights weights({{1, 0, 127}, {1, 3, -127}, {0x80000000, 1, 1}});
    ByteWriter out;
    weights.write(out);
    const std::string bytes = out.take();
    ByteReader in(bytes);
    const Weights again = Weights::read(in, 4);
    ASSERT_FALSE(in.failed());
    std::vector<std::int32_t> scores(4);
    const std::uint32_t keys[] = {1, 0x80000000};
    again.add_to(scores, keys);
    EXPECT_EQ(scores, (std::vector<std::int32_t>{127, 1, 0, -127}));

    ByteReader narrow(bytes);
    Weights::read(narrow, 3);  // an output that the model does not have
    EXPECT_TRUE(narrow.failed());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        ByteReader cut(std::string_view(bytes).substr(0, size));
        Weights::read(cut, 4);
        EXPECT_TRUE(cut.failed()) << size;
    }
}

TEST(Weights, ComeBackFromBothFormsOfValues) {
    const Weights weights({{1, 0, 127}, {1, 3, -127}, {0x80000000, 1, 1}});
    for (const auto form : {Weights::Values::numbers, Weights::Values::bytes}) {
        ByteWriter out;
        weights.write(out, form);
        const std::string bytes = out.take();
        ByteReader in(bytes);
        const Weights again = Weights::read(in, 4);
        EXPECT_FALSE(in.failed());
        EXPECT_TRUE(in.at_end());
        std::vector<std::int32_t> scores(4);
        const std::uint32_t keys[] = {1, 0x80000000};
        again.add_to(scores, keys);
        EXPECT_EQ(scores, (std::vector<std::int32_t>{127, 1, 0, -127}));
    }
}

TEST(Perceptron, LearnsWhatIsLinear) {
    // Output 1 when feature 10 is there, output 0 when feature 20 is; feature 30 says nothing.
    Perceptron perceptron;
    for (int round = 0; round < 20; ++round) {
        for (const std::uint32_t feature : {10U, 20U}) {
            const std::uint32_t keys[] = {feature, 30};
            std::int32_t scores[2] = {};
            perceptron.add_to(scores, keys);
            const std::uint16_t gold = feature == 10 ? 1 : 0, best = scores[1] > scores[0] ? 1 : 0;
            if (best != gold) {
                perceptron.update(keys, gold, 1);
                perceptron.update(keys, best, -1);
            }
            perceptron.tick();
        }
    }
    Committee committee;
    committee.add(perceptron);
    committee.add(perceptron);
    for (const Weights& weights : {perceptron.average(10), committee.weights(10)}) {
        for (const std::uint32_t feature : {10U, 20U}) {
            const std::uint32_t keys[] = {feature, 30};
            std::vector<std::int32_t> scores(2);
            weights.add_to(scores, keys);
            EXPECT_EQ(scores[1] > scores[0], feature == 10);
        }
    }
}

TEST(Perceptron, LearnsOfTheGivenFeaturesAlone) {
    const std::vector<std::uint32_t> open = {10, 4'000'000'000};
    Perceptron perceptron(open);
    for (const std::uint32_t feature : {10U, 20U, 4'000'000'000U}) {
        const std::uint32_t keys[] = {feature};
        perceptron.update(keys, 1, 1);
    }
    perceptron.tick();
    std::vector<std::uint32_t> learnt;
    for (const Perceptron::Average& average : perceptron.averages()) learnt.push_back(average.key);
    EXPECT_EQ(learnt, open);
}

TEST(Course, TrainsItsMembersOnWhatTheScoutFoundStrong) {
    Course course;
    course.members = 2;
    course.features = 10;
    std::vector<int> members;
    const Weights weights = course.run([&](Perceptron& perceptron, int member, int epochs) {
        members.push_back(member);
        EXPECT_EQ(epochs, member == 0 ? course.scout_epochs : course.epochs);
        for (std::uint32_t key = 1; key <= 100; ++key) {
            const std::uint32_t keys[] = {key};
            perceptron.update(keys, 0, static_cast<int>(key));
        }
        perceptron.tick();
    });
    EXPECT_EQ(members, (std::vector<int>{0, 1, 2}));
    EXPECT_EQ(weights.features(), 10U);
}

TEST(Perceptron, KeepsTheFeaturesThatSayMost) {
    Perceptron perceptron;
    for (std::uint32_t key = 1; key <= 100; ++key) {
        const std::uint32_t keys[] = {key};
        perceptron.update(keys, 0, static_cast<int>(key));
    }
    perceptron.tick();
    const Weights few = perceptron.average(10);
    EXPECT_EQ(few.features(), 10U);
    std::vector<std::int32_t> scores(1);
    const std::uint32_t strong[] = {100};
    few.add_to(scores, strong);
    EXPECT_GT(scores[0], 0);
}

}  // namespace
}  // namespace chappe
