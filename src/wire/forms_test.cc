#include "wire/forms.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

TEST(Forms, FieldsComeInTheirOrder) {
    const auto form =
        parse_form("title=%C3%89t%C3%A9+%26+hiver&text=Un%0D%0Adeux%0Atrois%0D&empty=&x");
    ASSERT_TRUE(form);
    ASSERT_EQ(form->fields.size(), 4u);
    EXPECT_EQ(form->value("title"), "Été & hiver");
    EXPECT_EQ(form->value("text"), "Un\ndeux\ntrois\n");
    EXPECT_TRUE(form->has("empty"));
    EXPECT_TRUE(form->has("x"));
    EXPECT_FALSE(form->has("y"));
    EXPECT_EQ(form->value("y"), "");
}

TEST(Forms, TheFirstOfANameCounts) {
    EXPECT_EQ(parse_form("a=1&a=2")->value("a"), "1");
}

TEST(Forms, ABrokenPercentSequenceStandsForItself) {
    EXPECT_EQ(parse_form("a=100%&b=%zz&c=%4")->value("a"), "100%");
    EXPECT_EQ(parse_form("b=%zz")->value("b"), "%zz");
    EXPECT_EQ(parse_form("c=%4")->value("c"), "%4");
    EXPECT_EQ(parse_form("d=%41")->value("d"), "A");
}

TEST(Forms, ControlCharactersBecomeSpace) {
    EXPECT_EQ(parse_form("a=x%00y%07z%7F%09")->value("a"), "x y z \t");
}

TEST(Forms, WhatIsNoUtf8IsRefused) {
    EXPECT_FALSE(parse_form("a=%FF"));
    EXPECT_FALSE(parse_form("a=%C3"));
    EXPECT_FALSE(parse_form("%ED%A0%80=a"));
}

TEST(Forms, ThereIsALimitOnFieldsAndNames) {
    std::string many;
    for (std::size_t i = 0; i < most_fields; ++i) many += "&a=1";
    EXPECT_TRUE(parse_form(many));
    EXPECT_FALSE(parse_form(many + "&a=1"));
    EXPECT_FALSE(parse_form(std::string(longest_field_name + 1, 'a') + "=1"));
}

TEST(Forms, WhatWasWrittenIsReadAgain) {
    const Form form{{{"títle", "a+b & c=d %41\nzwei"}, {"x", ""}, {"ع", "سلام"}}};
    const auto again = parse_form(to_string(form));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->fields, form.fields);
}

TEST(Forms, OnlyTheTypeOfFormsIsOne) {
    EXPECT_TRUE(is_form("application/x-www-form-urlencoded"));
    EXPECT_TRUE(is_form("Application/X-WWW-Form-Urlencoded; charset=utf-8"));
    EXPECT_FALSE(is_form("multipart/form-data; boundary=x"));
    EXPECT_FALSE(is_form("text/plain"));
    EXPECT_FALSE(is_form(""));
}

}  // namespace
}  // namespace chappe
