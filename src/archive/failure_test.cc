// What goes wrong with disks, locks and files, done really.
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <future>
#include <thread>

#include "archive/archive.h"
#include "archive/schema.h"
#include "archive/test_news.h"
#include "archive/writer.h"

namespace chappe {
namespace {

using namespace test;
using namespace std::chrono_literals;

/// Bytes that do not compress.
Submission large(std::string_view title, std::size_t size) {
    Submission made = submission(dispatch(title));
    made.arrival.bytes = random_hex(size / 2);
    return made;
}

/// An archive of three dispatches, closed.
void make_archive(const Folder& folder) {
    const auto archive = open(folder);
    for (const char* title : {"Un", "Deux", "Trois"}) put(*archive, submission(dispatch(title)));
}

// ---- a full disk

/// Writes until the disk is full; then reads must go on, and after `free_room` writes too.
void expect_life_on_a_full_disk(const Folder& folder, const std::function<void()>& fill,
                                const std::function<void()>& free_room) {
    const auto archive = open(folder);
    const auto first = put(*archive, submission(dispatch("Avant")));
    fill();
    std::vector<DispatchId> acknowledged = {first.id};
    std::optional<Error> error;
    for (int i = 0; i < 400 && !error; ++i) {
        const auto receipt = archive->put(large("T" + std::to_string(i), 20'000));
        if (receipt)
            acknowledged.push_back(receipt->items.front().id);
        else
            error = receipt.error();
    }
    ASSERT_TRUE(error);
    EXPECT_EQ(error->failure, Failure::full) << error->message;
    EXPECT_EQ(archive->put(large("encore", 20'000)).error().failure, Failure::full);
    EXPECT_EQ(archive->stats()->total, static_cast<std::int64_t>(acknowledged.size()));
    EXPECT_EQ(archive->dispatch(first.id)->dispatch.title.view(), "Avant");
    EXPECT_EQ(archive->latest(std::nullopt, 1000)->size(), acknowledged.size());

    free_room();
    acknowledged.push_back(put(*archive, large("Après", 20'000)).id);
    for (const DispatchId id : acknowledged) EXPECT_TRUE(archive->dispatch(id));
    EXPECT_EQ(archive->stats()->total, static_cast<std::int64_t>(acknowledged.size()));
    EXPECT_EQ(number_of(archive->newest()), archive->stats()->total);
}

TEST(FullDisk, FailsWritesKeepsReadsAndRecovers) {
    // A limit on the size of files stands in for the disk: write(2) fails alike (EFBIG).
    const Folder folder;
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto limit_to = [&](rlim_t bytes) {
        const rlimit lower{bytes, before.rlim_max};
        ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &lower), 0);
    };
    expect_life_on_a_full_disk(
        folder, [&] { limit_to(600'000); }, [&] { limit_to(before.rlim_cur); });
    limit_to(before.rlim_cur);
    std::signal(SIGXFSZ, SIG_DFL);
}

/// A small disk, where the tests may mount one.
class SmallDisk {
 public:
    explicit SmallDisk(const std::filesystem::path& where) : where_(where) {
        mounted_ = mount("tmpfs", where.c_str(), "tmpfs", 0, "size=2m") == 0;
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    ~SmallDisk() {
        if (mounted_) umount2(where_.c_str(), MNT_DETACH);
    }
    bool mounted() const { return mounted_; }
    void change(unsigned long flags, const char* options) {
        EXPECT_EQ(mount("tmpfs", where_.c_str(), "tmpfs", MS_REMOUNT | flags, options), 0)
            << std::strerror(errno);
    }

 private:
    std::filesystem::path where_;
    bool mounted_ = false;
};

TEST(FullDisk, IsLivedThroughOnARealOne) {
    const Folder folder;
    SmallDisk disk(folder.path());
    if (!disk.mounted()) GTEST_SKIP() << "no right to mount a disk here";
    expect_life_on_a_full_disk(folder, [] {}, [&] { disk.change(0, "size=8m"); });
}

TEST(FullDisk, LetsAnArchiveBeOpenedAndRead) {
    const Folder folder;
    SmallDisk disk(folder.path());
    if (!disk.mounted()) GTEST_SKIP() << "no right to mount a disk here";
    make_archive(folder);
    {
        std::ofstream filler(folder.path() / "filler");
        const std::string block(4096, 'x');
        while (filler << block << std::flush) {
        }
    }
    const auto archive = open(folder);
    EXPECT_EQ(archive->latest(std::nullopt, 10)->size(), 3U);
    const auto refused = archive->put(submission(dispatch("Quatre")));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().failure, Failure::full) << refused.error().message;
    std::filesystem::remove(folder.path() / "filler");
    put(*archive, submission(dispatch("Cinq")));
    EXPECT_EQ(archive->latest(std::nullopt, 10)->size(), 4U);
}

TEST(FullDisk, FailsTheGroupAndTakesTheNext) {
    const Folder folder;
    auto database = open_for_writing(folder.file(), Access::create);
    ASSERT_TRUE(database) << database.error().message;
    const auto pages = database->number("PRAGMA page_count");
    ASSERT_TRUE(database->number("PRAGMA max_page_count = " + std::to_string(*pages + 20)));
    Writer writer(folder.file(), std::move(*database), true, ChangeSeq{0}, {100, 1 << 20},
                  Upkeep({}), [] {});
    const auto write = [&](Write<std::int64_t>::Work work) {
        auto promise = std::make_shared<std::promise<Result<std::int64_t>>>();
        auto outcome = promise->get_future();
        EXPECT_TRUE(writer.reserve(0));
        writer.enqueue(std::make_unique<Write<std::int64_t>>(
            std::move(work),
            [promise](Result<std::int64_t> result) { promise->set_value(std::move(result)); }));
        return outcome;
    };
    const auto insert = [](std::size_t size) {
        return [size](Database& file, Effects&) -> Result<std::int64_t> {
            const std::string name(size, 'x');
            TRY(file.query("INSERT INTO source (name, added) VALUES (?, 0)").bind(name).run());
            return file.last_id();
        };
    };
    EXPECT_TRUE(write(insert(100)).get());
    EXPECT_EQ(write(insert(200'000)).get().error().failure, Failure::full);
    EXPECT_TRUE(write(insert(101)).get());
    EXPECT_TRUE(write([](Database& file, Effects&) {
                    return file.number("PRAGMA max_page_count = 9999");
                }).get());
    EXPECT_TRUE(write(insert(200'000)).get());
}

// ---- a disk that cannot be written

TEST(ReadOnlyDisk, IsReadAndRecoversWhenItIsWritable) {
    const Folder folder;
    SmallDisk disk(folder.path());
    if (!disk.mounted()) GTEST_SKIP() << "no right to mount a disk here";
    make_archive(folder);
    disk.change(MS_RDONLY, "");
    const auto archive = open(folder);
    EXPECT_EQ(archive->latest(std::nullopt, 10)->size(), 3U);
    EXPECT_EQ(archive->newest(), ChangeSeq{3});
    const auto refused = archive->put(submission(dispatch("Quatre")));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().failure, Failure::broken) << refused.error().message;
    EXPECT_EQ(archive->add_token("x").error().failure, Failure::broken);

    disk.change(0, "size=2m");
    put(*archive, submission(dispatch("Quatre")));
    EXPECT_EQ(archive->latest(std::nullopt, 10)->size(), 4U);
}

/// Runs in another process, as nobody when we are root, since root may write everywhere. Exit 0:
/// true.
bool as_nobody(const std::function<bool()>& check) {
    const pid_t child = fork();
    if (child == 0) {
        if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(2);
        _exit(check() ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool reads_but_does_not_write(const std::filesystem::path& folder) {
    const auto archive = open_archive(folder);
    if (!archive) {
        std::fprintf(stderr, "%s\n", archive.error().message.c_str());
        return false;
    }
    const auto latest = (*archive)->latest(std::nullopt, 10);
    const auto refused = (*archive)->put(submission(dispatch("Quatre")));
    return latest && latest->size() == 3 && !refused && refused.error().failure == Failure::broken;
}

TEST(ReadOnlyFolder, IsReadAndAnswersWritesWithBroken) {
    const Folder folder;
    make_archive(folder);
    using std::filesystem::perms;
    std::filesystem::permissions(folder.path(), perms::owner_read | perms::owner_exec |
                                                    perms::others_read | perms::others_exec);
    EXPECT_TRUE(as_nobody([&] { return reads_but_does_not_write(folder.path()); }));
    std::filesystem::permissions(folder.path(), perms::owner_all);
}

TEST(ReadOnlyFile, IsReadAndAnswersWritesWithBroken) {
    const Folder folder;
    make_archive(folder);
    using std::filesystem::perms;
    std::filesystem::permissions(folder.path(), perms::all);
    std::filesystem::permissions(folder.file(), perms::owner_read | perms::others_read);
    EXPECT_TRUE(as_nobody([&] { return reads_but_does_not_write(folder.path()); }));
}

TEST(ForbiddenFolder, GivesOneClearLine) {
    const Folder folder;
    const auto under_a_file = folder.path() / "file" / "data";
    std::ofstream(folder.path() / "file") << "x";
    const auto archive = open_archive(under_a_file);
    ASSERT_FALSE(archive);
    EXPECT_EQ(archive.error().failure, Failure::broken);
    EXPECT_EQ(archive.error().message.find('\n'), std::string::npos);
    EXPECT_NE(archive.error().message.find(under_a_file.string()), std::string::npos);
}

// ---- a lock

TEST(LockedArchive, IsBusyThenRecoversWhileReadsGoOn) {
    const Folder folder;
    const auto archive = open(folder);
    put(*archive, submission(dispatch("Avant")));
    auto other = Database::open(folder.file(), Access::write, 5000);
    ASSERT_TRUE(other && other->execute("BEGIN EXCLUSIVE"));
    const auto begin = std::chrono::steady_clock::now();
    const auto refused = archive->put(submission(dispatch("Pendant")));
    const auto waited = std::chrono::steady_clock::now() - begin;
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().failure, Failure::busy) << refused.error().message;
    EXPECT_GE(waited, 5s);
    EXPECT_LT(waited, 7s);
    EXPECT_EQ(archive->latest(std::nullopt, 10)->size(), 1U);
    ASSERT_TRUE(other->execute("COMMIT"));
    put(*archive, submission(dispatch("Après")));
    EXPECT_EQ(archive->stats()->total, 2);
}

// ---- a file that is not what it should be

void expect_broken(const Folder& folder, std::string_view words) {
    const auto archive = open_archive(folder.path());
    ASSERT_FALSE(archive);
    EXPECT_EQ(archive.error().failure, Failure::broken);
    const std::string& message = archive.error().message;
    EXPECT_NE(message.find(words), std::string::npos) << message;
    EXPECT_NE(message.find(folder.file().string()), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
}

void write_file(const std::filesystem::path& file, std::string_view bytes) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

TEST(DamagedArchive, SaysSoWhenItIsNoDatabase) {
    const Folder folder;
    write_file(folder.file(), std::string(10'000, 'x'));
    expect_broken(folder, "not a database");
    EXPECT_EQ(bytes_of_file(folder.file()), std::string(10'000, 'x'));  // and leaves it alone
}

TEST(DamagedArchive, SaysSoWhenItsHeaderIsGarbage) {
    const Folder folder;
    make_archive(folder);
    std::string bytes = bytes_of_file(folder.file());
    bytes.replace(0, 100, std::string(100, '\xA5'));
    write_file(folder.file(), bytes);
    expect_broken(folder, "not a database");
}

TEST(DamagedArchive, SaysSoWhenItIsCutOff) {
    const Folder folder;
    make_archive(folder);
    const std::string bytes = bytes_of_file(folder.file());
    for (const std::size_t size : {bytes.size() / 2, std::size_t{4096}, std::size_t{1000}}) {
        write_file(folder.file(), std::string_view(bytes).substr(0, size));
        expect_broken(folder, "damaged");
    }
}

TEST(DamagedArchive, SaysSoWhenItBelongsToAnotherProgram) {
    const Folder folder;
    auto database = Database::open(folder.file(), Access::create, 1000);
    ASSERT_TRUE(database->execute("CREATE TABLE t (x); PRAGMA application_id = 5"));
    expect_broken(folder, "another program");
    EXPECT_EQ(*database->number("SELECT count(*) FROM sqlite_schema"), 1);
}

TEST(DamagedArchive, SaysSoWhenANewerChappeMadeIt) {
    const Folder folder;
    make_archive(folder);
    execute(folder, "PRAGMA user_version = " + std::to_string(schema_version() + 1));
    expect_broken(folder, "newer Chappe");
}

TEST(DamagedArchive, NeverCrashesHoweverItsPagesAreFlipped) {
    const Folder folder;
    make_archive(folder);
    const std::string whole = bytes_of_file(folder.file());
    std::size_t refused = 0;
    std::uint64_t state = 20240403;
    const auto random = [&] {
        state = state * 6364136223846793005U + 1442695040888963407U;  // Knuth, MMIX
        return state >> 33;
    };
    for (int round = 0; round < 60; ++round) {
        std::string bytes = whole;
        // The first page holds the header and the schema.
        const std::size_t page = round == 0 ? 0 : (random() % (bytes.size() / 4096)) * 4096;
        for (int i = 0; i < 40; ++i) bytes[page + random() % 4096] = static_cast<char>(random());
        std::filesystem::remove(folder.file().string() + "-wal");
        std::filesystem::remove(folder.file().string() + "-shm");
        write_file(folder.file(), bytes);
        const auto archive = open_archive(folder.path());
        if (!archive) {
            ++refused;
            EXPECT_EQ(archive.error().failure, Failure::broken) << archive.error().message;
            continue;
        }
        for (std::int64_t id = 1; id <= 3; ++id) {
            const auto stored = (*archive)->dispatch(DispatchId{id});
            if (!stored) continue;
            for (const Block& block : stored->dispatch.blocks)
                (void)block.span.in(stored->dispatch.body);
        }
        // Each answers or says what is wrong; nothing else is asked of a damaged file.
        const auto latest = (*archive)->latest(std::nullopt, 10);
        EXPECT_TRUE(latest || latest.error().failure == Failure::broken);
        const auto changes = (*archive)->changes(ChangeSeq{0}, 10);
        EXPECT_TRUE(changes || changes.error().failure == Failure::broken);
        const auto receipt = (*archive)->put(submission(dispatch("Un")));
        EXPECT_TRUE(receipt || receipt.error().failure == Failure::broken)
            << receipt.error().message;
    }
    EXPECT_GT(refused, 0U);
}

TEST(MovedArchive, RefusesWritesThatWouldBeLost) {
    const Folder folder;
    const auto archive = open(folder);
    put(*archive, submission(dispatch("Avant")));
    std::filesystem::rename(folder.file(), folder.path() / "elsewhere.db");
    const auto refused = archive->put(submission(dispatch("Perdue")));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().failure, Failure::broken);
    EXPECT_FALSE(std::filesystem::exists(folder.file()));  // and makes no empty one in its place
    std::filesystem::rename(folder.path() / "elsewhere.db", folder.file());
    put(*archive, submission(dispatch("Après")));
    EXPECT_EQ(archive->stats()->total, 2);
}

}  // namespace
}  // namespace chappe
