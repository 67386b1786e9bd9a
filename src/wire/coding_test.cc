#include "wire/coding.h"

#include <brotli/decode.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <array>

namespace chappe {
namespace {

std::string gunzipped(const std::string& bytes) {
    z_stream stream{};
    if (inflateInit2(&stream, 15 + 16) != Z_OK) return "no memory";
    std::string out(1 << 20, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int ended = inflate(&stream, Z_FINISH);  // checks length and CRC
    out.resize(stream.total_out);
    const bool whole = ended == Z_STREAM_END && stream.avail_in == 0;
    inflateEnd(&stream);
    return whole ? out : "broken gzip";
}

std::string unbrotlied(const std::string& bytes) {
    std::string out(1 << 20, '\0');
    std::size_t size = out.size();
    const auto ended =
        BrotliDecoderDecompress(bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                &size, reinterpret_cast<std::uint8_t*>(out.data()));
    out.resize(size);
    return ended == BROTLI_DECODER_RESULT_SUCCESS ? out : "broken brotli";
}

std::string decoded(Coding coding, const std::string& bytes) {
    if (coding == Coding::gzip) return gunzipped(bytes);
    return coding == Coding::br ? unbrotlied(bytes) : bytes;
}

constexpr std::array<Coding, 3> all = {Coding::identity, Coding::gzip, Coding::br};

/// Markup and words that repeat, as pages have them.
std::string page(std::size_t size, unsigned seed) {
    constexpr std::array<const char*, 8> words = {"<p dir=\"auto\">",   "la réunion ",    "</p>\n",
                                                  "a déclaré ",         "le ministre ",   "time ",
                                                  "prévue le 5 avril ", "the government "};
    std::string out;
    while (out.size() < size) {
        seed = seed * 1664525 + 1013904223;
        out += words[seed >> 29];
        if (seed % 7 == 0) out += std::to_string(seed);
    }
    out.resize(size);
    return out;
}

TEST(Coding, WhatIsCompressedComesBack) {
    for (const Coding coding : all)
        for (const std::size_t size : {0U, 1U, 1000U, 40000U, 700000U}) {
            const std::string plain = page(size, 7);
            const auto coded = compress(coding, plain);
            ASSERT_TRUE(coded);
            EXPECT_EQ(decoded(coding, *coded), plain) << name_of(coding) << ' ' << size;
            if (size >= 1000 && coding != Coding::identity) {
                EXPECT_LT(coded->size() * 2, size);
            }
        }
}

TEST(Coding, ACountGoesBetweenTheHalves) {
    for (const Coding coding : all)
        for (const std::size_t before : {1U, 2U, 900U, 20000U, 400000U})
            for (const std::size_t after : {1U, 2U, 3000U, 300000U})
                for (const std::string_view count :
                     {"7", "42", "1\u202F234", "12\u202F345\u202F678"}) {
                    const std::string first = page(before, 1);
                    const std::string last = page(after, 1);  // the same words: matches across
                    const auto body = code_around(coding, first, last, count.size());
                    ASSERT_TRUE(body);
                    ASSERT_TRUE(body->takes(count));
                    std::string coded;
                    body->append_with(count, coded);
                    EXPECT_EQ(coded.size(), body->size_with(count));
                    EXPECT_TRUE(decoded(coding, coded) == first + std::string(count) + last)
                        << name_of(coding) << ' ' << before << ' ' << after << ' ' << count;
                }
}

TEST(Coding, AllButBrotliTakeCountsOfAnyLength) {
    for (const Coding coding : {Coding::identity, Coding::gzip}) {
        const auto body = code_around(coding, page(5000, 1), page(500, 2), 1);
        ASSERT_TRUE(body);
        for (const std::string_view count : {"", "1", "1\u202F234\u202F567"}) {
            ASSERT_TRUE(body->takes(count));
            std::string coded;
            body->append_with(count, coded);
            EXPECT_EQ(decoded(coding, coded), page(5000, 1) + std::string(count) + page(500, 2));
        }
    }
    const auto body = code_around(Coding::br, page(5000, 1), page(500, 2), 1);
    ASSERT_TRUE(body);
    EXPECT_FALSE(body->takes("10"));
}

TEST(Coding, TheSmallestThatIsAcceptedIsChosen) {
    EXPECT_EQ(best_coding("gzip, deflate, br, zstd"), Coding::br);
    EXPECT_EQ(best_coding("GZIP;q=0.5"), Coding::gzip);
    EXPECT_EQ(best_coding("br;q=0, gzip;q=0.001"), Coding::gzip);
    EXPECT_EQ(best_coding("br ; q=0.0,gzip; q=0"), Coding::identity);
    for (const char* none : {"", "identity", "*", "brr, gzipp", "deflate", ",,;"})
        EXPECT_EQ(best_coding(none), Coding::identity) << none;
}

TEST(Coding, SmallAnswersAndPicturesStayAsTheyAre) {
    EXPECT_TRUE(is_compressible("text/html; charset=utf-8", 2000));
    EXPECT_TRUE(is_compressible("application/atom+xml; charset=utf-8", 2000));
    EXPECT_TRUE(is_compressible("application/json", 2000));
    EXPECT_FALSE(is_compressible("text/html; charset=utf-8", 200));
    EXPECT_FALSE(is_compressible("image/png", 2000));
}

}  // namespace
}  // namespace chappe
