#include "archive/read_journal.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "archive/test_news.h"

namespace chappe {
namespace {

using test::Folder;

std::vector<ReadRecord> records(std::uint64_t first, std::uint64_t last) {
    std::vector<ReadRecord> made;
    for (std::uint64_t n = first; n <= last; ++n)
        made.push_back({n, DispatchId{static_cast<std::int64_t>(n % 7 + 1)}});
    return made;
}

std::string bytes_of_records(const std::vector<ReadRecord>& given) {
    std::string bytes;
    for (const ReadRecord& record : given) {
        const auto one = encode(record);
        bytes.append(one.data(), one.size());
    }
    return bytes;
}

std::string bytes_of_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST(ReadJournal, HasOneFormOnEveryMachine) {
    const auto bytes = encode({1, DispatchId{2}});
    EXPECT_EQ(std::string(bytes.data(), 16), std::string("\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0", 16));
    EXPECT_EQ(to_hex(digest(std::string_view(bytes.data(), bytes.size()))).substr(0, 8),
              "ef6029be");
    EXPECT_EQ(decode({bytes.data(), bytes.size()}), (ReadRecord{1, DispatchId{2}}));
}

TEST(ReadJournal, TakesNoOtherBytesForARecord) {
    EXPECT_FALSE(decode(std::string(record_size, '\0')));
    EXPECT_FALSE(decode(std::string(record_size, '\xff')));
    const std::string good = bytes_of_records(records(900, 900));
    for (std::size_t bit = 0; bit < record_size * 8; ++bit) {
        std::string bad = good;
        bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << (bit % 8)));
        EXPECT_FALSE(decode(bad)) << bit;
    }
    EXPECT_FALSE(decode(bytes_of_records({{1, DispatchId{0}}})));
    EXPECT_FALSE(decode(bytes_of_records({{0, DispatchId{1}}})));
    EXPECT_FALSE(decode(bytes_of_records({{1, DispatchId{-5}}})));
}

TEST(ReadJournal, EndsAtTheFirstTornRecord) {
    const std::string whole = bytes_of_records(records(1, 20));
    for (std::size_t size = 0; size <= whole.size(); ++size)
        EXPECT_EQ(records_in(whole.substr(0, size)), records(1, size / record_size));
    std::string hole = whole;
    hole.replace(5 * record_size, record_size, record_size, '\0');
    EXPECT_EQ(records_in(hole), records(1, 5));
}

TEST(ReadJournal, EndsWhereNumbersDoNotFollow) {
    EXPECT_EQ(records_in(bytes_of_records(records(1, 5)) + bytes_of_records(records(7, 9))),
              records(1, 5));
    EXPECT_EQ(records_in(bytes_of_records(records(6, 9)) + bytes_of_records(records(1, 5))),
              records(6, 9));
}

TEST(ReadJournal, GoesOnFromThePositionOfTheDatabase) {
    const auto both = unfolded(records(8, 12), records(1, 7), 3);
    ASSERT_TRUE(both);
    EXPECT_TRUE(both->second_first);
    EXPECT_EQ(both->older, records(4, 7));
    EXPECT_EQ(both->newer, records(8, 12));

    const auto one = unfolded(records(1, 7), records(8, 12), 7);
    ASSERT_TRUE(one);
    EXPECT_EQ(one->older, records(8, 12));
    EXPECT_TRUE(one->newer.empty());
    EXPECT_TRUE(one->second_first);
    EXPECT_TRUE(unfolded(records(1, 7), records(8, 12), 50)->older.empty());
    EXPECT_TRUE(unfolded({}, {}, 50)->older.empty());
}

TEST(ReadJournal, OfAnotherDatabaseIsRefused) {
    EXPECT_FALSE(unfolded(records(5, 7), {}, 3));
    EXPECT_FALSE(unfolded({}, records(50, 70), 3));
}

TEST(ReadJournal, CountsACopiedFileOnce) {
    const auto twice = unfolded(records(1, 7), records(1, 9), 0);
    ASSERT_TRUE(twice);
    EXPECT_EQ(twice->older.size() + twice->newer.size(), 9U);
}

TEST(JournalFile, IsReadAsItWasWritten) {
    const Folder folder;
    const auto name = read_journals(folder.path())[0];
    {
        auto file = JournalFile::open(name, JournalFile::Open::write);
        ASSERT_TRUE(file) << file.error().message;
        for (const ReadRecord& record : records(1, 3)) EXPECT_TRUE(file->append({&record, 1}));
        EXPECT_TRUE(file->append(records(4, 900)));
        EXPECT_TRUE(file->sync());
        EXPECT_EQ(file->size(), 900 * record_size);
    }
    EXPECT_EQ(bytes_of_file(name), bytes_of_records(records(1, 900)));
    auto file = JournalFile::open(name, JournalFile::Open::write);
    EXPECT_EQ(*file->read(), records(1, 900));
    EXPECT_TRUE(file->cut(2));
    EXPECT_TRUE(file->append(records(3, 3)));
    EXPECT_EQ(bytes_of_file(name), bytes_of_records(records(1, 3)));
    EXPECT_EQ(JournalFile::open(folder.path() / "none", JournalFile::Open::read).error().failure,
              Failure::absent);
}

TEST(JournalFile, BelongsToOne) {
    const Folder folder;
    const auto name = read_journals(folder.path())[0];
    auto first = JournalFile::open(name, JournalFile::Open::write);
    auto second = JournalFile::open(name, JournalFile::Open::write);
    ASSERT_TRUE(first && second);
    EXPECT_TRUE(first->lock());
    EXPECT_FALSE(second->lock());
    {
        const JournalFile gone = std::move(*first);
    }
    EXPECT_TRUE(second->lock());
    EXPECT_FALSE(second->has_moved(name));
    std::filesystem::rename(name, folder.path() / "elsewhere");
    EXPECT_TRUE(second->has_moved(name));
}

}  // namespace
}  // namespace chappe
