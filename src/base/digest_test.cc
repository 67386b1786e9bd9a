#include "base/digest.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

TEST(Digest, IsBlake2b256) {
    // RFC 7693 defines the function; the value is what `b2sum -l 256` prints for "abc".
    EXPECT_EQ(to_hex(digest("abc")),
              "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    EXPECT_NE(digest("abc"), digest("abd"));
}

TEST(Digest, RandomHexIsLongAndDiffers) {
    EXPECT_EQ(random_hex(32).size(), 64u);
    EXPECT_NE(random_hex(32), random_hex(32));
}

}  // namespace
}  // namespace chappe
