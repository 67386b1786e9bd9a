#include "base/percent.h"

#include <gtest/gtest.h>

namespace chappe {
namespace {

TEST(Percent, DecodesWhatIsASequenceAndLeavesTheRest) {
    EXPECT_EQ(percent_decoded("caf%C3%A9%20%2b"), "café +");
    EXPECT_EQ(percent_decoded("100 % %4 %zz %-1 %"), "100 % %4 %zz %-1 %");
    EXPECT_EQ(percent_decoded("%2541"), "%41");
    EXPECT_EQ(percent_decoded("%00").size(), 1U);
}

TEST(Percent, EncodesAllButTheUnreserved) {
    EXPECT_EQ(percent_encoded("a-Z_0.~"), "a-Z_0.~");
    EXPECT_EQ(percent_encoded("é &/+?"), "%C3%A9%20%26%2F%2B%3F");
    const std::string all = "\x01\xFF% ";
    EXPECT_EQ(percent_decoded(percent_encoded(all)), all);
}

TEST(Percent, ABytesSequenceIsWhole) {
    EXPECT_EQ(percent_byte("%41B"), 'A');
    for (const char* none : {"", "%", "%4", "A41", "%+1", "%4 ", "%G0"})
        EXPECT_FALSE(percent_byte(none)) << none;
}

}  // namespace
}  // namespace chappe
