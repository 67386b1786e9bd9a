// The steps that tend the index, and how a connection is stopped.
#include "archive/search_index.h"

#include <gtest/gtest.h>

#include "archive/test_news.h"

namespace chappe {
namespace {

using namespace std::chrono_literals;
using namespace test;
using Clock = std::chrono::steady_clock;

Database connect(const Folder& folder) {
    auto database = Database::open(folder.file(), Access::write, 5000);
    if (database) return std::move(*database);
    ADD_FAILURE() << database.error().message;
    std::abort();
}

TEST(TendIndex, DoesNotWaitForReadersOfTheLog) {
    const Folder folder;
    {
        put(*open(folder), submission(dispatch("a")));
    }
    Database reading = connect(folder);
    Database writing = connect(folder);
    ASSERT_TRUE(writing.execute("INSERT INTO search_state VALUES ('fold', 1)"));
    {
        const auto moment = Transaction::read(reading);
        ASSERT_EQ(reading.number("SELECT count(*) FROM dispatch"), 1);
        ASSERT_TRUE(writing.execute("UPDATE search_state SET value = 2 WHERE name = 'fold'"));
        const auto begun = Clock::now();
        EXPECT_EQ(tend_index(writing, false), Tending::later);
        EXPECT_LT(Clock::now() - begun, 2s);
        EXPECT_EQ(writing.number("PRAGMA busy_timeout"), 5000);
    }
    EXPECT_EQ(tend_index(writing, false), Tending::more);
    EXPECT_EQ(tend_index(writing, false), Tending::nothing);
}

TEST(Deadline, MakesAConnectionBusyAndItsTransactionVoid) {
    const Folder folder;
    {
        put(*open(folder), submission(dispatch("a")));
    }
    Database database = connect(folder);
    const auto moment = Transaction::read(database);
    {
        const Database::Deadline deadline(database, Clock::now());
        const auto count = database.number(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000000)"
            " SELECT count(*) FROM n");
        ASSERT_FALSE(count);
        EXPECT_EQ(count.error().failure, Failure::busy);
        EXPECT_FALSE(database.only_statement_failed());
    }
    EXPECT_EQ(database.number("SELECT count(*) FROM dispatch"), 1);
}

}  // namespace
}  // namespace chappe
