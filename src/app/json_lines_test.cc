#include "app/json_lines.h"

#include <gtest/gtest.h>

#include <sstream>

namespace chappe {
namespace {

TEST(JsonLines, StringsSayWhatTheyMean) {
    EXPECT_EQ(parse_json_string(R"("a\n\"\\\/é\u00e9\ud83d\ude00")"), "a\n\"\\/éé😀");
    EXPECT_EQ(parse_json_string("  \"\" \r"), "");
    EXPECT_EQ(parse_json_string(R"("\u0000")"), std::string(1, '\0'));
    EXPECT_EQ(parse_json_string(R"("\ud800x")"), "\xED\xA0\x80x");
    for (const std::string_view bad : {"", "x", "\"", R"("\")", R"("\u12")", R"("\x")", R"("a"b")",
                                       "\"a\tb\"", "[\"a\"]", R"("\u+123")"})
        EXPECT_EQ(parse_json_string(bad), std::nullopt) << bad;
}

TEST(JsonLines, EachLineIsAnsweredUntilOneIsNone) {
    std::istringstream in("\"a\"\n\"b\"\n1\n\"c\"\n");
    std::ostringstream out;
    const auto answered = answer_json_lines(
        in, out, [](std::string_view text) { return "<" + std::string(text) + ">"; });
    ASSERT_FALSE(answered);
    EXPECT_EQ(answered.error().message, "line 3 of standard input is not a JSON string");
    EXPECT_EQ(out.str(), "<a>\n<b>\n");
}

}  // namespace
}  // namespace chappe
