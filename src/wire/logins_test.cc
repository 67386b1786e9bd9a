#include "wire/logins.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

using namespace std::chrono_literals;

TEST(Logins, GuessesRunOutAndComeBackOneByOne) {
    GuessLimit limit(3, 60s);
    const GuessLimit::Clock::time_point start{1000h};
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(limit.take("anna", start));
    EXPECT_EQ(limit.take("anna", start), 60s);
    EXPECT_EQ(limit.take("anna", start + 20s), 40s);
    EXPECT_FALSE(limit.take("bert", start));
    EXPECT_FALSE(limit.take("anna", start + 60s));
    EXPECT_TRUE(limit.take("anna", start + 60s));
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(limit.take("anna", start + 1h));
    EXPECT_TRUE(limit.take("anna", start + 1h));
}

TEST(Logins, ARightGuessDoesNotCount) {
    GuessLimit limit(1, 60s);
    const GuessLimit::Clock::time_point start{1000h};
    for (int i = 0; i < 5; ++i) {
        EXPECT_FALSE(limit.take("anna", start));
        limit.give_back("anna");
    }
}

TEST(Logins, ANameIsHeldBackFromWhereverItIsTried) {
    Logins logins;
    int taken = 0;
    for (int i = 0; i < 15; ++i)
        if (!logins.take_guess(i % 2 ? "Anna " : "anna", "192.0.2." + std::to_string(i))) ++taken;
    EXPECT_EQ(taken, 10);
    EXPECT_FALSE(logins.take_guess("bert", "192.0.2.1"));
}

TEST(Logins, AClientIsHeldBackWhateverItTries) {
    Logins logins;
    int taken = 0;
    for (int i = 0; i < 30; ++i)
        if (!logins.take_guess("name" + std::to_string(i), "2001:db8::" + std::to_string(i)))
            ++taken;
    EXPECT_EQ(taken, 20);
    EXPECT_FALSE(logins.take_guess("anna", "2001:db8:0:1::1"));
}

TEST(Logins, TooMuchWorkIsNotTaken) {
    std::mutex gate;
    Logins logins;
    gate.lock();
    int refused = 0;
    for (int i = 0; i < 20; ++i)
        if (!logins.offer([&] { const std::lock_guard wait(gate); })) ++refused;
    gate.unlock();
    EXPECT_GE(refused, 11);
}

}  // namespace
}  // namespace chappe
