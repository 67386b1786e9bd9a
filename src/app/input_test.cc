#include "app/input.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace chappe {
namespace {

TEST(Input, ANameLosesItsLastExtensionOnly) {
    EXPECT_EQ(name_without_extension("news/2024.04.03.html"), "2024.04.03");
    EXPECT_EQ(name_without_extension("seed"), "seed");
}

TEST(Input, ASpanOfDaysIsDaysOrYears) {
    EXPECT_EQ(days_in("90"), std::chrono::days(90));
    EXPECT_EQ(days_in("90d"), std::chrono::days(90));
    EXPECT_EQ(days_in("2y"), std::chrono::days(730));
    for (const char* wrong :
         {"", "0", "-1", "d", "y", "2w", "1.5y", "90 d", "dd", "999999999999", "101y", "36501"})
        EXPECT_FALSE(days_in(wrong)) << wrong;
}

TEST(Input, OnlyWebAddressesAreFetched) {
    EXPECT_TRUE(is_web_address("HTTPS://example.org/a"));
    EXPECT_FALSE(is_web_address("page.html"));
    EXPECT_FALSE(is_web_address("file:///etc/passwd"));
}

TEST(Input, AMissingFileAndAFolderSayWhatTheyAre) {
    const auto missing = arrival_from_file("no/such/page.html");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().failure, Failure::absent);
    EXPECT_NE(missing.error().message.find("no/such/page.html"), std::string::npos);

    const auto folder = arrival_from_file(std::filesystem::temp_directory_path().string());
    ASSERT_FALSE(folder);
    EXPECT_EQ(folder.error().failure, Failure::refused);
}

TEST(Input, AFileArrivesByteForByte) {
    const auto path = std::filesystem::temp_directory_path() / "chappe_input_test.page.txt";
    const std::string bytes("caf\xE9\0\r\n", 7);
    std::ofstream(path, std::ios::binary) << bytes;
    const auto arrival = arrival_from_file(path.string());
    std::filesystem::remove(path);
    ASSERT_TRUE(arrival);
    EXPECT_EQ(arrival->bytes, bytes);
    EXPECT_EQ(arrival->name, "chappe_input_test.page");
    EXPECT_EQ(arrival->source, "files");
}

}  // namespace
}  // namespace chappe
