#include "wire/target.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

TEST(Target, PathAndQueryAreDecoded) {
    const auto target = parse_target("/d/1?ui=fr&q=r%C3%A9union+de%20paix&flag&=x");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/d/1");
    EXPECT_EQ(target->parameter("ui"), "fr");
    EXPECT_EQ(target->parameter("q"), "réunion de paix");
    EXPECT_EQ(target->parameter("flag"), "");
    EXPECT_EQ(target->parameter("none"), "");
    EXPECT_EQ(target->query.size(), 3u);
}

TEST(Target, BrokenEscapesAndHiddenBytesAreRefused) {
    for (const char* text : {"", "d/1", "/%", "/%4", "/%zz", "/%00", "/%0A", "/%FF", "/%C3",
                             "/?a=%", "/?%80=1", "/?a=%7F"})
        EXPECT_FALSE(parse_target(text)) << text;
}

TEST(Target, NumbersAreDigitsAlone) {
    EXPECT_EQ(parse_number("0"), 0);
    EXPECT_EQ(parse_number("123456789012345678"), 123456789012345678);
    for (const char* text : {"", "-1", "+1", "01", "1 ", "1a", "1234567890123456789", "١"})
        EXPECT_FALSE(parse_number(text)) << text;
}

}  // namespace
}  // namespace chappe
