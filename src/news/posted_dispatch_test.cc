#include "news/posted_dispatch.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

std::string refusal(std::string_view json) {
    const auto posted = posted_dispatch(json);
    return posted ? "none" : posted.error().message;
}

TEST(PostedDispatch, TheTextIsTheBodyWordForWord) {
    const auto posted = posted_dispatch(
        R"({"title": " Un  titre ", "text": "  Premier\u00A0: « un  b ».\r\n \r\n\nSecond,\nsuite.\n", "url": "https://A.example/x"})");
    ASSERT_TRUE(posted);
    EXPECT_EQ(posted->title.view(), "Un titre");
    EXPECT_EQ(posted->body.view(), "Premier\u00A0: « un  b ».\n\nSecond, suite.");
    ASSERT_EQ(posted->blocks.size(), 2u);
    EXPECT_EQ(posted->blocks[1].span.in(posted->body), "Second, suite.");
    EXPECT_EQ(posted->lead, posted->blocks[0].span);
    EXPECT_EQ(posted->url, "https://a.example/x");
}

TEST(PostedDispatch, AnAddressMayBeNullOrAbsent) {
    EXPECT_EQ(refusal(R"({"title": "x", "text": "y", "url": null})"), "none");
    EXPECT_EQ(refusal(R"({"title": "x", "text": "y"})"), "none");
}

TEST(PostedDispatch, TheOtherFactsMayBeGiven) {
    const auto posted = posted_dispatch(R"({"title": "x", "text": "y", "language": "fr-CA",
        "published": "2024-04-03", "credit": " Azer  tac ", "authors": ["A", " "],
        "tags": ["paix", "Bakou"]})");
    ASSERT_TRUE(posted);
    EXPECT_EQ(posted->language, "fr");
    EXPECT_EQ(to_string(*posted->published), "2024-04-03");
    EXPECT_EQ(posted->credit->agency.view(), "Azer tac");
    EXPECT_EQ(posted->credit->place, Credit::Place::metadata);
    ASSERT_EQ(posted->authors.size(), 1u);
    ASSERT_EQ(posted->tags->size(), 2u);
    EXPECT_EQ(posted->tags->at(1).view(), "Bakou");
    EXPECT_FALSE(posted_dispatch(R"({"title": "x", "text": "y"})")->tags);
    EXPECT_TRUE(posted_dispatch(R"({"title": "x", "text": "y", "tags": []})")->tags->empty());
    EXPECT_EQ(refusal(R"({"title": "x", "text": "y", "language": null, "published": null,
        "credit": null, "authors": null, "tags": null})"),
              "none");
}

TEST(PostedDispatch, TheOtherFactsMustBeRight) {
    for (const char* wrong :
         {R"("language": "français")", R"("language": "f")", R"("language": 1)",
          R"("published": "hier")", R"("published": 2024)", R"("credit": ["x"])",
          R"("tags": "paix")", R"("tags": [1])", R"("authors": {})"})
        EXPECT_NE(refusal(R"({"title": "x", "text": "y", )" + std::string(wrong) + "}"), "none")
            << wrong;
    EXPECT_NE(refusal(R"({"title": "x", "text": "y", "credit": ")" + std::string(501, 'x') + "\"}"),
              "none");
    std::string tags = "\"x\"";
    for (int i = 0; i < 100; ++i) tags += ",\"x\"";
    EXPECT_NE(refusal(R"({"title": "x", "text": "y", "tags": [)" + tags + "]}"), "none");
}

TEST(PostedDispatch, SaysWhatIsWrong) {
    EXPECT_EQ(refusal(R"({"text": "y"})"), "\"title\" is missing or empty");
    EXPECT_EQ(refusal(R"({"title": "x", "text": " "})"), "\"text\" is missing or empty");
    EXPECT_EQ(refusal(R"({"title": 1, "text": "y"})"), "\"title\" must be a string of text");
    EXPECT_EQ(refusal("[]"), "a dispatch is a JSON object");
    EXPECT_TRUE(refusal("{").starts_with("this is no JSON: "));
    EXPECT_TRUE(refusal(R"({"title": "x", "text": "y", "txet": "z"})")
                    .starts_with("unknown member \"txet\""));
    EXPECT_NE(refusal(R"({"title": "x", "text": "y", "url": "javascript:x"})"), "none");
}

TEST(PostedDispatch, DeepNestingIsRefusedNotFollowed) {
    EXPECT_NE(refusal(std::string(100'000, '[')), "none");
}

}  // namespace
}  // namespace chappe
