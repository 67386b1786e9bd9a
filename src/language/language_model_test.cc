#include "language/language_model.h"

#include <gtest/gtest.h>

#include "base/embedded.h"

namespace chappe {

std::span<const EmbeddedFile> language_files();

namespace {

std::string message_of(const std::string& bytes) {
    const auto model = LanguageModel::from_bytes(bytes);
    return model ? "" : model.error().message;
}

TEST(LanguageModel, ThoseInsideAreWholeAndSmall) {
    for (const EmbeddedFile& file : language_files()) {
        EXPECT_TRUE(LanguageModel::from_bytes(file.bytes)) << file.name;
        EXPECT_LE(file.bytes.size(),
                  file.name.find("/fr/") != std::string_view::npos ? 5U << 20 : 8U << 20)
            << file.name;
    }
}

TEST(LanguageModel, RefusesAnotherKindAnotherVersionAndDamage) {
    const std::string whole(language_files().back().bytes);
    EXPECT_EQ(message_of("CHAPPEID and so on, long enough to be a model's head"),
              "language model: this is none");
    EXPECT_EQ(message_of(""), "language model: this is none");
    std::string newer = whole;
    newer[8] = 99;
    EXPECT_EQ(message_of(newer),
              "language model: made for another version of chappe; train it again");
    for (const std::size_t at : {std::size_t{9}, whole.size() / 2, whole.size() - 1}) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 1);
        EXPECT_EQ(message_of(damaged), "language model: damaged or cut off (checksum differs)");
    }
    EXPECT_EQ(message_of(whole.substr(0, whole.size() / 2)),
              "language model: damaged or cut off (checksum differs)");
}

TEST(LanguageModel, PartsThatDoNotFitAreRefused) {
    EXPECT_FALSE(LanguageModel::from_parts(""));
    EXPECT_FALSE(
        LanguageModel::from_parts("\x02"
                                  "fr"
                                  "\xff\xff\xff\xff\x7f"));
}

}  // namespace
}  // namespace chappe
