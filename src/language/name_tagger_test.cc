#include "language/name_tagger.h"

#include <gtest/gtest.h>

#include "base/embedded.h"

namespace chappe {

std::span<const EmbeddedFile> name_model_files();

namespace {

std::string message_of(const std::string& bytes) {
    const auto model = NameModel::from_bytes(bytes);
    return model ? "" : model.error().message;
}

TEST(NameTagger, ItsModelIsWholeAndSmall) {
    const EmbeddedFile& file = name_model_files().front();
    EXPECT_EQ(message_of(std::string(file.bytes)), "");
    EXPECT_LE(file.bytes.size(), 1U << 20);
}

TEST(NameTagger, RefusesAnotherKindAnotherVersionAndDamage) {
    const std::string whole(name_model_files().front().bytes);
    EXPECT_EQ(message_of("CHAPPELM and so on, long enough to be a model's head"),
              "names model: this is none");
    EXPECT_EQ(message_of(""), "names model: this is none");
    std::string newer = whole;
    newer[8] = 99;
    EXPECT_EQ(message_of(newer), "names model: made for another version of chappe; train it again");
    for (const std::size_t at : {std::size_t{9}, whole.size() / 2, whole.size() - 1}) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 1);
        EXPECT_EQ(message_of(damaged), "names model: damaged or cut off (checksum differs)");
    }
    EXPECT_FALSE(NameModel::from_parts(""));
    EXPECT_FALSE(NameModel::from_parts("\xff\xff\x7f"));
}

TEST(NameTagger, ANameGoesOnOnlyBehindAWordOfIt) {
    EXPECT_TRUE(may_follow(0, 0));
    EXPECT_TRUE(may_follow(0, begin_tag(1)));
    EXPECT_FALSE(may_follow(0, begin_tag(1) + 1));
    EXPECT_TRUE(may_follow(begin_tag(1), begin_tag(1) + 1));
    EXPECT_FALSE(may_follow(begin_tag(1), begin_tag(2) + 1));
    EXPECT_TRUE(may_follow(begin_tag(2) + 1, begin_tag(2) + 1));
}

}  // namespace
}  // namespace chappe
