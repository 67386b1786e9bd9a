#include "read/script_body.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

std::string prose(int sentences) {
    std::string text;
    for (int i = 0; i < sentences; ++i)
        text += "The lock at the river's mouth was opened to ships in the spring. ";
    return text;
}

TEST(ScriptBody, IsTheLongestMemberOfAnArticlesName) {
    const std::string script = R"(window.state = {"content": ")" + prose(5) +
                               R"(", "contentHtml" : "\u003cp\u003eA \"new\" lock. )" + prose(6) +
                               R"(\u003c/p\u003e", "styles": ")" + prose(20) + R"("};)";
    const std::string body = find_script_body({"var a = 1;", script}, true);
    EXPECT_TRUE(body.starts_with("<p>A \"new\" lock. The lock")) << body;
    EXPECT_EQ(find_script_body({script}, false), body);
    EXPECT_TRUE(body.ends_with("spring. </p>")) << body;
}

TEST(ScriptBody, IsFoundInAStringWithinAString) {
    const std::string script = R"(self.push([1,"{\"article\":{\"body\":\"\\u003cp\\u003e)" +
                               prose(6) + R"(\\u003c/p\\u003e\"}}"]))";
    EXPECT_TRUE(find_script_body({script}, true).starts_with("<p>The lock"));
}

TEST(ScriptBody, IsNoneWhenShortOrNoStringOrUnended) {
    EXPECT_EQ(find_script_body({R"({"body": "Too short to be an article."})"}, true), "");
    EXPECT_EQ(find_script_body({R"({"body": {"text": 12}})"}, true), "");
    EXPECT_EQ(find_script_body({R"({"body": ")" + prose(9)}, true), "");
    EXPECT_EQ(
        find_script_body({"\":\":\"\":", "\\\":", "\"body\":", "\"body\":\"", ":", "\":\""}, true),
        "");
    EXPECT_EQ(find_script_body({R"({"body": "\ud800 )" + prose(9) + R"("})"}, true), "");
    EXPECT_EQ(find_script_body({}, true), "");
}

}  // namespace
}  // namespace chappe
