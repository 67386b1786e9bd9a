#include "archive/backup.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "archive/export.h"
#include "archive/read_journal.h"
#include "archive/test_news.h"

namespace chappe {
namespace {

using test::dispatch;
using test::Folder;
using test::number;
using test::open;
using test::put;
using test::submission;

std::unique_ptr<Archive> restored(const std::filesystem::path& file, const Folder& folder) {
    const auto done = restore(file, folder.path(), Existing::keep);
    EXPECT_TRUE(done) << done.error().message;
    return open(folder);
}

TEST(Backup, HasEverythingAlsoReadsOfTheJournal) {
    const Folder folder, other;
    const auto archive = open(folder);
    const DispatchId id = put(*archive, submission(dispatch("Un"))).id;
    const std::string token = *archive->add_token("desk");
    ASSERT_TRUE(archive->dispatch(id));
    for (int n = 0; n < 7; ++n) EXPECT_TRUE(archive->count_view(id));
    EXPECT_EQ(number(folder, "SELECT count(*) FROM read_count"), 0) << "still in the journal";

    const auto file = other.path() / "un dimanche d'avril.backup";
    const auto made = back_up(folder.path(), file);
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_TRUE(archive->count_view(id));
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(file).permissions(), perms::owner_read | perms::owner_write);
    EXPECT_EQ(back_up(folder.path(), folder.path() / "none" / "b").error().failure,
              Failure::broken);

    const Folder place;
    const auto copy = restored(file, place);
    EXPECT_EQ(copy->dispatch(id)->reads_here, 7U);
    EXPECT_EQ(copy->dispatch(id)->dispatch.title.view(), "Un");
    EXPECT_TRUE(copy->find_token(token)->has_value());
    EXPECT_EQ(put(*copy, submission(dispatch("Un"))).outcome, Outcome::unchanged);
    EXPECT_EQ(copy->count_view(id), 8U);
    EXPECT_EQ(archive->dispatch(id)->reads_here, 8U) << "the first one goes on";
}

TEST(Backup, AFolderThatWeMakeIsItsOwnersAlone) {
    using std::filesystem::perms;
    const Folder folder;
    const auto mode = [](const std::filesystem::path& path) {
        return std::filesystem::status(path).permissions();
    };
    const auto made = folder.path() / "a" / "b/";
    ASSERT_TRUE(open_archive(made));
    EXPECT_EQ(mode(made), perms::owner_all);
    const auto file = folder.path() / "backup";
    ASSERT_TRUE(back_up(made, file));
    ASSERT_TRUE(restore(file, folder.path() / "c", Existing::keep));
    EXPECT_EQ(mode(folder.path() / "c"), perms::owner_all);
    ASSERT_TRUE(export_archive(made, folder.path() / "d"));
    EXPECT_EQ(mode(folder.path() / "d"), perms::owner_all);
    ASSERT_TRUE(import_archive(folder.path() / "d", folder.path() / "e"));
    EXPECT_EQ(mode(folder.path() / "e"), perms::owner_all);

    const auto there = folder.path() / "f";  // one that is there is somebody's choice
    std::filesystem::create_directory(there);
    std::filesystem::permissions(there, perms::owner_all | perms::group_read | perms::group_exec);
    ASSERT_TRUE(open_archive(there));
    EXPECT_EQ(mode(there), perms::owner_all | perms::group_read | perms::group_exec);
    EXPECT_EQ(open_archive(file).error().failure, Failure::broken);
}

TEST(Backup, IsOfOneMomentWhileOthersWrite) {
    const Folder folder, other;
    ArchiveOptions options;
    options.fold_period = std::chrono::milliseconds(2);
    const auto archive = open(folder, options);
    const DispatchId first = put(*archive, submission(dispatch("0"))).id;
    ASSERT_TRUE(archive->dispatch(first));
    std::atomic<bool> done = false;
    std::atomic<std::uint64_t> counted = 0;
    std::jthread writer([&] {
        for (int n = 1; !done; ++n) put(*archive, submission(dispatch(std::to_string(n))));
    });
    std::jthread reader([&] {
        while (!done)
            if (const auto count = archive->count_view(first))
                counted = *count;
            else
                (void)archive->dispatch(first);
    });
    std::uint64_t before = 0;
    for (int round = 0; round < 8; ++round) {
        const std::uint64_t reads = counted;
        const std::int64_t total = archive->stats()->total;
        const auto file = other.path() / "b";
        const auto made = back_up(folder.path(), file);
        ASSERT_TRUE(made) << made.error().message;
        const Folder place;
        const auto copy = restored(file, place);
        EXPECT_GE(copy->dispatch(first)->reads_here, reads);
        EXPECT_LE(copy->dispatch(first)->reads_here, counted + 1);
        EXPECT_GE(copy->dispatch(first)->reads_here, before);
        EXPECT_GE(copy->stats()->total, total);
        before = copy->dispatch(first)->reads_here;
    }
    done = true;
}

TEST(Restore, RefusesWhatWouldLoseSomething) {
    const Folder folder, other;
    const auto file = other.path() / "backup";
    {
        const auto archive = open(folder);
        put(*archive, submission(dispatch("Un")));
        ASSERT_TRUE(back_up(folder.path(), file));
        put(*archive, submission(dispatch("Deux")));
        EXPECT_EQ(restore(file, folder.path(), Existing::keep).error().failure, Failure::refused);
        EXPECT_EQ(restore(file, folder.path(), Existing::replace).error().failure, Failure::busy);
    }
    EXPECT_EQ(restore(file, folder.path(), Existing::keep).error().failure, Failure::refused);
    EXPECT_EQ(open(folder)->stats()->total, 2);
    const auto replaced = restore(file, folder.path(), Existing::replace);
    EXPECT_TRUE(replaced) << replaced.error().message;
    EXPECT_EQ(open(folder)->stats()->total, 1);
}

TEST(Restore, TakesNoDamagedOrForeignFile) {
    const Folder folder, other, place;
    {
        const auto archive = open(folder);
        for (int n = 0; n < 200; ++n) put(*archive, submission(dispatch(std::to_string(n))));
    }
    const auto file = other.path() / "backup";
    ASSERT_TRUE(back_up(folder.path(), file));
    std::string bytes;
    {
        std::ifstream in(file, std::ios::binary);
        bytes.assign(std::istreambuf_iterator<char>(in), {});
    }
    const auto rejected = [&](const std::string& changed) {
        std::ofstream(file, std::ios::binary) << changed;
        const auto done = restore(file, place.path(), Existing::keep);
        return !done && done.error().failure == Failure::broken &&
               !std::filesystem::exists(place.file());
    };
    std::string damaged = bytes;
    damaged.replace(bytes.size() / 2, 9000, 9000, '\x55');
    EXPECT_TRUE(rejected(damaged));
    EXPECT_TRUE(rejected(bytes.substr(0, bytes.size() / 2)));
    EXPECT_TRUE(rejected("not a database at all"));
    EXPECT_EQ(restore(other.path() / "none", place.path(), Existing::keep).error().failure,
              Failure::absent);
    EXPECT_EQ(back_up(place.path(), file).error().failure, Failure::absent);
}

}  // namespace
}  // namespace chappe
