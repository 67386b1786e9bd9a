#include "app/spool.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "base/digest.h"

namespace chappe {
namespace {

namespace fs = std::filesystem;

struct SpoolTest : testing::Test {
    fs::path root = fs::temp_directory_path() / ("chappe-" + random_hex(8));
    fs::path in = root / "in";
    std::unique_ptr<Archive> archive;
    SourceId source;

    void SetUp() override {
        fs::create_directories(in);
        archive = std::move(*open_archive(root / "data"));
        AddSource add;
        add.address = in.string();
        add.kind = SourceKind::folder;
        source = archive->act_and_wait(std::move(add), By{"console", {}})->source;
    }
    void TearDown() override {
        archive.reset();
        fs::remove_all(root);
    }
    void put(const std::string& name, const std::string& text, int age = 10) const {
        std::ofstream(in / name) << text;
        fs::last_write_time(in / name,
                            fs::file_time_type::clock::now() - std::chrono::seconds(age));
    }
    WatchedSource watched() const { return archive->watched()->at(0); }
};

TEST_F(SpoolTest, WhatIsPutThereIsReadAndMoved) {
    put("1.txt", "Un accord\n\nLes ministres se sont réunis mercredi à Bakou.\n");
    put("2.txt", "Un tunnel\n\nLe tunnel sera percé en juin.\n");
    EXPECT_FALSE(look_into_folders(*archive));
    EXPECT_EQ(archive->stats()->total, 2);
    EXPECT_TRUE(fs::exists(in / "read" / "1.txt"));
    EXPECT_FALSE(fs::exists(in / "1.txt"));
    EXPECT_EQ(watched().health, Health::well);
    EXPECT_EQ(watched().dispatches, 2);
    EXPECT_EQ(archive->dispatch(DispatchId{1})->source, in.string());
}

TEST_F(SpoolTest, WhatIsBeingWrittenWaits) {
    put("new.txt", "Un accord\n\nLes ministres.\n", 0);
    put(".hidden", "x");
    put("half.part", "x");
    EXPECT_TRUE(look_into_folders(*archive));
    EXPECT_EQ(archive->stats()->total, 0);
    EXPECT_TRUE(fs::exists(in / "new.txt"));
}

TEST_F(SpoolTest, WhatCannotBeReadIsSetAsideAndSaid) {
    put("empty.xml", "<rss version=\"2.0\"><channel><title>x</title></channel></rss>");
    look_into_folders(*archive);
    EXPECT_TRUE(fs::exists(in / "failed" / "empty.xml"));
    EXPECT_EQ(watched().health, Health::failing);
    EXPECT_EQ(watched().trouble, "empty.xml: no dispatch in it");
}

TEST_F(SpoolTest, AFolderThatIsGoneIsSaidOnce) {
    fs::remove_all(in);
    look_into_folders(*archive);
    look_into_folders(*archive);
    EXPECT_EQ(watched().failures, 1);
    EXPECT_NE(watched().trouble.find("cannot look into"), std::string::npos);
}

TEST_F(SpoolTest, APausedFolderIsLeftAlone) {
    put("1.txt", "Un accord\n\nLes ministres.\n");
    ASSERT_TRUE(archive->act_and_wait(PauseSource{source}, By{"console", {}}));
    look_into_folders(*archive);
    EXPECT_EQ(archive->stats()->total, 0);
}

}  // namespace
}  // namespace chappe
