// The lists must stay look-ups in an index, however many dispatches there are.
#include "archive/lookup.h"

#include <gtest/gtest.h>
#include <deque>
#include <string>

#include "archive/acts.h"
#include "archive/audit.h"
#include "archive/keep.h"
#include "archive/schema.h"
#include "archive/test_desk.h"
#include "archive/upkeep.h"

namespace chappe {
namespace {

using namespace test;

std::string plan_of(Database& database, std::string_view sql) {
    static std::deque<std::string> kept;  // statements are kept under their addresses
    const std::string& explain = kept.emplace_back("EXPLAIN QUERY PLAN " + std::string(sql));
    std::string plan;
    Query row = database.query(explain);
    for (auto more = row.step(); more; more = row.step()) {
        if (!*more) return plan;
        plan += std::string(row.text(3)) + "\n";
    }
    return "error\n";
}

TEST(Lookup, WalksAnIndexAndNeverSortsOrReadsBodies) {
    const Folder folder;
    auto database = open_for_writing(folder.file(), Access::create);
    ASSERT_TRUE(database) << database.error().message;
    EXPECT_EQ(plan_of(*database, latest_sql(Copies::each)),
              "SEARCH d USING INDEX wire (position<?)\n"
              "SEARCH s USING INTEGER PRIMARY KEY (rowid=?)\n"
              "SEARCH r USING INTEGER PRIMARY KEY (rowid=?)\n"
              "CORRELATED SCALAR SUBQUERY 1\n"
              "SEARCH change USING INTEGER PRIMARY KEY (rowid=?)\n"
              "CORRELATED SCALAR SUBQUERY 2\n"
              "SEARCH m USING INTEGER PRIMARY KEY (rowid=?)\n"
              "SEARCH c USING COVERING INDEX copy_of (copy_group=? AND original=?)\n"
              "CORRELATED SCALAR SUBQUERY 3\n"
              "SEARCH m USING INTEGER PRIMARY KEY (rowid=?)\n"
              "SEARCH c USING COVERING INDEX copy_of (copy_group=? AND original=?)\n");
    EXPECT_TRUE(plan_of(*database, latest_sql(Copies::once))
                    .starts_with("SEARCH d USING INDEX wire (position<?)\n"
                                 "CORRELATED SCALAR SUBQUERY 4\n"
                                 "SEARCH copy_member USING INTEGER PRIMARY KEY (rowid=?)\n"));
    EXPECT_EQ(plan_of(*database, changes_sql()),
              "SEARCH c USING INTEGER PRIMARY KEY (rowid>?)\n"
              "SEARCH d USING INTEGER PRIMARY KEY (rowid=?)\n"
              "SEARCH s USING INTEGER PRIMARY KEY (rowid=?)\n"
              "SEARCH r USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN\n"
              "CORRELATED SCALAR SUBQUERY 1\n"
              "SEARCH change USING INTEGER PRIMARY KEY (rowid=?)\n"
              "CORRELATED SCALAR SUBQUERY 2\n"
              "SEARCH m USING INTEGER PRIMARY KEY (rowid=?)\n"
              "SEARCH c USING COVERING INDEX copy_of (copy_group=? AND original=?)\n"
              "CORRELATED SCALAR SUBQUERY 3\n"
              "SEARCH m USING INTEGER PRIMARY KEY (rowid=?)\n"
              "SEARCH c USING COVERING INDEX copy_of (copy_group=? AND original=?)\n");
}

TEST(Lookup, KeepsNothingByWalkingATable) {
    const Folder folder;
    auto database = open_for_writing(folder.file(), Access::create);
    ASSERT_TRUE(database) << database.error().message;
    auto transaction = Transaction::write(*database);
    ASSERT_TRUE(transaction);
    Effects effects;
    const auto keep_page = [&](int n, const char* words) {
        Dispatch page = test::dispatch("T" + std::to_string(n), words);
        page.url = "https://news.example/d/" + std::to_string(n);
        page.reads = 7;
        Submission given = test::submission(page);
        given.reading.feed.emplace();
        ASSERT_TRUE(keep(*database, prepare(given, {}), effects));
    };
    constexpr int pages = 300;
    for (int n = 0; n < pages; ++n) {
        keep_page(n, "Un.");
        keep_page(n, "Un.");
        keep_page(n, "Deux.");
        ASSERT_TRUE(keep_read(*database, DispatchId{n + 1}));
    }
    ASSERT_TRUE(keep_sums(*database, effects));
    // sqlite_sequence, which has a handful of rows and no index, is all that may be walked.
    EXPECT_LT(database->rows_walked(), pages * 3 * 5);
}

TEST(Lookup, FindsPagesOfTheWireWithoutWalkingATable) {
    const Folder folder;
    {
        const auto archive = test::open(folder);
        for (int n = 0; n < 100; ++n)
            test::put(*archive, test::submission(test::dispatch("T" + std::to_string(n))));
    }
    auto database = open_for_reading(folder.file(), Access::read, 1000);
    ASSERT_TRUE(database) << database.error().message;
    EXPECT_EQ(find_latest(*database, ChangeSeq{50}, 10)->size(), 10U);
    EXPECT_EQ(find_changes(*database, ChangeSeq{50}, 10)->size(), 10U);
    std::uint64_t position = 0;
    EXPECT_TRUE(find_dispatch(*database, DispatchId{50}, position));
    EXPECT_TRUE(find_reads(*database, DispatchId{50}));
    EXPECT_TRUE(find_gone(*database, ChangeSeq{50}, ChangeSeq{60}));
    EXPECT_TRUE(find_stats(*database));
    EXPECT_TRUE(find_newest(*database));
    EXPECT_LE(database->rows_walked(), 1);  // the sources are counted
}

TEST(Lookup, FindsWhatTheDeskNeedsWithoutWalkingATable) {
    const Folder folder;
    auto database = open_for_writing(folder.file(), Access::create);
    ASSERT_TRUE(database) << database.error().message;
    Effects effects;
    const auto do_act = [&](Act what) {
        const auto prepared = prepare(std::move(what), console, {});
        ASSERT_TRUE(prepared);
        const auto done = keep_act(*database, *prepared, effects);
        ASSERT_TRUE(done) << done.error().message;
    };
    constexpr int pages = 200;
    for (int n = 1; n <= pages; ++n)
        do_act(compose(dispatch("T" + std::to_string(n)), now() + std::chrono::hours(1)));
    for (int n = 1; n <= pages / 2; ++n) {
        do_act(Release{DispatchId{n}});
        do_act(correct(DispatchId{n}, dispatch("U" + std::to_string(n))));
        do_act(Withdraw{DispatchId{n}, {}});
        if (n % 2 == 0) do_act(Erase{DispatchId{n}, {}});
    }
    EXPECT_EQ(find_desk(*database, 500)->size(), 150U);
    EXPECT_EQ(find_audit(*database, 100, 10)->size(), 10U);
    Upkeep upkeep(std::nullopt);
    for (int i = 0; i < 100; ++i) EXPECT_FALSE(upkeep.is_due(*database));
    // The list of what waits is walked, and idempotency, which is empty.
    EXPECT_LT(database->rows_walked(), 2000);
}

}  // namespace
}  // namespace chappe
