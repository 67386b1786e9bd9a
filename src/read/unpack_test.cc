#include "read/unpack.h"

#include <gtest/gtest.h>

#include <cstring>

#include "read/test_packing.h"

namespace chappe {
namespace {

std::string all_of(GzipSource& source, std::size_t& gaps) {
    std::string out;
    char buffer[100];
    while (true) {
        const std::size_t got = source.read(buffer, sizeof buffer);
        out.append(buffer, got);
        if (got > 0) continue;
        if (!source.cross_gap()) return out;
        ++gaps;
    }
}

TEST(Unpack, MembersAreJoinedAndDamageIsNoted) {
    const std::string two = gzip("one ") + gzip("two");
    EXPECT_EQ(unpack(two, Packing::gzip, 100).bytes, "one two");
    EXPECT_EQ(unpack(two + std::string(10, '\0'), Packing::gzip, 100).note, "");
    EXPECT_EQ(unpack(two.substr(0, two.size() - 4), Packing::gzip, 100).bytes, "one two");
    EXPECT_EQ(unpack(two.substr(0, two.size() - 4), Packing::gzip, 100).note,
              "packed bytes cut off");
    EXPECT_EQ(unpack("no gzip", Packing::gzip, 100).note, "packed bytes damaged");
    EXPECT_EQ(unpack(two, Packing::gzip, 5).bytes, "one t");
}

TEST(Unpack, ABombStopsEarly) {
    const std::string bomb = gzip(std::string(std::size_t{40} << 20, '\0'));
    const Unpacked unpacked = unpack(bomb, Packing::gzip, std::size_t{64} << 20);
    EXPECT_LT(unpacked.bytes.size(), std::size_t{2} << 20);
    EXPECT_EQ(unpacked.note, "unpacking stopped: more than 200 to 1");
}

TEST(Unpack, DeflateMayLackItsWrapper) {
    EXPECT_EQ(unpack(deflate_bytes("text", 15), Packing::deflate, 100).bytes, "text");
    EXPECT_EQ(unpack(deflate_bytes("text", -15), Packing::deflate, 100).bytes, "text");
    EXPECT_EQ(packing_named(" GZip "), Packing::gzip);
    EXPECT_EQ(packing_named("identity"), std::nullopt);
}

TEST(Unpack, ADamagedMemberIsAGap) {
    std::string three = gzip("one") + gzip(std::string(1000, 'x') + "two") + gzip("three");
    const std::size_t second = gzip("one").size();
    for (std::size_t i = 12; i < 20; ++i) three[second + i] = '\xFF';
    GzipSource source(source_of(three));
    std::size_t gaps = 0;
    const std::string out = all_of(source, gaps);
    EXPECT_TRUE(out.starts_with("one"));
    EXPECT_TRUE(out.ends_with("three"));
    EXPECT_EQ(gaps, 1u);

    std::string false_marks;
    for (int i = 0; i < 50'000; ++i) false_marks += "\x1f\x8b\x08";
    GzipSource hostile(source_of(gzip("a") + false_marks + gzip("b")));
    EXPECT_TRUE(all_of(hostile, gaps).starts_with("a"));
}

TEST(Unpack, WhatIsNotPackedComesAsItIs) {
    GzipSource source(source_of("plain"));
    std::size_t gaps = 0;
    EXPECT_EQ(all_of(source, gaps), "plain");
    GzipSource empty(source_of(""));
    EXPECT_EQ(all_of(empty, gaps), "");
    EXPECT_EQ(gaps, 0u);
}

}  // namespace
}  // namespace chappe
