#include "read/html5/tokenizer.h"

#include <gtest/gtest.h>

#include "read/html5/dump.h"

namespace chappe {
namespace {

std::string tokens_of(std::string_view markup, TextState state = TextState::data,
                      std::string_view last_start_tag = {}) {
    return dump_tokens(markup, state, last_start_tag);
}

TEST(Tokenizer, TagsHaveLowerCaseNamesAndEachAttributeOnce) {
    EXPECT_EQ(tokens_of("<P CLASS=lead class=x ID='a&amp;b' hidden>Baku</P >"),
              R"([["StartTag","p",{"class":"lead","id":"a\u0026b","hidden":""}],)"
              R"(["Character","Baku"],["EndTag","p"]])");
    EXPECT_EQ(tokens_of("<br/><a =b c= d>"),
              R"([["StartTag","br",{},true],["StartTag","a",{"=b":"","c":"d"}]])");
}

TEST(Tokenizer, ATagThatNeverEndsIsNone) {
    EXPECT_EQ(tokens_of("a<b c=\"d>"), R"([["Character","a"]])");
    EXPECT_EQ(tokens_of("a < b </> c </"), R"([["Character","a \u003c b  c \u003c/"]])");
}

TEST(Tokenizer, CommentsEndAsTheStandardSays) {
    EXPECT_EQ(tokens_of("<!--a--!><!--><!--b--"),
              R"([["Comment","a"],["Comment",""],["Comment","b"]])");
    EXPECT_EQ(tokens_of("<?xml?><!x></1>"),
              R"([["Comment","?xml?"],["Comment","x"],["Comment","1"]])");
}

TEST(Tokenizer, LineEndsAreOneCharacter) {
    EXPECT_EQ(tokens_of("a\r\nb\rc\r"), R"([["Character","a\nb\nc\n"]])");
}

TEST(Tokenizer, LineEndsAreOneCharacterAcrossThePiecesOfACopy) {
    for (const std::size_t before : {0U, 16'382U, 16'383U, 16'384U, 40'000U}) {
        const std::string text(before, 'a');
        const InputBuffer input(text + "\r\n\rb\n");
        EXPECT_EQ(std::string_view(input.begin(), input.size()), text + "\n\nb\n") << before;
        EXPECT_FALSE(input.has_nul());
        EXPECT_TRUE(InputBuffer(text + std::string(1, '\0')).has_nul());
    }
}

TEST(Tokenizer, RawTextEndsAtItsOwnTag) {
    EXPECT_EQ(tokens_of("a</b>&lt;</TITLE>", TextState::rcdata, "title"),
              R"([["Character","a\u003c/b\u003e\u003c"],["EndTag","title"]])");
    EXPECT_EQ(tokens_of("&lt;</titles></title", TextState::rawtext, "title"),
              R"([["Character","\u0026lt;\u003c/titles\u003e\u003c/title"]])");
}

TEST(Tokenizer, ACommentInAScriptHidesAScriptInIt) {
    EXPECT_EQ(tokens_of("<!--<script></script>--></script>", TextState::script_data, "script"),
              R"([["Character","\u003c!--\u003cscript\u003e\u003c/script\u003e--\u003e"],)"
              R"(["EndTag","script"]])");
}

TEST(Tokenizer, ADoctypeSaysWhatIsMissing) {
    EXPECT_EQ(tokens_of("<!DOCTYPE html>"), R"([["DOCTYPE","html",null,null,true]])");
    EXPECT_EQ(tokens_of("<!doctype"), R"([["DOCTYPE",null,null,null,false]])");
    EXPECT_EQ(tokens_of("<!doctype HTML public '-//X' \"y\">"),
              R"([["DOCTYPE","html","-//X","y",true]])");
}

TEST(Tokenizer, AttributesHaveABound) {
    std::string markup = "<p";
    for (int i = 0; i < 1000; ++i) markup += " a" + std::to_string(i);
    const InputBuffer input(markup + ">");
    Arena arena;
    std::vector<Attribute> pool;
    HtmlTokenizer tokenizer(input, arena, pool);
    HtmlToken token;
    tokenizer.next(token);
    EXPECT_EQ(token.attributes, HtmlTokenizer::most_attributes);
    EXPECT_TRUE(tokenizer.attributes_cut());
}

}  // namespace
}  // namespace chappe
