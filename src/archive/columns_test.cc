#include "archive/columns.h"

#include <gtest/gtest.h>

#include "archive/blob.h"
#include "archive/receipt.h"
#include "archive/test_news.h"

namespace chappe {
namespace {

using namespace test;

TEST(Columns, GiveBackLists) {
    const std::vector<Text> texts = {text("a\"b\\c\n"), text(""), text("<é> & \u2028 😀")};
    EXPECT_EQ(texts_in(json_of(texts)), texts);
    EXPECT_TRUE(texts_in("[]").empty());
    for (const char* damaged : {"", "{", "[1, null, [[]]]", "\"a\"", "[\"a\""})
        EXPECT_TRUE(texts_in(damaged).empty()) << damaged;
    EXPECT_TRUE(
        texts_in(std::string(100'000, '[')).empty());  // no depth that a stack could not take
}

TEST(Columns, GiveBackBlocks) {
    const Dispatch given = dispatch("Un titre");
    EXPECT_EQ(blocks_in(json_of(given.blocks), given.body), given.blocks);
}

TEST(Columns, DoubtBlocksThatADamagedFileHolds) {
    const std::string body = "été";
    EXPECT_TRUE(blocks_in(R"([["paragraph",0,6]])", body).empty());  // behind the end
    EXPECT_TRUE(blocks_in(R"([["paragraph",1,3]])", body).empty());  // inside a character
    EXPECT_TRUE(blocks_in(R"([["paragraph",3,2]])", body).empty());
    EXPECT_TRUE(blocks_in(R"([["paragraph",-1,2]])", body).empty());
    EXPECT_TRUE(blocks_in(R"([["paragraph",0,4294967298]])", body).empty());
    EXPECT_EQ(blocks_in(R"([["paragraph",0,3],["quote",2,5]])", body).size(), 1U);  // overlap
    EXPECT_EQ(blocks_in(R"([["table",0,5]])", body).front().kind, Block::Kind::paragraph);
}

TEST(Columns, SummariseInOneLineOfAtMost400CodePoints) {
    Dispatch made = dispatch("Un titre");
    EXPECT_EQ(summary_of(made), "La réunion s'est tenue mercredi.");
    made.lead.reset();
    EXPECT_EQ(summary_of(made), "La réunion s'est tenue mercredi. Les travaux avancent.");
    std::string long_body;
    for (int i = 0; i < 5000; ++i) long_body += "été ";
    made.body = text(long_body);
    const std::string summary = summary_of(made);
    EXPECT_LE(code_points_before(summary, summary.size()), 400U);
    EXPECT_GT(code_points_before(summary, summary.size()), 300U);
    EXPECT_TRUE(summary.ends_with("…"));
    made.lead = Span{0, 4'000'000};  // no span of this body
    EXPECT_EQ(summary_of(made), summary);
}

TEST(Blob, GivesBackTheBytes) {
    for (const std::string& bytes :
         {std::string(), std::string("a\0b", 3), std::string(1'000'000, 'x'), random_hex(5000)}) {
        const auto again = unpack(pack(bytes));
        ASSERT_TRUE(again) << again.error().message;
        EXPECT_EQ(*again, bytes);
    }
    EXPECT_LT(pack(std::string(1'000'000, 'x')).bytes.size(), 1000U);
}

TEST(Blob, TellsDamage) {
    Blob blob = pack("La réunion s'est tenue mercredi.");
    for (std::size_t i = 0; i < blob.bytes.size(); ++i) {
        Blob damaged = blob;
        damaged.bytes[i] = static_cast<char>(damaged.bytes[i] ^ 0x10);
        const auto bytes = unpack(damaged);
        if (bytes) {
            EXPECT_EQ(digest(*bytes), blob.digest);
        }
    }
    blob.size = std::uint64_t{1} << 60;
    EXPECT_EQ(unpack(blob).error().failure, Failure::broken);
    blob.bytes.clear();
    EXPECT_FALSE(unpack(blob));
}

TEST(ReceiptJson, GivesBackReceiptsAndDoubtsTheRest) {
    Receipt receipt;
    receipt.items = {{DispatchId{12}, Outcome::created}, {DispatchId{13}, Outcome::gone}};
    const auto again = receipt_in(json_of(receipt));
    ASSERT_TRUE(again);
    ASSERT_EQ(again->items.size(), 2U);
    EXPECT_EQ(again->items[1].id, DispatchId{13});
    EXPECT_EQ(again->items[1].outcome, Outcome::gone);
    for (const char* damaged : {"", "{}", "[[1]]", "[[1,\"odd\"]]", "[[\"1\",\"created\"]]"})
        EXPECT_FALSE(receipt_in(damaged)) << damaged;
}

}  // namespace
}  // namespace chappe
