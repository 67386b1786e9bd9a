#include "base/json_writer.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

TEST(JsonWriter, PutsCommasWhereTheyBelong) {
    JsonWriter json;
    json.begin_object().key("a").number(1).key("b").begin_array().string("x").null().boolean(true);
    json.end_array().key("c").begin_object().end_object().end_object();
    EXPECT_EQ(json.str(), R"({"a":1,"b":["x",null,true],"c":{}})");
}

TEST(JsonWriter, RoundsToHundredths) {
    JsonWriter json;
    json.begin_array().hundredths(0.756).hundredths(1).hundredths(1.0 / 0.0).end_array();
    EXPECT_EQ(json.str(), "[0.76,1.00,null]");
}

TEST(JsonWriter, EscapesWhatCouldEndAStringOrAScript) {
    JsonWriter json;
    json.string("\"\\\n\x01</script>&\u2028 é");
    EXPECT_EQ(json.str(), R"("\"\\\n\u0001\u003c/script\u003e\u0026\u2028 é")");
}

TEST(JsonWriter, LeavesEverythingElseAsItIs) {
    const auto written = [](std::string_view text) {
        JsonWriter json;
        return json.string(text).take();
    };
    EXPECT_EQ(written(""), "\"\"");
    EXPECT_EQ(written("a\tb\rc\x7F"), R"("a\tb\rc\u007f")");
    EXPECT_EQ(written("“…” 한국 \u2027\u2030"),
              "\"“…” 한국 \u2027\u2030\"");               // begin as U+2028 does
    EXPECT_EQ(written("\xED\xA0\x80x"), R"("\ud800x")");  // a lone surrogate
    EXPECT_EQ(written("x\u2029"), R"("x\u2029")");
}

}  // namespace
}  // namespace chappe
