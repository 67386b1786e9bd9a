#include "archive/copy_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "archive/test_story.h"
#include "language/shingles.h"

namespace chappe {
namespace {

using namespace test;

std::vector<std::uint64_t> set_of(const std::string& text) {
    return as_set(copy_text(text).shingles);
}
double like(const std::string& a, const std::string& b, SameSource same = SameSource::no) {
    return likeness(set_of(a), set_of(b), same);
}
bool copies(const std::string& a, const std::string& b, SameSource same = SameSource::no) {
    return are_copies(like(a, b, same), std::min(set_of(a).size(), set_of(b).size()), same);
}
bool may_be(const std::string& a, const std::string& b) {
    return may_be_copies(copy_text(a).sketch, copy_text(b).sketch);
}
bool share_a_key(const std::string& a, const std::string& b) {
    const auto left = copy_text(a).keys, right = copy_text(b).keys;
    return std::any_of(left.begin(), left.end(), [&](std::int64_t key) {
        return std::find(right.begin(), right.end(), key) != right.end();
    });
}

TEST(CopyText, ALeadAloneIsACopyOfTheWhole) {
    EXPECT_EQ(like(lead, lead + "\n\n" + details), 1);
    EXPECT_TRUE(copies(lead, lead + "\n\n" + details));
    EXPECT_TRUE(share_a_key(lead, lead + "\n\n" + details));
}

TEST(CopyText, APortalMayMoveAndAddParagraphs) {
    const std::string portal = details + "\n\n" + lead + "\n\nNos lecteurs de la vallée racontent.";
    EXPECT_TRUE(copies(lead + "\n\n" + details, portal));
    EXPECT_TRUE(share_a_key(lead + "\n\n" + details, portal));
    EXPECT_TRUE(may_be(lead + "\n\n" + details, portal));
}

TEST(CopyText, AnotherStoryIsNone) {
    EXPECT_EQ(like(lead + details, agreement), 0);
    EXPECT_FALSE(copies(lead + details, agreement));
    EXPECT_FALSE(share_a_key(lead + details, agreement));
    EXPECT_FALSE(may_be(lead + details, agreement));
}

TEST(CopyText, WhatFewWordsSayIsNotRecognised) {
    EXPECT_TRUE(copy_text("Les travaux avancent.").keys.empty());
    EXPECT_FALSE(copies("Les travaux avancent.", "Les travaux avancent."));
    EXPECT_TRUE(copy_text("").keys.empty());
}

TEST(CopyText, SmallPrintTellsNothing) {
    const std::string print =
        "Toute reproduction, même partielle, est interdite sans accord écrit "
        "de l'éditeur, qui se réserve tous les droits.";
    const auto a = set_of(lead + " " + print), b = set_of(agreement + " " + print);
    EXPECT_GT(likeness(a, b, SameSource::no), 0);
    EXPECT_EQ(likeness(a, b, SameSource::no, set_of(print)), 0);
}

TEST(CopyText, OneSourceMustSayNearlyTheSame) {
    const std::string half = details + " " + agreement;
    EXPECT_TRUE(copies(lead + " " + details, half));
    EXPECT_FALSE(copies(lead + " " + details, half, SameSource::yes));
    EXPECT_TRUE(copies(details, details, SameSource::yes));
    // A flash, and the dispatch that begins with it.
    EXPECT_FALSE(copies(lead, lead + " " + details, SameSource::yes));
}

}  // namespace
}  // namespace chappe
