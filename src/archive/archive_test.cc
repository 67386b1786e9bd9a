#include "archive/archive.h"

#include <gtest/gtest.h>

#include "archive/test_news.h"

namespace chappe {
namespace {

using test::dispatch;
using test::Folder;
using test::submission;

std::unique_ptr<Archive> open(const Folder& folder) {
    auto archive = open_archive(folder.path());
    EXPECT_TRUE(archive) << archive.error().message;
    return std::move(*archive);
}

TEST(Archive, GivesBackWhatWasPut) {
    const Folder folder;
    const auto archive = open(folder);
    const auto receipt = archive->put(submission(dispatch("Bakou reçoit une délégation")));
    ASSERT_TRUE(receipt) << receipt.error().message;
    ASSERT_EQ(receipt->items.size(), 1U);
    EXPECT_EQ(receipt->items[0].outcome, Outcome::created);

    const auto stored = archive->dispatch(receipt->items[0].id);
    ASSERT_TRUE(stored) << stored.error().message;
    EXPECT_EQ(stored->dispatch.title.view(), "Bakou reçoit une délégation");
    EXPECT_EQ(stored->dispatch.lead->in(stored->dispatch.body), "La réunion s'est tenue mercredi.");

    const auto latest = archive->latest(std::nullopt, 10);
    ASSERT_TRUE(latest) << latest.error().message;
    ASSERT_EQ(latest->size(), 1U);
    EXPECT_EQ(latest->front().summary.view(), "La réunion s'est tenue mercredi.");
    const auto changes = archive->changes(ChangeSeq{0}, 10);
    ASSERT_TRUE(changes) << changes.error().message;
    ASSERT_EQ(changes->size(), 1U);
    EXPECT_EQ(changes->front().seq, archive->newest());
    EXPECT_EQ(archive->stats()->total, 1);
}

TEST(Archive, KnowsItsTokens) {
    const Folder folder;
    const auto archive = open(folder);
    const auto token = archive->add_token("desk");
    ASSERT_TRUE(token) << token.error().message;
    const auto found = archive->find_token(*token);
    ASSERT_TRUE(found && *found);
    EXPECT_EQ(archive->tokens()->size(), 1U);
    EXPECT_TRUE(archive->remove_token(**found));
    EXPECT_FALSE(*archive->find_token(*token));
}

}  // namespace
}  // namespace chappe
